/** Somebody outside invites the bot to a conference: through the whole product, from the wire to the card, and back. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connector } from '../support/connector.ts';
import { execute, freshDatabase } from '../support/postgres.ts';
import { ScriptedSipPeer, type SipText } from '../support/scripted-sip-peer.ts';
import { readCard, rowLines, type ShownCard } from '../support/shown-card.ts';
import { PHONE_SDP } from '../support/sip-bench.ts';
import { ANN, GROUP, TeamsClient } from '../support/teams-client.ts';
import { killUshers, startUsherProcess, type UsherProcess } from '../support/usher-process.ts';

const UNTIL_MS = 15_000;
const TOAST = Buffer.from('Come and listen').toString('base64');
const CONF_INVITE = [
  'Content-Type: application/ms-conf-invite+xml',
  `ms-text-format: text/plain; charset=UTF-8;ms-body=${TOAST}`,
];

describe('being invited', function () {
  this.timeout(120_000);
  let server: ScriptedSipPeer;
  let connector: Connector;
  let env: Record<string, string>;
  let usher: UsherProcess;
  let teams: TeamsClient;
  let requests = 0;
  let activities = 0;

  before(async () => {
    server = await ScriptedSipPeer.listen();
    connector = await new Connector().start();
    connector.members = [{ ...ANN, email: 'ann@example.com' }];
    env = {
      DATABASE_URL: await freshDatabase(),
      SIP_SERVER: server.uri,
      SIP_URI: 'sip:usher@example.com',
      CONFERENCE_URI: 'sip:{id}@conf.example.com',
      LOG_LEVEL: 'warn',
    };
    await start();
    await type('listen to sip:lee@example.com');
  });
  after(async () => {
    await killUshers();
    await connector?.stop();
    await server?.close();
  });

  async function start(): Promise<void> {
    usher = await startUsherProcess(env);
    teams = new TeamsClient(usher.endpoint, connector.url);
  }

  const part = () => {
    activities += 1;
    return { conversation: GROUP, id: `activity-${activities}` };
  };
  const type = (text: string) => teams.type(text, part());

  /** Lee's server passes on what she sends. */
  function send(method: string, headers: readonly string[], body = ''): string {
    if (method !== 'CANCEL') requests += 1;
    const socket = server.sockets.at(-1);
    assert.ok(socket);
    const callId = `lee-${requests}`;
    server.send(
      socket,
      [
        `${method} sip:usher@127.0.0.1 SIP/2.0`,
        `Via: SIP/2.0/TCP 127.0.0.1:${server.port};branch=z9hG4bKlee${requests}`,
        'From: "Lee Smith" <sip:Lee@Example.com>;tag=lee',
        'To: <sip:usher@example.com>',
        `Call-ID: ${callId}`,
        `CSeq: 1 ${method}`,
        `Contact: <sip:lee@127.0.0.1:${server.port};transport=tcp>`,
        ...headers,
      ],
      body,
    );
    return callId;
  }

  const focusOf = (room: string) => `sip:${room}@conf.example.com`;
  const invite = (room: string, headers: readonly string[] = CONF_INVITE, focus = focusOf(room)) =>
    send(
      'INVITE',
      headers,
      `<Conferencing><focus-uri>${focus}</focus-uri><subject>${room}</subject></Conferencing>`,
    );

  function cardOf(title: string): { id: string; card: ShownCard } | undefined {
    const cards = [...connector.messages].flatMap(([id, { attachments = [] }]) =>
      attachments.map(({ content }) => ({ id, card: readCard(content) })),
    );
    return cards.find(
      ({ card }) => card.lines[0] === title && card.lines.some((line) => /invites you/.test(line)),
    );
  }

  /** Waits until the card of this invitation says this word of Lee. */
  async function says(title: string, word: string): Promise<ShownCard> {
    const giveUpAt = performance.now() + UNTIL_MS;
    for (;;) {
      const card = cardOf(title)?.card;
      if (card && rowLines(card).includes(`Lee Smith: ${word}`)) return card;
      assert(performance.now() < giveUpAt, `${title} never said ${word}: ${JSON.stringify(card)}`);
      await sleep(20);
    }
  }

  /** Who is killed before has posted a message that nobody knows as his. */
  async function drawn(): Promise<void> {
    const open = `select 1 from pgboss.job where name = 'draw' and state in ('created', 'active')`;
    while ((await execute(env.DATABASE_URL ?? '', open)).length > 0) await sleep(20);
  }

  async function press(title: string, verb: string): Promise<ShownCard> {
    const button = cardOf(title)?.card.buttons.find((one) => one.verb === verb);
    assert.ok(button, `no ${verb} on ${title}`);
    const { body } = await teams.press(verb, button.data, part());
    return readCard((body as { value: unknown }).value);
  }

  function inDialog(method: string, answer: SipText, cseq: number): void {
    const contact = /<([^>]*)>/.exec(answer.header('Contact'))?.[1];
    server.send(answer.socket, [
      `${method} ${contact} SIP/2.0`,
      `Via: SIP/2.0/TCP 127.0.0.1:${server.port};branch=z9hG4bK${method}${answer.callId}`,
      'From: "Lee Smith" <sip:Lee@Example.com>;tag=lee',
      `To: ${answer.header('To')}`,
      `Call-ID: ${answer.callId}`,
      `CSeq: ${cseq} ${method}`,
    ]);
  }

  it('shows who invites, and Join brings who presses into that conference', async () => {
    const callId = invite('standup');
    await server.response(180, callId);
    const card = await says('standup', 'Invites you');
    assert.deepEqual(card.lines, [
      'standup',
      'Lee Smith (Lee@example.com) invites you to a conference.',
      '“Come and listen”',
      'Conference sip:standup@conf.example.com',
    ]);
    assert.deepEqual(
      card.buttons.map(({ title }) => title),
      ['Join', 'Decline'],
    );

    const pressed = await press('standup', 'join');
    assert.deepEqual([rowLines(pressed), pressed.buttons], [['Lee Smith: Joining'], []]);
    const ok = await server.response(200, callId, 'INVITE');
    inDialog('ACK', ok, 1);
    inDialog('BYE', ok, 2);
    await server.response(200, callId, 'BYE');
    await says('standup', 'Accepted');

    const phone = await server.request('INVITE', 'ann');
    server.reply(phone, 180);
    server.reply(phone, 200, { body: PHONE_SDP });
    const leg = await server.request('INVITE', 'standup');
    assert.equal(leg.uri, focusOf('standup'));
    server.reply(leg, 486);
    server.reply(await server.request('BYE', 'ann'), 200);
  });

  it('Decline: 603, and the card says by whom', async () => {
    const callId = invite('retro');
    await says('retro', 'Invites you');
    await press('retro', 'decline');
    await server.response(603, callId);
    const { rows, buttons } = await says('retro', 'Declined');
    assert.deepEqual([rows[0]?.details, buttons], [['Ann Ames declined.'], []]);
  });

  it('taken back: 487, and the card has no buttons any more', async () => {
    const callId = invite('planning');
    await says('planning', 'Invites you');
    send('CANCEL', []);
    await server.response(487, callId, 'INVITE');
    const { buttons } = await says('planning', 'Withdrawn');
    assert.deepEqual(buttons, []);
  });

  it('by REFER: 202, and NOTIFYs about what people say', async () => {
    const callId = send('REFER', [`Refer-To: <${focusOf('ward3')}?Subject=Ward%203>`]);
    await server.response(202, callId);
    const trying = await server.request('NOTIFY', 'lee');
    server.reply(trying, 200);
    assert.equal(trying.body, 'SIP/2.0 100 Trying\r\n');
    await says('Ward 3', 'Invites you');
    await press('Ward 3', 'decline');
    const end = await server.request('NOTIFY', 'lee');
    server.reply(end, 200);
    assert.equal(end.body, 'SIP/2.0 603 Declined\r\n');
    await says('Ward 3', 'Declined');
  });

  it('refuses who is not listened to, a conference that may not be called, and what nobody asked for', async () => {
    const asserted = [...CONF_INVITE, 'P-Asserted-Identity: <sip:mallory@example.com>'];
    await server.response(480, invite('x', asserted));
    await server.response(403, invite('x', CONF_INVITE, 'sip:x@evil.example.org'));
    await server.response(480, send('INVITE', []));
    await server.response(405, send('MESSAGE', []));
    assert.equal(cardOf('x'), undefined);
  });

  it('is asked once: a second invitation to the same conference gets 486', async () => {
    const first = invite('twice');
    await says('twice', 'Invites you');
    await server.response(486, invite('twice'));
    await press('twice', 'decline');
    await server.response(603, first);
  });

  it('whose process stops: 480, and the card says so', async () => {
    const callId = invite('stopping');
    await says('stopping', 'Invites you');
    await usher.stop();
    await server.response(480, callId);
    await says('stopping', 'Interrupted');
    await start();
  });

  it('whose process dies: the next one says so, and nothing is left half done', async () => {
    invite('dying');
    await says('dying', 'Invites you');
    await drawn();
    await usher.kill();
    await start();
    const { rows, buttons } = await says('dying', 'Interrupted');
    assert.match(rows[0]?.details[0] ?? '', /write: use sip:dying@conf\.example\.com/);
    assert.deepEqual(buttons, []);
  });

  it('stops with "stop listening"', async () => {
    await type('stop listening');
    await server.response(480, invite('late'));
  });
});
