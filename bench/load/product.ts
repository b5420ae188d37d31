/**
 * The whole product in a process of its own that can be asked how it is. Like `npm start`, configured by its environment; ends with
 * its parent.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as after } from 'node:timers/promises';

export interface Vitals {
  /** Resident memory of node, without PostgreSQL, in MB. */
  readonly rssMb: number;
  /** What is in use after garbage was collected, in MB; with what lies outside of V8's heap. */
  readonly heapMb: number;
  readonly outsideMb: number;
  /** By how much timers were late, in ms, since this was asked before, and from the beginning. */
  readonly delay: Delay;
  readonly delayInAll: Delay;
  readonly openFiles: number;
  /** Timers, sockets and requests that keep node alive. */
  readonly resources: number;
  /** Since it began, in ms. */
  readonly cpuMs: number;
}

export interface Delay {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export interface Product {
  readonly pid: number;
  /** Where it listens for HTTP. */
  readonly url: string;
  /** `collect`: garbage first, which is not counted as a delay. */
  vitals(collect: boolean): Promise<Vitals>;
  /** In order; by force where that takes too long. Resolves with its exit code. */
  stop(): Promise<number | null>;
}

const START_LIMIT_MS = 60_000;
const ANSWER_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 20_000;
/** A timer is set this often to see how late it is. */
const RESOLUTION_MS = 10;

/** `env` is all it has beside PATH. What it logs goes to our standard error. */
export async function startProduct(env: Readonly<Record<string, string>>): Promise<Product> {
  const child = fork(import.meta.filename, [], {
    env: { PATH: process.env.PATH, PORT: '0', HOST: '127.0.0.1', ...env },
    execArgv: ['--expose-gc'],
  });
  const gone = new AbortController();
  const exited = once(child, 'exit').then(([code]: (number | null)[]) => {
    gone.abort(new Error('The product has ended by itself'));
    return code ?? null;
  });
  const said = async (limitMs: number): Promise<unknown> => {
    const signal = AbortSignal.any([gone.signal, AbortSignal.timeout(limitMs)]);
    return (await once(child, 'message', { signal }))[0];
  };
  try {
    const url = await said(START_LIMIT_MS);
    return {
      pid: child.pid ?? 0,
      url: String(url),
      async vitals(collect) {
        const answer = said(ANSWER_LIMIT_MS);
        child.send({ collect });
        return (await answer) as Vitals;
      },
      async stop() {
        if (child.connected) child.disconnect();
        const force = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
        return exited.finally(() => clearTimeout(force));
      },
    };
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

if (import.meta.main) {
  const { default: pino } = await import('pino');
  const { readConfig } = await import('../../src/config.ts');
  const { startUsher } = await import('../../src/main.ts');
  const config = readConfig(process.env);
  const { BENCH_KEYS } = process.env;
  // Where tokens are signed; no variable of the product's, which believes the Bot Framework alone.
  const teams = config.teams && { ...config.teams, ToBotFromChannelOpenIdMetadataUrl: BENCH_KEYS };
  const log = pino({ level: 'error' }, process.stderr);
  const { url, stop } = await startUsher({ ...config, teams }, log);
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  const delayInAll = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  const histograms = [delay, delayInAll];
  for (const one of histograms) one.enable();
  process.once('disconnect', () => void stop().then(() => process.exit()));
  process.on('message', ({ collect }: { collect: boolean }) => {
    void vitals(collect).then((now) => process.send?.(now));
  });
  process.send?.(url);

  async function vitals(collect: boolean): Promise<Vitals> {
    const delays = { delay: delayOf(delay), delayInAll: delayOf(delayInAll) };
    for (const one of histograms) one.disable();
    const { rss } = process.memoryUsage();
    if (collect) globalThis.gc?.();
    const { heapUsed, external, arrayBuffers } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    // The timers that are late by the collection.
    await after(2 * RESOLUTION_MS);
    delay.reset();
    for (const one of histograms) one.enable();
    return {
      rssMb: rss / 2 ** 20,
      heapMb: heapUsed / 2 ** 20,
      outsideMb: (external + arrayBuffers) / 2 ** 20,
      ...delays,
      openFiles: filesOpen(),
      resources: process.getActiveResourcesInfo().length,
      cpuMs: (user + system) / 1_000,
    };
  }
}

function delayOf(histogram: IntervalHistogram): Delay {
  const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
  return {
    p50: late(histogram.percentile(50)),
    p99: late(histogram.percentile(99)),
    max: late(histogram.max),
  };
}

/** As Linux tells it; 0 elsewhere. */
function filesOpen(): number {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return 0;
  }
}
