/** Somebody at another connection says that she is part of a call: she knows its Call-ID, as whoever reads a log does, but not its tags. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { pino } from 'pino';
import { Bridge } from '../../../src/sip/methods/bridge.ts';
import type { SipUserAgent } from '../../../src/sip/user-agent/user-agent.ts';
import type { SipUserAgentOptions } from '../../../src/sip/user-agent/user-agent-options.ts';
import { SipText } from '../../support/scripted-sip-peer.ts';
import { CONFERENCE_SDP, deliveryTo, PHONE_SDP, SipBench } from '../../support/sip-bench.ts';

const CHALLENGE = 'WWW-Authenticate: Digest realm="example.com", nonce="chosen", algorithm=MD5, qop="auth"';

describe('whoever forges', () => {
  let bench: SipBench;
  let agent: SipUserAgent;
  let logged: { reason?: string; from?: unknown }[];

  beforeEach(async () => {
    bench = await SipBench.start();
    await start();
  });
  afterEach(() => bench.stop());

  async function start(options: Partial<SipUserAgentOptions> = {}): Promise<void> {
    logged = [];
    const log = pino({ level: 'info' }, { write: (line) => void logged.push(JSON.parse(line)) });
    agent = await bench.agent({ listen: '127.0.0.1:0', log, ...options });
  }

  const options = () => bench.options({}, { userAgent: agent });
  const dropped = (reason: string) => agent.dropped.get(reason) ?? 0;
  const fromOutside = () => bench.peer.connectTo(agent.listening?.port ?? 0);

  /** A request inside a call, with tags of her own choice. */
  function forge(socket: Socket, call: SipText, method: string, tags: { from?: string; to?: string } = {}) {
    const { from = 'guessed', to = 'guessed' } = tags;
    bench.peer.send(socket, [
      `${method} sip:usher@127.0.0.1 SIP/2.0`,
      `Via: SIP/2.0/TCP 127.0.0.1:${bench.peer.port};branch=z9hG4bKforged${method}`,
      `From: <sip:mary@example.com>;tag=${from}`,
      `To: <sip:usher@example.com>;tag=${to}`,
      `Call-ID: ${call.callId}`,
      `CSeq: 900 ${method}`,
      'Contact: <sip:mary@192.0.2.66>',
      'Max-Forwards: 70',
      'Event: refer',
      'Subscription-State: terminated',
      'Refer-To: <sip:victim@example.com>',
      'RAck: 1 1 INVITE',
    ]);
  }

  for (const method of 'INVITE BYE CANCEL UPDATE INFO REFER NOTIFY SUBSCRIBE MESSAGE PRACK'.split(' ')) {
    // sip.js refuses what we do not take before it looks for a call.
    const code = method === 'UPDATE' ? 405 : 481;
    it(`${method} inside a call of others is refused with ${code}, and the call goes on`, async () => {
      const { person } = await bench.joined(options());
      const stranger = await fromOutside();
      const hers = { from: 'peer-mary', to: person.tagOf('From') };
      // Nothing is right, then one tag, then the other.
      for (const tags of [{}, { from: hers.from }, { to: hers.to }]) {
        forge(stranger, person, method, tags);
        const answer = await bench.peer.response(code, person.callId, method);
        assert.equal(answer.socket, stranger);
      }
      assert.equal(dropped('no-dialog'), 3);
      assert.equal(await bench.relays(person), true);
    });
  }

  it('ACK is not answered, and not heard', async () => {
    const { person } = await bench.joined(options());
    forge(await fromOutside(), person, 'ACK');
    assert.equal(await bench.relays(person), true);
  });

  it('what was overheard of a call and is sent again is refused, in the call and in the next one, and both go on', async () => {
    const first = await bench.joined(options());
    const stranger = await fromOutside();
    assert.equal(await bench.relays(first.person), true);
    // As it was, to the last sign but the branch: the same would be taken for a retransmission and be answered alike.
    bench.peer.sendInDialog(first.person, 'INVITE', { body: PHONE_SDP, cseq: 5_000, socket: stranger });
    await bench.peer.response(500, first.person.callId, 'INVITE');
    bench.peer.sendInDialog(first.person, 'BYE', { cseq: 5_001 });
    await bench.peer.response(200, first.person.callId, 'BYE');
    bench.peer.reply(await bench.peer.request('BYE', 'standup'), 200);
    const second = await bench.joined(options());
    bench.peer.sendInDialog(first.person, 'BYE', { cseq: 5_001, socket: stranger });
    const answer = await bench.peer.response(481, first.person.callId, 'BYE');
    assert.equal(answer.socket, stranger);
    assert.equal(await bench.relays(second.person), true);
  });

  it('an answer of a phone that still rings is not believed', async () => {
    const delivered = new Bridge(options()).deliver(deliveryTo());
    const person = await bench.peer.request('INVITE', 'mary');
    bench.peer.reply(person, 180);
    const stranger = await fromOutside();
    for (const code of [200, 302, 401, 486, 603]) {
      const forged = overheard(person, `z9hG4bKguessed${code}`, stranger);
      bench.peer.reply(forged, code, { body: CONFERENCE_SDP, headers: [CHALLENGE] });
    }
    while (dropped('response-unexpected') < 5) await new Promise(setImmediate);
    assert.equal(bench.peer.has('ACK') || bench.peer.has('CANCEL'), false);
    delivered.catch(() => {});
  });

  it('a challenge at another connection gets no credentials', async () => {
    await start({ username: 'usher', password: 'secret' });
    const stranger = await fromOutside();
    agent.request('MESSAGE', agent.uri);
    const asked = await bench.peer.request('MESSAGE');
    bench.peer.reply(overheard(asked, asked.branch, stranger), 401, { headers: [CHALLENGE] });
    const again = await bench.peer.request('MESSAGE');
    assert.match(again.header('Authorization'), /^Digest /);
    assert.deepEqual([again.socket === asked.socket, again.socket === stranger], [true, false]);
    await bench.roundTrip(agent);
    assert.equal(
      bench.peer.log.some(({ socket }) => socket === stranger),
      false,
    );
  });

  it('a flood of OPTIONS leaves nothing behind', async () => {
    const stranger = await fromOutside();
    for (let count = 0; count < 200; count += 1) {
      bench.peer.send(stranger, [
        'OPTIONS sip:usher@127.0.0.1 SIP/2.0',
        `Via: SIP/2.0/TCP 127.0.0.1:${bench.peer.port};branch=z9hG4bKflood${count}`,
        `From: <sip:mary@example.com>;tag=${count}`,
        'To: <sip:usher@example.com>',
        `Call-ID: flood-${count}`,
        'CSeq: 1 OPTIONS',
      ]);
    }
    await bench.peer.response(200, 'flood-199');
    const { userAgentServers, userAgentClients, dialogs, subscribers } = agent.core;
    const left = [userAgentServers, userAgentClients, dialogs, subscribers].map(({ size }) => size);
    assert.deepEqual(left, [0, 0, 0, 0]);
  });

  describe('from an address that nobody knows', () => {
    const knock = (localAddress: string) =>
      connect({ port: agent.listening?.port ?? 0, host: '127.0.0.1', localAddress });

    it('does not get a word in, though she knows everything; counted each time, logged once', async () => {
      const { person } = await bench.joined(options());
      for (let count = 0; count < 3; count += 1) {
        const socket = knock('127.0.0.2');
        socket.on('error', () => {});
        forge(socket, person, 'BYE', { from: 'peer-mary', to: person.tagOf('From') });
        let heard = '';
        socket.on('data', (data) => {
          heard += data;
        });
        await once(socket, 'close');
        assert.equal(heard, '');
      }
      assert.equal(dropped('peer'), 3);
      const lines = logged.filter(({ reason }) => reason === 'peer');
      assert.deepEqual(
        lines.map(({ from }) => from),
        [{ host: '127.0.0.2' }],
      );
      assert.equal(await bench.relays(person), true);
    });

    it('is let in where SIP_ALLOWED_PEERS names her, and the server is not where it does not', async () => {
      await start({ allowedPeers: ['127.0.0.2/31', '::1'] });
      const socket = knock('127.0.0.3');
      bench.peer.send(socket, [
        'OPTIONS sip:usher@127.0.0.1 SIP/2.0',
        'Via: SIP/2.0/TCP 127.0.0.3:1;branch=z9hG4bKhere',
        'From: <sip:mary@example.com>;tag=1',
        'To: <sip:usher@example.com>',
        'Call-ID: here',
        'CSeq: 1 OPTIONS',
      ]);
      assert.match(String((await once(socket, 'data'))[0]), /^SIP\/2\.0 200 /);
      socket.destroy();
      await once(
        knock('127.0.0.1').on('error', () => {}),
        'close',
      );
      assert.equal(dropped('peer'), 1);
    });
  });
});

/** What somebody else was sent, as if it had come to her at her own connection. */
function overheard(original: SipText, branch: string, socket: Socket): SipText {
  return new SipText(original.raw.replace(original.branch, branch), socket);
}
