/**
 * The sandbox in a process of its own, so that the bot can be killed while the phones live. It is steered by lines of JSON:
 * in `{ id, phone | room, do }` or `{ id, conference }`, out `{ ready }`, `{ snapshot }` after each change, and `{ id, error? }` per command.
 * It ends with its standard input.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import {
  type ConferenceHabit,
  type Habit,
  type PersonId,
  SANDBOX_PEOPLE,
  type Sandbox,
  type SandboxPerson,
  startSandbox,
} from '../../src/sandbox/index.ts';
import type { SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { type SandboxSnapshot, untilSnapshot } from '../../src/sandbox/sandbox-snapshot.ts';

interface Addresses {
  readonly server: string;
  readonly uri: string;
  readonly domain: string;
  readonly conferenceUri: string;
  readonly conferenceFactory: string;
}

interface PhoneActions {
  answer(): Promise<void>;
  decline(code?: number): Promise<void>;
  hangUp(): Promise<void>;
  call(uri: string): Promise<void>;
  /** What it does with the next call. */
  behave(habit: Habit): Promise<void>;
}

interface RoomActions {
  remove(uri: string): Promise<void>;
  end(): Promise<void>;
}

export interface SandboxProcess extends Addresses {
  readonly pid: number;
  readonly people: readonly SandboxPerson[];
  /** As of the last change that has been told. */
  snapshot(): SandboxSnapshot;
  until(predicate: (snapshot: SandboxSnapshot) => boolean, timeoutMs?: number): Promise<SandboxSnapshot>;
  phone(id: PersonId): PhoneActions;
  room(nameOrUri: string): RoomActions;
  /** What the conference does with the next call, REFER or SUBSCRIBE. */
  conference(habit: ConferenceHabit): Promise<void>;
  stop(): Promise<void>;
}

type Options = Pick<SandboxOptions, 'port' | 'delays'>;
type Command = { id: number } & Order;
type Order =
  | { phone: PersonId; do: 'answer' | 'hangUp' }
  | { phone: PersonId; do: 'decline'; code: number }
  | { phone: PersonId; do: 'call'; uri: string }
  | { phone: PersonId; do: 'behave'; habit: Habit }
  | { conference: ConferenceHabit }
  | { room: string; do: 'remove'; uri: string }
  | { room: string; do: 'end' };
type Message =
  | { ready: Addresses; snapshot: SandboxSnapshot }
  | { snapshot: SandboxSnapshot }
  | { id: number; error?: string };

/** Resolves when the world listens. Its stderr is ours. */
export async function startSandboxProcess(options: Options = {}): Promise<SandboxProcess> {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const waiting = new Map<number, (error: string | undefined) => void>();
  const watchers = new Set<(snapshot: SandboxSnapshot) => void>();
  const ready = Promise.withResolvers<Addresses>();
  void exited.then(([code, signal]) => ready.reject(new Error(`The sandbox ended: ${code ?? signal}`)));
  let latest: SandboxSnapshot | undefined;

  createInterface(child.stdout).on('line', (line) => {
    const message = JSON.parse(line) as Message;
    if ('snapshot' in message) {
      latest = message.snapshot;
      for (const watcher of watchers) watcher(latest);
      if ('ready' in message) ready.resolve(message.ready);
    } else {
      waiting.get(message.id)?.(message.error);
      waiting.delete(message.id);
    }
  });

  let lastId = 0;
  const send = (order: Order) =>
    new Promise<void>((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, (error) => (error === undefined ? resolve() : reject(new Error(error))));
      child.stdin.write(`${JSON.stringify({ id: lastId, ...order })}\n`);
    });

  const addresses = await ready.promise;
  const world = {
    snapshot: () => latest as SandboxSnapshot,
    watch: (watcher: (snapshot: SandboxSnapshot) => void) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
  };
  return {
    ...addresses,
    pid: child.pid ?? 0,
    people: SANDBOX_PEOPLE,
    snapshot: world.snapshot,
    until: (predicate, timeoutMs = 10_000) => untilSnapshot(world, predicate, timeoutMs),
    phone: (phone) => ({
      answer: () => send({ phone, do: 'answer' }),
      decline: (code = 603) => send({ phone, do: 'decline', code }),
      hangUp: () => send({ phone, do: 'hangUp' }),
      call: (uri) => send({ phone, do: 'call', uri }),
      behave: (habit) => send({ phone, do: 'behave', habit }),
    }),
    conference: (conference) => send({ conference }),
    room: (room) => ({
      remove: (uri) => send({ room, do: 'remove', uri }),
      end: () => send({ room, do: 'end' }),
    }),
    stop: async () => {
      child.stdin.end();
      await exited;
    },
  };
}

if (import.meta.main) await runChild(JSON.parse(process.argv[2] ?? '{}') as Options);

async function runChild(options: Options): Promise<void> {
  const sandbox = await startSandbox({ ...options, log: pino({ level: 'error' }, pino.destination(2)) });
  const tell = (message: Message) => process.stdout.write(`${JSON.stringify(message)}\n`);
  const { server, uri, domain, conferenceUri, conferenceFactory } = sandbox;
  sandbox.watch((snapshot) => tell({ snapshot }));
  tell({ ready: { server, uri, domain, conferenceUri, conferenceFactory }, snapshot: sandbox.snapshot() });

  for await (const line of createInterface(process.stdin)) {
    const command = JSON.parse(line) as Command;
    try {
      obey(sandbox, command);
      tell({ id: command.id });
    } catch (error) {
      tell({ id: command.id, error: String(error) });
    }
  }
  await sandbox.stop();
  // Its phones may wait for somebody who was killed.
  process.exit();
}

function obey(sandbox: Sandbox, command: Command): void {
  if ('phone' in command) {
    const phone = sandbox.phone(command.phone);
    if (command.do === 'decline') phone.decline(command.code);
    else if (command.do === 'call') phone.call(command.uri);
    else if (command.do === 'behave') phone.habit = command.habit;
    else phone[command.do]();
  } else if ('conference' in command) {
    sandbox.conferenceHabit = command.conference;
  } else {
    const room = sandbox.room(command.room);
    if (command.do === 'remove') room.remove(command.uri);
    else room.end();
  }
}
