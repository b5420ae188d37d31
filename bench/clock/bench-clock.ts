/**
 * The whole product beside a bare worker of pg-boss, on one embedded PostgreSQL, in turn: each keeps 100,000 things for later, is
 * looked at while nothing is due, while ten are due in each second, and when thousands are due in the same one.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { startEmbeddedPostgres } from '../../src/store/index.ts';
import { quantile } from '../numbers.ts';
import { type Report, type Row, version } from '../report.ts';
import { BossClock } from './boss-clock.ts';
import type { ClockContender } from './clock-contender.ts';
import { cpuMsOf, familyOf, pssMbOf, rssMbOf } from './resources.ts';
import { UsherClock } from './usher-clock.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const LATER = 100_000;
const STEADY = { perSecond: 10, seconds: 25 };
const BURST = 5_000;
/** Times of one round, from its orders on, in ms. */
const START_MS = 20_000;
const SETTLE_MS = 5_000;
const IDLE_MS = 40_000;
const BURST_LIMIT_MS = 90_000;
const LOOK_MS = 100;
const GOALS = { p99Ms: 1_000, idlePercent: 3, burstSeconds: 10 };

/** Of one round. */
interface Round {
  readonly idleNode: number;
  readonly idlePostgres: number;
  readonly steadyCpuMs: number;
  readonly lateMs: readonly number[];
  readonly written: number;
  readonly seen: number;
  readonly nodeMb: number;
  readonly postgresMb: number;
}

export async function benchClock({ rounds: count }: { rounds: number }): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'usher-bench-'));
  // The database belongs to another user where root runs this.
  chmodSync(folder, 0o755);
  const log = { info() {}, warn: (facts: object, text: string) => console.error(text, facts) };
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), log });
  const closing: (() => Promise<void>)[] = [];
  try {
    const usher = await UsherClock.open(postgres.url, join(folder, 'usher'));
    closing.push(() => usher.close());
    const boss = await BossClock.open(postgres.url);
    closing.push(() => boss.close());
    const contenders = { usher, baseline: boss };
    const rounds: Record<keyof typeof contenders, Round[]> = { usher: [], baseline: [] };
    for (const who of ['usher', 'baseline'] as const) {
      say(`${who}: ${LATER} for later`);
      await contenders[who].prepare(LATER);
    }
    const load: number[] = [];
    for (let round = 1; round <= count; round++) {
      for (const who of ['usher', 'baseline'] as const) {
        say(`${who}: round ${round} of ${count}`);
        rounds[who].push(await measure(contenders[who], postgres.pid));
        load.push(loadavg()[0] ?? 0);
      }
    }
    return {
      name: 'clock',
      rows: rowsOf(rounds),
      versions: {
        'pg-boss': version(join(ROOT, 'node_modules/pg-boss')),
        botbuilder: version(join(ROOT, 'node_modules/botbuilder')),
      },
      notes: [
        `usher: a reminder is late until its message has arrived at the chat service, a stub that takes all. ${LATER} rows for later in the real tables, in 10000 threads.`,
        `baseline: a worker of pg-boss in a process of its own, batchSize 1, polling 0.5 s, which fetches again at once where it has found a job; a job is late until its handler is called, which does nothing. ${LATER} jobs for later in the queue.`,
        `rounds in turn: ${count}, the worst one counts; of the lateness all together. Idle: ${IDLE_MS / 1_000} s in which nothing is due. Load of the machine after each: ${load.map((one) => one.toFixed(1)).join(', ')}.`,
      ],
    };
  } finally {
    for (const close of closing.reverse()) await close();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(contender: ClockContender, postgresPid: number): Promise<Round> {
  const steadyFrom = Date.now() + START_MS + SETTLE_MS + IDLE_MS;
  const steadyCount = STEADY.perSecond * STEADY.seconds;
  const steadyUntil = steadyFrom + STEADY.seconds * 1_000;
  const burstAt = steadyUntil + SETTLE_MS;
  const steady = Array.from({ length: steadyCount }, (_, n) => steadyFrom + (n * 1_000) / STEADY.perSecond);
  await contender.order([...steady, ...Array.from({ length: BURST }, () => burstAt)]);
  const pid = await contender.start();
  const used = () => ({ node: cpuMsOf([pid]), postgres: cpuMsOf(familyOf(postgresPid)), at: Date.now() });
  try {
    await until(steadyFrom - IDLE_MS - 1_000);
    if (Date.now() > steadyFrom - IDLE_MS) throw new Error('It has not started in time: the machine is busy');
    const idleFrom = used();
    await until(steadyFrom - 1_000);
    const idleUntil = used();
    await until(burstAt - 1_000);
    const steadyEnd = used();
    const lateMs = contender.done.map(({ dueAt, doneAt }) => doneAt - dueAt);
    await until(burstAt);
    const { written, seen } = await burst(contender, burstAt);
    const idleMs = idleUntil.at - idleFrom.at;
    const steadyMs = steadyEnd.node + steadyEnd.postgres - idleUntil.node - idleUntil.postgres;
    return {
      idleNode: ((idleUntil.node - idleFrom.node) / idleMs) * 100,
      idlePostgres: ((idleUntil.postgres - idleFrom.postgres) / idleMs) * 100,
      steadyCpuMs: steadyMs / steadyCount,
      lateMs: [...lateMs, ...Array(steadyCount - lateMs.length).fill(Number.POSITIVE_INFINITY)],
      ...{ written, seen, nodeMb: rssMbOf(pid), postgresMb: pssMbOf(familyOf(postgresPid)) },
    };
  } finally {
    await contender.stop();
  }
}

/** Seconds until all are written down as done, and until all were seen to be; infinite where that takes too long. */
async function burst(contender: ClockContender, dueAt: number): Promise<{ written: number; seen: number }> {
  const giveUpAt = dueAt + BURST_LIMIT_MS;
  let written = Number.POSITIVE_INFINITY;
  const seen = () => contender.done.filter((one) => one.dueAt === dueAt);
  while (Date.now() < giveUpAt && !(seen().length >= BURST && written < Number.POSITIVE_INFINITY)) {
    const isWritten = written < Number.POSITIVE_INFINITY || (await contender.open(dueAt)) > 0;
    if (!isWritten) written = (Date.now() - dueAt) / 1_000;
    await after(LOOK_MS);
  }
  const all = seen();
  const last = all.reduce((latest, { doneAt }) => Math.max(latest, doneAt), dueAt);
  const seconds = (last - dueAt) / 1_000;
  say(`${all.length} of ${BURST} seen in ${seconds.toFixed(1)} s`);
  return { written, seen: all.length >= BURST ? seconds : Number.POSITIVE_INFINITY };
}

function rowsOf(rounds: Record<'usher' | 'baseline', readonly Round[]>): Row[] {
  const late = (part: number) => (all: readonly Round[]) =>
    quantile(
      all.flatMap(({ lateMs }) => lateMs),
      part,
    );
  const worst = (of: (round: Round) => number) => (all: readonly Round[]) => Math.max(...all.map(of));
  const row = (metric: string, unit: string, of: (all: readonly Round[]) => number, goal?: number): Row => {
    const [usher, baseline] = [of(rounds.usher), of(rounds.baseline)];
    const hasGoal = goal !== undefined;
    return {
      ...{ metric, unit, usher, baseline, limit: null, ratio: baseline / usher },
      ...{ goal: hasGoal ? `≤ ${goal}` : null, met: hasGoal ? usher <= goal : null },
    };
  };
  return [
    row('late, ten per second', 'p50 ms', late(0.5)),
    row('late, ten per second', 'p99 ms', late(0.99), GOALS.p99Ms),
    row(
      'each of them',
      'CPU ms',
      worst((round) => round.steadyCpuMs),
    ),
    row(
      'idle, node',
      '% of a core',
      worst((round) => round.idleNode),
    ),
    row(
      'idle, PostgreSQL',
      '% of a core',
      worst((round) => round.idlePostgres),
    ),
    row(
      'idle, both',
      '% of a core',
      worst((round) => round.idleNode + round.idlePostgres),
      GOALS.idlePercent,
    ),
    row(
      `${BURST} at once, written down`,
      's',
      worst((round) => round.written),
      GOALS.burstSeconds,
    ),
    row(
      `${BURST} at once, seen`,
      's',
      worst((round) => round.seen),
      GOALS.burstSeconds,
    ),
    row(
      'memory of node after that',
      'RSS, MB',
      worst((round) => round.nodeMb),
    ),
    row(
      'memory of PostgreSQL after that',
      'PSS, MB',
      worst((round) => round.postgresMb),
    ),
  ];
}

async function until(at: number): Promise<void> {
  await after(Math.max(0, at - Date.now()));
}

function say(what: string): void {
  process.stderr.write(`… ${what}\n`);
}
