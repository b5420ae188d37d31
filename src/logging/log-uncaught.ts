import type { Logger } from 'pino';

/**
 * What nobody catches ends the process, as Node has it, but as a line of the log: Node would print all of the error, with whatever hangs on
 * it. A promise that nobody looks after ends here too.
 */
export function logUncaught(log: Logger): void {
  process.once('uncaughtException', (err) => {
    log.fatal({ err }, 'nobody has caught this');
    process.exit(1);
  });
}
