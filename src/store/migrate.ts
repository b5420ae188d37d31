import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import * as firstTables from './migrations/0001-first-tables.ts';
import * as invitedAddresses from './migrations/0002-invited-addresses.ts';
import * as ways from './migrations/0003-ways.ts';
import * as rosters from './migrations/0004-rosters.ts';
import * as takingOut from './migrations/0005-taking-out.ts';
import * as incomingInvitations from './migrations/0006-incoming-invitations.ts';
import * as factoryCalls from './migrations/0007-factory-calls.ts';
import * as unwantedAttendees from './migrations/0008-unwanted-attendees.ts';
import * as personalCards from './migrations/0009-personal-cards.ts';
import * as inbox from './migrations/0010-inbox.ts';
import * as askedQuestions from './migrations/0012-asked-questions.ts';
import * as callingOrder from './migrations/0013-calling-order.ts';
import * as schedule from './migrations/0020-schedule.ts';
import * as manner from './migrations/0021-manner.ts';
import * as retention from './migrations/0025-retention.ts';
import * as waitingForgotten from './migrations/0026-waiting-forgotten.ts';
import * as rates from './migrations/0027-rates.ts';
import * as rungByOthers from './migrations/0028-rung-by-others.ts';
import * as blocks from './migrations/0030-blocks.ts';
import * as questionsToAll from './migrations/0031-questions-to-all.ts';
import * as audit from './migrations/0033-audit.ts';
import { StoreError } from './store-error.ts';

/** In this order, each once. There is no way back: a mistake is mended by the next one. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-first-tables': firstTables,
  '0002-invited-addresses': invitedAddresses,
  '0003-ways': ways,
  '0004-rosters': rosters,
  '0005-taking-out': takingOut,
  '0006-incoming-invitations': incomingInvitations,
  '0007-factory-calls': factoryCalls,
  '0008-unwanted-attendees': unwantedAttendees,
  '0009-personal-cards': personalCards,
  '0010-inbox': inbox,
  '0012-asked-questions': askedQuestions,
  '0013-calling-order': callingOrder,
  '0020-schedule': schedule,
  '0021-manner': manner,
  '0025-retention': retention,
  '0026-waiting-forgotten': waitingForgotten,
  '0027-rates': rates,
  '0028-rung-by-others': rungByOthers,
  '0030-blocks': blocks,
  '0031-questions-to-all': questionsToAll,
  '0033-audit': audit,
};

/**
 * Brings the tables up to date; of many processes that start at once one does it, the others wait (advisory lock).
 * Throws StoreError `store.migration`.
 */
export async function migrate<Tables>(database: Kysely<Tables>): Promise<void> {
  const provider = { getMigrations: async () => ({ ...MIGRATIONS }) };
  const { error, results } = await new Migrator({ db: database, provider }).migrateToLatest();
  if (error === undefined) return;
  const failed = results?.find(({ status }) => status === 'Error')?.migrationName ?? '';
  throw new StoreError(
    'store.migration',
    `The tables could not be made: ${failed} ${error}`,
    { failed },
    { cause: error },
  );
}
