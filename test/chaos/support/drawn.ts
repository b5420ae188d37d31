import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from './part.ts';

/** Resolves when everything is drawn and said, after `limitMs` at the latest. */
export async function drawn({ query }: Pick<World, 'query'>, limitMs: number): Promise<void> {
  const giveUpAt = performance.now() + limitMs;
  while (performance.now() < giveUpAt) {
    const [left] = await query<{ n: string }>(
      `select count(*) as n from pgboss.job
        where name in ('draw', 'remind', 'notice') and state in ('created', 'retry', 'active')`,
    );
    if (left?.n === '0') return;
    await sleep(500);
  }
}
