/** A database that restarts, or has no connection left for us, is back in a moment: whoever asks waits for it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { StoreError } from './store-error.ts';

/** Teams waits 15 s for an answer; until then somebody whose press cannot be written has to know. */
const WAITS_MS = 8_000;
const PAUSE_MS = 200;

/**
 * Classes and codes of PostgreSQL (Appendix A): 08 connection exceptions, 57P01 to 57P03 it stops or starts, 53300 it has no connection
 * left. The others are the system's.
 */
const PASSING = /^(?:08...|57P0[123]|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/;
/** What the driver says without a code, where the server went away in the middle, or did not answer in time. */
const LOST =
  /^(?:Connection terminated|Client has encountered a connection error|timeout exceeded when trying)/;

/** Whether the same may work in a moment. What was being committed may be committed or not. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return PASSING.test(code) || LOST.test(error.message);
}

/** By SQLSTATE: what to look at, for whoever runs it. */
const WHY: Readonly<Record<string, string>> = {
  '53100': 'store.disk-full',
  '53300': 'store.too-many-connections',
  '25006': 'store.read-only',
};

/** `store.disk-full`, `store.too-many-connections`, `store.read-only`, `store.away`, or `store.failed` where it is none of them. */
export function whyNotWritten(cause: unknown): StoreError {
  if (cause instanceof StoreError) return cause;
  const sqlState = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const code = WHY[sqlState] ?? (isAway(cause) ? 'store.away' : 'store.failed');
  const why = cause instanceof Error ? cause.message : String(cause);
  return new StoreError(code, `The database takes nothing: ${why}`, { why }, { cause });
}

/** Hands out connections of a pool as soon as there are some; throws StoreError (`whyNotWritten`) where that takes too long. */
export function patient(pool: PostgresPool, waitsMs: number = WAITS_MS): PostgresPool {
  return {
    options: pool.options,
    async connect(): Promise<PostgresPoolClient> {
      const giveUpAt = performance.now() + waitsMs;
      for (;;) {
        try {
          return await pool.connect();
        } catch (error) {
          if (!isAway(error)) throw error;
          // Not itself one that passes: nobody shall wait for it a second time.
          if (performance.now() + PAUSE_MS > giveUpAt) throw whyNotWritten(error);
          await sleep(PAUSE_MS);
        }
      }
    },
    end: () => pool.end(),
  };
}
