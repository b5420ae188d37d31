import { AsyncLocalStorage } from 'node:async_hooks';

/** One message or press, worked on and answered. */
export interface Turned {
  /** Bot Framework channel id. */
  readonly channel: string;
  readonly kind: 'command' | 'press' | 'other';
  /** Whether all that was left to say was that it did not work. */
  readonly hasFailed: boolean;
  readonly ms: number;
}

interface Turn {
  readonly id: string;
  about?: Pick<Turned, 'channel' | 'kind'>;
  hasFailed: boolean;
}

export interface TurnsOptions {
  readonly newId: () => string;
  /** For figures. */
  readonly turned?: ((turn: Turned) => void) | undefined;
}

const underWay = new AsyncLocalStorage<Turn>();

/**
 * Does what somebody has typed or pressed as one turn. Everything that follows from it in this process knows its id, and each line of
 * the log shows it: from the message over the delivery down to the SIP call. People who are told that something did not work are
 * told the same id.
 */
export async function asTurn<T>({ newId, turned }: TurnsOptions, work: () => Promise<T>): Promise<T> {
  const turn: Turn = { id: newId().slice(0, 8), hasFailed: false };
  const begunAt = performance.now();
  try {
    return await underWay.run(turn, work);
  } catch (error) {
    turn.hasFailed = true;
    throw error;
  } finally {
    const { about, hasFailed } = turn;
    // What was refused on its way to the bot was no turn.
    if (about) turned?.({ ...about, hasFailed, ms: performance.now() - begunAt });
  }
}

/** For each line of the log: the id of the turn from which it follows. */
export function turnNow(): { readonly turn?: string } {
  const turn = underWay.getStore();
  return turn ? { turn: turn.id } : {};
}

/** What the turn under way is about. */
export function turnIs(channel: string, kind: Turned['kind']): void {
  const turn = underWay.getStore();
  if (turn) turn.about = { channel, kind };
}

/** The turn under way can only say that it did not work; `newId` where there is none. Returns what people are told to refer to. */
export function turnFailed(newId: () => string): string {
  const turn = underWay.getStore();
  if (!turn) return newId().slice(0, 8);
  turn.hasFailed = true;
  return turn.id;
}
