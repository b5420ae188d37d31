import { setTimeout as sleep } from 'node:timers/promises';

/** Together with what the pool itself waits, most of a minute: a thousand people who are called at once take that long. */
const PAUSES_MS = [100, 300, 1_000, 3_000, 3_000, 3_000, 3_000];

/** The same, and then every few seconds for as long as it takes. */
export function* endless(): Generator<number> {
  yield* PAUSES_MS;
  for (;;) yield PAUSES_MS.at(-1) ?? 0;
}

/**
 * Does it again where the database is away, or has too much to do, for a moment. Throws the last failure, and at once one that
 * `isFinal`.
 */
export async function retried<T>(
  work: () => Promise<T>,
  isFinal: (error: unknown) => boolean = () => false,
  pausesMs: Iterable<number> = PAUSES_MS,
): Promise<T> {
  for (const pauseMs of pausesMs) {
    try {
      return await work();
    } catch (error) {
      if (isFinal(error)) throw error;
      await sleep(pauseMs);
    }
  }
  return await work();
}
