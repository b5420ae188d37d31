/** Who may have others rung, at every entrance, on a real database. */
import assert from 'node:assert/strict';
import {
  type Author,
  type Inbound,
  type Invitee,
  PersonalDoor,
  Policy,
  type QuestionId,
  type Receipt,
  type ScheduleReceipt,
  type Thread,
  type ThreadId,
} from '../../src/desk/index.ts';
import { isInviter } from '../../src/desk/may-invite.ts';
import { answer, DeskWorld, neverAnswers, person, THREAD } from '../support/desk-world.ts';
import { execute } from '../support/postgres.ts';
import { member, ROBIN, ScheduleWorld } from '../support/schedule-world.ts';

function author(more: Partial<Author> = {}): Author {
  return { ids: ['29:x'], addresses: [], groups: [], isSure: true, ...more };
}

describe('who may invite', () => {
  const inviters = {
    people: ['Mary@Contoso.com', 'sip:bob@contoso.com;transport=tcp', 'tel:+4930123456', '29:1Abc'],
    groups: ['On-Call  Surgeons'],
  };
  for (const [title, who, may] of [
    ['a mail address, in any case', author({ mail: 'mary@contoso.com' }), true],
    ['a principal name among her ids', author({ ids: ['29:x', 'MARY@contoso.com'] }), true],
    ['a SIP address, however it is written', author({ addresses: ['sips:Bob@contoso.com:5061'] }), true],
    ['a number, behind whichever server', author({ addresses: ['sip:+4930123456@pbx.contoso.com'] }), true],
    ['an id of the chat', author({ ids: ['29:1aBC'] }), true],
    ['a group, in any case and with any spaces', author({ groups: ['nurses', 'on-call surgeons'] }), true],
    ['nobody of them', author({ mail: 'sue@contoso.com', groups: ['surgeons'] }), false],
    ['a mail address that only ends like it', author({ mail: 'rosemary@contoso.com' }), false],
    ['a SIP address of another domain', author({ addresses: ['sip:bob@contoso.com.evil.example'] }), false],
    ['a group that only begins like it', author({ groups: ['on-call surgeons (former)'] }), false],
    ['an address is no mail address', author({ addresses: ['sip:mary@contoso.com'] }), false],
  ] as const) {
    it(`${may ? 'may' : 'may not'}: ${title}`, () => assert.equal(isInviter(inviters, who), may));
  }

  it('may not: nobody knows anything of her, and nobody is named', () => {
    assert.equal(isInviter({ people: [], groups: [] }, author({ ids: [''], mail: '' })), false);
    assert.equal(
      isInviter({ people: ['sip:a b'], groups: [''] }, author({ addresses: ['nonsense'] })),
      false,
    );
  });
});

describe('who may not invite', function () {
  this.timeout(60_000);
  let world: DeskWorld;
  let test = 0;
  let people = 0;
  const refused: string[] = [];
  const policy = new Policy({
    ...{ sipDomains: ['usher.test'], telPrefixes: [], conferenceUri: 'sip:{id}@conf.usher.test' },
    inviters: { people: [], groups: ['surgeons'] },
    contact: 'IT, tel. 1234',
    refused: (reason) => refused.push(reason),
  });

  before(async () => {
    world = await DeskWorld.open(undefined, undefined, { policy });
  });
  beforeEach(() => {
    test += 1;
    refused.length = 0;
  });
  after(() => world?.close());

  const surgeon = author({ groups: ['Surgeons'] });
  const nurse = author({ groups: ['nurses'] });
  const thread = (): Thread => ({ ...THREAD, id: `may-${test}` as ThreadId });
  const by = (who: Author | undefined, actor = 'robin') => ({
    ...world.inbound(actor, thread()),
    ...(who && { author: who }),
  });
  const somebody = (name = 'Person'): Invitee => {
    people += 1;
    return { ...person(`${name}${people}`), ids: [`${name}-${test}`] };
  };
  const isBusy = ({ address }: Invitee) =>
    world.phones.set(address, () => ({ outcome: { word: 'busy', answer: answer(486) } }));
  const codes = ({ says }: Receipt | ScheduleReceipt) => says.map(({ code }) => code);
  const rung = async () => {
    const text = 'select count(*)::integer as count from invitations where thread_id = $1';
    return (await execute(world.url, text, [thread().id]))[0]?.count;
  };

  it('rings nobody and opens no conference, and is told whom to ask', async () => {
    const { says, cardId } = await world.desk.invite({ ...by(nurse), invitees: [somebody()] });
    assert.deepEqual(says, [{ code: 'policy.inviters', facts: { admin: 'IT, tel. 1234' } }]);
    assert.equal(cardId, undefined);
    assert.equal(await world.desk.gathering(thread().id), undefined);
    assert.deepEqual(refused, ['policy.inviters']);
    assert.deepEqual(codes(await world.desk.invite({ ...by(surgeon), invitees: [somebody()] })), []);
  });

  it('is told that nobody knows it where it could not be looked up, or was not', async () => {
    const unsure = author({ isSure: false });
    for (const who of [unsure, undefined]) {
      const receipt = await world.desk.invite({ ...by(who), invitees: [somebody()] });
      assert.deepEqual(codes(receipt), ['policy.inviters-unknown']);
    }
    const known = { ...unsure, groups: ['surgeons'] };
    assert.deepEqual(codes(await world.desk.invite({ ...by(known), invitees: [somebody()] })), []);
  });

  it('may have her own phone called into what somebody else has begun, and nobody with it', async () => {
    const robin = somebody('robin');
    const me = { ...by(nurse, `robin-${test}`), invitees: [robin] };
    assert.deepEqual(codes(await world.desk.invite(me)), ['policy.inviters']);
    await world.desk.invite({ ...by(surgeon), invitees: [somebody()] });
    const again = () => ({ ...me, activityId: crypto.randomUUID() });
    assert.deepEqual(codes(await world.desk.invite({ ...again(), invitees: [robin, somebody()] })), [
      'policy.inviters',
    ]);
    assert.deepEqual(codes(await world.desk.invite({ ...again(), later: [[somebody()]] })), [
      'policy.inviters',
    ]);
    const asked = { typed: 'alex', candidates: [somebody(), somebody()] };
    assert.deepEqual(codes(await world.desk.invite({ ...again(), invitees: [robin, asked] })), [
      'policy.inviters',
    ]);
    assert.equal(await rung(), 1);
    assert.deepEqual(codes(await world.desk.invite(again())), []);
    assert.equal(await rung(), 2);
  });

  it('rings nobody again, answers no question and leads no thread elsewhere', async () => {
    const bob = somebody();
    isBusy(bob);
    const asked = { typed: 'alex', candidates: [somebody(), somebody()] };
    const { cardId } = await world.desk.invite({ ...by(surgeon), invitees: [bob, asked] });
    const { id } = await world.until(cardId, bob.name, 'busy');
    assert.deepEqual(codes(await world.desk.again(by(nurse), id)), ['policy.inviters']);
    const question = (await world.card(cardId)).rows.find(({ kind }) => kind === 'question');
    assert(question?.kind === 'question');
    const [first] = asked.candidates;
    const choose = (inbound: Inbound, keys: readonly string[]) =>
      world.desk.choose(inbound, question.id as QuestionId, keys);
    const refusal = await choose(by(nurse), [first?.key ?? '']);
    assert.deepEqual([codes(refusal), refusal.cardId], [['policy.inviters'], cardId]);
    assert.deepEqual(codes(await world.desk.use(by(nurse), 'sip:room@usher.test')), ['policy.inviters']);
    assert.equal(await rung(), 1);
    // The question still stands, and who may invite nobody may drop it.
    assert.deepEqual(codes(await choose(by(nurse), [])), ['question-dropped']);
    assert.deepEqual(codes(await world.desk.again(by(surgeon), id)), []);
    assert.deepEqual(codes(await world.desk.use(by(surgeon), 'sip:room@usher.test')), ['conference-using']);
  });

  it('may cancel, end and look', async () => {
    const bob = somebody();
    world.phones.set(bob.address, neverAnswers);
    const { cardId } = await world.desk.invite({ ...by(surgeon), invitees: [bob] });
    const { id } = await world.until(cardId, bob.name, 'ringing');
    assert.deepEqual(codes(await world.desk.cancel(by(nurse), [id])), ['cancelling']);
    await world.until(cardId, bob.name, 'withdrawn');
    assert.notEqual(await world.desk.gathering(thread().id), undefined);
    assert.deepEqual(codes(await world.desk.end(by(nurse))), ['conference-ended']);
  });

  it('may answer: who asks to be rung later is rung, whoever she is', async () => {
    const mary = somebody('mary');
    const { cardId } = await world.desk.invite({ ...by(surgeon), invitees: [mary] });
    const { id } = await world.until(cardId, mary.name, 'ringing');
    const door = new PersonalDoor({ store: world.store, desk: world.desk, joinUrl: undefined });
    assert.deepEqual(codes(await door.answer(by(nurse, `mary-${test}`), id, 'later')), []);
    await world.until(cardId, mary.name, 'withdrawn');
    await door.ringAgain(id);
    await world.until(cardId, mary.name, 'ringing');
  });

  it('may join what somebody from outside invites to: nobody but her is rung', async () => {
    const mary = somebody('mary');
    const request = { ...by(undefined, `mary-${test}`), author: 'granted', invitees: [mary] } as const;
    const receipt = await world.desk.join(request, 'sip:room@usher.test', async () => true);
    assert.deepEqual(codes(receipt), []);
    await world.until(receipt.cardId, mary.name, 'ringing');
  });

  describe('at a time', () => {
    const ONCE = { kind: 'at', local: '2027-03-29T09:30', zone: 'Europe/Berlin' } as const;
    let clock: ScheduleWorld;

    beforeEach(() => {
      clock = new ScheduleWorld(world, '2027-03-26T10:00:00Z', policy);
    });
    afterEach(() => {
      world.clock = () => new Date();
    });

    const schedule = (who: Author) =>
      clock.schedule.schedule({
        ...{ ...clock.inbound(), author: who },
        ...{ invitees: [member(`Bob${test}`)], when: ONCE, subject: 'Standup' },
      });

    it('schedules nothing, and moves nothing of others', async () => {
      assert.deepEqual(codes(await schedule(nurse)), ['policy.inviters']);
      const { cardId } = await schedule(surgeon);
      const [due] = await clock.ordered();
      assert.equal(due?.kind === 'appointment' && due.id, cardId);
      const later = { ...ONCE, local: '2027-03-30T09:30' };
      const move = (who: Author) =>
        clock.schedule.move({ ...clock.inbound(), author: who }, cardId as never, later);
      assert.deepEqual(codes(await move(nurse)), ['policy.inviters']);
      assert.deepEqual(await clock.ordered(), [due]);
      assert.deepEqual(codes(await move(surgeon)), ['schedule.moved']);
    });

    for (const [title, now, told] of [
      ['who may still invite rings them', surgeon, []],
      ['who may not any more rings nobody, and the thread is told who it was', nurse, ['policy.inviters']],
      ['whom nobody could look up rings nobody', author({ isSure: false }), ['policy.inviters-unknown']],
    ] as const) {
      it(`is looked at when the time has come: ${title}`, async () => {
        await schedule({ ...surgeon, mail: 'robin@usher.test' });
        clock.setClock('2027-03-29T07:30:01Z');
        const [due] = await clock.ordered();
        assert(due);
        const asked: unknown[] = [];
        const whoIs = async (organizer: object) => {
          asked.push(organizer);
          return now;
        };
        await clock.do(due, { whoIs });
        assert.deepEqual(asked, [{ ...ROBIN, mail: 'robin@usher.test' }]);
        assert.equal((await clock.invited()).length, told.length === 0 ? 1 : 0);
        const says = (await clock.notices()).flatMap((notice) => notice.schedule?.says ?? []);
        assert.deepEqual(
          says,
          told.map((code) => ({ code, facts: { name: 'Robin', admin: 'IT, tel. 1234' } })),
        );
      });
    }
  });
});
