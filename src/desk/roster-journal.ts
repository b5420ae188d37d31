import { setTimeout as sleep } from 'node:timers/promises';
import { isTakingPart, type Roster } from '../core/index.ts';
import type { Log, Store } from './ports.ts';
import type { ConferenceId } from './records.ts';
import { type Told, writeRoster } from './write-roster.ts';

export interface RosterJournalOptions {
  readonly store: Store;
  readonly log: Log;
  readonly conferenceId: ConferenceId;
  /** SIP_URI: the roster shows it for calls of ours. */
  readonly ownUri: string;
  /** Called once when another process follows this roster, or the conference has ended; nothing is written from then on. */
  readonly onLost: () => void;
}

const RETRY_MS = [100, 300, 1_000] as const;
const LONGEST_RETRY_MS = 3_000;

/**
 * Writes what a server tells of one conference, in order, each commit with all that has been told since the one before. A
 * database that is away delays it, and loses nothing.
 */
export class RosterJournal {
  readonly #options: RosterJournalOptions;
  readonly #closing = new AbortController();
  #told: Told | undefined;
  #writing: Promise<void> | undefined;

  constructor(options: RosterJournalOptions) {
    this.#options = options;
  }

  write(roster: Roster): void {
    this.#told = afterwards(this.#told, roster);
    this.#writing ??= this.#writeAll();
  }

  /** Nothing more is written; resolves when what was begun is over. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#writing;
  }

  async #writeAll(): Promise<void> {
    const { store, log, conferenceId, ownUri, onLost } = this.#options;
    const { signal } = this.#closing;
    let failures = 0;
    while (this.#told && !signal.aborted) {
      const told = this.#told;
      try {
        const isOurs = await store.commit((tx) => writeRoster(tx, conferenceId, told, ownUri));
        if (!isOurs) {
          this.#closing.abort();
          onLost();
        }
        failures = 0;
        if (this.#told === told) this.#told = undefined;
      } catch (err) {
        log.warn({ err, conference: conferenceId }, 'a roster could not be written; trying again');
        await sleep(RETRY_MS[failures] ?? LONGEST_RETRY_MS, undefined, { signal }).catch(() => {});
        failures += 1;
      }
    }
    this.#writing = undefined;
  }
}

/** Whoever was in meanwhile counts as seen, also where only the last roster is written. */
function afterwards(before: Told | undefined, roster: Roster): Told {
  const { entries, passed = new Map() } = before ?? {};
  if (roster.kind !== 'known') return { state: roster.kind, entries, passed };
  const were = (entries ?? []).filter(isTakingPart).map((entry) => [entry.key, entry] as const);
  return { state: 'known', entries: roster.entries, passed: new Map([...passed, ...were]) };
}
