import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as netConnect, type Socket } from 'node:net';
import { pino } from 'pino';
import { MessageFramer } from '../../../src/sip/transport/message-framer.ts';
import { readInbound } from '../../../src/sip/user-agent/read-inbound.ts';
import { sipLog } from '../../../src/sip/user-agent/sip-log.ts';
import type { SipUserAgent } from '../../../src/sip/user-agent/user-agent.ts';
import type { SipUserAgentOptions, UserAgentTimers } from '../../../src/sip/user-agent/user-agent-options.ts';
import { SipBench } from '../../support/sip-bench.ts';
import { HOSTILE_MESSAGES, type HostileMessage, request } from './hostile-messages.ts';

describe('a hostile peer at SIP_LISTEN', () => {
  let bench: SipBench;
  let agent: SipUserAgent;
  let slowest = { name: '', ms: 0 };

  beforeEach(async () => {
    bench = await SipBench.start();
    await listen();
  });
  afterEach(() => bench.stop());
  // Not asserted: what bounds it are the limits, and those are.
  after(() =>
    console.log(`      (read in ${slowest.ms.toFixed(1)} ms of processor time at most: ${slowest.name})`),
  );

  /** `timers` are short only where somebody has to wait for them. */
  async function listen(
    timers: Partial<UserAgentTimers> = {},
    options: Partial<SipUserAgentOptions> = {},
  ): Promise<SipUserAgent> {
    agent = await bench.agent({ listen: '127.0.0.1:0', timers, ...options });
    return agent;
  }

  const connect = (to = agent): Promise<Socket> => bench.peer.connectTo(to.listening?.port ?? 0);
  const count = (reason: string) => agent.dropped.get(reason) ?? 0;
  const countAll = () => [...agent.dropped.values()].reduce((sum, each) => sum + each, 0);

  /** Whatever came before, it is still there for everybody, and has asked nothing of anybody. */
  async function isUnharmed(): Promise<void> {
    const socket = await connect();
    socket.write(request({ callId: 'unharmed' }));
    await bench.peer.response(200, 'unharmed');
    assert.equal(agent.ready, true);
    const asked = bench.peer.log.filter(({ method }) => method !== '' && method !== 'OPTIONS');
    assert.deepEqual(
      asked.map(({ startLine }) => startLine),
      [],
    );
  }

  it('has more than 40 ways', () => {
    assert.ok(new Set(HOSTILE_MESSAGES.map(({ name }) => name)).size >= 40);
  });

  for (const message of HOSTILE_MESSAGES) {
    const { name, expected } = message;
    it(`sends ${name}: ${expected.kind}, ${'code' in expected ? expected.code : expected.reason}`, async () => {
      measure(message);
      const isWaitedFor = 'reason' in expected && expected.reason === 'message-unfinished';
      if (isWaitedFor) await listen({ unfinishedMs: 200 });
      await play(message);
      if (!isWaitedFor) await isUnharmed();
    });
  }

  async function play({ bytes, expected }: HostileMessage): Promise<void> {
    const socket = await connect();
    const gone = closing(socket);
    socket.write(bytes);
    if (expected.kind === 'closed') await gone;
    else if ('code' in expected) await bench.peer.response(expected.code);
    else await isUnharmed();
    if ('reason' in expected) assert.equal(count(expected.reason), 1);
    else assert.equal(countAll(), expected.code === 200 ? 0 : 1);
  }

  /** Framed and read as the product does, without the network. */
  function measure({ name, bytes }: HostileMessage): void {
    const logger = sipLog(pino({ level: 'silent' })).getLogger('sip.parser');
    const framer = new MessageFramer();
    const start = process.cpuUsage();
    try {
      framer.push(bytes);
      const text = framer.next();
      if (text !== undefined) readInbound(text, { host: '192.0.2.66', port: 1 }, logger);
    } catch {
      // A limit of the framer.
    }
    const ms = process.cpuUsage(start).user / 1_000;
    if (ms > slowest.ms) slowest = { name, ms };
  }

  it('sends single bytes', async () => {
    const socket = await connect();
    for (const byte of request()) socket.write(Buffer.of(byte));
    await bench.peer.response(200, 'hostile');
  });

  it('sends a header that never ends, a byte at a time: closed, however often it sends one', async () => {
    await listen({ unfinishedMs: 200 });
    const socket = await connect();
    const gone = closing(socket);
    socket.write('OPTIONS sip:a@b SIP/2.0\r\nX: ');
    const trickle = setInterval(() => socket.write('x'), 5);
    await gone;
    clearInterval(trickle);
    assert.equal(count('message-unfinished'), 1);
  });

  it('is silent: closed', async () => {
    await listen({ unfinishedMs: 200 });
    await closing(await connect());
    assert.equal(count('connection-silent'), 1);
  });

  it('sends nothing but empty lines: closed', async () => {
    await listen({ unfinishedMs: 200 });
    const socket = await connect();
    socket.write('\r\n'.repeat(50_000));
    await closing(socket);
    assert.equal(count('connection-silent'), 1);
  });

  it('falls silent: closed, later', async () => {
    await listen({ idleMs: 200 });
    const socket = await connect();
    socket.write(request());
    await bench.peer.response(200, 'hostile');
    await closing(socket);
    assert.equal(count('connection-idle'), 1);
  });

  it('sends 500 requests at once: all are answered, in turns that others share', async () => {
    const socket = await connect();
    const turns = countTurns();
    socket.write(
      Buffer.concat(Array.from({ length: 500 }, (_, index) => request({ callId: `one-${index}` }))),
    );
    await Promise.all(Array.from({ length: 500 }, (_, index) => bench.peer.response(200, `one-${index}`)));
    assert.ok(turns() >= 500 / 4, `${turns()} turns`);
  });

  it('sends a request behind garbage: the garbage is dropped, the request answered', async () => {
    const socket = await connect();
    const garbage = Buffer.from('\0\xff garbage\r\n: \r\n\r\n');
    socket.write(Buffer.concat([garbage, garbage, garbage, request()]));
    await bench.peer.response(200, 'hostile');
    assert.equal(count('start-line'), 3);
  });

  it('goes away in the middle of many requests', async () => {
    const socket = await connect();
    socket.write(Buffer.concat(Array.from({ length: 200 }, () => request())), () => socket.resetAndDestroy());
    await closing(socket);
    await isUnharmed();
  });

  it('does not read the answers: closed', async () => {
    const socket = await connect();
    const gone = closing(socket);
    socket.pause();
    const vias = Array.from({ length: 60 }, () => `Via: SIP/2.0/TCP a;x=${'y'.repeat(400)}`);
    const flood = request({ more: vias });
    const send = () => {
      while (!socket.destroyed && socket.write(flood));
    };
    socket.on('drain', send);
    send();
    await gone;
    assert.equal(count('answers-unread'), 1);
    await isUnharmed();
  });

  it('sends without end what is refused: it is read more slowly, whoever else is there is not', async () => {
    await listen({}, { allowedPeers: ['127.0.0.0/8'] });
    const socket = await connect();
    socket.write('\0 garbage\r\n\r\n'.repeat(20_000));
    while (count('start-line') < 600) await new Promise(setImmediate);
    // The server that we connect to, at the same address, and somebody at another one.
    await bench.roundTrip();
    const neighbour = netConnect({
      port: agent.listening?.port ?? 0,
      host: '127.0.0.1',
      localAddress: '127.0.0.2',
    });
    neighbour.write(request());
    assert.match(String((await once(neighbour, 'data'))[0]), /^SIP\/2\.0 200 /);
    neighbour.destroy();
    assert.ok(count('start-line') < 20_000, `${count('start-line')} read`);
  });

  it('opens more connections than one address may have: the last ones are dropped', async () => {
    for (let opened = 0; opened < 200; opened += 1) await connect();
    await closing(await connect());
    assert.equal(count('too-many-connections'), 1);
  });

  it('opens more connections than there is room for: the last ones are dropped', async () => {
    const small = await listen({}, { maxInbound: 3 });
    for (let opened = 0; opened < 3; opened += 1) await connect(small);
    await closing(await connect(small));
    assert.equal(small.dropped.get('too-many-connections'), 1);
  });

  it('is logged once for each reason, and counted each time', async () => {
    const written: string[] = [];
    const log = pino({ level: 'info' }, { write: (line: string) => written.push(line) });
    await listen({}, { log });
    const socket = await connect();
    const [faulty, other] = [request({ cseq: 'x' }), request({ more: ['Max-Forwards: x'] })];
    socket.write(Buffer.concat([faulty, faulty, faulty, other, request({ callId: 'last' })]));
    await bench.peer.response(200, 'last');
    assert.deepEqual([count('cseq'), count('max-forwards')], [3, 1]);
    assert.equal(written.filter((line) => line.includes('refused or dropped')).length, 2);
  });
});

/** Also where it is reset, as one is that had more to say. */
function closing(socket: Socket): Promise<unknown> {
  return new Promise((resolve) => socket.once('close', resolve));
}

/** How many turns of the event loop there were since. */
function countTurns(): () => number {
  let turns = 0;
  let handle = setImmediate(function turn() {
    turns += 1;
    handle = setImmediate(turn);
  });
  return () => {
    clearImmediate(handle);
    return turns;
  };
}
