import assert from 'node:assert/strict';
import { adaptiveCard, plainText } from '../../src/cards/index.ts';
import { takeLine } from '../../src/chat/turn.ts';
import type {
  CardId,
  InvitationId,
  InvitationRow,
  Invitee,
  Receipt,
  ThreadId,
} from '../../src/desk/index.ts';
import { Directory, type Member, parsePeopleFile } from '../../src/directory/index.ts';
import { FakeDesk, FakePersonal, FakeSchedule, NOTHING } from '../support/fake-desk.ts';
import { ANN, BOT } from '../support/teams-client.ts';
import { gatheringView, invitationRow } from '../support/views.ts';

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
    return desk.calls.flatMap(([, asked]) =>
      (asked as { invitees: { name?: string; candidates?: { name: string }[] }[] }).invitees.map(
        ({ name, candidates = [] }) => name ?? `[${candidates.map((each) => each.name).join(', ')}]`,
      ),
    );
  }

  describe('pronouns', () => {
    const lately = (minute: number, by = ANN.id) => ({
      lately: { by, at: new Date(Date.UTC(2026, 0, 1, 12, minute)) },
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
      ['cancel her', BOTH_LAST, [], /her could be Bob Brown and Mary Miller/],
      ['cancel her', NOBODY_LATELY, [], /her/],
      ['call him again', NOBODY_LATELY, [], /him/],
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
