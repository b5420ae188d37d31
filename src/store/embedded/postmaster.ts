/** What `postmaster.pid` says about the server of a cluster, and whether that is still true. Never deleted by us. */
import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly isReady: boolean;
}

/**
 * The living server of this data directory; undefined where there is none. A crash leaves the file behind and its pid may
 * belong to anybody by now, so the process must be a PostgreSQL that works in this directory.
 */
export async function findPostmaster(dataDirectory: string): Promise<Postmaster | undefined> {
  const text = await readFile(join(dataDirectory, 'postmaster.pid'), 'utf8').catch(() => '');
  // Lines, from miscadmin.h: pid, data directory, start time, port, socket directory, address, shared memory, status.
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!(pid > 0) || !(await isPostgresOf(pid, dataDirectory))) return undefined;
  return { pid, port: Number(lines[3]), isReady: lines[7]?.trim() === 'ready' };
}

async function isPostgresOf(pid: number, dataDirectory: string): Promise<boolean> {
  if (process.platform !== 'linux') {
    const ps = await promisify(execFile)('ps', ['-o', 'comm=', '-p', String(pid)]).catch(() => undefined);
    return ps?.stdout.trim().endsWith('postgres') ?? false;
  }
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const [, name, state] = /^\d+ \((.*)\) (\S)/s.exec(status) ?? [];
  const directory = await readlink(`/proc/${pid}/cwd`).catch(() => dataDirectory); // not ours to read: believe the name
  return name === 'postgres' && state !== 'Z' && directory === dataDirectory;
}
