/**
 * The log: JSON lines by pino, without secrets, numbers, addresses of people, and without what people say. `create-log.ts` makes it,
 * `loggable.ts` decides by the names and kinds of things, `scrub.ts` by what texts look like.
 */
export { createLog, type LogOptions } from './create-log.ts';
export { logPrinted } from './log-printed.ts';
export { logUncaught } from './log-uncaught.ts';
export { secretsOf } from './secrets-of.ts';
