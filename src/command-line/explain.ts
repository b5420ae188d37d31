import { ConfigError } from '../config.ts';

/** An error for the command line: coded ones say what to do in their message; of others the whole stack is wanted. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof ConfigError || 'code' in error ? error.message : (error.stack ?? error.message);
}
