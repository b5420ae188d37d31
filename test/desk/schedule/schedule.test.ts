/** What is scheduled, moved, skipped, called off and answered, on a real database. */
import assert from 'node:assert/strict';
import type { AppointmentId, AttendeeId, ScheduleReceipt, ScheduleRequest } from '../../../src/desk/index.ts';
import type { ThreadId } from '../../../src/desk/records.ts';
import { DeskWorld, person } from '../../support/desk-world.ts';
import { member, ROBIN, ScheduleWorld } from '../../support/schedule-world.ts';

const BERLIN = 'Europe/Berlin';
const WEEKDAYS = 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR';

describe('the schedule', function () {
  this.timeout(60_000);
  let desk: DeskWorld;
  let world: ScheduleWorld;

  before(async () => {
    desk = await DeskWorld.open();
  });
  beforeEach(() => {
    // A Friday, before clocks are set forward.
    world = new ScheduleWorld(desk, '2027-03-26T10:00:00Z');
  });
  after(() => desk?.close());

  const daily = (local = '2027-03-27T09:30', rule = 'FREQ=DAILY'): ScheduleRequest['when'] => ({
    ...{ kind: 'at', local, zone: BERLIN, rule },
  });

  const schedule = (more: Partial<ScheduleRequest> = {}): Promise<ScheduleReceipt> =>
    world.schedule.schedule({
      ...world.inbound(),
      invitees: [member('Mary', 'America/New_York'), person('Bob')],
      when: { kind: 'at', local: '2027-03-29T09:30', zone: BERLIN },
      subject: 'Standup',
      ...more,
    });

  const view = async ({ cardId }: ScheduleReceipt) => {
    const drawn = cardId && (await world.schedule.appointmentToDraw(cardId));
    assert(drawn);
    return drawn.view;
  };
  const codes = ({ says }: ScheduleReceipt) => says.map(({ code }) => code);
  const idOf = ({ cardId }: ScheduleReceipt) => cardId as AppointmentId;
  const rowOf = async (receipt: ScheduleReceipt, name: string) => {
    const row = (await view(receipt)).rows.find((one) => one.name === name);
    assert(row);
    return row;
  };
  const said = async (receipt: ScheduleReceipt) => {
    const names = (await view(receipt)).rows.map((row) => `${row.name} ${row.response}`);
    return names.join(', ');
  };

  describe('schedule', () => {
    it('writes who is to be rung when, and orders that and the cards in the same commit', async () => {
      const receipt = await schedule({ toast: 'Join us' });
      const { next, rows, ...shown } = await view(receipt);
      assert.deepEqual(
        [next?.local, next?.at.toISOString(), next?.shift],
        ['2027-03-29T09:30:00', '2027-03-29T07:30:00.000Z', 'none'],
      );
      assert.deepEqual(
        [shown.subject, shown.toast, shown.organizer, shown.zone, shown.state, shown.actions],
        ['Standup', 'Join us', ROBIN, BERLIN, 'active', ['move', 'cancel']],
      );
      assert.deepEqual(
        rows.map(({ name, zone, response, answers }) => [name, zone, response, answers]),
        [
          ['Mary', 'America/New_York', 'none', []],
          ['Bob', undefined, 'none', []],
        ],
      );
      assert.deepEqual(
        (await world.ordered()).map(({ kind, at }) => [kind, at.toISOString()]),
        [['appointment', '2027-03-29T07:30:00.000Z']],
      );
      assert((await world.draws('draw')).includes(String(receipt.cardId)));
      assert((await world.draws('toast')).includes(rows[0]?.id ?? ''), 'Mary gets a card of her own');
      assert(!(await world.draws('toast')).includes(rows[1]?.id ?? ''), 'Bob is not known in the chat');
      assert.deepEqual(await world.invited(), []);
    });

    it('does nothing more for a redelivery', async () => {
      const inbound = world.inbound();
      await schedule(inbound);
      const again = await schedule(inbound);
      assert.equal(again.duplicate, true);
      assert.equal((await world.schedule.list(world.thread.id)).items.length, 1);
    });

    it('counts from now, and reads it back by the clocks of who asks', async () => {
      const { next, zone } = await view(await schedule({ when: { kind: 'in', seconds: 1_200 } }));
      assert.deepEqual([next?.local, zone], ['2027-03-26T11:20:00', BERLIN]);
      const of = world.inbound({ id: 'ann', name: 'Ann' });
      const untold = await view(await schedule({ ...of, when: { kind: 'in', seconds: 1_200 } }));
      assert.deepEqual([untold.next?.local, untold.zone], ['2027-03-26T10:20:00', 'UTC']);
    });

    it('begins a series with its first occurrence that is still to come', async () => {
      const { next, rule, actions } = await view(
        await schedule({ when: daily('2027-03-26T09:30', WEEKDAYS) }),
      );
      assert.deepEqual([next?.local, rule], ['2027-03-29T09:30:00', WEEKDAYS]);
      assert.deepEqual(actions, ['move', 'skip', 'cancel']);
    });

    it('tells of a time that does not exist, and of one that exists twice', async () => {
      const gap = await view(await schedule({ when: daily('2027-03-28T02:30') }));
      assert.deepEqual([gap.next?.shift, gap.next?.at.toISOString()], ['gap', '2027-03-28T01:30:00.000Z']);
      const twice = await view(await schedule({ when: daily('2027-10-31T02:30') }));
      assert.deepEqual(
        [twice.next?.shift, twice.next?.at.toISOString()],
        ['overlap', '2027-10-31T00:30:00.000Z'],
      );
    });

    it('refuses a time that has gone by, that never comes, or that is too far ahead', async () => {
      const at = (local: string, zone = BERLIN, rule?: string): ScheduleRequest['when'] => ({
        ...{ kind: 'at', local, zone },
        ...(rule !== undefined && { rule }),
      });
      const refused: [ScheduleRequest['when'], string][] = [
        [at('2027-03-26T10:59'), 'schedule.past'],
        [at('2047-03-26T10:59'), 'schedule.too-far'],
        [{ kind: 'in', seconds: 400_000_000 }, 'schedule.too-far'],
        [at('2027-03-27T10:59', 'Europe/Nowhere'), 'schedule.zone'],
        [at('2027-03-27T10:59', BERLIN, 'FREQ=HOURLY'), 'schedule.rule'],
        [at('2027-03-01T10:59', BERLIN, 'FREQ=DAILY;COUNT=2'), 'schedule.never'],
      ];
      for (const [when, code] of refused) assert.deepEqual(codes(await schedule({ when })), [code]);
      await assert.rejects(schedule({ when: at('tomorrow') }), RangeError);
      assert.deepEqual((await world.schedule.list(world.thread.id)).items, []);
    });

    it('schedules nothing until it is clear who is meant', async () => {
      const bobs = [person('Bob'), { ...person('Bob2'), name: 'Bob Smith' }];
      const receipt = await schedule({ invitees: [member('Mary'), { typed: 'bob', candidates: bobs }] });
      assert.deepEqual(receipt.says, [
        { code: 'schedule.which', facts: { typed: 'bob', names: ['Bob', 'Bob Smith'] } },
      ]);
      assert.equal(receipt.cardId, undefined);
    });

    it('says at once who may not be rung, and schedules the others', async () => {
      const eve = { ...person('Eve'), address: 'sip:eve@elsewhere.test' };
      const receipt = await schedule({ invitees: [eve, member('Mary'), member('Mary')] });
      assert.deepEqual(codes(receipt), ['policy.domain']);
      assert.equal(await said(receipt), 'Mary none');
      const nobody = await schedule({ invitees: [eve] });
      assert.deepEqual([codes(nobody), nobody.cardId], [['policy.domain'], undefined]);
    });

    it('takes who schedules something for herself for accepted, and gives her no card', async () => {
      const receipt = await schedule({ invitees: [member('Robin'), member('Mary')] });
      assert.equal(await said(receipt), 'Robin accepted, Mary none');
      assert.equal(await world.schedule.attendeeToDraw((await rowOf(receipt, 'Robin')).id), undefined);
    });

    it('refuses words that phones cannot show, as an invitation does', async () => {
      assert.deepEqual(codes(await schedule({ toast: ' ' })), ['toast.empty']);
    });
  });

  describe('move', () => {
    it('is another time with the next SEQUENCE, and asks everybody again', async () => {
      const receipt = await schedule();
      const mary = await rowOf(receipt, 'Mary');
      await world.schedule.respond(world.inbound({ id: 'mary', name: 'Mary' }), mary.id, 'declined');
      const when = { kind: 'at', local: '2027-03-30T15:00', zone: BERLIN } as const;
      const moved = await world.schedule.move(world.inbound(), idOf(receipt), when, 1);
      assert.deepEqual(moved.says, [
        {
          code: 'schedule.moved',
          facts: {
            ...{ subject: 'Standup', at: '2027-03-30T13:00:00.000Z', zone: BERLIN },
            ...{ local: '2027-03-30T15:00:00', shift: 'none' },
          },
        },
      ]);
      assert.equal(await said(receipt), 'Mary none, Bob none');
      assert.equal((await world.schedule.calendar(mary.id))?.sequence, 1);
      const orders = (await world.ordered()).map(({ version, at }) => [version, at.toISOString()]);
      assert.deepEqual(orders, [[2, '2027-03-30T13:00:00.000Z']]);
    });

    it('leaves a series its days, and what was skipped of it comes back', async () => {
      const receipt = await schedule({ when: daily('2027-03-29T09:30', WEEKDAYS) });
      await world.schedule.skip(world.inbound(), idOf(receipt));
      const when = { kind: 'at', local: '2027-03-27T15:00', zone: BERLIN } as const;
      await world.schedule.move(world.inbound(), idOf(receipt), when);
      const { next, rule } = await view(receipt);
      assert.deepEqual([next?.local, rule], ['2027-03-29T15:00:00', WEEKDAYS]);
      await world.schedule.move(world.inbound(), idOf(receipt), { kind: 'in', seconds: 3_600 });
      assert.equal((await view(receipt)).next?.local, '2027-03-26T12:00:00');
      const { id } = await rowOf(receipt, 'Mary');
      const entry = await world.schedule.calendar(id);
      assert.deepEqual([entry?.sequence, entry?.skipped, entry?.rule], [3, [], WEEKDAYS]);
    });

    it('of an old card changes nothing', async () => {
      const receipt = await schedule({ when: daily() });
      await world.schedule.skip(world.inbound(), idOf(receipt));
      const late = await world.schedule.move(world.inbound(), idOf(receipt), { kind: 'in', seconds: 60 }, 1);
      assert.deepEqual(codes(late), ['schedule.changed']);
      assert.equal((await view(receipt)).next?.local, '2027-03-28T09:30:00');
    });

    it('to a time that has gone by is refused, and it stays', async () => {
      const receipt = await schedule();
      const when = { kind: 'at', local: '2027-03-25T15:00', zone: BERLIN } as const;
      assert.deepEqual(codes(await world.schedule.move(world.inbound(), idOf(receipt), when)), [
        'schedule.past',
      ]);
      assert.equal((await view(receipt)).next?.local, '2027-03-29T09:30:00');
    });
  });

  describe('skip', () => {
    it('leaves out the next of a series, which keeps its local time over daylight saving', async () => {
      const receipt = await schedule({ when: daily() });
      const skipped = await world.schedule.skip(world.inbound(), idOf(receipt), '2027-03-27T09:30:00');
      assert.deepEqual(
        skipped.says.map(({ code, facts }) => [code, facts.at]),
        [['schedule.skipped', '2027-03-27T08:30:00.000Z']],
      );
      const { next } = await view(receipt);
      assert.deepEqual(
        [next?.local, next?.at.toISOString()],
        ['2027-03-28T09:30:00', '2027-03-28T07:30:00.000Z'],
      );
      const entry = await world.schedule.calendar((await rowOf(receipt, 'Mary')).id);
      assert.deepEqual([entry?.skipped, entry?.sequence], [['2027-03-27T09:30:00'], 1]);
    });

    it('pressed by two people at once leaves out one', async () => {
      const receipt = await schedule({ when: daily() });
      const press = () => world.schedule.skip(world.inbound(), idOf(receipt), '2027-03-27T09:30:00');
      const both = await Promise.all([press(), press()]);
      assert.deepEqual(both.flatMap(codes).sort(), ['schedule.changed', 'schedule.skipped']);
      assert.equal((await view(receipt)).next?.local, '2027-03-28T09:30:00');
    });

    it('of the last one ends it, and of what comes once is refused', async () => {
      const last = await schedule({ when: daily('2027-03-27T09:30', 'FREQ=DAILY;COUNT=1') });
      await world.schedule.skip(world.inbound(), idOf(last));
      assert.equal((await view(last)).state, 'over');
      assert.deepEqual(codes(await world.schedule.skip(world.inbound(), idOf(last))), ['schedule.over']);
      const once = await schedule();
      assert.deepEqual(codes(await world.schedule.skip(world.inbound(), idOf(once))), ['schedule.once']);
    });
  });

  describe('cancel', () => {
    it('calls it off for everybody, with the next SEQUENCE', async () => {
      const receipt = await schedule();
      const { id } = await rowOf(receipt, 'Mary');
      assert.deepEqual(codes(await world.schedule.cancel(world.inbound(), idOf(receipt))), [
        'schedule.cancelled',
      ]);
      const { state, next, actions } = await view(receipt);
      assert.deepEqual([state, next, actions], ['cancelled', null, []]);
      const hers = await world.schedule.attendeeToDraw(id);
      assert.deepEqual([hers?.view.state, hers?.view.actions], ['cancelled', []]);
      const entry = await world.schedule.calendar(id);
      assert.deepEqual([entry?.isWithdrawn, entry?.sequence], [true, 1]);
      await world.goTo('2027-03-29T07:30:00Z');
      assert.deepEqual(await world.invited(), []);
      assert.deepEqual(codes(await world.schedule.cancel(world.inbound(), idOf(receipt))), ['schedule.over']);
    });
  });

  describe('respond', () => {
    it('is heard from herself only, on her row or in her own chat', async () => {
      const receipt = await schedule();
      const { id } = await rowOf(receipt, 'Mary');
      const other = await world.schedule.respond(world.inbound({ id: 'eve', name: 'Eve' }), id, 'declined');
      assert.deepEqual(codes(other), ['not-hers']);
      const herself = await world.schedule.respond(
        world.inbound({ id: 'MARY', name: 'Mary' }),
        id,
        'tentative',
      );
      assert.deepEqual([herself.cardId, await said(receipt)], [receipt.cardId, 'Mary tentative, Bob none']);
      const alone = { ...world.thread, id: `alone-${id}` as string as ThreadId };
      await world.schedule.opened(id, alone);
      const inbound = { ...world.inbound({ id: 'another-id', name: 'Mary' }), thread: alone };
      const inHerChat = await world.schedule.respond(inbound, id, 'accepted');
      assert.deepEqual([inHerChat.cardId, await said(receipt)], [id, 'Mary accepted, Bob none']);
      assert.deepEqual((await world.schedule.attendeeToDraw(id))?.view.actions, ['tentative', 'decline']);
      assert.equal((await world.schedule.calendar(id))?.sequence, 0);
    });

    it('gets the buttons on her row where she cannot be written to, and the thread is told once', async () => {
      const kim = member(`Kim${crypto.randomUUID().slice(0, 6)}`);
      const receipt = await schedule({ invitees: [kim] });
      const { id } = await rowOf(receipt, kim.name);
      await world.schedule.unreachable(id, kim.ids ?? []);
      await world.schedule.unreachable(id, kim.ids ?? []);
      assert.deepEqual((await rowOf(receipt, kim.name)).answers, ['accept', 'tentative', 'decline']);
      assert.deepEqual(
        (await world.notices()).map(({ unreachable }) => unreachable?.name),
        [kim.name],
      );
      const later = await schedule({ invitees: [kim] });
      assert.equal((await rowOf(later, kim.name)).answers.length, 3);
    });

    it('of nobody whom it does not know changes nothing', async () => {
      const unknown = crypto.randomUUID() as string as AttendeeId;
      assert.deepEqual(codes(await world.schedule.respond(world.inbound(), unknown, 'accepted')), []);
    });
  });

  it('lists what is scheduled in a thread, next first, and whose it is', async () => {
    const monday = await schedule();
    const series = await schedule({ when: daily(), subject: 'Round' });
    const over = await schedule({ when: { kind: 'in', seconds: 60 } });
    await world.schedule.cancel(world.inbound(), idOf(over));
    await world.reminders.remind({
      ...world.inbound(),
      ...{ invitees: [], everyone: true, when: { kind: 'before', seconds: 300 } },
    });
    const { items } = await world.schedule.list(world.thread.id);
    const brief = items.map((item) => (item.kind === 'reminder' ? item.about : item.subject));
    assert.deepEqual(brief, [{ subject: 'Round', secondsBefore: 300 }, 'Round', 'Standup']);
    assert.equal(items[2]?.id, monday.cardId);
    for (const { id } of items) {
      assert.deepEqual(await world.schedule.whose(id), { threadId: world.thread.id, inviters: [ROBIN] });
    }
    assert.equal(await world.schedule.whose(crypto.randomUUID() as string as AppointmentId), undefined);
    assert.equal(series.cardId, items[1]?.id);
  });

  it('remembers the messages that show its cards', async () => {
    const receipt = await schedule();
    const { id } = await rowOf(receipt, 'Mary');
    await desk.desk.posted(idOf(receipt), 'message-1');
    await desk.desk.posted(id, 'message-2');
    assert.equal((await world.schedule.appointmentToDraw(idOf(receipt)))?.activityId, 'message-1');
    assert.equal((await world.schedule.attendeeToDraw(id))?.activityId, 'message-2');
  });
});
