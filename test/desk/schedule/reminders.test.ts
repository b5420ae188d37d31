/** Reminders, of people or ahead of what is scheduled, on a real database. */
import assert from 'node:assert/strict';
import type {
  AppointmentId,
  Invitee,
  ReminderId,
  RemindRequest,
  ScheduledReminder,
  ScheduleReceipt,
  ScheduleRequest,
} from '../../../src/desk/index.ts';
import { answer, DeskWorld, person } from '../../support/desk-world.ts';
import { member, ROBIN, ScheduleWorld } from '../../support/schedule-world.ts';

const BERLIN = 'Europe/Berlin';
const MONDAY = { kind: 'at', local: '2027-03-29T09:30', zone: BERLIN } as const;
const DAILY = { ...MONDAY, local: '2027-03-27T09:30', rule: 'FREQ=DAILY' } as const;
const BEFORE = { kind: 'before', seconds: 300 } as const;

describe('reminders', function () {
  this.timeout(60_000);
  let desk: DeskWorld;
  let world: ScheduleWorld;

  before(async () => {
    desk = await DeskWorld.open();
  });
  beforeEach(() => {
    world = new ScheduleWorld(desk, '2027-03-26T10:00:00Z');
  });
  after(() => desk?.close());

  const remind = (more: Partial<RemindRequest> = {}): Promise<ScheduleReceipt> =>
    world.reminders.remind({
      ...world.inbound(),
      ...{ invitees: [member('Mary')], everyone: false, when: { kind: 'in', seconds: 600 }, ...more },
    });
  const everyone = { invitees: [], everyone: true } as const;
  const schedule = async (more: Partial<ScheduleRequest> = {}): Promise<AppointmentId> => {
    const { cardId } = await world.schedule.schedule({
      ...world.inbound(),
      ...{ invitees: [member('Mary'), person('Bob')], when: MONDAY, subject: 'Standup', ...more },
    });
    return cardId as AppointmentId;
  };
  const waiting = async (): Promise<ScheduledReminder[]> => {
    const { items } = await world.schedule.list(world.thread.id);
    return items.filter((item) => item.kind === 'reminder');
  };
  const times = async () => (await waiting()).map(({ at }) => at.toISOString());
  const only = async (): Promise<ReminderId> => {
    const [one, ...more] = await waiting();
    assert(one && more.length === 0);
    return one.id;
  };
  const shown = async (id: ReminderId) => {
    const drawn = await world.reminders.reminderToDraw(id);
    assert(drawn);
    return drawn.view;
  };
  const namesOf = async (id: ReminderId) => {
    const { people } = await shown(id);
    return people === 'everyone' ? people : people.map(({ name }) => name);
  };
  const codes = ({ says }: ScheduleReceipt) => says.map(({ code }) => code);
  const isDrawn = async (id: ReminderId) => (await world.draws('remind')).includes(id);

  describe('at a time', () => {
    it('are told at once, and come as one message when it is time', async () => {
      const { says } = await remind({ words: ' call  the lab ', invitees: [member('Mary'), person('Bob')] });
      assert.deepEqual(says, [
        {
          code: 'reminder.set',
          facts: {
            ...{ names: ['Mary', 'Bob'], at: '2027-03-26T10:10:00.000Z', zone: BERLIN },
            ...{ local: '2027-03-26T11:10:00', shift: 'none' },
          },
        },
      ]);
      const id = await only();
      assert.equal(await isDrawn(id), false);
      await world.goTo('2027-03-26T10:10:00Z');
      const { state, words, by, people, lateSeconds, actions } = await shown(id);
      assert.deepEqual(
        [state, words, by, lateSeconds, actions],
        ['fired', 'call the lab', ROBIN, 0, ['snooze']],
      );
      assert.deepEqual(people, [
        { name: 'Mary', ids: ['mary'] },
        { name: 'Bob', ids: [] },
      ]);
      assert.equal(await isDrawn(id), true);
      assert.deepEqual(await waiting(), []);
    });

    it('need no phone, also where there is a conference', async () => {
      await desk.desk.invite({ ...world.inbound(), invitees: [person('Bob')] });
      await remind({ invitees: [{ ...member('Mary'), key: 'id:mary', address: '' }] });
      const id = await only();
      await world.goTo('2027-03-26T10:10:00Z');
      assert.deepEqual([await namesOf(id), await isDrawn(id)], [['Mary'], true]);
      await desk.desk.end(world.inbound());
    });

    it('come once, also in two processes at once', async () => {
      await remind();
      const peer = await DeskWorld.open(desk.url);
      try {
        const other = new ScheduleWorld(peer, '2027-03-26T10:10:00Z');
        world.setClock('2027-03-26T10:10:00Z');
        const [due] = await world.ordered();
        assert(due);
        const id = await only();
        await Promise.all([world.do(due), other.do(due), world.do(due)]);
        // The queue merges draws of one card, so what is counted is who has written that it was sent.
        const before = await shown(id);
        other.setClock('2027-03-26T10:20:00Z');
        await other.do(due);
        assert.deepEqual(await shown(id), before);
      } finally {
        await peer.close();
      }
    });

    it('come again and again by their rule, each as a message of its own', async () => {
      await remind({ when: { ...DAILY, rule: 'FREQ=DAILY;COUNT=2' } });
      const first = await only();
      await world.goTo('2027-03-27T08:30:00Z');
      const second = await only();
      assert.notEqual(second, first);
      assert.deepEqual(await times(), ['2027-03-28T07:30:00.000Z']);
      await world.goTo('2027-03-28T07:30:00Z');
      assert.deepEqual([(await shown(second)).state, await waiting()], ['fired', []]);
    });

    it('are set for nobody until it is clear who is meant, and for no time that has gone by', async () => {
      const bobs: Invitee[] = [person('Bob'), { ...person('Bob2'), name: 'Bob Smith' }];
      assert.deepEqual(codes(await remind({ invitees: [{ typed: 'bob', candidates: bobs }] })), [
        'schedule.which',
      ]);
      assert.deepEqual(codes(await remind({ when: { ...MONDAY, local: '2027-03-26T10:59' } })), [
        'schedule.past',
      ]);
      assert.deepEqual(await waiting(), []);
    });

    it('are late after a while without us, and say how late', async () => {
      await remind();
      const id = await only();
      await world.goTo('2027-03-26T11:10:00Z');
      assert.deepEqual([(await shown(id)).lateSeconds, await isDrawn(id)], [3_600, true]);
    });

    it('that are later than an hour are told as missed', async () => {
      await remind({ words: 'call the lab' });
      const id = await only();
      await world.goTo('2027-03-26T11:10:01Z');
      assert.equal(await isDrawn(id), false);
      assert.deepEqual(
        (await world.notices()).map(({ schedule: notice }) => [notice?.kind, notice?.subject, notice?.names]),
        [['reminder-missed', 'call the lab', ['Mary']]],
      );
    });

    it('that are called off do not come', async () => {
      await remind();
      const id = await only();
      assert.deepEqual(codes(await world.reminders.cancel(world.inbound(), id)), ['reminder.cancelled']);
      assert.deepEqual(codes(await world.reminders.cancel(world.inbound(), id)), ['reminder.over']);
      await world.goTo('2027-03-26T10:10:00Z');
      assert.deepEqual([(await shown(id)).state, await isDrawn(id)], ['cancelled', false]);
    });

    it('pass over who is in already; where nobody is left there is no message', async () => {
      const mary = member('Mary');
      desk.phones.set(mary.address, () => ({
        outcome: { word: 'joined', answer: answer(200) },
        participant: { presence: 'independent', ended: new Promise(() => {}), hangUp: async () => {} },
      }));
      const { cardId } = await desk.desk.invite({ ...world.inbound(), invitees: [mary] });
      await desk.until(cardId, 'Mary', 'joined');
      await remind({ invitees: [mary, person('Bob')] });
      const both = await only();
      await world.goTo('2027-03-26T10:10:00Z');
      assert.deepEqual([await namesOf(both), await isDrawn(both)], [['Bob'], true]);
      await remind({ invitees: [mary] });
      const nobody = await only();
      await world.goTo('2027-03-26T10:20:00Z');
      assert.deepEqual([await namesOf(nobody), await isDrawn(nobody)], [[], false]);
      // Everyone: whoever was invited to what is under way.
      await remind(everyone);
      const all = await only();
      await world.goTo('2027-03-26T10:30:00Z');
      assert.deepEqual(await namesOf(all), []);
      // Of something else she is reminded wherever she is.
      await remind({ invitees: [mary], words: 'call the lab' });
      const lab = await only();
      await world.goTo('2027-03-26T10:40:00Z');
      assert.deepEqual([await namesOf(lab), await isDrawn(lab)], [['Mary'], true]);
    });
  });

  describe('ahead of what is scheduled', () => {
    it('need something ahead of which there is still so much time', async () => {
      assert.deepEqual(codes(await remind({ ...everyone, when: BEFORE })), ['reminder.nothing-ahead']);
      await schedule({ when: { kind: 'in', seconds: 240 } });
      assert.deepEqual(codes(await remind({ ...everyone, when: BEFORE })), ['reminder.too-late']);
    });

    it('come so long before, to those who have not declined', async () => {
      const id = await schedule();
      const row = (await world.schedule.appointmentToDraw(id))?.view.rows[0];
      assert(row);
      await world.schedule.respond(world.inbound({ id: 'mary', name: 'Mary' }), row.id, 'declined');
      const { says } = await remind({ ...everyone, when: BEFORE });
      assert.deepEqual(
        says.map(({ code, facts }) => [code, facts.at, facts.before, facts.subject]),
        [['reminder.set', '2027-03-29T07:25:00.000Z', 300, 'Standup']],
      );
      const reminder = await only();
      await world.goTo('2027-03-29T07:25:00Z');
      assert.deepEqual([await namesOf(reminder), await isDrawn(reminder)], [['Bob'], true]);
      assert.deepEqual((await shown(reminder)).about, {
        ...{ subject: 'Standup', zone: BERLIN, at: new Date('2027-03-29T07:30:00Z') },
      });
    });

    it('come before each of a series, over daylight saving', async () => {
      await schedule({ when: DAILY });
      await remind({ ...everyone, when: BEFORE });
      const seen: string[] = [];
      for (const at of ['2027-03-27T08:25:00Z', '2027-03-28T07:25:00Z', '2027-03-29T07:25:00Z']) {
        seen.push(...(await times()));
        await world.goTo(at);
      }
      assert.deepEqual(seen, [
        '2027-03-27T08:25:00.000Z',
        '2027-03-28T07:25:00.000Z',
        '2027-03-29T07:25:00.000Z',
      ]);
    });

    it('by longer than a series pauses come before each all the same', async () => {
      await schedule({ when: DAILY });
      await remind({ ...everyone, when: { kind: 'before', seconds: 2 * 86_400 } });
      assert.deepEqual(await times(), ['2027-03-27T07:30:00.000Z']);
      await world.goTo('2027-03-27T07:30:00Z');
      assert.deepEqual(await times(), ['2027-03-28T07:30:00.000Z']);
    });

    it('follow an edit; where it is nearer now than they are ahead, they come at once', async () => {
      const id = await schedule();
      await remind({ ...everyone, when: BEFORE });
      await world.schedule.move(world.inbound(), id, { ...MONDAY, local: '2027-03-30T15:00' });
      assert.deepEqual(await times(), ['2027-03-30T12:55:00.000Z']);
      await world.goTo('2027-03-29T07:25:00Z');
      assert.deepEqual(await times(), ['2027-03-30T12:55:00.000Z']);
      await world.schedule.move(world.inbound(), id, { kind: 'in', seconds: 120 });
      const reminder = await only();
      await world.goTo('2027-03-29T07:25:00Z');
      assert.deepEqual([(await shown(reminder)).state, (await shown(reminder)).lateSeconds], ['fired', 0]);
    });

    it('pass over an occurrence that is skipped, and end with the last', async () => {
      const id = await schedule({ when: { ...DAILY, rule: 'FREQ=DAILY;COUNT=2' } });
      await remind({ ...everyone, when: BEFORE });
      await world.schedule.skip(world.inbound(), id);
      assert.deepEqual(await times(), ['2027-03-28T07:25:00.000Z']);
      await world.schedule.skip(world.inbound(), id);
      assert.deepEqual(await waiting(), []);
    });

    it('die with a cancel', async () => {
      const id = await schedule();
      await remind({ ...everyone, when: BEFORE });
      const reminder = await only();
      await world.schedule.cancel(world.inbound(), id);
      await world.goTo('2027-03-29T07:25:00Z');
      assert.deepEqual([(await shown(reminder)).state, await isDrawn(reminder)], ['cancelled', false]);
    });
  });

  describe('snoozed', () => {
    const fired = async (more: Partial<RemindRequest> = {}): Promise<ReminderId> => {
      await remind({ invitees: [member('Mary'), member('Bob')], words: 'call the lab', ...more });
      const id = await only();
      await world.goTo((await times())[0] ?? '');
      return id;
    };
    const mary = { id: 'mary', name: 'Mary' };

    it('come once more to who has asked for it, to her alone', async () => {
      const id = await fired();
      const { says, cardId } = await world.reminders.snooze(world.inbound(mary), id, 300);
      assert.deepEqual(
        [says[0]?.code, says[0]?.facts, cardId],
        ['reminder.snoozed', { at: '2027-03-26T10:15:00.000Z', seconds: 300 }, id],
      );
      const hers = await only();
      await world.goTo('2027-03-26T10:15:00Z');
      assert.deepEqual([await namesOf(hers), (await shown(hers)).words], [['Mary'], 'call the lab']);
      assert.deepEqual(await namesOf(id), ['Mary', 'Bob']);
      await world.reminders.snooze(world.inbound(mary), hers, 900);
      assert.deepEqual(await times(), ['2027-03-26T10:30:00.000Z']);
    });

    it('twice count from the last time; each of two people has her own', async () => {
      const id = await fired();
      await world.reminders.snooze(world.inbound(mary), id, 300);
      await world.reminders.snooze(world.inbound(mary), id, 900);
      assert.deepEqual(await times(), ['2027-03-26T10:25:00.000Z']);
      await world.reminders.snooze(world.inbound({ id: 'bob', name: 'Bob' }), id, 300);
      assert.deepEqual(
        (await waiting()).map(({ names }) => names),
        [['Bob'], ['Mary']],
      );
      await world.goTo('2027-03-26T10:15:00Z');
      assert.deepEqual(
        (await waiting()).map(({ names }) => names),
        [['Mary']],
      );
    });

    it('by somebody who was not reminded are refused, and before they have come', async () => {
      const eve = { id: 'eve', name: 'Eve' };
      const id = await fired();
      assert.deepEqual(codes(await world.reminders.snooze(world.inbound(eve), id, 300)), ['not-hers']);
      await remind();
      assert.deepEqual(codes(await world.reminders.snooze(world.inbound(mary), await only(), 300)), [
        'reminder.over',
      ]);
    });

    it('ahead of an appointment die with it too', async () => {
      const appointment = await schedule();
      const id = await fired({ ...everyone, when: BEFORE });
      await world.reminders.snooze(world.inbound(mary), id, 120);
      await world.schedule.cancel(world.inbound(), appointment);
      assert.deepEqual(await waiting(), []);
      // Or put off after that.
      await world.reminders.snooze(world.inbound(mary), id, 60);
      const late = await only();
      await world.goTo('2027-03-29T07:26:00Z');
      assert.deepEqual([(await shown(late)).state, await isDrawn(late)], ['cancelled', false]);
    });
  });
});
