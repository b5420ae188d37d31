import assert from 'node:assert/strict';
import { adaptiveCard, plainText } from '../../src/cards/index.ts';
import { takeLine } from '../../src/chat/turn.ts';
import type {
  AskedQuestion,
  CardId,
  InvitationId,
  InvitationRow,
  Invitee,
  QuestionId,
  Receipt,
  ThreadId,
} from '../../src/desk/index.ts';
import { Directory, type Member, People, parsePeopleFile } from '../../src/directory/index.ts';
import { FakeBlocks, FakeDesk, FakePersonal, FakeSchedule, NOTHING } from '../support/fake-desk.ts';
import { ANN, BOT } from '../support/teams-client.ts';
import { gatheringView, invitationRow, questionRow } from '../support/views.ts';

const ROSTER: readonly Member[] = [
  { ...ANN, email: 'ann@example.com' },
  { id: '29:mary', name: 'Mary Miller', email: 'mary@example.com' },
  { id: '29:bob', name: 'Bob Brown', email: 'bob@example.com' },
  { id: '29:alex1', name: 'Alex Abel', email: 'alex.abel@example.com' },
  { id: '29:alex2', name: 'Alex Bell', email: 'alex.bell@example.com' },
  { id: '29:zoe', name: 'Zoe Zander' },
];

function row(name: string, part: Partial<InvitationRow> = {}): InvitationRow {
  const address = `sip:${name.toLowerCase().replace(' ', '.')}@example.com`;
  return invitationRow({ id: name as InvitationId, name, address, ...part });
}

const GATHERING = gatheringView({
  rows: [
    row('Mary Miller', { actions: ['cancel'] }),
    row('Bob Brown', { status: 'declined', actions: ['again'] }),
    row('Alex Abel', { status: 'ringing', actions: ['cancel'] }),
    row('Alex Bell', { status: 'joined', actions: ['remove'] }),
    row('Ann Ames', { address: 'sip:ann@example.com', status: 'ringing', actions: ['cancel'] }),
  ],
});

describe('a typed line', () => {
  let desk: FakeDesk;
  let schedule: FakeSchedule;
  let personal: FakePersonal;

  beforeEach(() => {
    desk = new FakeDesk();
    personal = new FakePersonal();
    schedule = new FakeSchedule();
  });

  async function type(
    text: string,
    options: {
      needsMention?: boolean;
      roster?: () => Promise<Member[]>;
      directory?: Directory;
      locale?: string;
      zone?: string;
    } = {},
  ) {
    const thread = { id: 'thread-1' as ThreadId, channel: 'msteams', title: '', reference: {} };
    const roster = options.roster ?? (async () => [...ROSTER]);
    const message = {
      inbound: {
        activityId: 'activity-1',
        thread,
        actor: {
          ...ANN,
          ...(options.locale === undefined ? {} : { locale: options.locale }),
          ...(options.zone === undefined ? {} : { zone: options.zone }),
        },
      },
      bot: BOT,
      needsMention: options.needsMention ?? false,
      roster,
      text,
      mentions: [],
    };
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    const reply = await takeLine(message, {
      desk,
      reception: desk,
      personal,
      schedule,
      reminders: schedule,
      blocks: new FakeBlocks(),
      now: () => new Date('2026-11-23T08:00:00Z'),
      zone: 'Europe/Berlin',
      people: options.directory ?? new Directory(),
      log,
    });
    if (!reply) return undefined;
    if ('text' in reply) return reply.text;
    assert.ok(adaptiveCard(reply.card).body.length > 0);
    return `card: ${plainText(reply.card)}`;
  }

  /** Names of invitees; those of a question in brackets. */
  function invited(): string[] {
    return desk.calls.flatMap(invitedBy);
  }

  function invitedBy([, asked]: readonly unknown[]): string[] {
    return (asked as { invitees: { name?: string; candidates?: { name: string }[] }[] }).invitees.map(
      ({ name, candidates = [] }) => name ?? `[${candidates.map((each) => each.name).join(', ')}]`,
    );
  }

  describe('the order in which people are called', () => {
    const stages = () => {
      const [, asked] = desk.calls[0] ?? [];
      const {
        invitees,
        later = [],
        ...more
      } = asked as {
        invitees: { name?: string; typed?: string }[];
        later?: { name: string }[][];
      };
      const names = [invitees, ...later].map((stage) =>
        stage.map((one) => one.name ?? ('typed' in one ? one.typed : '')),
      );
      return { names, ...more };
    };

    it('one after the other: each is a stage of her own', async () => {
      assert.equal(await type('invite Mary, Bob and Ann one after the other, urgently'), undefined);
      assert.deepEqual(stages(), { names: [['Mary Miller'], ['Bob Brown'], ['Ann Ames']], urgent: true });
    });

    it('else: who is called instead', async () => {
      await type('invite Mary and Bob, else Ann, and keep trying');
      const persist = { everySeconds: 120, times: 3 };
      assert.deepEqual(stages(), { names: [['Mary Miller', 'Bob Brown'], ['Ann Ames']], persist });
    });

    it('a name that fits several is asked about in the first place, and left out further back', async () => {
      await type('invite Alex, else Mary');
      assert.deepEqual(stages(), { names: [['Alex'], ['Mary Miller']] });
      desk.calls.length = 0;
      const said = await type('invite Mary, else Alex, else Bob');
      assert.equal(said, 'Alex could be Alex Abel and Alex Bell. Write the full name.');
      assert.deepEqual(stages(), { names: [['Mary Miller'], ['Bob Brown']] });
    });

    it('a name that nobody has in the first place calls nobody', async () => {
      assert.match((await type('invite Zork, else Mary')) ?? '', /I know nobody called Zork/);
      assert.deepEqual(desk.calls, []);
    });
  });

  describe('pronouns', () => {
    const lately = (minute: number, by = ANN.id) => ({
      lately: { by, at: new Date(Date.UTC(2026, 0, 1, 12, minute)), cardId: 'card-1' as CardId },
    });
    const rows = (...all: [name: string, part: Partial<InvitationRow>][]) =>
      gatheringView({
        rows: all.map(([name, part]) => row(name, { actions: ['cancel', 'again'], ...part })),
      });
    const MARY_LAST = rows(
      ['Bob Brown', lately(1)],
      ['Mary Miller', lately(2)],
      ['Herbert Her', lately(3, '29:eve')],
    );
    const BOTH_LAST = rows(['Old One', lately(1)], ['Bob Brown', lately(2)], ['Mary Miller', lately(2)]);
    const NOBODY_LATELY = rows(['Herbert Her', {}], ['Mary Miller', lately(2, '29:eve')]);

    for (const [line, gathering, calls, said] of [
      ['cancel her', MARY_LAST, [['cancel', ['Mary Miller']]], undefined],
      ['please stop calling him', MARY_LAST, [['cancel', ['Mary Miller']]], undefined],
      ['remove her', MARY_LAST, [['remove', ['Mary Miller']]], undefined],
      ['invite her again', MARY_LAST, [['again', 'Mary Miller']], /Mary Miller/],
      [
        'call them again',
        BOTH_LAST,
        [
          ['again', 'Bob Brown'],
          ['again', 'Mary Miller'],
        ],
        /Bob Brown and Mary Miller/,
      ],
      ['cancel her', BOTH_LAST, [], /^That could be Bob Brown and Mary Miller\./],
      ['ruf sie nochmal an', BOTH_LAST, [], /^That could be Bob Brown and Mary Miller\./],
      ['rappelle-la', MARY_LAST, [['again', 'Mary Miller']], /Mary Miller/],
      ['彼女をキャンセル', MARY_LAST, [['cancel', ['Mary Miller']]], undefined],
      ['cancel her', NOBODY_LATELY, [], /^You have invited nobody here in the last five minutes/],
      ['call him again', NOBODY_LATELY, [], /^You have invited nobody here/],
      ['cancel Mary', NOBODY_LATELY, [['cancel', ['Mary Miller']]], undefined],
    ] as const) {
      it(`${line} → ${JSON.stringify(calls)}`, async () => {
        desk.gatheringNow = gathering;
        const answer = await type(line);
        assert.deepEqual(desk.calls, calls);
        if (said) assert.match(answer ?? '', said);
        else assert.equal(answer, undefined);
      });
    }
  });

  describe('an answer to a question', () => {
    const lately = (by = ANN.id, minute = 1) => ({
      by,
      at: new Date(Date.UTC(2026, 0, 1, 12, minute)),
      cardId: 'card-1' as CardId,
    });
    const asked = (part: Partial<AskedQuestion> = {}): AskedQuestion => ({
      ...questionRow(),
      lately: lately(),
      ...part,
    });
    const candidate = (name: string) => ({ key: name, name, address: `sip:${name}@example.com` });
    const SUES = asked({
      id: 'question-2' as QuestionId,
      typed: 'sue',
      candidates: [candidate('Sue Sand'), candidate('Sue Sims')],
    });
    const THREE = asked({ candidates: [candidate('Theo Tan'), candidate('Ed Rand'), candidate('Bob Rand')] });
    const MANY = asked({
      ...{ id: 'question-3' as QuestionId, typed: '', rings: 25 },
      candidates: ['Theo Tan', 'Ed Rand', 'Bob Rand'].map(candidate),
    });
    const LATER = { ...MANY, id: 'question-4' as QuestionId, lately: lately(ANN.id, 2) };
    const ringThem = (chosen: 'all' | readonly string[]) => ['choose', 'question-3', chosen];
    const [ABEL, BELL] = ['sip:alex.a@example.com', 'sip:alex.b@example.com'];
    const KNOWN = [
      candidate('Alex Abel'),
      { key: BELL, name: 'Alex Bell', address: 'sip:alex.bell@example.com' },
    ];
    const chosen = (...keys: string[]) => ['choose', 'question-1', keys];

    for (const [questions, line, calls, said] of [
      [[asked()], 'the second', [chosen(BELL)], /^Inviting Alex Bell\.$/],
      [[asked()], '2', [chosen(BELL)], /^Inviting Alex Bell\.$/],
      [[asked()], 'the first one, please', [chosen(ABEL)], /^Inviting Alex Abel\.$/],
      [[asked()], 'first', [chosen(ABEL)], /^Inviting Alex Abel\.$/],
      [[asked()], 'Alex Bell', [chosen(BELL)], /^Inviting Alex Bell\.$/],
      [[asked()], 'Bell', [chosen(BELL)], /^Inviting Alex Bell\.$/],
      [[asked({ candidates: KNOWN })], 'i meant Alex Bell', [chosen(BELL)], /^Inviting Alex Bell\.$/],
      [[asked()], 'alex b', [chosen(BELL)], /^Inviting Alex Bell\.$/],
      [[asked()], 'call the second one', [chosen(BELL)], /^Inviting Alex Bell\.$/],
      [[asked()], 'invite both', [chosen(ABEL, BELL)], /^Inviting Alex Abel and Alex Bell\.$/],
      [[], 'invite both', [], /^There is no conference|^You have invited nobody/],
      [[], 'call the second one', [], /^I know nobody called the second one/],
      [[asked()], 'both', [chosen(ABEL, BELL)], /^Inviting Alex Abel and Alex Bell\.$/],
      [[asked()], 'Abel and Bell', [chosen(ABEL, BELL)], /^Inviting Alex Abel and Alex Bell\.$/],
      [[asked()], 'neither', [chosen()], undefined],
      [[asked()], 'nobody', [chosen()], undefined],
      [[asked()], 'alex', [], /^That could be Alex Abel and Alex Bell\. /],
      [[asked()], 'the third', [], /^That could be Alex Abel and Alex Bell\. /],
      [[THREE], 'both', [], /^That could be Theo Tan, Ed Rand and Bob Rand\. /],
      [[THREE], 'the', [], /did not understand/],
      [[MANY], 'yes', [ringThem('all')], undefined],
      [[MANY], 'ok', [ringThem('all')], undefined],
      [[MANY], 'Yes, ring them all please!', [ringThem(['Theo Tan', 'Ed Rand', 'Bob Rand'])], undefined],
      [[MANY], 'all of them', [ringThem(['Theo Tan', 'Ed Rand', 'Bob Rand'])], undefined],
      [[MANY], 'no', [ringThem([])], undefined],
      [[MANY], 'nobody', [ringThem([])], undefined],
      [[MANY], 'Theo', [ringThem(['Theo Tan'])], undefined],
      [[MANY, LATER], 'yes', [['choose', 'question-4', 'all']], undefined],
      [[asked(), MANY], 'yes', [ringThem('all')], undefined],
      [[asked()], 'yes', [], /Usher|help/i],
      [[asked()], 'no', [], /did not understand/],
      [[], 'no', [], /did not understand/],
      [[{ ...MANY, lately: lately('29:bob') }], 'yes', [], /Usher|help/i],
      [[THREE], 'Rand', [], /^That could be /],
      [[THREE], '1 and 3', [chosen('Theo Tan', 'Bob Rand')], /^Inviting Theo Tan and Bob Rand\.$/],
      [[asked()], 'thanks', [], /^card: What I can do/],
      [[asked()], 'lovely weather', [], /did not understand/],
      [[asked()], 'Zoe', [], /did not understand/],
      [[asked(), SUES], 'the second', [], /^That could be Alex Bell and Sue Sims\. /],
      [[asked(), SUES], 'Sims', [['choose', 'question-2', ['Sue Sims']]], /^Inviting Sue Sims\.$/],
      [[asked(), SUES], 'none of them', [chosen(), ['choose', 'question-2', []]], undefined],
      [[asked({ lately: lately('29:eve') })], 'the second', [], /did not understand/],
      [[asked({ lately: lately('29:eve') })], 'Alex Bell', [], /did not understand/],
      [[], 'the second', [], /did not understand/],
      [[], 'Alex Bell', [], /did not understand/],
      [[], 'first', [], /^card: What I can do/],
    ] as const) {
      it(`${line}, of ${questions.map(({ typed }) => typed).join(' and ') || 'none'} → ${JSON.stringify(calls)}`, async () => {
        desk.gatheringNow = gatheringView({ rows: [], questions });
        const answer = await type(line);
        assert.deepEqual(desk.calls, calls);
        if (said) assert.match(answer ?? '', said);
        else assert.equal(answer, undefined);
      });
    }

    for (const [locale, second, nobody] of [
      ['de', 'den zweiten bitte', 'keiner von beiden'],
      ['fr', 'la deuxième, s’il te plaît', 'ni l’un ni l’autre'],
      ['es', 'el segundo, por favor', 'ninguno de los dos'],
      ['ja', '２番目の人です', 'どちらでもない'],
    ] as const) {
      it(`in ${locale}: ${second}, ${nobody}`, async () => {
        desk.gatheringNow = gatheringView({ rows: [], questions: [asked()] });
        await type(second, { locale });
        await type(nobody, { locale });
        assert.deepEqual(desk.calls, [chosen(BELL), chosen()]);
      });
    }

    it('says what the desk refuses, and nothing of an answer that came twice', async () => {
      desk.gatheringNow = gatheringView({ rows: [], questions: [asked()] });
      desk.receipt = { ...NOTHING, says: [{ code: 'already-in', facts: { name: 'Alex Bell' } }] };
      assert.equal(await type('the second'), 'Alex Bell is in the conference already.');
      desk.receipt = { ...NOTHING, duplicate: true };
      assert.equal(await type('the second'), undefined);
    });
  });

  describe('a correction', () => {
    const at = (minute: number, by = ANN.id) => ({
      lately: { by, at: new Date(Date.UTC(2026, 0, 1, 12, minute)), cardId: 'card-1' as CardId },
    });
    const wrong = (name: string, minute = 2, part: Partial<InvitationRow> = {}) =>
      row(name, { actions: ['cancel'], ...at(minute), ...part });
    const question = { ...questionRow(), ...at(3) };
    const took = (name: string) => ['cancel', [name]];
    const rang = (...names: string[]) => ['invite', names];
    const BOBBY = [wrong('Bobby Blue')];
    const PAIR = [wrong('Old One', 1), wrong('Bobby Brown'), wrong('Mary Blue')];
    const OVER = [wrong('Bobby Blue', 2, { status: 'declined', actions: ['again'] })];

    for (const [rows, questions, line, calls, said] of [
      [BOBBY, [], 'no, Bob Brown', [took('Bobby Blue'), rang('Bob Brown')], /^Inviting Bob Brown\.$/],
      [BOBBY, [], 'No. Bob Brown', [took('Bobby Blue'), rang('Bob Brown')], /^Inviting Bob Brown\.$/],
      [BOBBY, [], 'no, I meant Bob', [took('Bobby Blue'), rang('Bob Brown')], /^Inviting Bob Brown\.$/],
      [BOBBY, [], 'sorry, no, call Bob please', [took('Bobby Blue'), rang('Bob Brown')], /^Inviting Bob/],
      [BOBBY, [], 'not him, Bob Brown', [took('Bobby Blue'), rang('Bob Brown')], /^Inviting Bob Brown\.$/],
      [BOBBY, [], 'not Bobby but Mary', [took('Bobby Blue'), rang('Mary Miller')], /^Inviting Mary/],
      [
        BOBBY,
        [],
        'I meant Bob and Mary',
        [took('Bobby Blue'), rang('Bob Brown', 'Mary Miller')],
        /Bob Brown and Mary/,
      ],
      [BOBBY, [], 'no, Alex', [took('Bobby Blue'), rang('[Alex Abel, Alex Bell]')], undefined],
      [BOBBY, [], 'no, me', [took('Bobby Blue'), rang('Ann Ames')], /^Inviting Ann Ames\.$/],
      [OVER, [], 'no, Bob Brown', [rang('Bob Brown')], /^Inviting Bob Brown\.$/],
      [PAIR, [], 'no, Bob', [], /^Instead of whom\? Bobby Brown and Mary Blue were invited together\./],
      [PAIR, [], 'no, Bob Brown', [took('Bobby Brown'), rang('Bob Brown')], /^Inviting Bob Brown\.$/],
      [PAIR, [], 'not Mary, Bob', [took('Mary Blue'), rang('Bob Brown')], /^Inviting Bob Brown\.$/],
      [PAIR, [], 'not Old One, Bob', [took('Old One'), rang('Bob Brown')], /^Inviting Bob Brown\.$/],
      [PAIR, [], 'not qqqqqq, Bob', [], /^qqqqqq has not been invited here\.$/],
      [
        BOBBY,
        [question],
        'no, Bob',
        [['choose', 'question-1', []], rang('Bob Brown')],
        /^Inviting Bob Brown\.$/,
      ],
      [
        [wrong('Bob Brown', 2, { address: 'sip:bob@example.com' })],
        [],
        'no, Bob Brown',
        [rang('Bob Brown')],
        /^Inviting Bob Brown\.$/,
      ],
      [BOBBY, [], 'no, that is fine', [], /did not understand/],
      [BOBBY, [], 'no, thanks', [], /did not understand/],
      [BOBBY, [], 'no', [], /did not understand/],
      [BOBBY, [], 'no Bob Brown', [], /did not understand/],
      [BOBBY, [], 'no, her', [], /did not understand/],
      [BOBBY, [], 'not her', [], /did not understand/],
      [BOBBY, [], 'no, cancel', [], /did not understand/],
      [BOBBY, [], 'I meant qqqqqq', [], /^I know nobody called qqqqqq\./],
      [BOBBY, [], 'no, Zoe', [], /^Zoe Zander has no phone address/],
      [BOBBY, [], 'no, bo', [], /^I know nobody called bo\. The nearest names are Bob Brown\./],
      [[wrong('Bobby Blue', 2, at(2, '29:eve'))], [], 'no, Bob Brown', [], /did not understand/],
      [[row('Bobby Blue', { actions: ['cancel'] })], [], 'no, Bob Brown', [], /did not understand/],
    ] as const) {
      it(`${line}, after ${rows.map(({ name }) => name).join(' and ')} → ${JSON.stringify(calls)}`, async () => {
        desk.gatheringNow = gatheringView({ rows, questions });
        const answer = await type(line);
        const short = desk.calls.map((call) => (call[0] === 'invite' ? ['invite', invitedBy(call)] : call));
        assert.deepEqual(short, calls);
        if (said) assert.match(answer ?? '', said);
        else assert.equal(answer, undefined);
      });
    }

    it('is no name where nobody is called so, also while a directory is dead', async () => {
      desk.gatheringNow = gatheringView({ rows: BOBBY });
      const doubt = { code: 'directory.unread', facts: {} } as const;
      const directory = new Directory(() => ({ people: People.of([]), doubt }));
      assert.match((await type('no, that is fine', { directory })) ?? '', /did not understand/);
    });

    for (const [locale, line] of [
      ['de', 'nein, Bob Brown'],
      ['de', 'nein, ich meinte Bob Brown'],
      ['de', 'nicht ihn, Bob Brown'],
      ['de', 'nicht Bobby, sondern Bob Brown'],
      ['de', 'nein, ruf bitte Bob Brown an'],
      ['fr', 'non, Bob Brown'],
      ['fr', 'non, je voulais dire Bob Brown'],
      ['fr', 'pas lui, Bob Brown'],
      ['es', 'no, Bob Brown'],
      ['es', 'no, me refería a Bob Brown'],
      ['es', 'no a él, sino a Bob Brown'],
      ['ja', 'いや、Bob Brown です'],
      ['ja', '彼じゃなくて Bob Brown'],
      ['ja', 'Bobby じゃなくて、Bob Brownさんです'],
    ] as const) {
      it(`in ${locale}: ${line}`, async () => {
        desk.gatheringNow = gatheringView({ rows: BOBBY });
        await type(line, { locale });
        assert.deepEqual(desk.calls[0], took('Bobby Blue'));
        assert.deepEqual(invitedBy(desk.calls[1] ?? []), ['Bob Brown']);
      });
    }

    it('is one activity for each of its two halves, on the card of what it corrects', async () => {
      desk.gatheringNow = gatheringView({ rows: BOBBY });
      await type('no, Bob Brown');
      assert.deepEqual(
        desk.inbounds.map(({ activityId }) => activityId),
        ['activity-1 instead', 'activity-1'],
      );
      const [, invite] = desk.calls;
      assert.partialDeepStrictEqual(invite, ['invite', { cardId: 'card-1' }]);
    });

    it('says nothing a second time', async () => {
      desk.gatheringNow = gatheringView({ rows: BOBBY });
      desk.receipt = { ...NOTHING, duplicate: true };
      assert.equal(await type('no, Bob Brown'), undefined);
    });
  });

  describe('invite', () => {
    for (const [line, names, reply] of [
      ['invite mary', ['Mary Miller'], undefined],
      ['Call Mary and Bob', ['Mary Miller', 'Bob Brown'], undefined],
      ['invite me', ['Ann Ames'], undefined],
      ['invite alex', ['[Alex Abel, Alex Bell]'], undefined],
      [
        'invite mary and zoe',
        ['Mary Miller'],
        /^Zoe Zander has no phone address that I know\. .*invite sip:/,
      ],
      ['invite zoe', [], /^Zoe Zander has no phone address/],
      ['invite qqqqqq', [], /^I know nobody called qqqqqq\./],
      ['invite sip:carol@example.com', ['carol'], undefined],
      ['invite', [], /^Whom\?/],
      ['invite mary saying ""', [], /no words after/],
      [`invite mary saying "${'x'.repeat(2_000)}"`, [], /has 2,000 characters, at most 1,024/],
      [`invite ${'x'.repeat(10_000)}`, [], /has 10000 characters|at most/],
      ['invite sip:carol@@example', [], /no address/],
    ] as const) {
      it(`${line.slice(0, 50)} → ${names.join(', ') || 'nobody'}`, async () => {
        const said = await type(line);
        assert.deepEqual(invited(), names);
        if (reply === undefined) assert.equal(said, undefined);
        else assert.match(said ?? '', reply);
      });
    }

    describe('without somebody', () => {
      const file = [
        'name,sip,groups',
        'Mary Jones,sip:mary.jones@example.com,surgeons',
        'Bob Blue,sip:bob.blue@example.com,surgeons',
        'Sue Sand,sip:sue@example.com,surgeons',
        'Fay Sand,sip:fay@example.com,nurses',
        'Bobby Blue,sip:bobby@example.com,surgeons',
      ].join('\n');
      const directory = new Directory(parsePeopleFile(Buffer.from(file)).people);
      for (const [line, names, said] of [
        ['invite the surgeons except Mary', ['Bob Blue', 'Sue Sand', 'Bobby Blue'], undefined],
        ['invite the surgeons but not Sand', ['Mary Jones', 'Bob Blue', 'Bobby Blue'], undefined],
        ['invite all surgeons apart from Mary and Sue', ['Bob Blue', 'Bobby Blue'], undefined],
        [
          'invite everybody in surgeons except Blue',
          [],
          /^Blue could be Bob Blue and Bobby Blue, so nothing is done\./,
        ],
        [
          'invite the surgeons except Marry Joness',
          [],
          /^Marry Joness is none of those people, so nothing is done\./,
        ],
        ['invite the surgeons except Fay', ['Mary Jones', 'Bob Blue', 'Sue Sand', 'Bobby Blue'], undefined],
        ['invite the surgeons and the nurses except the surgeons', ['Fay Sand'], undefined],
        ['invite the nurses except Fay', [], /^Whom\?/],
        ['lade die surgeons außer Mary ein', ['Bob Blue', 'Sue Sand', 'Bobby Blue'], undefined],
        ['invite everybody', [], /^I do not call everybody of a chat at once\. Name them, or a group/],
        ['invite everybody but Bob Blue', [], /^I do not call everybody of a chat at once\./],
        ['appelle tout le monde sauf Mary', [], /^I do not call everybody of a chat at once\./],
        [
          'call 030/123456',
          [],
          /^030\/123456 is no number that I can call\. .*\+49 30 123456.*DEFAULT_COUNTRY/,
        ],
        ['call (415) 555-2671', [], /^\(415\) 555-2671 is no number that I can call\./],
      ] as const) {
        it(`${line} → ${names.join(', ') || 'nobody'}`, async () => {
          const answer = await type(line, { directory, roster: async () => [] });
          assert.deepEqual(invited(), names);
          if (said) assert.match(answer ?? '', said);
          else assert.equal(answer, undefined);
        });
      }

      it('a group may be called everybody all the same', async () => {
        const named = new Directory(
          parsePeopleFile(Buffer.from(file.replaceAll('surgeons', 'everybody'))).people,
        );
        await type('invite everybody except Mary', { directory: named, roster: async () => [] });
        assert.deepEqual(invited(), ['Bob Blue', 'Sue Sand', 'Bobby Blue']);
      });
    });

    it('rings a number of the country and everybody of a group, and takes a group back', async () => {
      const file =
        'name,sip,tel,groups\nMary Miller,sip:mary.miller@example.com,,on-call\nBob Brown,,030/123456,on-call;night shift';
      const directory = new Directory(parsePeopleFile(Buffer.from(file), 'DE').people, 'DE');
      const options = { directory, roster: async () => [] };
      await type('invite the on-call people and the night shift', options);
      assert.deepEqual(invited(), ['Mary Miller', 'Bob Brown', 'Bob Brown']);
      await type('call (030) 901820', options);
      assert.deepEqual(invited().slice(3), ['+4930901820']);
      desk.gatheringNow = GATHERING;
      await type('cancel everybody on-call', options);
      assert.deepEqual(desk.calls.at(-1), ['cancel', ['Mary Miller']]);
    });

    it('hands toast, subject and where an address comes from to the desk', async () => {
      await type('invite mary to "Launch" saying “Join us”');
      const mary = {
        key: 'sip:mary@example.com',
        name: 'Mary Miller',
        address: 'sip:mary@example.com',
        guessed: true,
        ids: ['29:mary'],
        mail: 'mary@example.com',
      };
      assert.deepEqual(desk.calls, [['invite', { invitees: [mary], toast: 'Join us', subject: 'Launch' }]]);
    });

    it('tells the desk when somebody works, also whom the thread knows by another name', async () => {
      const lines = 'name,email,timezone,hours\nMaria,mary@example.com,Asia/Kolkata,Mon 9:00-17:00';
      const directory = new Directory(parsePeopleFile(Buffer.from(lines)).people);
      await type('invite Mary Miller', { directory });
      const [[, asked] = []] = desk.calls;
      const [mary] = (asked as { invitees: Invitee[] }).invitees;
      const spans = [{ days: [1], from: '09:00', to: '17:00' }];
      assert.deepEqual(mary?.hours, { zone: 'Asia/Kolkata', spans });
    });

    it('hands over every address that is hers', async () => {
      const directory = new Directory(
        parsePeopleFile(
          Buffer.from('name,sip,tel,email\nMary Miller,sip:mm@example.com,+49 30 123456,mary@example.com'),
        ).people,
      );
      await type('invite mary', { directory });
      await type('invite sip:MM@example.com', { directory });
      const addresses = desk.calls.map(([, asked]) => {
        const [invitee] = (asked as { invitees: Invitee[] }).invitees;
        return [invitee?.address, ...(invitee?.also ?? [])];
      });
      assert.deepEqual(addresses, [
        ['sip:mm@example.com', 'tel:+4930123456', 'sip:mary@example.com'],
        ['sip:MM@example.com', 'tel:+4930123456', 'sip:mary@example.com'],
      ]);
    });

    it('says both what it could not look up and what the desk refuses', async () => {
      desk.receipt = { ...NOTHING, says: [{ code: 'already-in', facts: { name: 'Mary Miller' } }] };
      const said = await type('invite mary and qqqqqq');
      assert.match(
        said ?? '',
        /^I know nobody called qqqqqq\.[\s\S]*\n\nMary Miller is in the conference already\.$/,
      );
    });

    it('says once that the directory is old, with whom it found in it and whom it did not, and rings her', async () => {
      const listed = parsePeopleFile(Buffer.from('name,sip\nZelda Fitz,sip:zelda@example.com')).people;
      const people = People.of(
        [],
        listed.map((person) => ({ ...person, source: 'directory' })),
      );
      const doubt = { code: 'directory.old', facts: { seconds: 10_800 } } as const;
      const directory = new Directory(() => ({ people, doubt }));
      const old = /The company’s directory has not answered for 3 hours/g;
      const said = await type('invite zelda and qqqqqq', { directory });
      assert.deepEqual([said?.match(old)?.length, desk.calls.length], [1, 1]);
      assert.doesNotMatch((await type('invite mary', { directory })) ?? '', old);
    });

    it('says that the roster cannot be read, and rings nobody on half of the names', async () => {
      const said = await type('invite mary', { roster: () => Promise.reject(new Error('500')) });
      assert.match(said ?? '', /^The members of this chat cannot be read .* mary could not be looked up/);
      assert.deepEqual(desk.calls, []);
    });
  });

  describe('cancel, remove and again', () => {
    for (const [line, calls, reply] of [
      ['cancel', [['cancel', ['Mary Miller', 'Alex Abel', 'Ann Ames']]], undefined],
      ['cancel mary', [['cancel', ['Mary Miller']]], undefined],
      ['cancel everybody but mary', [['cancel', ['Alex Abel', 'Ann Ames']]], undefined],
      ['cancel all except mary and me', [['cancel', ['Alex Abel']]], undefined],
      ['cancel everybody except alex', [['cancel', ['Mary Miller', 'Ann Ames']]], undefined],
      ['cancel everybody except qqqqqq', [], /^qqqqqq is none of those people/],
      ['remove everybody but ann', [['remove', ['Mary Miller', 'Alex Abel', 'Alex Bell']]], undefined],
      ['remove everybody but alex', [], /^alex could be Alex Abel and Alex Bell, so nothing is done/],
      ['cancel mary and alex', [['cancel', ['Mary Miller', 'Alex Abel']]], undefined],
      ['cancel me', [['cancel', ['Ann Ames']]], undefined],
      ['cancel sip:mary.miller@example.com', [['cancel', ['Mary Miller']]], undefined],
      ['cancel bob', [['cancel', ['Bob Brown']]], undefined],
      ['cancel qqqqqq', [], /^qqqqqq has not been invited here\./],
      ['remove bell', [['remove', ['Alex Bell']]], undefined],
      ['take alex bell and mary out', [['remove', ['Alex Bell', 'Mary Miller']]], undefined],
      ['remove alex', [], /^alex could be Alex Abel and Alex Bell\. Write the full name\.$/],
      ['kick bob', [['remove', ['Bob Brown']]], undefined],
      ['remove qqqqqq', [], /^qqqqqq has not been invited here\./],
      ['again bob', [['again', 'Bob Brown']], /^Inviting Bob Brown\.$/],
      ['call bob again', [['again', 'Bob Brown']], /^Inviting Bob Brown\.$/],
      ['again alex', [], /^alex could be Alex Abel and Alex Bell\. Write the full name\.$/],
      ['again', [], /^Whom\?/],
    ] as const) {
      it(`${line} → ${JSON.stringify(calls)}`, async () => {
        desk.gatheringNow = GATHERING;
        const said = await type(line);
        assert.deepEqual(desk.calls, calls);
        if (reply === undefined) assert.equal(said, undefined);
        else assert.match(said ?? '', reply);
      });
    }

    it('remove finds who is in without an invitation, by name or address', async () => {
      const zoe = { name: 'Zoe Zimmer', address: 'sip:zoe@example.com', removal: null };
      const nameless = { name: '', address: 'sip:lab@example.com', removal: null };
      desk.gatheringNow = { ...GATHERING, others: [zoe, nameless, { ...nameless, address: '' }] };
      await type('remove zoe');
      await type('remove sip:lab@example.com');
      await type('remove zoe and bell');
      assert.deepEqual(desk.calls, [
        ['remove', [], 'sip:zoe@example.com'],
        ['remove', [], 'sip:lab@example.com'],
        ['remove', ['Alex Bell'], 'sip:zoe@example.com'],
      ]);
    });

    it('again for several is one activity each, so that none is taken for a repetition', async () => {
      desk.gatheringNow = GATHERING;
      await type('again bob and mary');
      assert.equal(new Set(desk.inbounds.map(({ activityId }) => activityId)).size, 2);
    });

    for (const line of ['cancel', 'cancel mary', 'remove mary', 'again mary', 'who']) {
      it(`${line} says that there is no conference yet`, async () => {
        assert.match((await type(line)) ?? '', /Nobody is being invited|no conference/);
        assert.deepEqual(desk.calls, []);
      });
    }
  });

  describe('listen', () => {
    for (const [line, calls, reply] of [
      ['listen', [['listen', ['Ann Ames']]], undefined],
      ['listen to bob', [['listen', ['Bob Brown']]], undefined],
      ['show invitations of mary and bob here', [['listen', ['Mary Miller', 'Bob Brown']]], undefined],
      ['listen to sip:lee@contoso.com', [['listen', ['lee']]], undefined],
      ['listen to alex', [], /^alex could be Alex Abel and Alex Bell\. Write the full name\.$/],
      ['listen to qqqqqq', [], /^I know nobody called qqqqqq\./],
      ['listen to zoe', [], /^Zoe Zander has no phone address/],
      ['stop listening', [['stopListening', []]], undefined],
      ['stop listening to bob', [['stopListening', ['Bob Brown']]], undefined],
    ] as const) {
      it(`${line} → ${JSON.stringify(calls)}`, async () => {
        const said = await type(line);
        const asked = desk.calls.map(([what, people]) => [
          what,
          (people as Invitee[]).map(({ name }) => name),
        ]);
        assert.deepEqual(asked, calls);
        if (reply === undefined) assert.equal(said, undefined);
        else assert.match(said ?? '', reply);
      });
    }

    it('says to whom whose address is not known how to be listened to', async () => {
      const said = await type('listen', { roster: async () => [{ id: ANN.id, name: ANN.name }] });
      assert.match(
        said ?? '',
        /^I do not know your phone address, Ann Ames.*: listen to sip:you@example\.com$/,
      );
      assert.deepEqual(desk.calls, []);
    });

    it('says what the reception says', async () => {
      const facts = { names: ['Lee'], address: 'sip:lee@contoso.com' };
      desk.receipt = { ...NOTHING, says: [{ code: 'listening', facts }] };
      const said = await type('listen to sip:lee@contoso.com');
      assert.equal(
        said,
        'Invitations that Lee (sip:lee@contoso.com) sends to me are shown here from now on.',
      );
    });
  });

  describe('the others', () => {
    it('who shows everybody', async () => {
      desk.gatheringNow = GATHERING;
      assert.match((await type('who')) ?? '', /^card: Standup\n[\s\S]*Bob Brown: Declined/);
    });

    it('use and end go to the desk, and its words come back', async () => {
      const says: Receipt['says'] = [{ code: 'conference-using', facts: { uri: 'sip:room@example.com' } }];
      desk.receipt = { ...NOTHING, says };
      assert.equal(
        await type('use sip:room@example.com'),
        'Invitations of this thread now lead to sip:room@example.com.',
      );
      await type('end');
      assert.deepEqual(desk.calls, [['use', 'sip:room@example.com'], ['end']]);
    });

    it('forget me forgets who says so', async () => {
      const says = [{ code: 'forgotten', facts: { invitations: 3, reminders: 1 } }] as const;
      personal.receipt = { duplicate: false, says, cardId: undefined };
      assert.match((await type('forget me')) ?? '', /^I have forgotten you\..*: 3; reminders deleted: 1\./);
      assert.deepEqual(personal.calls, [['forget', ANN.id]]);
    });

    it('help lists every command with an example; in a channel it says to mention the bot', async () => {
      const help = (await type('help')) ?? '';
      for (const name of [
        'invite NAME',
        'cancel [NAME]',
        'remove NAME',
        'again NAME',
        'who',
        'use sip:',
        'end',
      ]) {
        assert.ok(help.includes(name), name);
      }
      assert.doesNotMatch(help, /mention me/);
      assert.match((await type('help', { needsMention: true })) ?? '', /mention me .*@Usher/);
    });

    it('an unknown command gets the nearest one', async () => {
      assert.match((await type('incite mary')) ?? '', /Did you mean “invite”\?.*write: help$/);
      assert.match(
        (await type('incite mary', { needsMention: true })) ?? '',
        /“@Usher invite”.*write: @Usher help$/,
      );
      assert.match((await type('lorem ipsum dolor')) ?? '', /^I did not understand that\. To see/);
    });

    it('nothing is answered where the card says it', async () => {
      desk.receipt = { ...NOTHING, cardId: 'card-1' as CardId };
      assert.equal(await type('invite mary'), undefined);
    });

    it('a line is understood, and answered, in the language of who types it', async () => {
      for (const [locale, line, answer] of [
        ['de-DE', 'lade qqqqqq ein', /^Ich kenne niemanden mit dem Namen qqqqqq\./],
        ['fr-FR', 'invite qqqqqq', /^Je ne connais personne du nom de qqqqqq\./],
        ['es-ES', 'invita a qqqqqq', /^No conozco a nadie que se llame qqqqqq\./],
        ['ja-JP', 'qqqqqqさんを招待', /^qqqqqq という名前の方が見つかりません。/],
        ['pt-BR', 'invite qqqqqq', /^I know nobody called qqqqqq\./],
        ['de', 'incite mary', /Meinten Sie „lade … ein“\?/],
      ] as const) {
        assert.match((await type(line, { locale })) ?? '', answer);
      }
      const help = (await type('Hilfe', { locale: 'de-DE' })) ?? '';
      assert.match(help, /^card: Was ich kann\n.*lade NAME/s);
      assert.doesNotMatch(help, /invite/);
    });
  });
});
