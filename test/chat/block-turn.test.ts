/** `do not ring me until 3` and `ring me again`, from the typed line to what is answered. */
import assert from 'node:assert/strict';
import { takeLine } from '../../src/chat/turn.ts';
import type { GatheringView, ThreadId } from '../../src/desk/index.ts';
import { Directory } from '../../src/directory/index.ts';
import { FakeBlocks, FakeDesk, FakePersonal, scheduleDoors } from '../support/fake-desk.ts';
import { quietLog } from '../support/quiet-log.ts';

const EVE = { id: '29:eve', name: 'Eve' };
const MEMBER = { ...EVE, email: 'eve@example.com' };

describe('do not ring me, in a chat', () => {
  let desk: FakeDesk;
  let blocks: FakeBlocks;

  beforeEach(() => {
    desk = new FakeDesk();
    blocks = new FakeBlocks();
  });

  async function type(text: string, members = [MEMBER], actor: { locale?: string; zone?: string } = {}) {
    const thread = { id: 'thread-1' as ThreadId, channel: 'msteams', title: '', reference: {} };
    const reply = await takeLine(
      {
        inbound: { activityId: 'activity-1', thread, actor: { ...EVE, ...actor } },
        ...{ bot: { id: '28:bot', name: 'Usher' }, needsMention: false, text, mentions: [] },
        roster: async () => members,
      },
      {
        ...{ desk, reception: desk, personal: new FakePersonal(), ...scheduleDoors(), blocks },
        ...{ people: new Directory(), now: () => new Date('2027-03-12T12:00:00Z') },
        ...{ zone: 'Europe/Berlin', log: quietLog },
      },
    );
    return reply && 'text' in reply ? reply.text : undefined;
  }

  const gathering: GatheringView = {
    subject: 'Ward 3',
    conferenceUri: undefined,
    joinUrl: undefined,
    roster: 'known',
    others: [],
    rows: [],
    questions: [],
  };

  it('hands over who she is by all her names, and reads the time back with its zone', async () => {
    const text = await type('do not ring me until 3');
    const [call] = blocks.calls;
    const [what, actor, me, until] = call as [string, object, { ids: string[]; address: string }, object];
    assert.deepEqual([what, actor], ['block', { ...EVE, zone: 'Europe/Berlin' }]);
    assert.deepEqual([me.ids, me.address], [['29:eve'], 'sip:eve@example.com']);
    assert.deepEqual(until, { kind: 'at', local: '2027-03-12T15:00', zone: 'Europe/Berlin' });
    assert.match(text ?? '', /before Monday, March 1, 2027 at 3:00.PM .*write: ring me again/);
  });

  it('means the clocks of where she is', async () => {
    await type('do not ring me until 3', [MEMBER], { zone: 'Asia/Tokyo' });
    assert.deepEqual(blocks.calls[0]?.[3], { kind: 'at', local: '2027-03-13T03:00', zone: 'Asia/Tokyo' });
  });

  it('somebody who is nowhere to be found is known by her id', async () => {
    await type('do not ring me', []);
    const me = { key: 'id:29:eve', name: 'Eve', address: '', guessed: false, ids: ['29:eve'] };
    assert.deepEqual(blocks.calls[0]?.[2], me);
  });

  it('a time that is none is said, and nothing is done', async () => {
    assert.match((await type('do not ring me until lunch')) ?? '', /when “lunch” is/);
    assert.deepEqual(blocks.calls, []);
  });

  it('"ring me again" ends it', async () => {
    blocks.isBlocked = true;
    assert.equal(await type('ring me again'), 'Invitations ring you again.');
    assert.deepEqual(desk.calls, []);
  });

  it('and where there is nothing to end, rings her once more, or says that there is nothing', async () => {
    assert.match((await type('ring me again')) ?? '', /Invitations ring you: /);
    desk.gatheringNow = gathering;
    assert.match((await type('ring me again')) ?? '', /Eve/, 'nobody has invited her');
    assert.deepEqual(desk.calls, []);
  });

  for (const [locale, line] of [
    ['de', 'ruf mich bis 15 Uhr nicht an'],
    ['fr', 'ne m’appelle pas jusqu’à 15h'],
    ['es', 'no me llames hasta las 15:00'],
    ['ja', '15時まで電話しないで'],
  ] as const) {
    it(`is answered in the language of who types: ${line}`, async () => {
      const text = await type(line, [MEMBER], { locale });
      assert.deepEqual(blocks.calls[0]?.[3], {
        kind: 'at',
        local: '2027-03-12T15:00',
        zone: 'Europe/Berlin',
      });
      assert.match(text ?? '', /2027/);
      assert.doesNotMatch(text ?? '', /Invitations/);
    });
  }
});
