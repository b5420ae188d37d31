import { access, constants, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type DatabaseLook, defaultDataDir, isEmbeddedThere } from '../store/index.ts';
import { type Check, codeOf, type Finding, fail, ok, reasonOf, warn } from './check.ts';

const OLDEST_VERSION = 13;
/** What one process opens, and one more for the next that takes its place. */
const CONNECTIONS = 13;
/** Due times are those of the process, and who is dead is decided by the clock of the database. */
const CLOCK_LIMIT_MS = 2_000;

/** What the driver says, by SQLSTATE or the code of the system, and what to do about it. */
const TODO: Readonly<Record<string, string>> = {
  '28P01': 'check the user and the password in DATABASE_URL',
  '28000': 'add a line for this host, user and database to pg_hba.conf, or ask for TLS with ?sslmode=require',
  '3D000': 'create it: createdb -O USER DATABASE, or correct the name in DATABASE_URL',
  '53300': 'raise max_connections of PostgreSQL, or stop what holds them',
  '57P03': 'wait until it has started, and look at its log where that takes long',
  ECONNREFUSED: 'start PostgreSQL there, have it listen on that address, or correct the host in DATABASE_URL',
  ENOTFOUND: 'correct the host in DATABASE_URL, or mend the name server',
  EAI_AGAIN: 'mend the name server',
  SELF_SIGNED_CERT_IN_CHAIN: 'add &sslrootcert=FILE with its authority to DATABASE_URL',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'add &sslrootcert=FILE with its certificate to DATABASE_URL',
};

/** DATABASE_URL. */
export function checkDatabase(look: () => Promise<DatabaseLook>): Check {
  return {
    name: 'database',
    async *run() {
      try {
        yield* judge(await look());
      } catch (error) {
        const isLate = /^timeout|Query read timeout/.test(reasonOf(error));
        const todo = TODO[codeOf(error)] ?? 'check the host and the port in DATABASE_URL, and the firewall';
        yield fail(isLate ? 'PostgreSQL does not answer' : `PostgreSQL: ${reasonOf(error)}`, todo);
      }
    },
  };
}

function* judge(look: DatabaseLook): Generator<Finding> {
  const { version, database, user, schema, pending, unknown, clockAheadMs } = look;
  const encrypted = look.isEncrypted ? 'encrypted' : 'not encrypted';
  yield ok(`PostgreSQL ${version}, database ${database}, user ${user}, ${encrypted}`);
  if (look.majorVersion < OLDEST_VERSION) {
    yield fail(`PostgreSQL ${version} is too old`, `use ${OLDEST_VERSION} or newer`);
  }
  if (look.isReadOnly) yield fail('it takes no changes', 'name the primary in DATABASE_URL, not a standby');
  if (pending.length > 0 && !look.mayMakeTables) {
    const where = schema === undefined ? 'anywhere' : `in schema ${schema}`;
    const todo = `as superuser: alter database ${database} owner to ${user}`;
    yield fail(`${user} may make no tables ${where}`, todo);
  } else if (!look.hasJobs && !look.mayMakeSchemas) {
    const todo = `as its owner: grant create on database ${database} to ${user}`;
    yield fail(`${user} may not make the schema pgboss, where jobs are kept`, todo);
  }
  if (unknown.length > 0) {
    const todo = 'run that version, or restore a backup from before it (docs/upgrade.md)';
    yield fail(`a newer version of Usher has changed it (${unknown.at(-1)})`, todo);
  } else {
    const count =
      pending.length === 0 ? 'up to date' : `made at the next start (${pending.length} migrations)`;
    yield ok(`its tables are ${count}`);
  }
  if (Math.abs(clockAheadMs) > CLOCK_LIMIT_MS) {
    const seconds = Math.round(Math.abs(clockAheadMs) / 1_000);
    yield warn(
      `its clock is ${seconds} s ${clockAheadMs > 0 ? 'ahead of' : 'behind'} ours`,
      'set both by NTP',
    );
  }
  if (look.connectionsLeft < CONNECTIONS) {
    const says = `it has ${Math.max(0, look.connectionsLeft)} connections left; a process needs ${CONNECTIONS}`;
    yield warn(says, 'raise max_connections of PostgreSQL, unless Usher runs there already');
  }
}

const MEGABYTE = 1_000_000;
const ROOM_MB = 2_000;

/** The embedded one, which is started by Usher only. */
export function checkDataDir(dataDir: string = defaultDataDir(), hasPostgres = isEmbeddedThere): Check {
  return {
    name: 'database',
    async *run() {
      if (!hasPostgres()) {
        const todo = 'set DATABASE_URL, or install without --omit=optional';
        yield fail('no PostgreSQL is installed with Usher, and none is configured', todo);
        return;
      }
      const folder = await nearest(dataDir);
      if (folder === undefined) {
        const todo = 'set DATA_DIR to a folder that can be written, or DATABASE_URL';
        yield fail(`nothing can be written to ${dataDir}`, todo);
        return;
      }
      const { bavail, bsize } = await statfs(folder);
      const freeMb = Math.floor((bavail * bsize) / MEGABYTE);
      const says = `the embedded PostgreSQL, in ${dataDir}, with ${freeMb} MB free`;
      if (freeMb >= ROOM_MB) yield ok(says);
      else yield warn(says, `make room (${ROOM_MB} MB), or set DATA_DIR to a larger disk`);
    },
  };
}

/** The folder itself or the one that it would be made in; undefined: that one cannot be written. */
async function nearest(folder: string): Promise<string | undefined> {
  try {
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return folder;
  } catch (error) {
    const above = dirname(folder);
    return codeOf(error) === 'ENOENT' && above !== folder ? await nearest(above) : undefined;
  }
}
