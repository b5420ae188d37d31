import assert from 'node:assert/strict';
import { plainText } from '../../src/cards/index.ts';
import { takeLine } from '../../src/chat/turn.ts';
import type { ThreadId } from '../../src/desk/index.ts';
import { Directory, type Person } from '../../src/directory/index.ts';
import { FakeBlocks, FakeDesk, FakePersonal, FakeSchedule } from '../support/fake-desk.ts';
import { quietLog } from '../support/quiet-log.ts';
import { scheduledAppointment, scheduledReminder } from '../support/schedule-views.ts';

const NOW = new Date('2026-11-23T08:00:00Z');
const BOT = { id: '28:bot', name: 'Usher' };

function person(name: string, part: Partial<Person> = {}): Person {
  const address = `sip:${name.toLowerCase().replace(' ', '.')}@example.com`;
  return {
    key: address,
    name,
    address,
    guessed: false,
    source: 'people-file',
    aliases: [],
    ids: [],
    ...part,
  };
}

const PEOPLE = [
  person('Mary', { timezone: 'Asia/Kolkata' }),
  person('Bob'),
  person('Ann', { ids: ['29:ann'], timezone: 'America/New_York' }),
  person('Alex Abel'),
  person('Alex Bell'),
];

const ROSTER = [
  { id: '29:eve', name: 'Eve' },
  { id: '29:ann', name: 'Ann' },
];

describe('a typed line about a time', () => {
  let desk: FakeDesk;
  let schedule: FakeSchedule;

  beforeEach(() => {
    desk = new FakeDesk();
    schedule = new FakeSchedule();
  });

  async function type(text: string, actor: { id?: string; locale?: string; zone?: string } = {}) {
    const thread = { id: 'thread-1' as ThreadId, channel: 'msteams', title: '', reference: {} };
    const message = {
      inbound: { activityId: 'activity-1', thread, actor: { id: '29:eve', name: 'Eve', ...actor } },
      ...{ bot: BOT, needsMention: false, roster: async () => ROSTER, text, mentions: [] },
    };
    const reply = await takeLine(message, {
      ...{ desk, reception: desk, personal: new FakePersonal(), schedule, reminders: schedule },
      ...{ blocks: new FakeBlocks() },
      ...{ people: new Directory(PEOPLE), now: () => NOW, zone: 'Europe/Berlin', log: quietLog },
    });
    if (!reply) return undefined;
    return 'text' in reply ? reply.text : plainText(reply.card);
  }

  const asked = () =>
    schedule.calls.map(([method, what]) => [method, what] as [string, Record<string, unknown>]);

  it('schedules instead of ringing, with subject, words and the zone of each', async () => {
    await type('invite Mary and Bob to "Standup" tomorrow at 9:30 saying "Be there"', {
      zone: 'Europe/London',
    });
    assert.deepEqual(desk.calls, []);
    const [[method, request]] = asked() as [[string, Record<string, unknown>]];
    assert.equal(method, 'schedule');
    assert.deepEqual(request.when, { kind: 'at', local: '2026-11-24T09:30', zone: 'Europe/London' });
    assert.equal(request.subject, 'Standup');
    assert.equal(request.toast, 'Be there');
    assert.equal((request.actor as { zone: string }).zone, 'Europe/London');
    const invitees = request.invitees as { name: string; zone?: string }[];
    assert.deepEqual(
      invitees.map(({ name, zone }) => [name, zone]),
      [
        ['Mary', 'Asia/Kolkata'],
        ['Bob', undefined],
      ],
    );
  });

  it('means the clocks of who types: of the channel, else of the people file, else of this machine', async () => {
    await type('invite Mary at 15:00', { zone: 'Europe/London', id: '29:ann' });
    await type('invite Mary at 15:00', { id: '29:ann' });
    await type('invite Mary at 15:00');
    const zones = asked().map(([, { when }]) => (when as { zone: string }).zone);
    assert.deepEqual(zones, ['Europe/London', 'America/New_York', 'Europe/Berlin']);
  });

  it('rings at once without a time', async () => {
    await type('invite Mary');
    assert.deepEqual(schedule.calls, []);
    assert.deepEqual(desk.calls[0]?.[0], 'invite');
  });

  it('says what is wrong with a time, and does nothing', async () => {
    assert.match((await type('invite Mary yesterday at 9:30')) ?? '', /has gone by/);
    assert.deepEqual([schedule.calls, desk.calls], [[], []]);
  });

  it('reminds people, everybody, and before what is scheduled', async () => {
    await type('remind Mary in 10 minutes to bring the plans');
    await type('remind everyone 5 minutes before');
    const [[, one], [, all]] = asked() as [
      [string, Record<string, unknown>],
      [string, Record<string, unknown>],
    ];
    assert.deepEqual(one.when, { kind: 'in', seconds: 600 });
    assert.equal(one.words, 'bring the plans');
    assert.deepEqual([all.everyone, all.invitees, all.when], [true, [], { kind: 'before', seconds: 300 }]);
  });

  it('reminds whoever is in the thread: no phone is needed for that, as it is to be called', async () => {
    await type('remind me in 10 minutes');
    await type('remind Eve and Bob in 10 minutes');
    const whom = asked().map(([, { invitees }]) =>
      (invitees as { name: string; address: string; ids?: string[] }[]).map(({ name, address, ids }) => [
        ...[name, address, ids?.[0]],
      ]),
    );
    const eve = ['Eve', '', '29:eve'];
    assert.deepEqual(whom, [[eve], [eve, ['Bob', 'sip:bob@example.com', undefined]]]);
    assert.match((await type('invite me')) ?? '', /I do not know your phone address, Eve/);
    assert.match((await type('invite me in 10 minutes')) ?? '', /I do not know your phone address, Eve/);
  });

  it('tells how a reminder was understood', async () => {
    const facts = { names: ['Mary'], at: '2026-11-23T08:10:00Z', zone: 'Europe/Berlin', shift: 'none' };
    schedule.receipt = { duplicate: false, cardId: undefined, says: [{ code: 'reminder.set', facts }] };
    const said = (await type('remind Mary in 10 minutes'))?.replaceAll('\u202f', ' ');
    assert.equal(said, 'Mary will be reminded: Monday, November 23, 2026 at 9:10 AM Central European Time');
  });

  it('lists what is scheduled', async () => {
    assert.match((await type('scheduled')) ?? '', /Nothing is scheduled here/);
    schedule.listed = { items: [scheduledAppointment(), scheduledReminder({ words: 'Bring the plans' })] };
    const said = (await type('scheduled')) ?? '';
    assert.match(said, /Standup/);
    assert.match(said, /Every weekday; next: Monday, March 1, 2027/);
    assert.match(said, /Bring the plans/);
  });
});
