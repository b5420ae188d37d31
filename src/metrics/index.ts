/**
 * Figures for Prometheus; the only room that imports prom-client. It knows no other room: each has a small parameter through
 * which it tells what it does, and what only needs to be looked up is asked when somebody looks.
 *
 *   const metrics = createMetrics({ version });
 *   metrics.turned({ channel: 'msteams', kind: 'command', hasFailed: false, ms: 12 });
 *   metrics.watch({ calls: () => owner.calls, … });
 *   const { type, text } = await metrics.scrape();
 *
 * Labels have few values, all of them words of ours: no name, address or id of anybody becomes one (label.ts).
 */
export { createMetrics, type Metrics } from './metrics.ts';
export type { Door, Refused } from './refusals.ts';
export type { JobFigures, Standing } from './standing.ts';
