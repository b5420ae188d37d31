/**
 * What people and chat services send by mistake or on purpose, through the real HTTP endpoint down to the real phones of
 * the sandbox: a clear sentence each, nothing lost, nobody rung twice.
 */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { readConfig } from '../../src/config.ts';
import { startUsher, type Usher } from '../../src/main.ts';
import { type PersonId, SANDBOX_PEOPLE, type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { Connector } from '../support/connector.ts';
import { freshDatabase } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';
import { scratch } from '../support/scratch.ts';
import { readCard, rowLines, type ShownCard } from '../support/shown-card.ts';
import { ANN, type Json, TeamsClient } from '../support/teams-client.ts';

const UNTIL_MS = 15_000;

const MARKUP = '<b>Bold</b> **Dot** [here](http://evil.example) {{DATE(2026-01-01T00:00:00Z)}}';
const TWO_LINES = 'Tilda\r\nX-Evil: 1';

const PEOPLE_FILE = `name,sip,tel
Greta Good,sip:greta@usher.example,
,sip:nobody@usher.example,
"Olga Open,sip:olga@usher.example,
Sam Spaces,sip:s a m@usher.example,
Theo Toomany,sip:theo@usher.example,,,
Nora Nothing,,
Hanna Good,sip:hanna@usher.example,
`;

describe('bad input', function () {
  this.timeout(60_000);
  const logged: { line?: number; code?: string; msg: string }[] = [];
  const rings = new Map<PersonId, number>();
  let folder: Awaited<ReturnType<typeof scratch>>;
  let sandbox: Sandbox;
  let connector: Connector;
  let usher: Usher;
  let teams: TeamsClient;
  let chats = 0;

  before(async () => {
    folder = await scratch();
    const peopleFile = join(folder.path, 'people.csv');
    await writeFile(peopleFile, PEOPLE_FILE);
    sandbox = await startSandbox({ delays: { answerMs: 20, declineMs: 20 }, log: quietLog });
    countRings();
    connector = await new Connector().start();
    connector.pageSize = 100;
    connector.members = [
      ...SANDBOX_PEOPLE.map(({ id, name, email }) => ({ id: `29:${id}`, name, email })),
      { id: '29:markup', name: MARKUP, email: 'markup@usher.example' },
      { id: '29:two-lines', name: TWO_LINES, email: 'two-lines@usher.example' },
      { id: '29:endless', name: `Xaver ${'x'.repeat(10_000)}`, email: 'endless@usher.example' },
    ];
    const env = {
      PORT: '0',
      DATABASE_URL: await freshDatabase(),
      SIP_SERVER: sandbox.server,
      SIP_URI: sandbox.uri,
      CONFERENCE_URI: sandbox.conferenceUri,
      RING_SECONDS: '60',
      PEOPLE_FILE: peopleFile,
    };
    const log = pino({ level: 'warn' }, { write: (line: string) => logged.push(JSON.parse(line)) });
    usher = await startUsher(readConfig(env), log);
    teams = new TeamsClient(`${usher.url}/api/messages`, connector.url);
  });
  after(async () => {
    await usher?.stop();
    await sandbox?.stop();
    await connector?.stop();
    await folder?.remove();
  });
  beforeEach(() => rings.clear());

  function countRings(): void {
    let before = sandbox.snapshot();
    sandbox.watch((now) => {
      for (const { id } of SANDBOX_PEOPLE) {
        if (before.phones[id].state === 'ringing' || now.phones[id].state !== 'ringing') continue;
        rings.set(id, (rings.get(id) ?? 0) + 1);
      }
      before = now;
    });
  }

  /** A chat that nobody has spoken in, and so a conference of its own. */
  function newChat(part: Json = {}): Json {
    chats += 1;
    return { conversation: { id: `chat-${chats}`, conversationType: 'personal', ...part } };
  }

  const sentTo = (chat: Json) =>
    connector.sent.filter(({ conversationId }) => conversationId === (chat.conversation as Json).id);

  /** Sentences of the bot in this chat; those that answer a line are there when its request is answered. */
  const sentences = (chat: Json) => sentTo(chat).flatMap(({ body }) => body.text ?? []);

  const cardsPosted = (chat: Json) =>
    sentTo(chat).filter(({ method, body }) => method === 'POST' && body.attachments).length;

  const cardIn = (chat: Json): ShownCard | undefined => {
    const content = sentTo(chat).findLast(({ body }) => body.attachments)?.body.attachments?.[0]?.content;
    return content === undefined ? undefined : readCard(content);
  };

  async function until<T>(what: string, find: () => T | undefined | false): Promise<T> {
    const giveUpAt = performance.now() + UNTIL_MS;
    for (;;) {
      const found = find();
      if (found !== undefined && found !== false) return found;
      if (performance.now() > giveUpAt) throw new Error(`Not seen: ${what}`);
      await sleep(20);
    }
  }

  const untilRow = (chat: Json, row: string) =>
    until(row, () => {
      const card = cardIn(chat);
      return rowLines(card).includes(row) ? card : undefined;
    });

  const buttonOf = (card: ShownCard, title: string) => {
    const button = card.buttons.find((one) => one.title === title);
    assert.ok(button, `no button ${title}`);
    return button;
  };

  /** The answer to a press: the lines of the card that replaces the pressed one, or a sentence. */
  async function press(card: ShownCard, title: string, part: Json): Promise<readonly string[]> {
    const { verb, data } = buttonOf(card, title);
    return answerTo(await teams.press(verb, data, part));
  }

  function answerTo({ status, body }: { status: number; body: unknown }): readonly string[] {
    assert.equal(status, 200);
    const { value } = body as { value: unknown };
    return typeof value === 'string' ? [value] : readCard(value).lines;
  }

  describe('a line that cannot be done gets one sentence, and nobody is rung:', () => {
    const long = 'x'.repeat(10_000);
    const refused: readonly (readonly [what: string, line: string, sentence: string | RegExp])[] = [
      [
        'an address that is none',
        'invite sip:',
        'sip: is no address. Write it as sip:mary@example.com or tel:+4930123456.',
      ],
      [
        'an address with a header in it',
        'invite sip:sue@usher.example?Replaces=1',
        'sip:sue@usher.example?Replaces=1 is no address. Write it as sip:mary@example.com or tel:+4930123456.',
      ],
      [
        'an address with a percent-encoded line break',
        'invite sip:sue%0d%0aX-Evil:1@usher.example',
        /^sip:sue%0d%0aX-Evil:1@usher\.example is no address\. Write it as /,
      ],
      [
        'an address elsewhere',
        'invite sip:sue@evil.example',
        /^sue is not called: addresses at evil\.example /,
      ],
      ['a number', 'invite tel:+4930123456', /is not called: telephone numbers are not allowed\. Ask /],
      [
        'a name of 10,000 characters',
        `invite ${long}`,
        `The name ${'x'.repeat(40)} has 10,000 characters, at most 200 are read. Shorten it.`,
      ],
      [
        'an empty toast',
        'invite sue saying ""',
        'There are no words after “saying”. Write: invite NAME saying "Join us"',
      ],
      [
        'a toast of 200,000 characters',
        `invite sue saying "${'x'.repeat(200_000)}"`,
        'The message has 200,000 characters, at most 1,024 can be shown. Shorten it.',
      ],
      [
        'an unknown command near a known one',
        'onvite sue',
        'I did not understand that. Did you mean “invite”? To see what I can do, write: help',
      ],
      [
        'an unknown command near none',
        'frobnicate sue',
        'I did not understand that. To see what I can do, write: help',
      ],
      ['nobody', 'invite zebediah', /^I know nobody called zebediah\./],
      [
        'somebody who was not invited',
        'cancel zebediah',
        'Nobody is being invited at the moment, so there is nothing to cancel.',
      ],
      ['a conference that is no address', 'use the big room', /is no address\. Write it as sip:/],
      ['HTML', '<script>alert(1)</script>', /^I did not understand that\./],
    ];
    for (const [what, line, sentence] of refused) {
      it(what, async () => {
        const chat = newChat();
        const { status } = await teams.type(line, chat);
        assert.equal(status, 200);
        const [said, ...more] = sentences(chat).map((text) => text.replaceAll('\u2060', ''));
        assert.deepEqual(more, []);
        if (typeof sentence === 'string') assert.equal(said, sentence);
        else assert.match(said ?? '', sentence);
        assert.deepEqual([...rings], []);
        assert.equal(cardIn(chat), undefined);
      });
    }
  });

  it('a body of 1 MB is refused before it is read, and the next line is worked on', async () => {
    const chat = newChat();
    const { status, body } = await teams.type(`invite sue saying "${'x'.repeat(1_000_000)}"`, chat);
    assert.equal(status, 413);
    assert.deepEqual(body, {
      error: { code: 'body-too-large', message: 'The body is longer than 262144 bytes.' },
    });
    await teams.type('who', chat);
    assert.equal(sentences(chat).length, 1);
    assert.deepEqual([...rings], []);
  });

  it('what is no activity is refused with what is wrong', async () => {
    assert.deepEqual(await teams.post({ type: 'message', channelId: 'msteams' }), {
      status: 400,
      body: {
        error: { code: 'not-an-activity', message: 'This is no activity: serviceUrl is no http address.' },
      },
    });
  });

  describe('names and words from anybody', () => {
    it('HTML and Markdown in a name are shown as they are, and do nothing', async () => {
      const chat = newChat();
      await teams.type('invite bold', chat);
      await until('the notice', () => sentences(chat)[0]);
      await until('her end', () => cardIn(chat)?.rows.some(({ word }) => word === 'Not found'));
      const [row] = cardIn(chat)?.rows ?? [];
      assert.equal(row?.word, 'Not found');
      // A name of 60 characters and more is cut, and what could act is broken up by what nobody sees.
      assert.equal(row?.head.replaceAll('\u2060', ''), `${MARKUP.slice(0, 59)}…`);
      for (const text of [row?.head ?? '', ...sentences(chat)]) assert.doesNotMatch(text, /<\/?b>|\{\{/);
      const { text, textFormat } = sentTo(chat).find(({ body }) => body.text)?.body ?? {};
      assert.equal(textFormat, 'plain');
      assert.doesNotMatch(text ?? '', /\*\*Dot|\]\(/);
    });

    it('a name of 10,000 characters in the roster is cut, and the call is made', async () => {
      const chat = newChat();
      await teams.type('invite xaver', chat);
      await untilRow(chat, `Xaver ${'x'.repeat(53)}…: Not found`);
    });

    it('line breaks in names, titles and toasts end up on one line of a header', async () => {
      const chat = newChat({ name: 'Ops\r\nX-Evil: 2', conversationType: 'groupChat' });
      // Of one inviter with all others here: nobody is rung by several people within a minute.
      const from = { id: ANN.id, name: 'Eve" <sip:x@evil.example>\r\nX-Evil: 3' };
      await teams.type('invite sue saying "Join\r\nX-Evil: 4\r\n\r\nus"', { ...chat, from });
      await untilRow(chat, 'Sue Park: Ringing');
      const { toast, calls } = sandbox.snapshot().phones.sue;
      assert.equal(toast?.subject, 'Join X-Evil: 4 us');
      assert.match(toast?.from ?? '', /^Eve/);
      assert.doesNotMatch(toast?.from ?? '', /[\r\n]/);
      assert.equal(calls[0]?.remote.uri, sandbox.uri);
      await teams.type('cancel', { ...chat, from });
      await untilRow(chat, 'Sue Park: Withdrawn');
    });

    it('line breaks in a name of the roster neither hide her nor break her row', async () => {
      const chat = newChat();
      await teams.type('invite tilda', chat);
      await untilRow(chat, 'Tilda X-Evil: 1: Not found');
    });
  });

  it('a people file with broken lines: the log says which and why, the others can be invited', async () => {
    const problems = logged.filter(({ msg }) => msg === 'a line of PEOPLE_FILE is left out');
    assert.deepEqual(
      problems.map(({ line, code }) => [line, code]),
      [
        [3, 'people-file.no-name'],
        [4, 'people-file.quotes'],
        [5, 'people-file.bad-sip'],
        [6, 'people-file.too-many-fields'],
        [7, 'people-file.no-contact'],
      ],
    );
    const chat = newChat();
    await teams.type('invite greta and hanna', chat);
    await untilRow(chat, 'Greta Good: Not found');
    await untilRow(chat, 'Hanna Good: Not found');
  });

  describe('a line that arrives twice rings once:', () => {
    it('with the same id, one after the other and at the same time', async () => {
      const chat = newChat();
      const line = { ...chat, id: 'the-same' };
      await Promise.all([teams.type('invite sue', line), teams.type('invite sue', line)]);
      await teams.type('invite sue', line);
      await untilRow(chat, 'Sue Park: Ringing');
      assert.deepEqual([...rings], [['sue', 1]]);
      assert.deepEqual([cardsPosted(chat), sentences(chat)], [1, []]);
      await teams.type('cancel', chat);
      await untilRow(chat, 'Sue Park: Withdrawn');
    });

    it('with another id, while it rings', async () => {
      const chat = newChat();
      await teams.type('invite sue', chat);
      await untilRow(chat, 'Sue Park: Ringing');
      await teams.type('invite sue', chat);
      assert.deepEqual(sentences(chat), ['Sue Park is being invited already.']);
      assert.deepEqual([...rings], [['sue', 1]]);
      await teams.type('cancel', chat);
      await untilRow(chat, 'Sue Park: Withdrawn');
    });

    it('with another id, after she has declined', async () => {
      const chat = newChat();
      await teams.type('invite bob stone', chat);
      await untilRow(chat, 'Bob Stone: Declined');
      await until('the notice', () => sentences(chat).includes('Bob Stone declined.'));
      await teams.type('invite bob stone', chat);
      assert.deepEqual(sentences(chat), [
        'Bob Stone declined.',
        'Bob Stone was called a moment ago: declined. To call once more, write: again Bob Stone',
      ]);
      assert.deepEqual([...rings], [['bob', 1]]);
    });
  });

  describe('a press', () => {
    it('on Cancel after the end says so', async () => {
      const chat = newChat();
      await teams.type('invite sue', chat);
      const old = await untilRow(chat, 'Sue Park: Ringing');
      await teams.type('cancel', chat);
      await untilRow(chat, 'Sue Park: Withdrawn');
      const lines = await press(old, 'Cancel', chat);
      assert.ok(lines.includes('The invitation of Sue Park has ended already: withdrawn.'));
    });

    it('on Call again by two at once, and delivered again, rings once more and not twice', async () => {
      const chat = newChat();
      await teams.type('invite sue', chat);
      await teams.type('cancel', chat);
      const old = await untilRow(chat, 'Sue Park: Withdrawn');
      rings.clear();
      const first = { ...chat, id: 'pressed' };
      const answers = await Promise.all([
        press(old, 'Call again', first),
        press(old, 'Call again', { ...chat, from: { id: '29:bob', name: 'Bob Stone' } }),
      ]);
      // Bob's may come first: Sue was called by somebody else a moment ago then.
      const refused = /^Sue Park is (?:being invited already\.|not called: somebody else is calling)/;
      assert.equal(answers.flat().filter((line) => refused.test(line)).length, 1);
      await untilRow(chat, 'Sue Park: Ringing');
      const repeated = await press(old, 'Call again', first);
      assert.deepEqual(repeated, ['That press arrived before; the card shows what became of it.']);
      assert.deepEqual([...rings], [['sue', 1]]);
      await teams.type('cancel', chat);
      await untilRow(chat, 'Sue Park: Withdrawn');
    });

    it('on a card whose conference is over says so and rings nobody', async () => {
      const chat = newChat();
      await teams.type('invite bob stone', chat);
      const old = await untilRow(chat, 'Bob Stone: Declined');
      await teams.type('end', chat);
      rings.clear();
      const lines = await press(old, 'Call again', chat);
      assert.ok(lines.includes('This conference has ended.'));
      assert.ok(
        lines.includes('There is no conference here at the moment. To start one, write: invite NAME'),
      );
      assert.deepEqual([...rings], []);
    });

    for (const verb of ['cancel', 'again', 'choose']) {
      it(`on ${verb} of a card that nobody knows says so, also while somebody rings`, async () => {
        const chat = newChat();
        await teams.type('invite sue', chat);
        await untilRow(chat, 'Sue Park: Ringing');
        const data = { id: crypto.randomUUID(), version: 1, person: 'sip:bob@usher.example' };
        assert.deepEqual(answerTo(await teams.press(verb, data, chat)), [
          'This card is too old, I do not know it any more. To see who is invited, write: who',
        ]);
        assert.deepEqual([...rings], [['sue', 1]]);
        await teams.type('cancel', chat);
        await untilRow(chat, 'Sue Park: Withdrawn');
      });
    }

    it('with what no button of ours carries is refused', async () => {
      for (const [verb, data] of [
        ['nuke', { id: 'x', version: 1 }],
        ['again', { id: 'x'.repeat(10_000), version: 1 }],
        ['again', null],
      ] as const) {
        const { status, body } = await teams.press(verb, data, newChat());
        assert.equal(status, 200);
        assert.deepEqual(body, {
          statusCode: 400,
          type: 'application/vnd.microsoft.error',
          value: {
            code: 'BadRequest',
            message: 'That button brought nothing I understand. Write the command instead; help lists them.',
          },
        });
      }
      assert.deepEqual([...rings], []);
    });
  });

  it('somebody with a name of 10,000 characters is an inviter like any other', async () => {
    const chat = newChat();
    await teams.type('invite bob stone', { ...chat, from: { ...ANN, name: 'A'.repeat(10_000) } });
    const card = await untilRow(chat, 'Bob Stone: Declined');
    assert.ok(card.lines.includes(`Invited by ${'A'.repeat(59)}…`));
  });
});
