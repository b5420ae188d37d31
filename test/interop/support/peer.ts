import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';

const living = new Set<Peer>();
// A run that breaks off must not leave servers behind.
process.on('exit', () => {
  for (const peer of living) peer.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

/** A program that a test talks to: started in a process group of its own, its output kept in a file, ended by its pid. */
export class Peer {
  readonly name: string;
  readonly logFile: string;
  readonly #child: ChildProcess;
  /** Its exit code; null where a signal ended it. */
  readonly exited: Promise<number | null>;
  #hasExited = false;

  constructor(name: string, command: string, args: readonly string[], logFile: string, cwd?: string) {
    this.name = name;
    this.logFile = logFile;
    const log = openSync(logFile, 'a');
    this.#child = spawn(command, args, {
      stdio: ['pipe', log, log],
      detached: true,
      ...(cwd === undefined ? {} : { cwd }),
    });
    closeSync(log);
    // Writing to a program that has ended is no news: `exited` tells.
    this.#child.stdin?.on('error', () => undefined);
    living.add(this);
    this.exited = new Promise((resolve, reject) => {
      this.#child.once('error', reject);
      this.#child.once('exit', (code) => {
        this.#hasExited = true;
        living.delete(this);
        resolve(code);
      });
    });
    this.exited.catch(() => living.delete(this));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get log(): string {
    return readFileSync(this.logFile, 'utf8');
  }

  /** Resolves when `isReady` says so; throws when the program ends before that, or not in time. */
  async ready(isReady: () => boolean | Promise<boolean>): Promise<void> {
    await until(`${this.name} is ready`, async () => {
      if (this.#hasExited) throw new Error(`${this.name} ended at once:\n${this.log}`);
      return isReady();
    });
  }

  /** Writes to its standard input. */
  type(text: string): void {
    this.#child.stdin?.write(text);
  }

  async stop(): Promise<void> {
    this.kill('SIGTERM');
    const hard = setTimeout(() => this.kill('SIGKILL'), 5000);
    await this.exited.catch(() => undefined);
    clearTimeout(hard);
  }

  kill(signal: NodeJS.Signals): void {
    if (this.#hasExited || this.#child.pid === undefined) return;
    process.kill(-this.#child.pid, signal);
  }
}

/**
 * Polls until what `look` sees is `enough`: what other programs have done can only be asked. Throws after `withinMs`, with `what`
 * was waited for and what was seen last.
 */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  enough: (seen: T) => boolean = Boolean,
  withinMs = 10_000,
): Promise<void> {
  const giveUpAt = Date.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (enough(seen)) return;
    if (Date.now() > giveUpAt) throw new Error(`Waited in vain: ${what}. Last seen: ${inspect(seen)}`);
    await sleep(25);
  }
}

/**
 * A port that is free for TCP on loopback, and the one above it too: baresip takes that for TLS. Below those that the system
 * gives to outgoing connections: one of these could take it before the program listens there.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 20_000);
    if ((await canListen(port)) && (await canListen(port + 1))) return port;
  }
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** Whether somebody takes TCP connections there. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
