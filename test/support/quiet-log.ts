import pino from 'pino';

/** A log for tests: silent, unless LOG_LEVEL asks for it. */
export const quietLog = pino({ level: process.env.LOG_LEVEL ?? 'silent' });
