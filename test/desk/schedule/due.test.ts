/** What happens at the time of an appointment, on a real database. */
import assert from 'node:assert/strict';
import {
  type AppointmentId,
  type DueOptions,
  Policy,
  type Response,
  type ScheduleReceipt,
  type ScheduleRequest,
  type Transaction,
} from '../../../src/desk/index.ts';
import { answer, DeskWorld, person } from '../../support/desk-world.ts';
import { member, ScheduleWorld } from '../../support/schedule-world.ts';

const BERLIN = 'Europe/Berlin';
const ONCE = { kind: 'at', local: '2027-03-29T09:30', zone: BERLIN } as const;
const DAILY = { ...ONCE, local: '2027-03-27T09:30', rule: 'FREQ=DAILY' } as const;

describe('when an appointment is due', function () {
  this.timeout(60_000);
  let desk: DeskWorld;
  let peer: DeskWorld;
  let world: ScheduleWorld;

  before(async () => {
    desk = await DeskWorld.open();
    peer = await DeskWorld.open(desk.url);
    for (const one of [desk, peer]) {
      for (const name of ['mary', 'bob']) {
        one.phones.set(`sip:${name}@usher.test`, () => ({
          outcome: { word: 'declined', answer: answer(603) },
        }));
      }
    }
  });
  beforeEach(() => {
    world = new ScheduleWorld(desk, '2027-03-26T10:00:00Z');
  });
  after(async () => {
    await peer?.close();
    await desk?.close();
  });

  const schedule = (more: Partial<ScheduleRequest> = {}): Promise<ScheduleReceipt> =>
    world.schedule.schedule({
      ...world.inbound(),
      ...{ invitees: [member('Mary'), person('Bob')], when: ONCE, subject: 'Standup', ...more },
    });
  const view = async ({ cardId }: ScheduleReceipt) => {
    const drawn = cardId && (await world.schedule.appointmentToDraw(cardId));
    assert(drawn);
    return drawn.view;
  };
  const idOf = ({ cardId }: ScheduleReceipt) => cardId as AppointmentId;
  const names = async () => (await world.invited()).map(({ name }) => name);
  const told = async () =>
    (await world.notices()).map(({ schedule: notice }) => notice).filter((notice) => notice !== undefined);
  const respond = async (receipt: ScheduleReceipt, name: string, response: Exclude<Response, 'none'>) => {
    const row = (await view(receipt)).rows.find((one) => one.name === name);
    assert(row);
    await world.schedule.respond(world.inbound({ id: name.toLowerCase(), name }), row.id, response);
  };
  /** Waits until nobody of the thread is on the way any more. */
  const allEnded = async () => {
    while (
      (await desk.desk.gathering(world.thread.id))?.rows.some(({ actions }) => actions.includes('cancel'))
    ) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };

  it('its people are invited on one card, in the name of who has scheduled it', async () => {
    const receipt = await schedule({ toast: 'Join us' });
    await world.goTo('2027-03-29T07:29:59Z');
    assert.deepEqual(await names(), []);
    await world.goTo('2027-03-29T07:30:00Z');
    const invited = await world.invited();
    assert.deepEqual(
      invited.map(({ name, inviter, toast }) => [name, inviter, toast]),
      [
        ['Mary', 'Robin', 'Join us'],
        ['Bob', 'Robin', 'Join us'],
      ],
    );
    assert.equal(new Set(invited.map(({ cardId }) => cardId)).size, 1);
    assert.equal(await world.subject(), 'Standup');
    assert.deepEqual([(await view(receipt)).state, (await view(receipt)).next], ['over', null]);
    assert.deepEqual(await told(), []);
    const [first] = invited;
    assert.equal((await desk.until(first?.cardId, 'Mary', 'declined')).status, 'declined');
  });

  it('they are called in the order and the manner in which they were to be', async () => {
    const sue = person('Sue');
    await schedule({
      ...{ invitees: [member('Mary')], later: [[person('Bob')], [sue, member('Mary')]] },
      ...{ urgent: true, persist: { everySeconds: 60, times: 3 } },
    });
    world.setClock('2027-03-29T07:30:00Z');
    const [due] = await world.ordered();
    assert(due);
    const asked: object[] = [];
    const inviteWithin: DueOptions['desk']['inviteWithin'] = async (
      _tx,
      { thread, activityId, entrance, ...request },
    ) => {
      asked.push({ ...request, actor: request.actor.name });
      return { duplicate: false, says: [], cardId: undefined, started: [] };
    };
    await world.do(due, { desk: { inviteWithin } });
    assert.deepEqual(asked, [
      {
        ...{
          actor: 'Robin',
          subject: 'Standup',
          invitees: [member('Mary')],
          later: [[person('Bob')], [sue]],
        },
        ...{ urgent: true, persist: { everySeconds: 60, times: 3 } },
      },
    ]);
  });

  it('outside her hours nobody is rung unless it is urgent, or she has said that she may come, and it is told before and then', async () => {
    const hours = { zone: BERLIN, spans: [{ days: [1, 2, 3, 4, 5], from: '10:00', to: '18:00' }] };
    const quiet = (name: string) => ({ ...member(name), hours });
    const invitees = [quiet('Mary'), quiet('Bob')];
    const receipt = await schedule({ invitees });
    assert.deepEqual(
      receipt.says,
      ['Mary', 'Bob'].map((name) => ({ code: 'quiet-hours-then', facts: { name } })),
    );
    await respond(receipt, 'Bob', 'tentative');
    await world.goTo('2027-03-29T07:30:00Z');
    assert.deepEqual(await names(), ['Bob']);
    const facts = { name: 'Mary', until: '2027-03-29T08:00:00.000Z', zone: BERLIN };
    assert.deepEqual(
      (await told()).map(({ kind, says }) => [kind, says]),
      [['not-all', [{ code: 'quiet-hours', facts }]]],
    );
    await allEnded();
    world.setClock('2027-03-29T07:31:00Z');
    const urgent = await schedule({ invitees, when: { ...ONCE, local: '2027-03-29T09:40' }, urgent: true });
    assert.deepEqual(urgent.says, []);
    await world.goTo('2027-03-29T07:40:00Z');
    assert.deepEqual(await names(), ['Bob', 'Mary', 'Bob']);
  });

  it('the same job does it once, also in two processes at once', async () => {
    await schedule();
    const other = new ScheduleWorld(peer, '2027-03-29T07:30:00Z');
    world.setClock('2027-03-29T07:30:00Z');
    const [due] = await world.ordered();
    assert(due);
    await Promise.all([world.do(due), other.do(due), world.do(due)]);
    await other.do(due);
    assert.deepEqual(await names(), ['Mary', 'Bob']);
  });

  it('it is done all or not at all: after a crash in the middle the job does it again', async () => {
    const receipt = await schedule({ when: DAILY });
    world.setClock('2027-03-27T08:30:00Z');
    const [due] = await world.ordered();
    assert(due);
    const { store } = desk;
    const crash = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
      store.commit(async (tx) => {
        await work(tx);
        throw new Error('killed before the commit');
      });
    await assert.rejects(world.do(due, { store: { commit: crash } }), /killed before the commit/);
    assert.deepEqual([await names(), (await view(receipt)).next?.local], [[], '2027-03-27T09:30:00']);
    await world.do(due);
    assert.deepEqual(
      [await names(), (await view(receipt)).next?.local],
      [['Mary', 'Bob'], '2027-03-28T09:30:00'],
    );
  });

  it('a series goes on at its local time, whatever the clocks do', async () => {
    const receipt = await schedule({ when: DAILY, invitees: [person('Bob')] });
    const times: (string | undefined)[] = [];
    for (const day of ['2027-03-27T08:30:00Z', '2027-03-28T07:30:00Z', '2027-03-29T07:30:00Z']) {
      times.push((await view(receipt)).next?.at.toISOString().replace('.000', ''));
      await world.goTo(day);
      await allEnded();
    }
    assert.deepEqual(times, ['2027-03-27T08:30:00Z', '2027-03-28T07:30:00Z', '2027-03-29T07:30:00Z']);
    assert.deepEqual(await names(), ['Bob', 'Bob', 'Bob']);
    assert.equal((await view(receipt)).state, 'active');
  });

  it('who has declined is not rung, and the next time neither until she says otherwise', async () => {
    const receipt = await schedule({ when: DAILY });
    await respond(receipt, 'Mary', 'declined');
    await world.goTo('2027-03-27T08:30:00Z');
    await allEnded();
    assert.deepEqual(await names(), ['Bob']);
    await respond(receipt, 'Mary', 'accepted');
    await world.goTo('2027-03-28T07:30:00Z');
    assert.deepEqual(await names(), ['Bob', 'Mary', 'Bob']);
  });

  it('and everybody has declined, the thread is told that nobody is rung', async () => {
    const receipt = await schedule({ invitees: [member('Mary')] });
    await respond(receipt, 'Mary', 'declined');
    await world.goTo('2027-03-29T07:30:00Z');
    const [notice, ...more] = await told();
    assert.deepEqual(
      [notice?.kind, notice?.subject, notice?.names, more],
      ['nobody', 'Standup', ['Mary'], []],
    );
    assert.deepEqual([await names(), (await view(receipt)).state], [[], 'over']);
  });

  it('and somebody may not be rung any more, the thread is told why', async () => {
    const eve = { ...person('Eve'), address: 'sip:eve@lenient.test' };
    const lenient = new Policy({
      ...{ sipDomains: ['usher.test', 'lenient.test'], telPrefixes: [] },
      conferenceUri: 'sip:{id}@conf.usher.test',
    });
    world = new ScheduleWorld(desk, '2027-03-26T10:00:00Z', lenient);
    await schedule({ invitees: [eve, person('Bob')] });
    await schedule({ invitees: [eve], when: { ...ONCE, local: '2027-03-29T10:30' }, subject: 'Review' });
    await world.goTo('2027-03-29T07:30:00Z');
    await world.goTo('2027-03-29T08:30:00Z');
    assert.deepEqual(await names(), ['Bob']);
    assert.deepEqual(
      (await told()).map((notice) => [notice.kind, notice.subject, notice.says.map(({ code }) => code)]),
      [
        ['not-all', 'Standup', ['policy.domain']],
        ['nobody', 'Review', ['policy.domain']],
      ],
    );
  });

  it('and somebody is being rung already, she is not rung twice, and that is no news', async () => {
    const ann = person('Ann');
    await schedule({ invitees: [ann] });
    world.setClock('2027-03-29T07:29:50Z');
    await desk.desk.invite({ ...world.inbound(), invitees: [ann] });
    await world.goTo('2027-03-29T07:30:00Z');
    assert.deepEqual([await names(), await told()], [['Ann'], []]);
  });

  it('and that is noticed within ten minutes, they are rung all the same', async () => {
    await schedule();
    await world.goTo('2027-03-29T07:40:00Z');
    assert.deepEqual([await names(), await told()], [['Mary', 'Bob'], []]);
  });

  it('and that is noticed later, nobody is rung, and the thread is told once what was missed', async () => {
    const once = await schedule();
    const series = await schedule({ when: DAILY, subject: 'Round' });
    await world.goTo('2027-03-29T07:40:01Z');
    assert.deepEqual(await names(), []);
    assert.equal((await view(once)).state, 'over');
    assert.equal((await view(series)).next?.local, '2027-03-30T09:30:00');
    assert.deepEqual(
      (await told()).map((notice) => [notice.kind, notice.subject, notice.at, notice.count]),
      [
        ['missed', 'Round', '2027-03-27T08:30:00.000Z', 3],
        ['missed', 'Standup', '2027-03-29T07:30:00.000Z', 1],
      ],
    );
    assert.deepEqual(
      (await world.ordered()).map(({ at }) => at.toISOString()).at(-1),
      '2027-03-30T07:30:00.000Z',
    );
  });

  it('a series that was away for days still rings who is due now', async () => {
    await schedule({ when: DAILY, invitees: [person('Bob')] });
    await world.goTo('2027-03-30T07:35:00Z');
    await world.goTo('2027-03-30T07:35:00Z');
    assert.deepEqual(
      (await told()).map((notice) => [notice.kind, notice.count]),
      [['missed', 3]],
    );
    assert.deepEqual(await names(), ['Bob']);
  });

  it('and it was moved, skipped or called off just before, the old job does nothing', async () => {
    const moved = await schedule();
    const skipped = await schedule({ when: DAILY });
    const cancelled = await schedule();
    const old = await world.ordered();
    await world.schedule.move(world.inbound(), idOf(moved), { ...ONCE, local: '2027-04-01T09:30' });
    await world.schedule.skip(world.inbound(), idOf(skipped));
    await world.schedule.cancel(world.inbound(), idOf(cancelled));
    world.setClock('2027-03-29T07:30:00Z');
    for (const due of old) await world.do(due);
    assert.deepEqual([await names(), await told()], [[], []]);
  });
});
