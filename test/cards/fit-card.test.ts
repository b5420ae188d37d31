/** What goes first where a message has no room for all of a card. */
import assert from 'node:assert/strict';
import type { Card } from '../../src/cards/card.ts';
import { fitCard } from '../../src/cards/fit-card.ts';
import { threadCard } from '../../src/cards/index.ts';
import { speech } from '../../src/cards/speech.ts';
import { de } from '../../src/cards/words/de.ts';
import { en } from '../../src/cards/words/en.ts';
import type { InvitationId, InvitationRow } from '../../src/desk/index.ts';
import { cardView, invitationRow, questionRow, SINCE } from '../support/views.ts';

const person = (name: string, part: Partial<InvitationRow>) =>
  invitationRow({ id: name as InvitationId, name, ...part });
const RINGS = person('rings', {
  actions: ['cancel'],
  answers: ['accept', 'refuse', 'later'],
  message: 'two minutes',
});
const CALLED = person('called', { status: 'calling', actions: ['cancel'] });
const IN = person('in', { status: 'joined' });
const FAILED = person('failed', { status: 'offline', actions: ['again'] });
const LATER = person('later', { status: 'busy', since: new Date(SINCE.getTime() + 1_000) });
const STAYS = person('stays', { status: 'joined', removal: { kind: 'refused', code: 403 } });

describe('a card that does not fit', () => {
  const card = (rows = [IN, CALLED, RINGS, FAILED]) => {
    const view = cardView({ rows });
    return (maxRows: number) => threadCard(view, [], maxRows, en);
  };
  /** The first card that passes. */
  const fitted = (fits: (card: Card) => boolean) => fitCard(card(), (one) => one, fits);
  const row = ({ rows }: Card, name: string) => {
    const found = rows.find(({ head }) => head === name);
    return found && [found.details.length, ...found.buttons.map(({ title }) => title)];
  };

  it('is shown as it is where it fits', () => {
    const shown = fitted(() => true);
    assert.deepEqual(row(shown, 'rings'), [1, 'Cancel', 'Accept', 'Decline', 'In 5 minutes']);
  });

  it('first loses what can be done without, then what can be done elsewhere', () => {
    let tries = 0;
    const shown = [2, 3].map((wanted) => {
      tries = 0;
      return fitted(() => ++tries === wanted);
    });
    assert.deepEqual(
      shown.map((one) => row(one, 'rings')),
      [
        [0, 'Cancel', 'Accept', 'Decline'],
        [0, 'Cancel', 'Accept'],
      ],
    );
    assert.deepEqual(
      shown.map((one) => row(one, 'failed')),
      [
        [1, 'Call again'],
        [0, 'Call again'],
      ],
    );
  });

  it('then loses rows, the least urgent first, and names them in lines', () => {
    const kept = [3, 2, 1, 0].map((room) => fitted(({ rows }) => rows.length <= room));
    assert.deepEqual(
      kept.map(({ rows }) => rows.map(({ head }) => head)),
      [['called', 'rings', 'failed'], ['rings', 'failed'], ['failed'], []],
    );
    assert.deepEqual(kept[2]?.lines, [
      'Joined (1): in',
      'Calling from the conference (1): called',
      'Ringing (1): rings',
    ]);
  });

  it('keeps a question longest, then what failed or may still be in, the latest first', () => {
    const rows = [IN, FAILED, LATER, STAYS, questionRow()];
    const heads = (room: number) => card(rows as InvitationRow[])(room).rows.map(({ head }) => head);
    assert.match(heads(1).join(), /^Who is alex/);
    assert.deepEqual(heads(2)[0], 'later');
    assert.deepEqual(heads(4).slice(0, 3), ['failed', 'later', 'stays']);
  });
});

describe('what a card says aloud', () => {
  const people = (count: number) =>
    Array.from({ length: count }, (_, at) => ({
      text: `Person ${at} ${'x'.repeat(80)}: Ringing.`,
      people: 1,
    }));

  it('says all of it where there is room', () => {
    assert.equal(speech('Standup', [{ text: 'Mary: Ringing.', people: 1 }], en), 'Standup. Mary: Ringing.');
  });

  it('ends at the end of a sentence, and counts who is left out', () => {
    const said = speech('Standup', [...people(12), { text: 'Joined (3): A, B and C', people: 3 }], en);
    assert.match(said, /^Standup\. Person 0 x+: Ringing\..* Person 4 x+: Ringing\. And 10 more\.$/);
    const many = [...people(12), { text: 'Beigetreten (1.188): A', people: 1_188 }];
    assert.match(speech('Standup', many, de), / Und 1\.195 weitere\.$/);
  });
});
