import type { Logger } from 'pino';
import { LoggerFactory } from 'sip.js/lib/core/index.js';

/**
 * The logger factory that sip.js wants, writing into ours. Its connector is called for every level, whatever level is set,
 * so what is chatter to us is dropped here; it builds no strings for it.
 */
export function sipLog(log: Logger): LoggerFactory {
  const factory = new LoggerFactory();
  factory.builtinEnabled = false;
  factory.connector = (level, category, _label, content) => {
    // Its errors are a peer's faults, its warnings are how it tells of them step by step.
    if (level === 'error') log.warn({ category }, String(content));
    else if (level === 'warn') log.debug({ category }, String(content));
  };
  return factory;
}
