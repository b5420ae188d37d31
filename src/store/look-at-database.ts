import pg from 'pg';
import { MIGRATIONS } from './migrate.ts';

/** What a database is like, for whoever wants to run Usher on it. */
export interface DatabaseLook {
  /** `15.18` */
  readonly version: string;
  readonly majorVersion: number;
  readonly user: string;
  readonly database: string;
  readonly isEncrypted: boolean;
  /** A standby, or told to take nothing. */
  readonly isReadOnly: boolean;
  /** Where tables would be made; undefined: the search path leads nowhere. */
  readonly schema: string | undefined;
  readonly mayMakeTables: boolean;
  /** pg-boss keeps its jobs in a schema of its own. */
  readonly mayMakeSchemas: boolean;
  readonly hasJobs: boolean;
  /** Migrations that the first process which starts will make; all of them: there are no tables of ours yet. */
  readonly pending: readonly string[];
  /** Migrations of a newer version than this one. */
  readonly unknown: readonly string[];
  /** How far its clock is ahead of ours; as inexact as the way there and back is long. */
  readonly clockAheadMs: number;
  /** How many more connections it has for us. */
  readonly connectionsLeft: number;
}

/** Looks, and writes nothing. Rejects with what the driver throws; `limitMs` for the connection, and for each question. */
export async function lookAtDatabase(url: string, limitMs: number): Promise<DatabaseLook> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: limitMs,
    query_timeout: limitMs,
    application_name: 'usher doctor',
  });
  client.on('error', () => {
    // Said by what is under way.
  });
  try {
    await client.connect();
    await client.query('begin read only');
    const asked = Date.now();
    const { rows } = await client.query(QUESTIONS);
    const answered = Date.now();
    const look = rows[0];
    const made = look.hasMigrations ? await client.query('select name from kysely_migration') : { rows: [] };
    const names: ReadonlySet<string> = new Set(made.rows.map(({ name }) => String(name)));
    const known = Object.keys(MIGRATIONS);
    return {
      version: look.version.split(' ')[0],
      majorVersion: Math.floor(look.versionNumber / 10_000),
      user: look.user,
      database: look.database,
      isEncrypted: look.isEncrypted ?? false,
      isReadOnly: look.isReadOnly,
      schema: look.schema ?? undefined,
      mayMakeTables: look.mayMakeTables ?? false,
      mayMakeSchemas: look.mayMakeSchemas,
      hasJobs: look.hasJobs,
      pending: known.filter((name) => !names.has(name)),
      unknown: [...names].filter((name) => !known.includes(name)),
      clockAheadMs: Math.round(look.clock - (asked + answered) / 2),
      connectionsLeft: look.connectionsLeft,
    };
  } finally {
    // Not waited for: a server that does not answer would not say goodbye either.
    void client.end().catch(() => undefined);
  }
}

const QUESTIONS = `
  select
    current_setting('server_version') as version,
    current_setting('server_version_num')::int as "versionNumber",
    current_user as "user",
    current_database() as database,
    (select ssl from pg_stat_ssl where pid = pg_backend_pid()) as "isEncrypted",
    pg_is_in_recovery() or current_setting('default_transaction_read_only')::bool as "isReadOnly",
    current_schema() as schema,
    has_schema_privilege(current_schema(), 'create') as "mayMakeTables",
    has_database_privilege(current_database(), 'create') as "mayMakeSchemas",
    to_regnamespace('pgboss') is not null as "hasJobs",
    to_regclass('kysely_migration') is not null as "hasMigrations",
    (extract(epoch from clock_timestamp()) * 1000)::float8 as clock,
    (least(
      current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
        - (select count(*) from pg_stat_activity where backend_type = 'client backend'),
      (select nullif(rolconnlimit, -1) from pg_roles where rolname = current_user),
      (select nullif(datconnlimit, -1) from pg_database where datname = current_database())
    ))::int as "connectionsLeft"`;
