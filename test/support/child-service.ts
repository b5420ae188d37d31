import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface ChildService<Report> {
  readonly child: ChildProcess;
  /** The one line of JSON that it printed when it was up. */
  readonly report: Report;
  /** `kill -9`; resolves when it is dead. Done after each test to what still lives. */
  kill(): Promise<void>;
}

const living = new Map<ChildProcess, () => Promise<void>>();

/** Starts a script with node, in a process group of its own, and waits for its first line. */
export async function startChild<Report>(
  script: URL,
  args: readonly string[],
  user?: { readonly uid: number; readonly gid: number },
): Promise<ChildService<Report>> {
  const child = spawn(process.execPath, [script.pathname, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
    ...(user && { uid: user.uid, gid: user.gid, cwd: '/' }),
  });
  const exited = once(child, 'exit').then(() => void living.delete(child));
  const kill = () => {
    child.kill('SIGKILL');
    return exited;
  };
  living.set(child, kill);
  for await (const line of createInterface(child.stdout)) {
    return { child, report: JSON.parse(line) as Report, kill };
  }
  await exited;
  throw new Error(`${script.pathname} ended without a word`);
}

/** Ends what still lives. */
export async function killChildren(): Promise<void> {
  await Promise.all([...living.values()].map((kill) => kill()));
}

// For the whole run, because this file is imported outside of every suite: also a test that failed leaves nobody behind.
afterEach('processes of the tests', killChildren);

process.once('exit', () => {
  for (const child of living.keys()) child.kill('SIGKILL');
});
