import assert from 'node:assert/strict';
import { takePress } from '../../src/chat/press.ts';
import type { ThreadId } from '../../src/desk/index.ts';
import { Directory } from '../../src/directory/index.ts';
import { FakeBlocks, FakeDesk, FakePersonal, FakeSchedule } from '../support/fake-desk.ts';
import { quietLog } from '../support/quiet-log.ts';

const THREAD = 'thread-1' as ThreadId;
const NOW = new Date('2026-11-23T08:00:00Z');

describe('a press on what is scheduled', () => {
  let schedule: FakeSchedule;

  beforeEach(() => {
    schedule = new FakeSchedule();
    schedule.receipt = { duplicate: false, says: [], cardId: undefined };
    schedule.places.set('it', { threadId: THREAD, inviters: [{ id: '29:ann' }] });
  });

  async function press(
    verb: string,
    data: object,
    { id = '29:ann', thread = THREAD, members = ['29:ann', '29:eve'] } = {},
  ) {
    const desk = new FakeDesk();
    const inbound = {
      activityId: 'a-1',
      thread: { id: thread, channel: 'msteams', title: '', reference: {} },
      actor: { id, name: id, zone: 'Europe/Berlin' },
    };
    return takePress(
      {
        inbound,
        bot: { id: '28:bot', name: 'Usher' },
        needsMention: false,
        roster: async () => members.map((one) => ({ id: one, name: one })),
        verb,
        data: { id: 'it', version: 3, ...data },
      },
      {
        ...{ desk, reception: desk, personal: new FakePersonal(), schedule, reminders: schedule },
        ...{ blocks: new FakeBlocks() },
        ...{ people: new Directory(), now: () => NOW, zone: 'UTC', log: quietLog },
      },
    );
  }

  for (const [verb, data, call] of [
    ['attend', {}, ['respond', 'it', 'accepted']],
    ['tentative', {}, ['respond', 'it', 'tentative']],
    ['regret', {}, ['respond', 'it', 'declined']],
    ['skip', { occurrence: '2027-03-01T09:30:00' }, ['skip', 'it', '2027-03-01T09:30:00']],
    ['unschedule', {}, ['cancel', 'it']],
    ['unremind', {}, ['cancel', 'it']],
    ['snooze', { seconds: 900 }, ['snooze', 'it', 900]],
    // Nobody is reminded in a hundred years, or all the time.
    ['snooze', { seconds: 1 }, ['snooze', 'it', 300]],
  ] as const) {
    it(`${verb} ${JSON.stringify(data)} does what its button says`, async () => {
      await press(verb, data);
      assert.deepEqual(schedule.calls, [call]);
    });
  }

  it('moves to the time that was typed, by the clocks of who has typed it', async () => {
    await press('move', { words: 'tomorrow at 10' });
    const when = { kind: 'at', local: '2026-11-24T10:00', zone: 'Europe/Berlin' };
    assert.deepEqual(schedule.calls, [['move', 'it', when, 3]]);
  });

  it('says that a time was not understood, and moves nothing', async () => {
    for (const [words, expected] of [
      ['', /I do not understand/],
      ['whenever', /I do not understand when “whenever” is/],
      ['yesterday at 9:30', /has gone by/],
    ] as const) {
      const reply = await press('move', { words });
      assert.equal(reply.kind, 'text');
      assert.match('text' in reply ? reply.text : '', expected);
    }
    assert.deepEqual(schedule.calls, []);
  });

  it('tells who is not asked herself', async () => {
    schedule.receipt = {
      duplicate: false,
      cardId: undefined,
      says: [{ code: 'not-hers', facts: { name: 'Mary' } }],
    };
    const reply = await press('attend', {});
    assert.match('text' in reply ? reply.text : '', /Only Mary can answer/);
  });

  it('lets only who has asked for it, and members of its thread, change it', async () => {
    const elsewhere = 'thread-2' as ThreadId;
    for (const verb of ['move', 'skip', 'unschedule', 'unremind']) {
      const reply = await press(verb, { words: 'tomorrow at 10' }, { id: '29:mallory' });
      assert.match('text' in reply ? reply.text : '', /Only who has invited/, verb);
      await press(verb, { words: 'tomorrow at 10' }, { id: '29:eve', thread: elsewhere });
    }
    assert.deepEqual(schedule.calls, []);
    await press('unschedule', {}, { id: '29:eve' });
    await press('unschedule', {}, { thread: elsewhere });
    assert.equal(schedule.calls.length, 2);
  });
});
