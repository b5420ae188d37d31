/** What the trail tells of those who may not, and of what comes from outside. Of everything else: scenarios/audit.test.ts. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { IncomingInvitation } from '../../src/core/index.ts';
import type { IncomingId } from '../../src/desk/incoming-ports.ts';
import { Blocks, CallingOrder, IncomingOwner, PersonalDoor, Reception } from '../../src/desk/index.ts';
import type { InvitationId, QuestionId, ThreadId } from '../../src/desk/records.ts';
import { answer, DeskWorld, person, THREAD } from '../support/desk-world.ts';
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

  it('names whoever does not want to be rung, is rung by others, or is passed over when her turn comes', async () => {
    const [quiet, rung, busy] = [person('Quiet'), person('Rung'), person('Busy')];
    const far = { ...person('Far'), address: 'sip:far@elsewhere.test' };
    world.phones.set(busy.address, () => ({ outcome: { word: 'busy', answer: answer(486, false) } }));
    await world.desk.invite({ ...world.inbound('ann'), invitees: [rung] });
    const blocks = new Blocks({ store: world.store, now: world.clock, zone: 'UTC' });
    await blocks.block(inbound('quiet', 'block'), quiet, { kind: 'in', seconds: 600 });
    const line = { invitees: [quiet, rung, busy], later: [[far]] };
    const { cardId } = await world.desk.invite({ ...inbound('robin', 'invite'), ...line });
    assert.ok(cardId);
    await world.until(cardId, 'Busy', 'busy');
    await new CallingOrder({ ...world, now: world.clock }).moveOn(cardId);
    assert.deepEqual(
      (await told()).filter((line) => /^(asked|refused)/.test(line)),
      [
        'asked pressed block quiet blocking',
        'asked pressed invite robin blocked rung-by-others',
        'refused pressed invite robin Quiet blocked',
        'refused pressed invite robin Rung rung-by-others',
        'refused itself robin Far policy.domain',
      ],
    );
  });

  it('names who was asked whether so many shall be rung, and who has said yes or no', async () => {
    const many = (kind: string) => Array.from({ length: 11 }, (_, i) => person(`${kind}${i}`));
    for (const [kind, chosen] of [
      ['Yes', 'all'],
      ['No', []],
    ] as const) {
      const { cardId } = await world.desk.invite({ ...inbound('robin', 'invite'), invitees: many(kind) });
      const question = (await world.card(cardId)).rows.find((row) => row.kind === 'question');
      await world.desk.choose(inbound('ann', 'choose'), question?.id as QuestionId, chosen);
    }
    assert.deepEqual(await told(), [
      'asked pressed invite robin',
      'conference-opened pressed invite robin',
      'asked pressed choose ann',
      ...many('Yes').map(({ name }) => `invited pressed choose ann ${name}`),
      'asked pressed invite robin',
      'asked pressed choose ann question-dropped',
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
