/**
 * Where the embedded server keeps its files:
 *
 *   DATA_DIR/
 *   └─ postgres/               0700, of the user that runs the server
 *      ├─ cluster/data/        PostgreSQL's own
 *      ├─ cluster/password     0600
 *      ├─ binaries-18.4.0/     only where that user cannot enter node_modules
 *      └─ postgres.log
 */
import { existsSync } from 'node:fs';
import { access, chmod, chown, constants, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { StoreError } from '../store-error.ts';
import { canEnter, type DatabaseUser, databaseUser } from './database-user.ts';

const FOR_ROOT = '/var/lib/usher';

/**
 * DATA_DIR where nobody chose one: `data` in the working directory, but `/var/lib/usher` for root whose working directory
 * the database user could not enter (somewhere below /root, say).
 */
export function defaultDataDir(workingDirectory: string = process.cwd()): string {
  const dataDir = join(workingDirectory, 'data');
  const user = databaseUser(homeOf(dataDir));
  if (user === undefined || canEnter(nearestExisting(dataDir), user)) return dataDir;
  return FOR_ROOT;
}

export function homeOf(dataDir: string): string {
  return join(resolve(dataDir), 'postgres');
}

function nearestExisting(path: string): string {
  return existsSync(path) ? path : nearestExisting(dirname(path));
}

/**
 * Makes DATA_DIR and the server's folder in it, readable for nobody else, and returns the folder.
 * Throws StoreError `store.data-dir`, with the directory and why.
 */
export async function prepareHome(dataDir: string, user: DatabaseUser | undefined): Promise<string> {
  const directory = resolve(dataDir);
  const home = homeOf(directory);
  const unusable = (why: string, cause?: unknown) =>
    new StoreError(
      'store.data-dir',
      `The data directory ${directory} cannot be used (${why}); set DATA_DIR to one that can, or DATABASE_URL`,
      { directory, why },
      { cause },
    );
  const mustBeEntered = (path: string) => {
    if (user && !canEnter(path, user)) throw unusable(`${user.name}, who runs it, may not enter`);
  };
  try {
    mustBeEntered(nearestExisting(directory)); // before anything is left there
    const created = await mkdir(directory, { recursive: true, mode: user ? 0o711 : 0o700 });
    if (created && user) await chmod(directory, 0o711); // whatever the umask says: entered, but not listed
    mustBeEntered(directory);
    await mkdir(home, { mode: 0o700 }).catch(ignore('EEXIST'));
    if (user && (await stat(home)).uid === 0) await chown(home, user.uid, user.gid);
    await access(home, constants.R_OK | constants.W_OK | constants.X_OK);
    return home;
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw unusable(errorCode(error), error);
  }
}

/**
 * Makes a folder complete or not at all: built beside its place and renamed. Where two do it at once, the first wins
 * and the second throws its own away.
 */
export async function makeFolder(place: string, build: (folder: string) => Promise<void>): Promise<void> {
  if (existsSync(place)) return;
  const folder = await mkdtemp(`${place}.new-`);
  try {
    await build(folder);
    await rename(folder, place).catch(ignore('ENOTEMPTY', 'EEXIST'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function ignore(...codes: readonly string[]): (error: unknown) => void {
  return (error) => {
    if (!codes.includes(errorCode(error))) throw error;
  };
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
