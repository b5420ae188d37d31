import type { ConferenceServer } from '../core/index.ts';
import type { Log, Store } from './ports.ts';
import type { ConferenceId, ConferenceRecord } from './records.ts';
import { RosterJournal } from './roster-journal.ts';

export interface AttendanceOptions {
  readonly store: Store;
  readonly conferenceServer: Pick<ConferenceServer, 'followRoster'>;
  /** SIP_URI: the roster shows it for calls of ours. */
  readonly ownUri: string;
  readonly log: Log;
}

/**
 * Follows the rosters of the conferences that this process is to follow: those that it has opened, and those of processes
 * that died.
 */
export class Attendance {
  readonly #options: AttendanceOptions;
  /** How to stop following. */
  readonly #following = new Map<ConferenceId, () => Promise<unknown>>();
  /** Answers with which a server has told that it tells nobody: each is worth one line in the log. */
  readonly #refusals = new Set<number>();
  /** What the next sweep looks at; a few at once are all that a busy process asks about. */
  #asked: Set<ConferenceId> | 'all' = new Set();
  #sweeping: Promise<void> = Promise.resolve();
  #queued: Promise<void> | undefined;
  #isStopped = false;

  constructor(options: AttendanceOptions) {
    this.#options = options;
    options.store.onFollowed((id) => this.#lookAt(id));
  }

  /** Begins and ends following, as it is written. One at a time; whoever asks meanwhile gets one more after it. */
  sweep(): Promise<void> {
    this.#asked = 'all';
    return this.#next();
  }

  #next(): Promise<void> {
    this.#queued ??= this.#sweeping
      .catch(() => {})
      .then(() => {
        this.#queued = undefined;
        this.#sweeping = this.#sweep();
        return this.#sweeping;
      });
    return this.#queued;
  }

  /** Follows nothing any more; the next process will. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await (this.#queued ?? this.#sweeping).catch(() => {});
    await Promise.all([...this.#following.keys()].map((id) => this.#unfollow(id)));
  }

  async #sweep(): Promise<void> {
    if (this.#isStopped) return;
    const asked = this.#asked;
    this.#asked = new Set();
    const { store } = this.#options;
    const wanted = asked === 'all' ? await store.followed() : await store.followedAmong([...asked]);
    const ids = new Set(wanted.map(({ id }) => id));
    for (const id of asked === 'all' ? this.#following.keys() : asked)
      if (!ids.has(id)) void this.#unfollow(id);
    for (const conference of wanted) if (!this.#following.has(conference.id)) this.#follow(conference);
  }

  #lookAt(id: ConferenceId): void {
    const { log } = this.#options;
    if (this.#asked !== 'all') this.#asked.add(id);
    this.#next().catch((err) => log.warn({ err }, 'it is not known whose rosters to follow; trying again'));
  }

  #follow({ id, uri }: Pick<ConferenceRecord, 'id' | 'uri'>): void {
    const { conferenceServer, ...options } = this.#options;
    const onLost = () => void this.#unfollow(id);
    const journal = new RosterJournal({ ...options, conferenceId: id, onLost });
    const stop = conferenceServer.followRoster(uri, (roster) => {
      if (roster.kind === 'none') this.#sayOnce(roster.code, uri);
      journal.write(roster);
    });
    this.#following.set(id, () => Promise.all([stop(), journal.close()]));
  }

  async #unfollow(id: ConferenceId): Promise<void> {
    const stop = this.#following.get(id);
    this.#following.delete(id);
    await stop?.().catch((err) => this.#options.log.warn({ err }, 'a roster could not be left in order'));
  }

  #sayOnce(code: number, conference: string): void {
    if (this.#refusals.has(code)) return;
    this.#refusals.add(code);
    this.#options.log.info({ code, conference }, 'the conference server does not tell who is in');
  }
}
