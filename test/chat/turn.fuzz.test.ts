import assert from 'node:assert/strict';
import { takeLine } from '../../src/chat/turn.ts';
import type { CardId, InvitationId, ThreadId } from '../../src/desk/index.ts';
import { Directory, type Member } from '../../src/directory/index.ts';
import { FakeDesk, FakePersonal, scheduleDoors } from '../support/fake-desk.ts';
import { FUZZ_SEED, randomLines } from '../support/random-lines.ts';
import { ANN, BOT } from '../support/teams-client.ts';
import { gatheringView, invitationRow, questionRow } from '../support/views.ts';

const ROSTER: readonly Member[] = [
  { ...ANN, email: 'ann@example.com' },
  { id: '29:bob', name: 'Bob Brown', email: 'bob@example.com' },
  { id: '29:theo', name: 'Theo Tan', email: 'theo@example.com' },
];
const [FIRST, SECOND] = ['sip:alex.a@example.com', 'sip:alex.b@example.com'];

/** Somebody has just been asked which Alex she means, after she has invited Bobby. */
function justAsked(): FakeDesk {
  const lately = { by: ANN.id, at: new Date(), cardId: 'card-1' as CardId };
  const desk = new FakeDesk();
  const bobby = { id: 'bobby' as InvitationId, name: 'Bobby Blue', address: 'sip:bobby@example.com' };
  desk.gatheringNow = gatheringView({
    rows: [invitationRow({ ...bobby, actions: ['cancel'], lately: { ...lately, at: new Date(0) } })],
    questions: [{ ...questionRow(), lately }],
  });
  return desk;
}

async function calls(line: string): Promise<readonly unknown[][]> {
  const desk = justAsked();
  const message = {
    inbound: {
      activityId: 'activity-1',
      thread: { id: 'thread-1' as ThreadId, channel: 'msteams', title: '', reference: {} },
      actor: ANN,
    },
    ...{ bot: BOT, needsMention: false, roster: async () => ROSTER, text: line, mentions: [] },
  };
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  await takeLine(message, {
    ...{ desk, reception: desk, personal: new FakePersonal(), people: new Directory(), log },
    ...scheduleDoors(),
    ...{ now: () => new Date('2026-11-23T08:00:00Z'), zone: 'Europe/Berlin' },
  });
  return desk.calls;
}

const ANSWERS = [
  'the second',
  '2',
  'first',
  'one',
  'both',
  'neither',
  'nobody',
  'Bell',
  'Alex',
  'Abel',
  'Alex Bell',
];
const CORRECTIONS = [
  'no',
  'no,',
  'I meant',
  'not her',
  'not Bobby',
  'nein',
  'non',
  'Bob',
  'Theo',
  'Zoe',
  'Bob Brown',
];
const TALK = [
  ...[
    'the',
    'a',
    'is',
    'was',
    'that',
    'fine',
    'thanks',
    'ok',
    'weather',
    'tomorrow',
    'la',
    'el',
    'und',
    'et',
    'y',
  ],
  ...[
    'maybe',
    'be',
    'al',
    'ab',
    'bo',
    'she',
    'they',
    'and',
    ',',
    '.',
    '?',
    '!',
    'at',
    'no',
    'sorry',
    'wait',
    'のは',
  ],
  ...[
    'moment',
    'yes',
    'sure',
    'hm',
    'nice',
    'coffee',
    'for',
    'us',
    'who',
    'knows',
    'not',
    'really',
    'danke',
    'bien',
  ],
];

const CORRECTING = /no|nein|meant|sorry|wait|moment/;
const DROPPING = /neither|no|nein|meant|sorry|wait|moment/;

describe(`a random line after a question (USHER_FUZZ_SEED=${FUZZ_SEED})`, function () {
  this.timeout(60_000);

  it('rings only who is said in it', async () => {
    const seen = new Set<string>();
    for (const line of randomLines(FUZZ_SEED, 10_000, [...ANSWERS, ...CORRECTIONS, ...TALK])) {
      const lower = line.toLowerCase();
      for (const [what, asked, keys] of await calls(line)) {
        seen.add(String(what));
        const chosen = what === 'choose' ? (keys as string[]) : [];
        const [isBell, isAbel] = [/bell|2|second|both|y/.test(lower), /abel|one|first|both|un|1/.test(lower)];
        assert.ok(!chosen.includes(SECOND) || isBell, line);
        assert.ok(!chosen.includes(FIRST) || isAbel, line);
        if (what === 'choose' && chosen.length === 0) assert.match(lower, DROPPING, line);
        if (what !== 'invite') continue;
        assert.match(lower, CORRECTING, line);
        for (const { name = '', typed = '' } of (asked as { invitees: { name?: string; typed?: string }[] })
          .invitees) {
          const parts = `${name} ${typed}`.toLowerCase().split(' ').filter(Boolean);
          assert.ok(
            parts.some((part) => lower.includes(part.slice(0, 2))),
            line,
          );
        }
      }
    }
    assert.deepEqual([...seen].sort(), ['choose', 'invite']);
  });

  it('does nothing where it is only talk', async () => {
    for (const line of randomLines(FUZZ_SEED + 1, 10_000, TALK)) {
      assert.deepEqual(await calls(line), [], JSON.stringify(line));
    }
  });
});
