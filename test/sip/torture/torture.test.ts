/**
 * The torture tests of RFC 4475, each over a connection of its own. Typed from the RFC; lengths are computed, so that each message
 * has the one fault it is about. The table that comes out says for each message what the RFC calls it and what becomes of it.
 */
import assert from 'node:assert/strict';
import { SipBench } from '../../support/sip-bench.ts';
import { INVALID } from './invalid.ts';
import { SEMANTICS } from './semantics.ts';
import type { TortureMessage } from './torture-message.ts';
import { VALID } from './valid.ts';

const MESSAGES = [...VALID, ...INVALID, ...SEMANTICS];

describe('RFC 4475', () => {
  let bench: SipBench;

  before(async () => {
    bench = await SipBench.start();
    await bench.agent({ listen: '127.0.0.1:0' });
    await bench.agent({ listen: '127.0.0.1:0', timers: { unfinishedMs: 200 } });
  });
  after(() => bench.stop());

  const agent = () => bench.agents[1] ?? bench.userAgent;
  /** For what is waited for. */
  const impatient = () => bench.agents[2] ?? bench.userAgent;

  it('has 49 messages, and all of them stand here', () => {
    assert.equal(new Set(MESSAGES.map(({ name }) => name)).size, 49);
    assert.equal(new Set(MESSAGES.map(({ section }) => section)).size, 49);
  });

  for (const message of MESSAGES) {
    const { section, name, title, expected } = message;
    const what =
      'code' in expected ? `${expected.kind}, ${expected.code}` : `${expected.kind}, ${expected.reason}`;
    it(`${section} ${name}, ${title}: ${what}`, () => play(message));
  }

  async function play({ text, expected }: TortureMessage): Promise<void> {
    const isWaitedFor = 'reason' in expected && expected.reason === 'message-unfinished';
    const to = isWaitedFor ? impatient() : agent();
    const socket = await bench.peer.connectTo(to.listening?.port ?? 0);
    const dropped = () => ('reason' in expected ? to.dropped.get(expected.reason) : undefined) ?? 0;
    const before = dropped();
    const answersBefore = bench.peer.log.length;
    socket.write(text);
    if (expected.kind === 'closed') {
      await new Promise((resolve) => socket.once('close', resolve));
    } else if ('code' in expected) {
      const answer = await bench.peer.response(expected.code, callIdOf(text));
      assert.equal(answer.socket, socket);
      for (const via of viasOf(text))
        assert.ok(answer.raw.includes(via), `${via} is missing in\n${answer.raw}`);
      if (expected.header) assert.match(answer.raw, expected.header);
    } else {
      await understands(socket);
      const [only, ...others] = bench.peer.log.slice(answersBefore);
      assert.equal(only?.callId, 'still-there');
      assert.deepEqual(others, []);
    }
    if ('reason' in expected) assert.equal(dropped(), before + 1);
    socket.destroy();
  }

  /** A request on the same connection, after whatever came before. */
  async function understands(socket: Awaited<ReturnType<typeof bench.peer.connectTo>>): Promise<void> {
    bench.peer.send(socket, [
      'OPTIONS sip:usher@127.0.0.1 SIP/2.0',
      'Via: SIP/2.0/TCP 127.0.0.1;branch=z9hG4bKstill-there',
      'From: <sip:eve@example.org>;tag=eve',
      'To: <sip:usher@127.0.0.1>',
      'Call-ID: still-there',
      'CSeq: 1 OPTIONS',
    ]);
    await bench.peer.response(200, 'still-there');
  }

  it('takes the octets behind 3.1.1.8 dblreq for the next message', async () => {
    const socket = await bench.peer.connectTo(agent().listening?.port ?? 0);
    const text = VALID.find(({ name }) => name === 'dblreq')?.text ?? '';
    socket.write(text);
    await bench.peer.response(480, 'dblreq.0ha0isnda977644900765@192.0.2.15');
  });

  for (const name of ['unreason', 'noreason']) {
    it(`understands the status line of ${name} where a response is awaited`, async () => {
      const statusLine =
        VALID.find((message) => message.name === name)
          ?.text.toString()
          .split('\r\n')[0] ?? '';
      const told = Promise.withResolvers<number>();
      agent().core.invite(
        agent().core.makeOutgoingRequestMessage('INVITE', agent().uri, agent().uri, agent().uri, {}),
        {
          onTrying: () => told.resolve(100),
          onAccept: ({ ack, session }) => {
            ack();
            session.bye();
            told.resolve(200);
          },
        },
      );
      const invite = await bench.peer.request('INVITE');
      bench.peer.send(invite.socket, [
        statusLine,
        `Via: ${invite.header('Via')}`,
        `From: ${invite.header('From')}`,
        `To: ${invite.header('To')};tag=peer`,
        `Call-ID: ${invite.callId}`,
        `CSeq: ${invite.header('CSeq')}`,
        'Contact: <sip:peer@127.0.0.1>',
      ]);
      assert.equal(await told.promise, Number(statusLine.split(' ')[1]));
    });
  }
});

function callIdOf(text: Buffer): string | undefined {
  return /^(?:call-id|i)[ \t]*:[ \t]*(.*?)\r$/im.exec(text.toString())?.[1];
}

/** Those that are written on one line: a response repeats them as they are, apart from the first, which is stamped. */
function viasOf(text: Buffer): string[] {
  const [head = ''] = text.toString().split('\r\n\r\n');
  const vias = head.match(/^Via: [^,\r]*(?=\r)/gm) ?? [];
  return vias.slice(1);
}
