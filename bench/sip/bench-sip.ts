/**
 * The SIP stack beside stock sip.js, round by round in turn at the same sipp endpoints, with sipp itself as the limit; then what a
 * ringing invitation costs, and whether memory stays flat.
 */
import { type ChildProcess, execFileSync, fork, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { freePort, isListening, Peer } from '../../test/interop/support/peer.ts';
import { median } from '../numbers.ts';
import { type Report, type Row, version } from '../report.ts';
import { type Measured, measure } from './contender.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const WORKS = [
  { work: 'refer', what: 'REFER, 202, three NOTIFYs', beside: 'stock' },
  { work: 'call', what: 'INVITE, 200, ACK, BYE, 200', beside: 'stock' },
  // JsSIP can do nothing else here: its calls want a browser's media, and it sends no REFER outside a dialog.
  { work: 'message', what: 'MESSAGE, 200 (baseline: JsSIP)', beside: 'jssip' },
] as const;
/** What memory is measured with. */
const ENDURED = ['refer', 'call'] as const;
const ROUNDS = 3;
const COUNTS = { stock: 500, jssip: 4_000, usher: 2_000, sipp: 10_000 };
const IN_FLIGHT = 50;
const RINGING = 1_000;
/** sip.js keeps an answered INVITE for 64*T1 (RFC 6026 Timer M). */
const FORGOTTEN_AFTER_MS = 33_000;
/** Transactions that do not fit into this time are left out, and the report says so. */
const MEMORY_RUN_MS = 90_000;
/** What is compiled and cached is compiled and cached by then. */
const WARM_UP = 10_000;
const GOALS = { times: { stock: 4, jssip: 1 }, ringingMb: 10, grownMb: 1 };

type Work = (typeof WORKS)[number]['work'];
const CLIENTS: Readonly<Record<Work, string>> = {
  refer: 'refer.xml',
  call: 'invite.xml',
  message: 'send-message.xml',
};
/** Of one round: transactions per second, and ms of processor time for each. */
interface Round {
  readonly perSecond: number;
  readonly cpuMs: number;
}

export async function benchSip({ transactions }: { transactions: number }): Promise<Report> {
  const sipp = /SIPp (v\S+?)[.\s]*$/m.exec(spawnSync('sipp', ['-v'], { encoding: 'utf8' }).stdout ?? '')?.[1];
  if (!sipp) throw new Error('sipp is missing: apt-get install sip-tester');
  const folder = mkdtempSync(join(tmpdir(), 'usher-bench-'));
  const endpoints: Peer[] = [];
  const contenders: ChildProcess[] = [];
  const contender = (kind: 'usher' | 'stock' | 'jssip'): ChildProcess => {
    const child = fork(join(import.meta.dirname, 'contender.ts'), [kind], { execArgv: ['--expose-gc'] });
    contenders.push(child);
    return child;
  };
  const endpoint = async (scenario: string): Promise<number> => {
    const port = await freePort();
    const args = ['-sf', scenario, '-i', '127.0.0.1', '-p', `${port}`, '-t', 't1'];
    const bounds = ['-nostdin', '-timeout', '600', '-deadcall_wait', '0'];
    const peer = new Peer('sipp', 'sipp', [...args, ...bounds], join(folder, `${port}.log`));
    endpoints.push(peer);
    await peer.ready(() => isListening(port));
    return port;
  };
  try {
    const ports = {
      refer: await endpoint(join(import.meta.dirname, 'conference.xml')),
      call: await endpoint(join(import.meta.dirname, 'phone.xml')),
      message: await endpoint(join(import.meta.dirname, 'message.xml')),
      ring: await endpoint(join(ROOT, 'test/interop/support/sipp/crowd.xml')),
    };
    const [stock, usher, veteran, jssip] = (['stock', 'usher', 'usher', 'jssip'] as const).map(contender) as [
      ChildProcess,
      ChildProcess,
      ChildProcess,
      ChildProcess,
    ];

    say('memory, warming up');
    await endure(veteran, ports, WARM_UP);
    const warmAt = performance.now();
    const rounds = await compare({ stock, usher, jssip }, ports);
    await after(Math.max(0, FORGOTTEN_AFTER_MS - (performance.now() - warmAt)));
    const before = await heapOf(veteran, ports);
    say('memory over many transactions');
    const endured = await endure(veteran, ports, transactions);
    const enduredAt = performance.now();
    say(`${RINGING} ringing`);
    // In processes that have nothing to forget meanwhile.
    const ringing = {
      usher: await measure(contender('usher'), { work: 'ring', port: ports.ring, count: RINGING }),
      stock: await measure(contender('stock'), { work: 'ring', port: ports.ring, count: RINGING }),
    };
    say('memory, until everything is forgotten');
    await after(Math.max(0, FORGOTTEN_AFTER_MS - (performance.now() - enduredAt)));
    const afterwards = await heapOf(veteran, ports);

    const grownMb = megabytes(afterwards.heapBytes - before.heapBytes);
    const rows: Row[] = [
      ...rounds,
      {
        metric: `heap of ${RINGING} ringing invitations`,
        unit: 'MB',
        usher: megabytes(ringing.usher.heapBytes),
        baseline: megabytes(ringing.stock.heapBytes),
        limit: null,
        ratio: ringing.stock.heapBytes / ringing.usher.heapBytes,
        goal: `≤ ${GOALS.ringingMb}`,
        met: megabytes(ringing.usher.heapBytes) <= GOALS.ringingMb,
      },
      {
        metric: `heap grown over ${endured} transactions`,
        unit: 'MB',
        usher: grownMb,
        baseline: null,
        limit: null,
        ratio: null,
        goal: `≤ ${GOALS.grownMb}`,
        met: grownMb <= GOALS.grownMb,
      },
    ];
    return {
      name: 'sip',
      rows,
      versions: { 'sip.js': packageVersion('sip.js'), jssip: packageVersion('jssip'), sipp },
      notes: [
        `baseline: stock sip.js over TCP. limit: sipp as the client. ${ROUNDS} rounds in turn, the median of each; ${IN_FLIGHT} in flight; one process each.`,
        'Usher does what the product does: identities written before anything is sent (into a journal that forgets), bounds, refusals, delivery methods.',
        'The baseline of the heap is the bare INVITE of sip.js; that of Usher is the whole invitation.',
        `Memory: half REFERs, half calls; ${endured === transactions ? 'all of them' : `${endured} of ${transactions} fitted into ${MEMORY_RUN_MS / 1_000} s`}. Measured ${FORGOTTEN_AFTER_MS / 1_000} s after the last one.`,
        'JsSIP: over a TCP socket of ours, for MESSAGE only; its calls want a browser, and it sends no REFER outside a dialog.',
      ],
    };
  } finally {
    for (const child of contenders) if (child.connected) child.disconnect();
    await Promise.all(endpoints.map((peer) => peer.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Rates and processor time, as rows. */
async function compare(
  contenders: Readonly<Record<'stock' | 'usher' | 'jssip', ChildProcess>>,
  ports: Readonly<Record<Work, number>>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { work, what, beside } of WORKS) {
    const run = async (who: 'usher' | 'stock' | 'jssip', count: number): Promise<Round> =>
      roundOf(await measure(contenders[who], { work, port: ports[work], count, inFlight: IN_FLIGHT }), count);
    // Both are compiled by then.
    await run(beside, 100);
    await run('usher', 200);
    const rounds: Record<'baseline' | 'usher' | 'sipp', Round[]> = { baseline: [], usher: [], sipp: [] };
    for (let i = 1; i <= ROUNDS; i++) {
      say(`${what}: round ${i} of ${ROUNDS}`);
      rounds.baseline.push(await run(beside, COUNTS[beside]));
      rounds.usher.push(await run('usher', COUNTS.usher));
      rounds.sipp.push(await limit(work, ports[work]));
    }
    const of = (who: keyof typeof rounds, key: keyof Round) => median(rounds[who].map((round) => round[key]));
    const ratios = {
      perSecond: of('usher', 'perSecond') / of('baseline', 'perSecond'),
      cpuMs: of('baseline', 'cpuMs') / of('usher', 'cpuMs'),
    };
    for (const [key, unit] of [
      ['perSecond', 'per second'],
      ['cpuMs', 'CPU ms each'],
    ] as const) {
      rows.push({
        metric: what,
        unit,
        usher: of('usher', key),
        baseline: of('baseline', key),
        limit: of('sipp', key),
        ratio: ratios[key],
        goal: `≥ ${GOALS.times[beside]} ×`,
        met: ratios[key] >= GOALS.times[beside],
      });
    }
  }
  return rows;
}

/** Half REFERs, half calls; returns how many fitted into the time. */
async function endure(
  child: ChildProcess,
  ports: Readonly<Record<Work, number>>,
  count: number,
): Promise<number> {
  const giveUpAt = performance.now() + MEMORY_RUN_MS;
  let done = 0;
  while (done < count && performance.now() < giveUpAt) {
    for (const work of ENDURED) {
      const measured = await measure(child, { work, port: ports[work], count: 500, inFlight: IN_FLIGHT });
      roundOf(measured, 500);
      done += 500;
    }
  }
  return done;
}

/** Some things are forgotten when the next message passes, so there is one. */
async function heapOf(child: ChildProcess, ports: Readonly<Record<Work, number>>): Promise<Measured> {
  for (const work of ENDURED) await measure(child, { work, port: ports[work], count: 1, inFlight: 1 });
  return await measure(child, { work: 'heap' });
}

/** What sipp can do as the client of the same endpoint. */
async function limit(work: Work, port: number): Promise<Round> {
  const scenario = join(import.meta.dirname, CLIENTS[work]);
  const count = COUNTS.sipp;
  const bounds = [
    '-nostdin',
    '-timeout',
    '30',
    '-deadcall_wait',
    '0',
    '-m',
    `${count}`,
    '-l',
    `${IN_FLIGHT}`,
  ];
  const local = ['-i', '127.0.0.1', '-p', `${await freePort()}`, '-t', 't1', '-r', '20000'];
  const startedAt = performance.now();
  // The shell knows how much processor time its child has taken.
  const script = 'sipp "$@" >/dev/null 2>&1; code=$?; times; exit $code';
  const times = execFileSync(
    'bash',
    ['-c', script, 'sipp', `127.0.0.1:${port}`, '-sf', scenario, ...local, ...bounds],
    { encoding: 'utf8' },
  );
  const ms = performance.now() - startedAt;
  const [, children = ''] = times.trim().split('\n');
  const cpuSeconds = [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, m, s]) => sum + Number(m) * 60 + Number(s),
    0,
  );
  return { perSecond: (count / ms) * 1_000, cpuMs: (cpuSeconds * 1_000) / count };
}

function roundOf({ ms, cpuMs, failed }: Measured, count: number): Round {
  if (failed > 0) throw new Error(`${failed} of ${count} transactions failed: nothing can be said`);
  return { perSecond: (count / ms) * 1_000, cpuMs: cpuMs / count };
}

const packageVersion = (name: string) => version(join(ROOT, 'node_modules', name));

const megabytes = (bytes: number) => bytes / 2 ** 20;

function say(what: string): void {
  process.stderr.write(`… ${what}\n`);
}
