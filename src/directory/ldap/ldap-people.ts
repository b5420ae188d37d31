import type { Doubt } from '../found.ts';
import type { Person } from '../person.ts';
import { LdapError, ldapErrorOf } from './ldap-error.ts';
import type { Reading } from './read-directory.ts';

export interface LdapPeopleOptions {
  /** One reading of everything. Throws LdapError. */
  readonly read: (signal: AbortSignal) => Promise<Reading>;
  /** Takes over who is there now. */
  readonly take: (people: readonly Person[]) => Promise<unknown>;
  /** From the end of one reading to the next. */
  readonly refreshMs: number;
  readonly now: () => Date;
  /** As setTimeout; returns what calls it off. */
  readonly later: (delayMs: number, run: () => void) => () => void;
  readonly log: {
    info(facts: object, message: string): void;
    warn(facts: object, message: string): void;
  };
}

/** A reading that takes longer is given up: somebody sends byte by byte. */
const READING_MS = 300_000;
const FIRST_RETRY_MS = 30_000;
/** From here on an answer says how old it is. */
const OLD_MS = 3_600_000;

/**
 * Reads a directory in the background, again and again. What was read last is kept in memory for as long as it takes, so that no
 * command waits for the server, whether it is slow or dead.
 *
 *   reading ──► taken over ──► refreshMs ──► reading
 *      └─ failed: 30 s, 1 min, 2 min … at most refreshMs ──► reading
 *      └─ wrong password: refreshMs ──► reading
 */
export class LdapPeople {
  readonly #options: LdapPeopleOptions;
  #readAt: Date | undefined;
  #problem: LdapError | undefined;
  #digest = '';
  #count = 0;
  #failures = 0;
  #stop: (() => void) | undefined;
  #reading: Promise<void> = Promise.resolve();

  constructor(options: LdapPeopleOptions) {
    this.#options = options;
  }

  /** Begins; nothing waits for the first reading. */
  start(): void {
    const { later } = this.#options;
    const ending = new AbortController();
    const cutOff = later(READING_MS, () => ending.abort());
    this.#stop = () => {
      cutOff();
      ending.abort();
    };
    this.#reading = this.#readOnce(ending.signal).then((pauseMs) => {
      cutOff();
      if (this.#stop) this.#stop = later(pauseMs, () => this.start());
    });
  }

  /** Resolves when nothing is under way any more. */
  async stop(): Promise<void> {
    this.#stop?.();
    this.#stop = undefined;
    await this.#reading;
  }

  /** Why it cannot be read at the moment; undefined: it can, or the first reading is under way. */
  get problem(): LdapError | undefined {
    return this.#problem;
  }

  /** What has to be said with an answer from it. */
  get doubt(): Doubt | undefined {
    if (!this.#readAt) return { code: 'directory.unread', facts: {} };
    const ageMs = this.#options.now().getTime() - this.#readAt.getTime();
    if (!this.#problem || ageMs < OLD_MS) return undefined;
    return { code: 'directory.old', facts: { seconds: Math.round(ageMs / 1000) } };
  }

  /** Returns after how many ms to read again. */
  async #readOnce(signal: AbortSignal): Promise<number> {
    const { read, take, refreshMs, now, log } = this.#options;
    const beganAt = now();
    try {
      const { people, groups, leftOut, digest } = await read(signal);
      if (people.length === 0) throw new LdapError('nobody');
      // Half of a directory is worse than yesterday's: of two Marys it may know one.
      if (people.length < this.#count / 2) throw new LdapError('far-fewer');
      if (digest !== this.#digest) await take(people);
      this.#count = people.length;
      this.#digest = digest;
      this.#readAt = now();
      this.#problem = undefined;
      this.#failures = 0;
      const ms = this.#readAt.getTime() - beganAt.getTime();
      log.info({ people: people.length, groups, leftOut, ms }, 'directory read');
      return refreshMs;
    } catch (error) {
      if (!this.#stop) return 0;
      this.#problem = ldapErrorOf(error);
      // A few wrong passwords lock most accounts.
      const isWrong = this.#problem.code === 'ldap.credentials';
      const retryMs = isWrong ? refreshMs : Math.min(refreshMs, FIRST_RETRY_MS * 2 ** this.#failures);
      this.#failures += 1;
      const facts = { code: this.#problem.code, readAt: this.#readAt?.toISOString(), retryMs };
      log.warn(
        { err: this.#problem, ...facts },
        'the directory cannot be read; what was read last still counts',
      );
      return retryMs;
    }
  }
}
