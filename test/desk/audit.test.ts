/** What the trail tells of those who may not, and of what comes from outside. Of everything else: scenarios/audit.test.ts. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { IncomingInvitation } from '../../src/core/index.ts';
import type { IncomingId } from '../../src/desk/incoming-ports.ts';
import { IncomingOwner, PersonalDoor, Reception } from '../../src/desk/index.ts';
import type { InvitationId, ThreadId } from '../../src/desk/records.ts';
import { DeskWorld, person, THREAD } from '../support/desk-world.ts';
import { execute } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';

describe('the audit trail of the desk', () => {
  let world: DeskWorld;
  let thread: typeof THREAD;

  before(async () => {
    world = await DeskWorld.open();
  });
  after(() => world.close());
  beforeEach(() => {
    thread = { ...THREAD, id: crypto.randomUUID() as string as ThreadId };
  });

  const told = async () => {
    const lines = await execute(
      world.url,
      `select event, via, verb, by_id, person_name, why from audit where thread_id = $1 order by at, seq`,
      [thread.id],
    );
    return lines.map((line) => Object.values(line).map(String).join(' ').replaceAll(' null', ''));
  };
  const inbound = (actor: string, verb: string) => ({
    ...world.inbound(actor, thread),
    entrance: { via: 'pressed', verb } as const,
  });

  it('names who pressed what was not hers', async () => {
    const guest = { ...person('Mary'), ids: ['mary'] };
    const { cardId } = await world.desk.invite({ ...inbound('robin', 'me'), invitees: [guest] });
    const { id } = await world.row(cardId, 'Mary');
    const door = new PersonalDoor({ store: world.store, desk: world.desk, joinUrl: undefined });
    await door.answer(inbound('eve', 'accept'), id as InvitationId, 'accept');
    await world.desk.refuse(inbound('eve', 'cancel'), 'press.not-member');
    assert.deepEqual((await told()).slice(3), [
      'asked pressed accept eve not-hers',
      'refused pressed accept eve Mary not-hers',
      'asked pressed cancel eve press.not-member',
      'refused pressed cancel eve press.not-member',
    ]);
  });

  it('names who wanted to lead the thread elsewhere', async () => {
    for (const address of [
      'sip:room@evil.example',
      'tel:+4930123456',
      'sip:room@conf.usher.test;method=BYE',
    ]) {
      await world.desk.use(inbound('eve', 'use'), address);
    }
    const refused = (await told()).filter((line) => line.startsWith('refused'));
    assert.deepEqual(refused, [
      'refused pressed use eve sip:room@evil.example policy.domain',
      'refused pressed use eve tel:+4930123456 policy.number',
      'refused pressed use eve sip:room@conf.usher.test;method=BYE address.invalid',
    ]);
    assert.equal(await world.desk.gathering(thread.id), undefined);
  });

  it('is silent of a second delivery of the same press', async () => {
    const again = inbound('eve', 'cancel');
    for (let i = 0; i < 3; i += 1) await world.desk.refuse(again, 'press.not-member');
    assert.equal((await told()).length, 2);
  });

  it('names who has invited from outside, who has joined, and who was rung because of that', async () => {
    const reception = new Reception({ store: world.store, policy: world.policy });
    const incoming = new IncomingOwner({ ...world, now: () => new Date(), log: quietLog });
    await reception.listen(inbound('robin', 'listen'), [person('Pat')]);
    const invitation = new IncomingInvitation({
      inviter: { address: 'sip:pat@usher.test', name: 'Pat' },
      conferenceUri: 'sip:choir@conf.usher.test',
      subject: '',
      expiresAt: new Date(Date.now() + 60_000),
      reply: { accept: async () => true, decline() {} },
    });
    assert.equal(await incoming.receive(invitation), 'asked');
    const [row] = await execute(world.url, 'select id from incoming_invitations where thread_id = $1', [
      thread.id,
    ]);
    await reception.answer(inbound('robin', 'join'), row?.id as IncomingId, 'join', person('Robin'));
    while (!(await told()).some((line) => line.startsWith('invited'))) await sleep(10);
    assert.deepEqual(await told(), [
      'asked pressed listen robin listening',
      'incoming outside sip:pat@usher.test',
      'asked pressed join robin',
      'asked outside join robin',
      'incoming-ended outside join robin accepted',
      'conference-opened outside join robin',
      'invited outside join robin Robin',
    ]);
  });
});
