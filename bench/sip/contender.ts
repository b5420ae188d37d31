/**
 * One stack that is measured, in a process of its own so that its processor time and its heap can be told from all others.
 * Run as `contender.ts usher|stock|jssip`; takes tasks over IPC, one at a time, and ends with its parent.
 */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as after } from 'node:timers/promises';

/** What a stack may be able to do at a sipp endpoint on 127.0.0.1. Each rejects where the endpoint says no. */
export interface Stack {
  /** One REFER, until the NOTIFY with its final status has come. */
  refer?(port: number): Promise<void>;
  /** INVITE with an offer, 200, ACK, BYE, 200. */
  call?(port: number): Promise<void>;
  /** MESSAGE, 200. */
  message?(port: number): Promise<void>;
  /** So many invitations that ring: resolves with the function that withdraws them all, which resolves when they have ended. */
  ring?(port: number, count: number): Promise<() => Promise<void>>;
}

export type Task =
  | {
      readonly work: 'refer' | 'call' | 'message';
      readonly port: number;
      readonly count: number;
      readonly inFlight: number;
    }
  | { readonly work: 'ring'; readonly port: number; readonly count: number }
  | { readonly work: 'heap' };

export interface Measured {
  readonly ms: number;
  readonly cpuMs: number;
  readonly failed: number;
  /** After a garbage collection; with `ring`: what all that ring have added. */
  readonly heapBytes: number;
}

/** Hands a task to such a process. */
export async function measure(contender: ChildProcess, task: Task): Promise<Measured> {
  const answer = once(contender, 'message', { signal: AbortSignal.timeout(60_000) });
  contender.send(task);
  const [measured] = (await answer) as [Measured];
  return measured;
}

if (import.meta.main) {
  const stack = await stackOf(process.argv[2]);
  process.on('disconnect', () => process.exit());
  process.on('message', async (task: Task) => process.send?.(await perform(stack, task)));
}

async function stackOf(name: string | undefined): Promise<Stack> {
  if (name === 'usher') return new (await import('./usher-stack.ts')).UsherStack();
  if (name === 'jssip') return new (await import('./jssip-stack.ts')).JsSipStack();
  return new (await import('./stock-stack.ts')).StockStack();
}

async function perform(stack: Stack, task: Task): Promise<Measured> {
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  let failed = 0;
  let heapBytes = 0;
  if (task.work === 'heap') {
    heapBytes = heap();
  } else if (task.work === 'ring') {
    // The first ones pay for what is compiled and cached.
    await stack.ring?.(task.port, task.count).then((withdraw) => withdraw());
    await after(1_000);
    const before = heap();
    const withdraw = await stack.ring?.(task.port, task.count);
    heapBytes = heap() - before;
    await withdraw?.();
  } else {
    const { work, port } = task;
    let left = task.count;
    const worker = async () => {
      while (left-- > 0) {
        await stack[work]?.(port).catch(() => {
          failed += 1;
        });
      }
    };
    await Promise.all(Array.from({ length: task.inFlight }, worker));
  }
  const ms = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { ms, cpuMs: (user + system) / 1_000, failed, heapBytes };
}

function heap(): number {
  for (let i = 0; i < 3; i++) globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
