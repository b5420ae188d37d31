import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { STOP } from '../../src/stopping.ts';

const ROOT = join(import.meta.dirname, '../..');

/** A file of the repository. */
export const file = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** What the process may take from SIGTERM to its end, when everything takes as long as it may. */
export const LONGEST_STOP_SECONDS =
  (STOP.othersMs + Math.max(STOP.unseenMs, STOP.ringingMs) + STOP.turnsMs + STOP.phonesMs + STOP.cardsMs) /
  1_000;

/** What nobody writes into an example. */
export const SECRETS = {
  DATABASE_URL: 'postgres://usher:secret@database/usher',
  SIP_PASSWORD: 'secret',
  MicrosoftAppPassword: 'secret',
};
