import { Counter, Histogram, type Registry } from 'prom-client';

/** Sees what is done after commits. `queue`: draw, toast, notice and so on (store/jobs.ts). */
export interface JobWatcher {
  done(queue: string, hasFailed: boolean, ms: number): void;
  /** A draw was ordered of a card whose last order waits still: one update does for both. */
  coalesced(queue: string): void;
}

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60];

export function jobs(registry: Registry): JobWatcher {
  const registers = [registry];
  const duration = new Histogram({
    name: 'usher_job_duration_seconds',
    help: 'What is done after commits, by queue; draw, toast and remind are updates of cards',
    labelNames: ['queue', 'result'],
    buckets: BUCKETS,
    registers,
  });
  const coalesced = new Counter({
    name: 'usher_draws_coalesced_total',
    help: 'Changes of cards that needed no update of their own, because the one before was still to be drawn',
    labelNames: ['queue'],
    registers,
  });
  return {
    done: (queue, hasFailed, ms) =>
      duration.observe({ queue, result: hasFailed ? 'failed' : 'done' }, ms / 1_000),
    coalesced: (queue) => coalesced.inc({ queue }),
  };
}
