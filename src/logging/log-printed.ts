import { format } from 'node:util';
import type { Logger } from 'pino';

const MAX_CHARACTERS = 1_000;

/**
 * What libraries print by themselves becomes a line of the log, for who looks closely. botbuilder prints, of each token that is forged, the key
 * by which it was not signed, and anybody may send any number of those.
 */
export function logPrinted(log: Logger, console: Pick<Console, 'warn' | 'error'> = globalThis.console): void {
  const print = (...words: unknown[]) =>
    log.debug({ printed: format(...words).slice(0, MAX_CHARACTERS) }, 'a library has printed something');
  console.warn = print;
  console.error = print;
}
