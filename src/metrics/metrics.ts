import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { type DeliveryWatcher, deliveries } from './deliveries.ts';
import { type JobWatcher, jobs } from './jobs.ts';
import { type Door, type Refused, refusals } from './refusals.ts';
import { sipMessages } from './sip-messages.ts';
import { type Standing, standing } from './standing.ts';
import { type Turn, turns } from './turns.ts';

/** The figures of one process. Each of its members is handed to the room that has something to tell. */
export interface Metrics {
  readonly refused: Refused;
  readonly refusedAt: (door: Door) => (reason: string) => void;
  readonly turned: (turn: Turn) => void;
  readonly deliveries: DeliveryWatcher;
  readonly jobs: JobWatcher;
  /** Sees each SIP message. */
  readonly sipMessage: ReturnType<typeof sipMessages>;
  /** From now on also tells how things stand. */
  watch(now: Standing): void;
  /** All of it as text for Prometheus. */
  scrape(): Promise<{ readonly type: string; readonly text: string }>;
}

export function createMetrics({ version }: { readonly version: string }): Metrics {
  // Of its own: two of us in one process, as in tests, count for themselves.
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const info = new Gauge({
    name: 'usher_info',
    help: 'Always 1; which version runs, and on which Node',
    labelNames: ['version', 'node'],
    registers: [registry],
  });
  info.set({ version, node: process.version }, 1);
  const refused = refusals(registry);
  return {
    refused,
    refusedAt: (door) => (reason) => refused(door, reason),
    turned: turns(registry),
    deliveries: deliveries(registry),
    jobs: jobs(registry),
    sipMessage: sipMessages(registry),
    watch: (now) => standing(registry, now),
    scrape: async () => ({ type: registry.contentType, text: await registry.metrics() }),
  };
}
