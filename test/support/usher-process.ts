/**
 * The whole product in a process of its own, started as `npm start` starts it, so that it can be killed while the phones,
 * the chat service and the database live on.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const START = fileURLToPath(new URL('../../src/start.mjs', import.meta.url));
/** It is started many times: nothing is compiled twice. */
const COMPILED = join(tmpdir(), 'usher-compiled');
/** Two cores that are busy with other things load it slowly. */
const START_LIMIT_MS = 30_000;

export interface UsherProcess {
  readonly pid: number;
  /** Where activities are posted. */
  readonly endpoint: string;
  /** All that it has printed and logged so far. */
  output(): string;
  /** `kill -9`; resolves when it is dead. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with its exit code when it has ended in order. */
  stop(): Promise<number | null>;
}

const living = new Set<ChildProcess>();

/** Resolves when it takes activities. `env` is all it has beside PATH; it works in a folder without a `.env`. */
export async function startUsherProcess(env: Readonly<Record<string, string>>): Promise<UsherProcess> {
  const child = spawn(process.execPath, [START], {
    cwd: tmpdir(),
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: COMPILED, PORT: '0', HOST: '127.0.0.1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  living.add(child);
  const exited = once(child, 'exit').then(([code]: (number | null)[]) => {
    living.delete(child);
    return code ?? null;
  });
  const output = outputOf(child);
  const endpoint = await endpointOf(child, output);
  return {
    pid: child.pid ?? 0,
    endpoint,
    output,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    async stop() {
      child.kill('SIGTERM');
      return exited;
    },
  };
}

/** Ends what still lives. */
export async function killUshers(): Promise<void> {
  await Promise.all(
    [...living].map(async (child) => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }),
  );
}

process.once('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

function outputOf(child: ChildProcess): () => string {
  let written = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      written += chunk;
    });
  }
  return () => written;
}

/** Read from the line with which it greets. */
async function endpointOf(child: ChildProcess, output: () => string): Promise<string> {
  const greeting = Promise.withResolvers<string>();
  const look = () => {
    const [, url] = /(?:Messaging endpoint:|Slack posts to) (\S+)\s/.exec(output()) ?? [];
    if (url) greeting.resolve(url);
  };
  child.stdout?.on('data', look);
  const fail = () => greeting.reject(new Error(`Usher did not start:\n${output()}`));
  const timeout = setTimeout(fail, START_LIMIT_MS);
  child.once('exit', fail);
  try {
    return await greeting.promise;
  } finally {
    clearTimeout(timeout);
    child.stdout?.off('data', look);
  }
}
