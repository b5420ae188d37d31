import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { Bridge } from '../../../src/sip/methods/bridge.ts';
import { TraceFile, type TraceFileOptions } from '../../../src/sip/trace/trace-file.ts';
import type { WireMessage } from '../../../src/sip/transport/wire-observer.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { scratch } from '../../support/scratch.ts';
import { deliveryTo, SipBench } from '../../support/sip-bench.ts';

describe('SIP_TRACE', () => {
  let folder: Awaited<ReturnType<typeof scratch>>;
  let path: string;
  beforeEach(async () => {
    folder = await scratch();
    path = join(folder.path, 'sip.log');
  });
  afterEach(() => folder.remove());

  const traceFile = (more: Partial<TraceFileOptions> = {}) =>
    new TraceFile({ path, log: quietLog, now: () => new Date('2026-11-22T10:00:00.123Z'), ...more });

  const message = (text: string, direction: WireMessage['direction'] = 'sent'): WireMessage => ({
    direction,
    peer: { host: '192.0.2.1', port: 5060 },
    text,
  });

  it('writes when, which way, with whom and what, behind what was there', async () => {
    const first = traceFile();
    first.observe(message('OPTIONS sip:192.0.2.1 SIP/2.0\r\nMax-Forwards: 70\r\n\r\n'));
    await first.close();
    const second = traceFile();
    second.observe(message('SIP/2.0 200 OK\r\n\r\nbody\r\n', 'received'));
    await second.close();
    assert.equal(
      await readFile(path, 'utf8'),
      '--- 2026-11-22T10:00:00.123Z sent to 192.0.2.1:5060\nOPTIONS sip:192.0.2.1 SIP/2.0\nMax-Forwards: 70\n\n' +
        '--- 2026-11-22T10:00:00.123Z received from 192.0.2.1:5060\nSIP/2.0 200 OK\n\nbody\n\n',
    );
    assert.equal((await stat(path)).mode & 0o777, 0o600);
  });

  it('never grows beyond twice its size', async () => {
    const trace = traceFile({ maxBytes: 1_000 });
    for (let i = 0; i < 40; i += 1) {
      trace.observe(message(`MESSAGE sip:${i}@example.com SIP/2.0\r\n\r\n`));
      await trace.close();
    }
    assert.deepEqual((await readdir(folder.path)).sort(), ['sip.log', 'sip.log.1']);
    for (const name of ['sip.log', 'sip.log.1'])
      assert.ok((await stat(join(folder.path, name))).size <= 1_000);
    assert.match(await readFile(path, 'utf8'), /sip:39@/);
  });

  it('tells once in the log that it cannot be written, and goes on when it can', async () => {
    const lines: string[] = [];
    const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
    const missing = join(folder.path, 'missing');
    const trace = traceFile({ path: join(missing, 'sip.log'), log });
    for (const text of ['one', 'two']) {
      trace.observe(message(text));
      await trace.close();
    }
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? '', /SIP_TRACE cannot be written/);
    await mkdir(missing);
    trace.observe(message('three'));
    await trace.close();
    assert.match(await readFile(join(missing, 'sip.log'), 'utf8'), /three/);
  });

  it('has a whole call in it, with its challenge, and no secret', async () => {
    const bench = await SipBench.start();
    try {
      const trace = traceFile();
      const userAgent = await bench.agent({
        username: 'usher',
        password: 'hunter2',
        observe: trace.observe,
      });
      const delivered = new Bridge({ ...bench.options(), userAgent }).deliver(deliveryTo());
      bench.peer.reply(await bench.peer.request('INVITE', 'mary'), 407, {
        headers: ['Proxy-Authenticate: Digest realm="example.com", nonce="n0nce", algorithm=MD5, qop="auth"'],
      });
      const again = await bench.peer.request('INVITE', 'mary');
      const response = /response="(\w+)"/.exec(again.header('Proxy-Authorization'))?.[1];
      assert.ok(response);
      bench.peer.reply(again, 180);
      bench.peer.reply(again, 603);
      await delivered;
      await trace.close();
      const written = await readFile(path, 'utf8');
      for (const line of [
        /^INVITE sip:mary@/gm,
        /^SIP\/2\.0 407 /gm,
        /^SIP\/2\.0 180 /gm,
        /^SIP\/2\.0 603 /gm,
      ])
        assert.match(written, line);
      assert.match(written, /^Proxy-Authorization: Digest \(removed\)$/m);
      for (const secret of ['n0nce', 'hunter2', response]) assert.ok(!written.includes(secret), secret);
    } finally {
      await bench.stop();
    }
  });

  it('an observer that throws hurts no call', async () => {
    const bench = await SipBench.start();
    try {
      const observe = () => {
        throw new Error('looking on');
      };
      const userAgent = await bench.agent({ observe });
      const { result } = await bench.joined({ ...bench.options(), userAgent });
      assert.equal(result.outcome.word, 'joined');
    } finally {
      await bench.stop();
    }
  });
});
