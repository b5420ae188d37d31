/**
 * PostgreSQL refuses to run as root, so a root service hands its embedded server to another user. None is created:
 * `postgres` where the system has it, else `nobody`.
 */
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { StoreError } from '../store-error.ts';

export interface DatabaseUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * The user that runs the server whose files are in `home`; undefined: ourselves. The owner of existing files wins, so that
 * a `postgres` user installed later does not lock us out of a cluster made by `nobody`.
 * Throws StoreError `store.database-user` where the system knows neither user.
 */
export function databaseUser(
  home: string,
  candidates: readonly string[] = ['postgres', 'nobody'],
): DatabaseUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = statSync(home, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { name: `uid ${owner.uid}`, uid: owner.uid, gid: owner.gid };
  for (const name of candidates) {
    const uid = idOf(name, '-u');
    const gid = idOf(name, '-g');
    if (uid !== undefined && gid !== undefined) return { name, uid, gid };
  }
  throw new StoreError(
    'store.database-user',
    `PostgreSQL cannot run as root and there is no user ${candidates.join(' or ')}; set DATABASE_URL`,
    { users: candidates.join(', ') },
  );
}

function idOf(name: string, option: '-u' | '-g'): number | undefined {
  const { status, stdout } = spawnSync('id', [option, name], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : undefined;
}

/** Whether the user may enter the directory: tried, not computed, because of access lists and mounts. */
export function canEnter(directory: string, user: DatabaseUser): boolean {
  const { status } = spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', directory], {
    uid: user.uid,
    gid: user.gid,
    cwd: '/',
    stdio: 'ignore',
  });
  return status === 0;
}
