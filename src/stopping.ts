/** How a process stops: what it waits for, and for how long. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { CallOwner } from './desk/index.ts';
import type { HttpServer } from './http/index.ts';

/**
 * Longest waits in ms. Alone they are together well below the 10 s after which people pull the plug; among others they stay below the
 * 30 s of most orchestrators.
 */
export const STOP = {
  othersMs: 1_000,
  /** Until a load balancer has seen that nothing more is to be sent here. */
  unseenMs: 5_000,
  ringingMs: 15_000,
  turnsMs: 2_000,
  phonesMs: 3_000,
  cardsMs: 2_000,
};

export interface LeaveOptions {
  readonly store: { hasOthers(): Promise<boolean> };
  readonly owner: Pick<CallOwner, 'leave'>;
  readonly server: Pick<HttpServer, 'leave'>;
  readonly log: Logger;
}

/**
 * Asks for no more work. Where other processes live, what has not begun is theirs, and what rings has a while to come to its end;
 * turns that still come here are answered, and what they begin is left to the others.
 */
export async function leave({ store, owner, server, log }: LeaveOptions): Promise<void> {
  server.leave();
  const hasOthers = await within(STOP.othersMs, store.hasOthers());
  if (!hasOthers) return;
  log.info({}, 'leaving; other processes go on');
  await Promise.all([sleep(STOP.unseenMs), owner.leave(STOP.ringingMs)]);
}

/** Undefined: it takes longer. */
export function within<T>(limitMs: number, work: Promise<T>): Promise<T | undefined> {
  return Promise.race([work, sleep(limitMs, undefined, { ref: false })]);
}
