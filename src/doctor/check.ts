/** One thing that was looked at. */
export interface Finding {
  /** `warn`: it works, or may work, and somebody should look at it. */
  readonly level: 'ok' | 'warn' | 'fail';
  /** What is so, in one line; never a secret. */
  readonly says: string;
  /** What to do about it. */
  readonly todo?: string;
}

/** Looks at one neighbour or one file; changes nothing, and rings nobody. */
export interface Check {
  /** `SIP server` */
  readonly name: string;
  /** Never throws because of what it looks at: that is a finding. `signal` ends it. */
  run(signal: AbortSignal): AsyncIterable<Finding>;
}

export const ok = (says: string): Finding => ({ level: 'ok', says });
export const warn = (says: string, todo: string): Finding => ({ level: 'warn', says, todo });
export const fail = (says: string, todo: string): Finding => ({ level: 'fail', says, todo });

/** What an error says, in one line. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const inner = innerOf(error);
  // `fetch` says only that it failed.
  if (inner && (error.message === '' || error.message.endsWith('fetch failed'))) return reasonOf(inner);
  return (error.message || error.name).split('\n')[0]?.trim() ?? '';
}

/** `ECONNREFUSED`, `28P01`; empty where it has none. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const inner = innerOf(error);
  if (inner) return codeOf(inner);
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Why: the cause, or the first of several. */
function innerOf(error: Error): Error | undefined {
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause;
  return inner instanceof Error ? inner : undefined;
}
