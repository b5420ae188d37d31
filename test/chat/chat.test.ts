import assert from 'node:assert/strict';
import { type Chat, createChat } from '../../src/chat/index.ts';
import type { CardId, IncomingId, InvitationId, ThreadId } from '../../src/desk/index.ts';
import type { Found, Member, Wanted } from '../../src/directory/index.ts';
import { createHttpServer, type HttpServer } from '../../src/http/index.ts';
import { Connector, type SentActivity } from '../support/connector.ts';
import { FakeBlocks, FakeDesk, FakePersonal, FakeSchedule, NOTHING } from '../support/fake-desk.ts';
import { ANN, BOT, CHANNEL, GROUP, mentioning, PERSONAL, TeamsClient } from '../support/teams-client.ts';
import { cardView, gatheringView, incomingView, invitationRow, questionRow } from '../support/views.ts';

/** The real CloudAdapter over HTTP, between a fake desk and a fake chat service. */
describe('chat over HTTP', () => {
  let desk: FakeDesk;
  let personal: FakePersonal;
  let connector: Connector;
  let server: HttpServer;
  let chat: Chat;
  let teams: TeamsClient;
  let errors: Readonly<Record<string, unknown>>[];
  let rostersRead: (readonly Member[])[];
  let now: number;

  beforeEach(async () => {
    desk = new FakeDesk();
    personal = new FakePersonal();
    errors = [];
    rostersRead = [];
    now = 1_000_000;
    connector = await new Connector().start();
    connector.members = [
      ANN,
      { id: '29:bob', name: 'Bob', email: 'bob@example.com' },
      { id: '29:cid', name: 'Cid' },
    ];
    const log = { debug() {}, info() {}, warn() {}, error: (facts: object) => errors.push({ ...facts }) };
    let lastId = 0;
    chat = createChat({
      desk,
      reception: desk,
      personal,
      schedule: new FakeSchedule(),
      reminders: new FakeSchedule(),
      blocks: new FakeBlocks(),
      people: { inThread: (roster) => ({ find: (wanted) => find(wanted, roster) }) },
      credentials: {},
      log,
      time: {
        now: () => now,
        sleep: async (ms) => {
          now += ms;
        },
      },
      newId: () => `made-up-${++lastId}`,
    });
    server = createHttpServer({ host: '127.0.0.1', port: 0, log, messages: chat.handle });
    const { port } = await server.start();
    teams = new TeamsClient(`http://127.0.0.1:${port}/api/messages`, connector.url);
  });

  afterEach(async () => {
    await server.drain(1_000);
    await connector.stop();
  });

  /** Finds members by name or id; their address is made from their name. */
  async function find(wanted: Wanted, roster: () => Promise<readonly Member[]>): Promise<Found> {
    const members = await roster();
    rostersRead.push(members);
    const typed = wanted.kind === 'address' ? wanted.address : wanted.name;
    const member = members.find(({ id, name }) =>
      wanted.kind === 'mention' ? id === wanted.id : name.toLowerCase() === typed.toLowerCase(),
    );
    if (!member) return { kind: 'nobody', wanted: typed, nearest: [] };
    const address = `sip:${member.name.toLowerCase().replaceAll(' ', '.')}@example.com`;
    const person = {
      key: address,
      name: member.name,
      address,
      guessed: false,
      aliases: [],
      ids: [member.id],
    };
    return { kind: 'person', person: { ...person, source: 'roster' } };
  }

  const texts = () => connector.sent.map(({ body }) => body.text ?? cardTitle(body));

  describe('a typed line', () => {
    it('rings whom the roster knows, and leaves the answer to the card', async () => {
      assert.equal((await teams.type('invite bob saying "Join us"')).status, 200);
      const bob = {
        ...{ key: 'sip:bob@example.com', name: 'Bob', address: 'sip:bob@example.com', guessed: false },
        ids: ['29:bob'],
      };
      assert.deepEqual(desk.calls, [['invite', { invitees: [bob], toast: 'Join us' }]]);
      assert.deepEqual(connector.sent, []);
    });

    it('brings place and author, and how it was asked for', async () => {
      await teams.type('<at>Usher</at> end', {
        ...{ id: 'activity-x', conversation: GROUP, recipient: BOT },
        ...mentioning([BOT]),
      });
      assert.deepEqual(desk.inbounds, [
        {
          activityId: 'activity-x',
          thread: {
            id: 'group-1',
            channel: 'msteams',
            title: 'Ops',
            reference: { bot: BOT, channelId: 'msteams', conversation: GROUP, serviceUrl: connector.url },
          },
          actor: ANN,
          entrance: { via: 'typed', verb: 'end' },
        },
      ]);
    });

    it('takes an answer to its question in a group only where it is mentioned', async () => {
      const lately = { by: ANN.id, at: new Date(), cardId: 'card-1' as CardId };
      desk.gatheringNow = gatheringView({ questions: [{ ...questionRow(), lately }] });
      await teams.type('the second', { conversation: GROUP, entities: [] });
      assert.deepEqual(desk.calls, []);
      await teams.type('the second', { conversation: GROUP });
      assert.deepEqual(desk.calls, [['choose', 'question-1', ['sip:alex.b@example.com']]]);
    });

    it('neither asks, nor stores, nor answers what was said to others', async () => {
      const others = [{ id: '29:bob', name: 'Bob' }];
      for (const conversation of [GROUP, CHANNEL]) {
        for (const text of ['invite bob', 'cancel', 'help', 'Usher, invite bob', '']) {
          await teams.type(text, { conversation, entities: [] });
          await teams.type(`<at>Bob</at> ${text}`, { conversation, ...mentioning(others) });
        }
      }
      assert.deepEqual([desk.calls, desk.inbounds, connector.requests], [[], [], []]);
    });

    it('stays under the message of a channel that asked, and knows its name', async () => {
      const channelData = { channel: { id: '19:x', name: 'Launch' }, team: { id: '19:team', name: 'Ops' } };
      desk.receipt = { ...NOTHING, says: [{ code: 'conference-none', facts: {} }] };
      await teams.type(`<at>${BOT.name}</at> end`, {
        conversation: CHANNEL,
        channelData,
        ...mentioning([BOT]),
      });
      assert.equal(desk.inbounds[0]?.thread.id, CHANNEL.id);
      assert.equal(desk.inbounds[0]?.thread.title, 'Launch');
      assert.equal(connector.sent[0]?.conversationId, CHANNEL.id);
    });

    it('remembers what a chat is called, because typed lines do not say it', async () => {
      await teams.send({
        type: 'installationUpdate',
        action: 'add',
        conversation: { ...CHANNEL, id: '19:x@thread.tacv2', name: 'Launch' },
      });
      await teams.type('<at>Usher</at> end', { conversation: CHANNEL, ...mentioning([BOT]) });
      await teams.type('end');
      assert.deepEqual(
        desk.inbounds.map(({ thread }) => thread.title),
        ['Launch', ''],
      );
    });

    it('takes the mention of the bot off, and takes other mentions for people', async () => {
      const bob = { id: '29:bob', name: 'Robert' };
      await teams.type('<at>Usher</at> invite <at>Robert</at>', {
        conversation: GROUP,
        ...mentioning([BOT, bob]),
      });
      const [[, asked] = []] = desk.calls;
      assert.deepEqual(
        (asked as { invitees: { name: string }[] }).invitees.map(({ name }) => name),
        ['Bob'],
      );
    });

    it('invites its author', async () => {
      await teams.type('invite me');
      const ann = {
        key: 'sip:ann.ames@example.com',
        name: 'Ann Ames',
        address: 'sip:ann.ames@example.com',
        guessed: false,
        ids: [ANN.id],
      };
      assert.deepEqual(desk.calls, [['invite', { invitees: [ann] }]]);
    });

    it('says what the desk says, as plain text', async () => {
      desk.receipt = { ...NOTHING, says: [{ code: 'already-in', facts: { name: 'Bob' } }] };
      await teams.type('invite bob');
      assert.deepEqual(texts(), ['Bob is in the conference already.']);
      assert.equal(connector.sent[0]?.body.textFormat, 'plain');
    });

    it('says nothing about an activity that came a second time', async () => {
      desk.receipt = {
        duplicate: true,
        says: [{ code: 'already-in', facts: { name: 'Bob' } }],
        cardId: undefined,
      };
      await teams.type('invite bob');
      assert.deepEqual(texts(), []);
    });

    it('answers who with a card', async () => {
      desk.gatheringNow = gatheringView();
      await teams.type('who');
      assert.deepEqual(texts(), ['card: Standup']);
    });

    it('reads all pages of the roster, once a minute, without the bot', async () => {
      connector.members = [...connector.members, BOT];
      await teams.type('invite bob');
      await teams.type('invite cid');
      assert.deepEqual(
        rostersRead.map((members) => members.map(({ name }) => name)),
        [
          ['Ann Ames', 'Bob', 'Cid'],
          ['Ann Ames', 'Bob', 'Cid'],
        ],
      );
      assert.equal(connector.requests.length, 2);
      now += 61_000;
      await teams.type('invite bob');
      assert.equal(connector.requests.length, 4);
    });

    it('reads the members of a channel from its team', async () => {
      const channelData = { channel: { id: '19:x' }, team: { id: '19:team@thread.tacv2' } };
      await teams.type('<at>Usher</at> invite bob', {
        ...{ conversation: CHANNEL, channelData },
        ...mentioning([BOT]),
      });
      assert.equal(connector.requests[0]?.conversationId, '19:team@thread.tacv2');
      assert.equal(desk.calls.length, 1);
    });

    it('asks for the roster again after a failure', async () => {
      connector.refuse(500);
      await teams.type('invite bob');
      assert.match(texts()[0] ?? '', /went wrong/);
      await teams.type('invite bob');
      assert.equal(desk.calls.length, 1);
    });
  });

  describe('a failure', () => {
    it('is said with a reference that leads to the cause in the log', async () => {
      desk.failure = new Error('database away');
      assert.equal((await teams.type('invite bob')).status, 200);
      assert.match(texts()[0] ?? '', /reference: made-up-$/);
      assert.equal(errors[0]?.reference, 'made-up-');
      assert.equal(errors[0]?.err instanceof Error && errors[0].err.message, 'database away');
    });

    it('of a press is said to the one who pressed', async () => {
      desk.failure = new Error('database away');
      const { status, body } = await teams.press('again', { id: 'invitation-1', version: 1 });
      assert.equal(status, 200);
      assert.match(JSON.stringify(body), /activity\.message.*reference/);
    });

    it('to answer ends the turn well: the work is done', async () => {
      connector.refuse(403);
      assert.equal((await teams.type('help')).status, 200);
    });

    it('of the chat service is not repeated by the connector', async () => {
      connector.refuse(500);
      await teams.type('help');
      assert.equal(connector.sent.length, 1);
    });
  });

  describe('what is no activity gets 400', () => {
    const whole = {
      type: 'message',
      channelId: 'x',
      serviceUrl: 'http://127.0.0.1:1',
      conversation: { id: 'c' },
      from: { id: 'f' },
    };
    for (const [what, body] of [
      ['nothing', {}],
      ['no type', { ...whole, type: undefined }],
      ['a type that is no text', { ...whole, type: 7 }],
      ['no conversation', { ...whole, conversation: undefined }],
      ['a conversation without id', { ...whole, conversation: {} }],
      ['a conversation id of a megabyte', { ...whole, conversation: { id: 'c'.repeat(200_000) } }],
      ['no author', { ...whole, from: undefined }],
      ['no channel', { ...whole, channelId: undefined }],
      ['a service address that is none', { ...whole, serviceUrl: 'file:///etc/passwd' }],
    ] as const) {
      it(what, async () => {
        const { status, body: answer } = await teams.post(body);
        assert.equal(status, 400);
        assert.match(JSON.stringify(answer), /not-an-activity/);
      });
    }
  });

  describe('odd activities do no harm', () => {
    for (const [what, part] of [
      ['without id', { id: undefined }],
      ['without text', { text: undefined }],
      ['with a text that is none', { text: { a: 1 } }],
      ['without recipient', { recipient: undefined }],
      ['with an author without name', { from: { id: '29:x' } }],
      [
        'with mentions that are none',
        { entities: [null, 1, { type: 'mention' }, { type: 'mention', mentioned: 1 }] },
      ],
      ['with entities that are none', { entities: 'x' }],
      ['with channel data that is none', { channelData: 'x' }],
      ['of an unknown type', { type: 'nonsense' }],
      [
        'of a channel event without author',
        { type: 'conversationUpdate', from: undefined, membersAdded: 'x' },
      ],
      ['of a reaction', { type: 'messageReaction', reactionsAdded: [{ type: 'like' }] }],
      ['of an unknown invoke', { type: 'invoke', name: 'composeExtension/query' }],
    ] as const) {
      it(what, async () => {
        const { status } = await teams.type('help', part);
        assert.ok(status === 200 || status === 501, `${status}`);
        assert.deepEqual(errors, []);
      });
    }
  });

  describe('the welcome', () => {
    const added = { type: 'conversationUpdate', membersAdded: [BOT] };
    const installed = { type: 'installationUpdate', action: 'add' };

    it('comes once for the two events of one installation', async () => {
      await teams.send(installed);
      await teams.send(added);
      await teams.send(added);
      assert.deepEqual(texts(), ['card: I bring people into a live conference.']);
    });

    it('comes once per thread, and again after the bot was removed', async () => {
      await teams.send(installed);
      await teams.send({ ...installed, conversation: GROUP });
      await teams.send({ ...installed, action: 'remove' });
      await teams.send(installed);
      assert.equal(texts().length, 3);
    });

    it('comes again after the bot was taken out of a group, and not because somebody else was', async () => {
      const left = { type: 'conversationUpdate', conversation: GROUP };
      await teams.send({ ...added, conversation: GROUP });
      await teams.send({ ...left, membersRemoved: [ANN] });
      await teams.send({ ...added, conversation: GROUP });
      assert.equal(texts().length, 1);
      await teams.send({ ...left, membersRemoved: [BOT] });
      await teams.send({ ...added, conversation: GROUP });
      assert.equal(texts().length, 2);
    });

    it('does not greet other people', async () => {
      await teams.send({ ...added, membersAdded: [ANN] });
      assert.deepEqual(texts(), []);
    });

    it('says in a group to mention the bot', async () => {
      await teams.send({ ...added, conversation: GROUP });
      assert.match(JSON.stringify(connector.sent[0]?.body), /@Usher invite Mary/);
    });
  });

  describe('a press', () => {
    const cardId = 'card-1' as CardId;

    function showCard(part: Parameters<typeof cardView>[0] = {}, threadId: string = PERSONAL.id) {
      const thread = { id: threadId as ThreadId, channel: 'msteams', title: '', reference: {} };
      desk.cards.set(cardId, { view: cardView(part), thread, activityId: 'message-1' });
    }

    it('is answered with the card as it stands now', async () => {
      showCard({ rows: [invitationRow({ status: 'withdrawn' })] });
      desk.receipt = { duplicate: false, says: [{ code: 'cancelling', facts: { names: ['Mary'] } }], cardId };
      const { status, body } = await teams.press('cancel', { id: 'invitation-1', version: 1 });
      assert.equal(status, 200);
      const { statusCode, type, value } = body as { statusCode: number; type: string; value: unknown };
      assert.deepEqual([statusCode, type], [200, 'application/vnd.microsoft.card.adaptive']);
      assert.match(JSON.stringify(value), /Withdrawing the invitation of Mary\..*Withdrawn/);
      assert.deepEqual(desk.calls, [['cancel', ['invitation-1']]]);
    });

    it('on Remove takes her out', async () => {
      showCard({ rows: [invitationRow({ status: 'left' })] });
      desk.receipt = { duplicate: false, says: [{ code: 'removing', facts: { names: ['Mary'] } }], cardId };
      const { body } = await teams.press('remove', { id: 'invitation-1', version: 1 });
      assert.match(JSON.stringify(body), /Taking Mary out\..*Left/);
      assert.deepEqual(desk.calls, [['remove', ['invitation-1']]]);
    });

    it('on a copy that nobody knows works, and tells that another message is the card', async () => {
      showCard({ rows: [invitationRow({ status: 'withdrawn' })] });
      desk.receipt = { duplicate: false, says: [], cardId };
      const press = (replyToId: string) =>
        teams.press('cancel', { id: 'invitation-1', version: 1 }, { replyToId });
      assert.match(JSON.stringify((await press('message-0')).body), /You pressed on a copy.*Withdrawn/);
      assert.doesNotMatch(JSON.stringify((await press('message-1')).body), /copy/);
      assert.equal(desk.calls.length, 2);
    });

    it('on something unknown gets a sentence', async () => {
      const { body } = await teams.press('again', { id: 'gone', version: 1 });
      assert.deepEqual(body, {
        statusCode: 200,
        type: 'application/vnd.microsoft.activity.message',
        value: 'This card is too old, I do not know it any more. To see who is invited, write: who',
      });
    });

    it('that came a second time is not taken for an unknown one', async () => {
      desk.receipt = { ...NOTHING, duplicate: true };
      const { body } = await teams.press('again', { id: 'invitation-1', version: 1 });
      assert.match(JSON.stringify(body), /arrived before/);
    });

    for (const [person, chosen] of [
      ['*', 'all'],
      ['-', []],
    ] as const) {
      it(`answers whether all shall be rung: ${person}`, async () => {
        await teams.press('choose', { id: 'question-1', version: 0, person });
        assert.deepEqual(desk.calls, [['choose', 'question-1', chosen]]);
      });
    }

    it('chooses a candidate', async () => {
      await teams.press('choose', { id: 'question-1', version: 0, person: 'sip:alex@example.com' });
      assert.deepEqual(desk.calls, [['choose', 'question-1', ['sip:alex@example.com']]]);
    });

    describe('is refused in private', () => {
      const threadId = PERSONAL.id as ThreadId;
      const dan = { from: { id: '29:dan', name: 'Dan' } };

      async function pressed(verb: string, part = {}) {
        const { body } = await teams.press(verb, { id: 'invitation-1', version: 1, person: 'x' }, part);
        const { type, value } = body as { type: string; value: unknown };
        return { isPrivate: type === 'application/vnd.microsoft.activity.message', value };
      }

      for (const verb of ['cancel', 'remove', 'again', 'choose']) {
        it(`${verb} of who is neither the inviter nor in the thread`, async () => {
          desk.places.set('invitation-1', { threadId, inviters: [ANN] });
          const { isPrivate, value } = await pressed(verb, dan);
          assert.ok(isPrivate);
          assert.match(String(value), /^Only who has invited, and the people of that thread/);
          assert.deepEqual(desk.calls, [['refuse', 'press.not-member']]);
          const entrance = { via: 'pressed', verb, about: 'invitation-1' };
          assert.deepEqual(desk.inbounds[0]?.entrance, entrance);
        });
      }

      it('where it is pressed in another thread', async () => {
        desk.places.set('invitation-1', { threadId: 'elsewhere' as ThreadId, inviters: [{ id: '29:bob' }] });
        assert.match(String((await pressed('cancel')).value), /^Only who/);
        assert.deepEqual(desk.calls, [['refuse', 'press.not-member']]);
      });

      it('but not to the inviter, wherever she presses, and not to a member', async () => {
        desk.places.set('invitation-1', { threadId: 'elsewhere' as ThreadId, inviters: [ANN] });
        await pressed('cancel');
        desk.places.set('invitation-1', { threadId, inviters: [{ id: '29:gone' }] });
        await pressed('cancel', { from: { id: '29:BOB', name: 'Bob' } });
        assert.equal(desk.calls.length, 2);
      });

      it('not where the members cannot be read: she has pressed in the thread', async () => {
        desk.places.set('invitation-1', { threadId, inviters: [{ id: '29:gone' }] });
        connector.refuse(500);
        await pressed('cancel', dan);
        assert.equal(desk.calls.length, 1);
      });
    });

    describe('on an invitation from outside', () => {
      const id = 'incoming-1' as IncomingId;
      const part = { from: { id: '29:bob', name: 'Bob' } };

      function showIncoming(view: Parameters<typeof incomingView>[0] = {}) {
        const thread = { id: PERSONAL.id as ThreadId, channel: 'msteams', title: '', reference: {} };
        desk.incoming.set(id, { view: incomingView(view), thread, activityId: 'message-1' });
        desk.receipt = { ...NOTHING, cardId: id };
      }

      it('Join brings in who pressed, and is answered with the card as it stands now', async () => {
        showIncoming({ status: 'joining', answeredBy: 'Bob', rings: 'Bob', actions: [] });
        const { body } = await teams.press('join', { id, version: 0 }, part);
        assert.match(JSON.stringify(body), /adaptive.*Joining.*Bob joins/);
        const bob = {
          key: 'sip:bob@example.com',
          name: 'Bob',
          address: 'sip:bob@example.com',
          guessed: false,
          ids: ['29:bob'],
        };
        assert.deepEqual(desk.calls, [['answer', id, 'join', bob]]);
      });

      it('Join of somebody without a phone says so, and joins all the same', async () => {
        showIncoming({ status: 'joining', answeredBy: 'Zoe', actions: [] });
        const zoe = { from: { id: '29:zoe', name: 'Zoe' } };
        const { body } = await teams.press('join', { id, version: 0 }, zoe);
        assert.match(JSON.stringify(body), /I know nobody called Zoe.*dial in by hand/);
        assert.deepEqual(desk.calls, [['answer', id, 'join', undefined]]);
      });

      it('Decline declines', async () => {
        showIncoming({ status: 'declining', answeredBy: 'Bob', actions: [] });
        const { body } = await teams.press('decline', { id, version: 0 }, part);
        assert.match(JSON.stringify(body), /Declining.*Bob declined/);
        assert.deepEqual(desk.calls, [['answer', id, 'decline', undefined]]);
      });

      it('says that it is over, on the card', async () => {
        showIncoming({ status: 'withdrawn', actions: [] });
        desk.receipt = { ...desk.receipt, says: [{ code: 'incoming-over', facts: {} }] };
        const { body } = await teams.press('join', { id, version: 0 }, part);
        assert.match(JSON.stringify(body), /has been answered, or has ended already.*Withdrawn/);
      });

      it('of long ago is not known any more', async () => {
        const { body } = await teams.press('decline', { id, version: 0 }, part);
        assert.match(JSON.stringify(body), /activity\.message.*too old/);
      });
    });

    it('of "Invite me" puts whoever pressed on the pressed card', async () => {
      showCard();
      desk.receipt = { ...NOTHING, cardId };
      const { body } = await teams.press('me', { id: cardId, version: 0 });
      const [[verb, asked] = []] = desk.calls;
      assert.equal(verb, 'invite');
      assert.equal((asked as { cardId: string }).cardId, cardId);
      assert.match(JSON.stringify(body), /card\.adaptive/);
    });

    for (const [what, part, thread] of [
      ['whose conference has ended', { conferenceState: 'ended' }, PERSONAL.id],
      ['of another thread', {}, 'elsewhere'],
    ] as const) {
      it(`of "Invite me" on a card ${what} makes a new one`, async () => {
        showCard(part, thread);
        desk.receipt = { ...NOTHING, cardId: 'card-2' as CardId };
        const { body } = await teams.press('me', { id: cardId, version: 0 });
        const [[, asked] = []] = desk.calls;
        assert.equal((asked as { cardId?: string }).cardId, undefined);
        assert.match(JSON.stringify(body), /Inviting Ann Ames\./);
      });
    }

    it('of "Invite me" on the welcome is answered in words, and leaves the welcome', async () => {
      desk.receipt = { ...NOTHING, cardId: 'card-2' as CardId };
      const { body } = await teams.press('me', { id: '', version: 0 });
      assert.match(JSON.stringify(body), /activity\.message","value":"Inviting Ann Ames\."/);
    });

    for (const [what, verb, data] of [
      ['an unknown verb', 'explode', { id: 'x', version: 1 }],
      ['a verb of every object', 'constructor', { id: 'x', version: 1 }],
      ['no data', 'cancel', undefined],
      ['data that is a text', 'cancel', 'x'],
      ['no id', 'cancel', { version: 1 }],
      ['an empty id', 'cancel', { id: '', version: 1 }],
      ['an id that is an object', 'cancel', { id: { $ne: 1 }, version: 1 }],
      ['an id of a megabyte', 'cancel', { id: 'x'.repeat(100_000), version: 1 }],
      ['no version', 'cancel', { id: 'x' }],
      ['a version that is a text', 'cancel', { id: 'x', version: '1' }],
      ['a choice of nobody', 'choose', { id: 'x', version: 0 }],
    ] as const) {
      it(`with ${what} is refused`, async () => {
        const { status, body } = await teams.press(verb, data);
        assert.equal(status, 200);
        assert.match(JSON.stringify(body), /"statusCode":400.*microsoft\.error.*help lists them/);
        assert.deepEqual(desk.calls, []);
      });
    }

    it('without any value is refused', async () => {
      const { body } = await teams.press('cancel', {}, { value: undefined });
      assert.match(JSON.stringify(body), /"statusCode":400/);
    });
  });

  describe('speaking later', () => {
    const cardId = 'card-1' as CardId;

    /** The reference goes the way it goes in life: through an inbound activity, the store's JSON, and back. */
    async function threadOf(conversation: { readonly id: string }) {
      await teams.type('<at>Usher</at> end', { conversation, ...mentioning([BOT]) });
      const thread = desk.inbounds.at(-1)?.thread;
      assert.ok(thread);
      connector.requests.length = 0;
      desk.calls.length = 0;
      return { ...thread, reference: JSON.parse(JSON.stringify(thread.reference)) };
    }

    for (const conversation of [PERSONAL, GROUP, CHANNEL]) {
      it(`posts and updates a card, and tells the ends, in ${conversation.id}`, async () => {
        // Among others she is mentioned, in a chat of her own she reads it anyway.
        const mention = conversation === PERSONAL ? '' : '<at>Ann</at>: ';
        const thread = await threadOf(conversation);
        desk.cards.set(cardId, { view: cardView(), thread, activityId: null });
        await chat.draw(cardId);
        await chat.draw(cardId);
        await chat.notify({ cardId, invitationIds: ['invitation-1' as InvitationId] });
        assert.deepEqual(
          connector.sent.map(({ method, conversationId, activityId, body }) => [
            method,
            conversationId,
            activityId,
            body.text ?? cardTitle(body),
          ]),
          [
            ['POST', conversation.id, undefined, 'card: Standup'],
            ['PUT', conversation.id, 'message-1', 'card: Standup'],
            ['POST', conversation.id, undefined, `${mention}Still ringing: Mary Miller.`],
          ],
        );
        assert.deepEqual(desk.calls, [['posted', cardId, 'message-1']]);
      });
    }

    it('passes the wish to wait on, without repeating by itself', async () => {
      const thread = await threadOf(PERSONAL);
      desk.cards.set(cardId, { view: cardView(), thread, activityId: null });
      connector.refuse(429, { 'retry-after': '7' });
      await assert.rejects(chat.draw(cardId), { name: 'MessengerError', code: 'busy', retryAfterMs: 7_000 });
      assert.equal(connector.sent.length, 1);
      const before = now;
      await chat.draw(cardId);
      assert.equal(now - before, 7_000);
    });

    it('does not post twice when the answer to a post is a fault', async () => {
      const thread = await threadOf(PERSONAL);
      desk.cards.set(cardId, { view: cardView(), thread, activityId: null });
      connector.refuse(502);
      await chat.draw(cardId);
      assert.equal(connector.sent.length, 1);
    });

    it('rejects when nobody answers at all', async () => {
      const thread = await threadOf(PERSONAL);
      const reference = { ...thread.reference, serviceUrl: 'http://127.0.0.1:1' };
      desk.cards.set(cardId, { view: cardView(), thread: { ...thread, reference }, activityId: null });
      await assert.rejects(chat.draw(cardId), { code: 'busy', status: undefined });
    });

    it('gives up on a reference that is none', async () => {
      const thread = { id: 'x' as ThreadId, channel: 'msteams', title: '', reference: 'nonsense' };
      desk.cards.set(cardId, { view: cardView(), thread, activityId: null });
      await chat.draw(cardId);
      assert.deepEqual(connector.sent, []);
    });
  });
});

function cardTitle({ attachments }: SentActivity): string {
  const text = JSON.stringify(attachments?.[0]?.content ?? '');
  return `card: ${/"text":"([^"]*)"/.exec(text)?.[1] ?? ''}`;
}
