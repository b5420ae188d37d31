/**
 * PostgreSQL: what is remembered, and the jobs that follow from it.
 *
 *   startEmbeddedPostgres   the database where DATABASE_URL names none
 *   lookAtDatabase          what a database is like, for npm run doctor
 *   openAuditTrail          who did what, for npm run audit
 *   PostgresStore           the desk's Store, the journal of call legs, the queues of draws and notices
 */
export { type AuditFilter, type AuditLine, type AuditTrail, openAuditTrail } from './audit-trail.ts';
export type { Leg } from './call-journal.ts';
export { CallJournal } from './call-journal.ts';
export { defaultDataDir } from './embedded/data-directory.ts';
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from './embedded/embedded-postgres.ts';
export { isEmbeddedThere } from './embedded/postgres-binaries.ts';
export type { DrawHandler, NoticeHandler } from './jobs.ts';
export { type DatabaseLook, lookAtDatabase } from './look-at-database.ts';
export { PostgresStore, type StoreOptions } from './postgres-store.ts';
export { StoreError } from './store-error.ts';
