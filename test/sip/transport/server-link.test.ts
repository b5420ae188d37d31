import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { Worker } from 'node:worker_threads';
import { Bridge, Pacer } from '../../../src/sip/index.ts';
import { backOffMs } from '../../../src/sip/transport/back-off.ts';
import { connectErrorOf } from '../../../src/sip/transport/connect-error.ts';
import { RecentAcks } from '../../../src/sip/transport/recent-acks.ts';
import { makeCertificate } from '../../support/certificates.ts';
import { fakeResolver } from '../../support/fake-resolver.ts';
import { freePort } from '../../support/free-port.ts';
import { scratch } from '../../support/scratch.ts';
import type { PeerTransport } from '../../support/scripted-sip-peer.ts';
import { CONFERENCE_SDP, deliveryTo, MemoryJournal, PHONE_SDP } from '../../support/sip-bench.ts';
import { ask, isReady, TransportBench, writeFiles } from '../../support/transport-bench.ts';

const HOST = 'sip.contoso.test';
const certificate = makeCertificate(HOST, { hosts: [HOST, '127.0.0.1'] });

describe('the connection to the SIP server', () => {
  const bench = new TransportBench();
  let folder: Awaited<ReturnType<typeof scratch>>;
  let tls: Record<'ca', string>;

  before(async () => {
    folder = await scratch();
    tls = writeFiles(folder.path, { ca: certificate.cert });
  });
  after(() => folder.remove());
  afterEach(() => bench.stop());

  describe('says why there is none', () => {
    it('sip.dns: the name has no address', async () => {
      const agent = await bench.agent(`sip:${HOST};transport=tcp`, { resolver: fakeResolver({}) });
      assert.equal(agent.problem?.code, 'sip.dns');
    });

    it('sip.refused: nobody listens', async () => {
      const agent = await bench.agent(`sip:127.0.0.1:${await freePort()};transport=tcp`);
      assert.equal(agent.problem?.code, 'sip.refused');
    });

    it('sip.timeout: nobody answers', async () => {
      const { port, free } = await fullListener();
      const timers = { connectTimeoutMs: 100 };
      const agent = await bench.agent(`sip:127.0.0.1:${port};transport=tcp`, { timers });
      assert.equal(agent.problem?.code, 'sip.timeout');
      await free();
      assert.equal(connectErrorOf(errorWith('ETIMEDOUT'), 'connect').code, 'sip.timeout');
      assert.equal(connectErrorOf(errorWith('EHOSTUNREACH'), 'connect').code, 'sip.unreachable');
    });

    it('sip.closed: the server hung up', async () => {
      const peer = await bench.peer();
      const agent = await bench.agent(peer.uri, { timers: { reconnectMinMs: 60_000 } });
      const lost = once(agent, 'disconnected');
      peer.drop();
      await lost;
      await new Promise(setImmediate);
      assert.equal(agent.problem?.code, 'sip.closed');
    });
  });

  describe('with several targets', () => {
    const to = (ports: readonly number[]) => ({
      resolver: fakeResolver(
        { [`_sip._tcp.${HOST}`]: ports.map((port, i) => ({ name: HOST, port, priority: i, weight: 0 })) },
        { [HOST]: ['127.0.0.1'] },
      ),
    });

    it('takes the first that works', async () => {
      const [first, second] = [await bench.peer(), await bench.peer()];
      const agent = await bench.agent(
        `sip:${HOST};transport=tcp`,
        to([await freePort(), first.port, second.port]),
      );
      assert.equal(agent.ready, true);
      assert.deepEqual([first.sockets.length, second.sockets.length], [1, 0]);
    });

    it('goes on to the next one when that dies, and back when it is there again', async () => {
      const [first, second] = [await bench.peer(), await bench.peer()];
      const agent = await bench.agent(`sip:${HOST};transport=tcp`, to([first.port, second.port]));
      await first.close();
      await once(agent, 'ready');
      const answered = ask(agent);
      second.reply(await second.request('MESSAGE'), 200);
      assert.equal((await answered).statusCode, 200);
      const again = await bench.peer({}, first.port);
      second.drop();
      await once(agent, 'ready');
      assert.equal(again.sockets.length, 1);
    });

    it('goes on to the next one where one hangs up without a word', async () => {
      const [mute, good] = [await bench.peer(), await bench.peer()];
      mute.answersOptions = false;
      void mute.request('OPTIONS').then(() => mute.drop());
      const agent = await bench.agent(`sip:${HOST};transport=tcp`, to([mute.port, good.port]));
      await isReady(agent);
      assert.equal(good.sockets.length, 1);
    });
  });

  describe('is kept alive', () => {
    for (const webSocket of [undefined, {}]) {
      const what = webSocket ? 'WebSocket' : 'TCP';
      const uri = (port: number) =>
        webSocket ? `ws://127.0.0.1:${port}` : `sip:127.0.0.1:${port};transport=tcp`;

      it(`over ${what}, and given up when the answers cease`, async () => {
        const peer = await bench.peer(webSocket ? { webSocket } : {});
        const agent = await bench.agent(uri(peer.port), { timers: { pingMs: 5, pongMs: 50 } });
        for (let i = 0; i < 3; i += 1) await peer.pinged();
        assert.equal(agent.ready, true);
        peer.answersPings = false;
        await once(agent, 'disconnected');
        peer.answersPings = true;
        await isReady(agent);
      });

      it(`over ${what}, also by a server that never answers`, async () => {
        const peer = await bench.peer(webSocket ? { webSocket } : {});
        peer.answersPings = false;
        const agent = await bench.agent(uri(peer.port), { timers: { pingMs: 5, pongMs: 1 } });
        for (let i = 0; i < 5; i += 1) await peer.pinged();
        assert.equal(agent.ready, true);
        assert.equal(peer.sockets.length, 1);
      });
    }
  });

  it('sends the ACKs again that may have been lost with it', async () => {
    const peer = await bench.peer();
    const userAgent = await bench.agent(peer.uri);
    const journal = new MemoryJournal();
    const options = { userAgent, journal, pacer: new Pacer(1_000), mayCall: () => true };
    const delivered = new Bridge(options).deliver(deliveryTo());
    const person = await peer.request('INVITE', 'mary');
    peer.reply(person, 200, { body: PHONE_SDP });
    const conference = await peer.request('INVITE', 'standup');
    peer.reply(conference, 200, { body: CONFERENCE_SDP });
    await delivered;
    const acks = [await peer.request('ACK'), await peer.request('ACK')];
    peer.drop();
    const again = [await peer.request('ACK'), await peer.request('ACK')];
    assert.deepEqual(
      again.map(({ raw }) => raw),
      acks.map(({ raw }) => raw),
    );
    assert.notEqual(again[0]?.socket, acks[0]?.socket);
  });

  describe('lost while somebody rings', () => {
    const transports: Readonly<Record<string, PeerTransport>> = {
      'sips:127.0.0.1:': { tls: certificate },
      'ws://127.0.0.1:': { webSocket: {} },
      'wss://127.0.0.1:': { tls: certificate, webSocket: {} },
    };
    for (const [start, transport] of Object.entries(transports)) {
      it(`comes back over ${start.split(':')[0]} and stops her phone, with the identity of its INVITE`, async () => {
        const peer = await bench.peer(transport);
        const userAgent = await bench.agent(`${start}${peer.port}`, transport.tls ? { tls } : {});
        const journal = new MemoryJournal();
        const bridge = new Bridge({ userAgent, journal, pacer: new Pacer(1_000), mayCall: () => true });
        const delivered = bridge.deliver(deliveryTo());
        const invite = await peer.request('INVITE', 'mary');
        peer.reply(invite, 180);
        peer.drop();
        const { outcome } = await delivered;
        assert.deepEqual([outcome.word, outcome.detail], ['unknown', 'connection-lost']);
        const cancel = await peer.request('CANCEL');
        assert.deepEqual(
          [cancel.callId, cancel.branch, cancel.tagOf('From'), cancel.header('Via').split(';')[0]],
          [invite.callId, invite.branch, invite.tagOf('From'), invite.header('Via').split(';')[0]],
        );
        assert.notEqual(cancel.socket, invite.socket);
      });
    }
  });
});

describe('RecentAcks', () => {
  it('keeps ACKs, and only them, for 32 s', () => {
    let now = 0;
    const acks = new RecentAcks(() => now);
    acks.note('ACK sip:a SIP/2.0');
    now = 20_000;
    acks.note('BYE sip:a SIP/2.0');
    acks.note('ACK sip:b SIP/2.0');
    now = 32_000;
    assert.deepEqual(acks.texts, ['ACK sip:a SIP/2.0', 'ACK sip:b SIP/2.0']);
    now = 32_001;
    assert.deepEqual(acks.texts, ['ACK sip:b SIP/2.0']);
  });
});

describe('backOffMs', () => {
  const timers = { reconnectMinMs: 500, reconnectMaxMs: 30_000 };

  it('doubles up to its limit, and draws between half and all of it', () => {
    assert.deepEqual(
      [0, 1, 2, 10, 2_000].map((failures) => backOffMs(failures, timers, () => 1)),
      [500, 1_000, 2_000, 30_000, 30_000],
    );
    assert.equal(
      backOffMs(1, timers, () => 0),
      500,
    );
    assert.equal(
      backOffMs(1, timers, () => 0.5),
      750,
    );
  });
});

/** A port that takes no connection and refuses none: whoever listens there does nothing any more, and its queue is full. */
async function fullListener(): Promise<{ port: number; free(): Promise<unknown> }> {
  const worker = new Worker(
    `const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
      require('node:worker_threads').parentPort.postMessage(server.address().port);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    });`,
    { eval: true },
  );
  const [port] = await once(worker, 'message');
  const waiting = [1, 2, 3].map(() => connect(port, '127.0.0.1').on('error', () => {}));
  await Promise.all(waiting.slice(0, 2).map((socket) => once(socket, 'connect')));
  const free = () => {
    for (const socket of waiting) socket.destroy();
    return worker.terminate();
  };
  return { port, free };
}

function errorWith(code: string): Error {
  return Object.assign(new Error(code), { code });
}
