/** What is seen from outside: the figures, and who is told what for them. */
import { readFileSync } from 'node:fs';
import type { Logger } from 'pino';
import type { CallOwner } from './desk/index.ts';
import { Refusals } from './http/index.ts';
import { createMetrics, type Metrics } from './metrics/index.ts';
import type { SipUserAgent } from './sip/index.ts';
import type { PostgresStore } from './store/index.ts';

export function observing(): Metrics {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return createMetrics({ version });
}

/** What came into the chat and was refused: counted, and each reason of each product logged once a minute. */
export function refusing(
  { refused }: Pick<Metrics, 'refused'>,
  log: Logger,
): (door: 'teams' | 'slack', reason: string, facts?: object) => void {
  const at = (door: 'teams' | 'slack') =>
    new Refusals({
      refused: (reason) => refused(door, reason),
      log,
      message: `What came from ${door} was refused`,
    });
  const doors = { teams: at('teams'), slack: at('slack') };
  return (door, reason, facts) => doors[door].count(reason, facts);
}

export interface WatchOptions {
  readonly store: PostgresStore;
  readonly owner: CallOwner;
  readonly userAgent: SipUserAgent;
}

/** From now on the figures also tell how things stand. */
export function watch(metrics: Metrics, { store, owner, userAgent }: WatchOptions): void {
  metrics.watch({
    calls: () => owner.calls,
    isSipReady: () => userAgent.ready,
    connections: () => store.connections,
    jobs: () => store.jobFigures(),
  });
}
