import type { Call } from './call.ts';
import type { ConferenceRoom, RosterEntry } from './conference-room.ts';
import type { Phone, Toast } from './phone.ts';
import type { PersonId } from './sandbox-people.ts';

/** The whole world at one moment, as plain data. */
export interface SandboxSnapshot {
  readonly phones: Readonly<Record<PersonId, PhoneSnapshot>>;
  /** Who is in, by the room's name; rooms that nobody has called yet are missing. */
  readonly rooms: Readonly<Record<string, readonly RosterEntry[]>>;
}

export interface PhoneSnapshot {
  readonly state: Phone['state'];
  /** Of the latest call; null: it has never rung. */
  readonly toast: Toast | null;
  readonly calls: readonly CallSnapshot[];
}

export type CallSnapshot = Pick<Call, 'direction' | 'remote' | 'state' | 'media'>;

export function snapshotOf(
  phones: ReadonlyMap<PersonId, Phone>,
  rooms: ReadonlyMap<string, ConferenceRoom>,
): SandboxSnapshot {
  const byPerson = {} as Record<PersonId, PhoneSnapshot>;
  for (const [id, { state, toast, calls }] of phones) {
    byPerson[id] = { state, toast: toast ?? null, calls: calls.map(callSnapshot) };
  }
  return {
    phones: byPerson,
    rooms: Object.fromEntries([...rooms].map(([name, { roster }]) => [name, roster])),
  };
}

function callSnapshot({ direction, remote, state, media }: Call): CallSnapshot {
  return { direction, remote, state, media };
}

interface Watchable {
  snapshot(): SandboxSnapshot;
  watch(watcher: (snapshot: SandboxSnapshot) => void): () => void;
}

/** Resolves with the first snapshot for which `predicate` holds; rejects after `timeoutMs`, telling how it is instead. */
export async function untilSnapshot(
  world: Watchable,
  predicate: (snapshot: SandboxSnapshot) => boolean,
  timeoutMs: number,
): Promise<SandboxSnapshot> {
  const { promise, resolve, reject } = Promise.withResolvers<SandboxSnapshot>();
  const look = (snapshot: SandboxSnapshot) => predicate(snapshot) && resolve(snapshot);
  const stopWatching = world.watch(look);
  const timeout = setTimeout(() => {
    reject(new Error(`Not so after ${timeoutMs} ms: ${predicate}, but ${JSON.stringify(world.snapshot())}`));
  }, timeoutMs);
  try {
    look(world.snapshot());
    return await promise;
  } finally {
    clearTimeout(timeout);
    stopWatching();
  }
}
