import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface ChildService<Report> {
  readonly child: ChildProcess;
  /** The one line of JSON that it printed when it was up. */
  readonly report: Report;
  /** `kill -9`; resolves when it is dead. */
  kill(): Promise<void>;
}

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
  const exited = once(child, 'exit');
  const kill = async () => {
    child.kill('SIGKILL');
    await exited;
  };
  for await (const line of createInterface(child.stdout)) {
    return { child, report: JSON.parse(line) as Report, kill };
  }
  await exited;
  throw new Error(`${script.pathname} ended without a word`);
}
