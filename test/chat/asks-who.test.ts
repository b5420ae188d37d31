/** Who asks is looked up where phones are made to ring, with INVITERS, and nowhere else: what stands open waits for no roster. */
import assert from 'node:assert/strict';
import { takePress } from '../../src/chat/press.ts';
import { takeLine } from '../../src/chat/turn.ts';
import type { Author, Inbound, InvitationId, QuestionId, ThreadId } from '../../src/desk/index.ts';
import { Directory, type Member, parsePeopleFile } from '../../src/directory/index.ts';
import { FakeBlocks, FakeDesk, FakePersonal, FakeSchedule } from '../support/fake-desk.ts';
import { quietLog } from '../support/quiet-log.ts';
import { ANN, BOT } from '../support/teams-client.ts';
import { gatheringView, invitationRow, questionRow } from '../support/views.ts';

const FILE = 'name,email,sip,groups\nAnn Ames,ann@example.com,sip:ann@example.com,surgeons\n';
const ROSTER: readonly Member[] = [{ ...ANN, email: 'ann@example.com' }];
const NOW = new Date('2026-11-23T08:00:00Z');
const LATELY = { by: ANN.id, at: NOW, cardId: 'card' as never };
const GATHERING = gatheringView({
  rows: [
    invitationRow({
      ...{ id: 'bob' as InvitationId, name: 'Bob Brown', address: 'sip:bob@example.com' },
      ...{ status: 'ringing', actions: ['again', 'cancel'] },
    }),
    invitationRow({
      ...{ id: 'ann' as InvitationId, name: 'Ann Ames', address: 'sip:ann@example.com' },
      ...{ status: 'declined', actions: ['again'] },
    }),
  ],
  questions: [{ ...questionRow({ id: 'question' as QuestionId }), lately: LATELY }],
});

describe('who asks', () => {
  let desk: FakeDesk;
  let schedule: FakeSchedule;
  let read: number;

  beforeEach(() => {
    desk = new FakeDesk();
    desk.gatheringNow = GATHERING;
    schedule = new FakeSchedule();
    schedule.receipt = { duplicate: false, says: [], cardId: undefined };
    read = 0;
  });

  const arrival = () => ({
    inbound: {
      ...{ activityId: 'activity-1', actor: { ...ANN, zone: 'Europe/Berlin' } },
      thread: { id: 'thread-1' as ThreadId, channel: 'msteams', title: '', reference: {} },
    },
    bot: BOT,
    needsMention: false,
    roster: async () => {
      read += 1;
      return ROSTER;
    },
  });
  const parts = () => ({
    ...{ desk, reception: desk, personal: new FakePersonal(), schedule, reminders: schedule },
    ...{ blocks: new FakeBlocks(), now: () => NOW, zone: 'UTC', log: quietLog },
    people: new Directory(parsePeopleFile(Buffer.from(FILE)).people),
  });
  const type = (text: string) => takeLine({ ...arrival(), text, mentions: [] }, parts());
  const press = (verb: string, more: object = {}) =>
    takePress({ ...arrival(), verb, data: { id: 'it', version: 1, ...more } }, parts());
  const known = (author: Inbound['author']) => author !== 'granted' && author?.groups;
  const asked = () => desk.inbounds.map(({ author }) => known(author));

  const RINGING: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['invite', () => type('invite sip:mary@example.com')],
    ['again', () => type('again Bob Brown')],
    ['use', () => type('use sip:room@example.com')],
    ['an answer to a question', () => type('the second')],
    ['a correction', () => type('no, sip:mary@example.com')],
    ['Call again', () => press('again')],
    ['a name on a question', () => press('choose', { person: 'x' })],
    ['Invite me', () => press('me')],
    ['ring me again', () => type('ring me again')],
  ];
  for (const [title, act] of RINGING) {
    it(`is looked up for ${title}`, async () => {
      desk.asksWho = true;
      await act();
      assert.deepEqual(asked().at(-1), ['surgeons']);
    });

    it(`is not looked up for ${title} where everybody may`, async () => {
      await act();
      assert.equal(asked().at(-1), undefined);
    });
  }

  it('is looked up for what is scheduled, and for what is moved', async () => {
    desk.asksWho = true;
    await type('invite sip:mary@example.com tomorrow at 9');
    const [[, request] = []] = schedule.calls;
    assert.deepEqual(known((request as { author: Author }).author), ['surgeons']);
    read = 0;
    schedule.places.set('it', { threadId: 'thread-1' as ThreadId, inviters: [ANN] });
    await press('move', { words: 'tomorrow at 10' });
    assert.equal(read, 1);
  });

  for (const [title, act] of [
    ['cancel', () => type('cancel')],
    ['who', () => type('who')],
    ['end', () => type('end')],
    ['help', () => type('help')],
    ['small talk', () => type('good morning everybody, how are you')],
    ['forget', () => type('forget me')],
    ['Accept', () => press('accept')],
    ['Decline', () => press('refuse')],
    ['In 5 minutes', () => press('later')],
  ] as const) {
    it(`is nobody's business for ${title}`, async () => {
      desk.asksWho = true;
      await act();
      assert.equal(read, 0);
    });
  }
});
