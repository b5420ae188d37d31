/** `npm start`, or with arguments another entrance, without npm: the command line in a process group of its own, as a terminal has it, and what it left behind. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const START = fileURLToPath(new URL('../../src/start.mjs', import.meta.url));
/** Two cores that are busy with other things load it slowly. */
const SAYS_MS = 45_000;

export interface UsherCommand {
  readonly pid: number;
  /** All it has written so far, on both outputs. */
  readonly output: () => string;
  /** Resolves when it has written this; rejects when it ends first. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  /** Ctrl-C: SIGINT for the whole group. */
  interrupt(): void;
  /** Its exit code; rejects after `withinMs`. */
  ended(withinMs: number): Promise<number | null>;
}

/** `env` is all it has beside PATH; `cwd` is a folder without a `.env`. */
export function runUsher(
  cwd: string,
  env: Readonly<Record<string, string>>,
  node: string = process.execPath,
  args: readonly string[] = [],
): UsherCommand {
  const child = spawn(node, [START, ...args], {
    cwd,
    detached: true,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const watchers = new Set<() => void>();
  const exited = once(child, 'close').then(([code]: (number | null)[]) => code ?? null);
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      for (const watcher of watchers) watcher();
    });
  }
  return {
    pid: child.pid ?? 0,
    output: () => output,
    says(pattern) {
      const found = new Promise<RegExpExecArray>((resolve) => {
        const look = () => {
          const match = pattern.exec(output);
          if (match) resolve(match);
        };
        watchers.add(look);
        look();
      });
      const ended = exited.then((code) => Promise.reject(new Error(`It ended with ${code}:\n${output}`)));
      return within(Promise.race([found, ended]), SAYS_MS, () => `It does not say ${pattern}:\n${output}`);
    },
    interrupt: () => void process.kill(-(child.pid ?? 0), 'SIGINT'),
    ended: (withinMs) => within(exited, withinMs, () => `Still running after ${withinMs} ms:\n${output}`),
  };
}

/**
 * Processes that work in a folder or were started with its name: the database and the page are there, whoever is their
 * parent by now.
 */
export async function processesOf(folder: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const [cwd, command] = await Promise.all([
        readlink(`/proc/${pid}/cwd`).catch(() => ''),
        readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''),
      ]);
      return cwd.startsWith(folder) || command.includes(folder) ? [pid] : [];
    }),
  );
  return found.flat();
}

async function within<T>(promise: Promise<T>, limitMs: number, why: () => string): Promise<T> {
  let timeout: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timeout = setTimeout(() => reject(new Error(why())), limitMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timeout);
  }
}
