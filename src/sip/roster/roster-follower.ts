/**
 * Follows one conference for as long as somebody wants to know who is in: one subscription to its event package (RFC 4575),
 * and another one whenever that is over. Nothing of it outlives the process: the next one subscribes anew, and what the
 * server still keeps for this one expires.
 *
 *   waiting for a connection ──ready──► subscribed ──over──► pausing ──► subscribed …
 *     ▲                                   └──refused for good──► none
 *     └──connection lost── any            any ──stop──► unsubscribed
 */
import { isDeepStrictEqual } from 'node:util';
import type { Roster } from '../../core/index.ts';
import { backOffMs } from '../transport/back-off.ts';
import type { Later } from '../user-agent/later.ts';
import { isUri } from '../user-agent/uri.ts';
import type { SipUserAgent } from '../user-agent/user-agent.ts';
import { afterTheEnd } from './after-the-end.ts';
import { CONFERENCE_INFO, DocumentError, readConferenceDocument } from './conference-document.ts';
import { type Applied, ConferenceTable } from './conference-table.ts';
import { Subscription, type SubscriptionEnd, type SubscriptionTimers } from './subscription.ts';

export interface RosterTimers extends SubscriptionTimers {
  /** Pause after the first loss, doubled each time; 1,000. */
  readonly retryMinMs: number;
  /** Longest pause: a room that comes to life is seen that much later; 30,000. */
  readonly retryMaxMs: number;
}

export const ROSTER_TIMERS: RosterTimers = {
  expiresMs: 300_000,
  notifyMs: 32_000,
  stopMs: 1_000,
  retryMinMs: 1_000,
  retryMaxMs: 30_000,
};

export interface RosterFollowerOptions {
  readonly userAgent: SipUserAgent;
  readonly conferenceUri: string;
  readonly listener: (roster: Roster) => void;
  readonly timers: RosterTimers;
  readonly random: () => number;
  readonly later: Later;
}

/** Who lost a subscription that lasted longer than this had no trouble with it, and begins with the shortest pause. */
const STEADY_MS = 30_000;

export class RosterFollower {
  readonly #options: RosterFollowerOptions;
  #subscription: Subscription | undefined;
  #cancelPause = (): void => {};
  #cancelSteady = (): void => {};
  #failures = 0;
  /** The whole state was asked for, because what is known is not the truth any more. */
  #isResyncing = false;
  /** The server has said that the conference is over. */
  #isGone = false;
  #isStopped = false;
  #told: Roster | undefined;

  constructor(options: RosterFollowerOptions) {
    this.#options = options;
  }

  /** What was told last; undefined: nothing yet. */
  get told(): Roster | undefined {
    return this.#told;
  }

  start(): void {
    const { userAgent, conferenceUri } = this.#options;
    if (this.#isStopped) return;
    if (!isUri(conferenceUri)) {
      // The core takes some addresses that the grammar of SIP URIs does not.
      this.#tell({ kind: 'none', code: 0 });
      return;
    }
    userAgent.on('ready', this.#onReady);
    userAgent.on('disconnected', this.#onDisconnected);
    if (userAgent.ready) this.#subscribe();
    else this.#tell({ kind: 'unknown' });
  }

  /** Resolves when the server knows it, or has had its time. Never rejects. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#ignoreConnection();
    this.#cancelTimers();
    await this.#subscription?.unsubscribe();
  }

  /** Not all at once where a server has come back that many conferences are on. */
  readonly #onReady = (): void => this.#pause(0);

  readonly #onDisconnected = (): void => {
    this.#cancelTimers();
    this.#subscription?.abandon();
    this.#failures = 0;
    this.#isGone = false;
    this.#tell({ kind: 'unknown' });
  };

  #cancelTimers(): void {
    this.#cancelPause();
    this.#cancelSteady();
  }

  #ignoreConnection(): void {
    const { userAgent } = this.#options;
    userAgent.off('ready', this.#onReady);
    userAgent.off('disconnected', this.#onDisconnected);
  }

  #subscribe(): void {
    const { userAgent, conferenceUri, timers, random, later } = this.#options;
    const table = new ConferenceTable(userAgent.uri.host);
    this.#cancelSteady = later(STEADY_MS, () => {
      this.#failures = 0;
    });
    const subscription = new Subscription({
      userAgent,
      event: 'conference',
      accept: CONFERENCE_INFO,
      target: conferenceUri,
      timers,
      random,
      later,
      onDocument: (body) => this.#onDocument(body, table, subscription),
      onEnd: (end) => this.#onEnd(end),
    });
    this.#subscription = subscription;
    this.#isResyncing = false;
    subscription.start();
  }

  /** Returns whether it could be read. */
  #onDocument(body: string, table: ConferenceTable, subscription: Subscription): boolean {
    const applied = this.#apply(body, table);
    if (applied === 'applied') {
      this.#isResyncing = false;
      this.#isGone = false;
      const { entries } = table;
      this.#tell(entries ? { kind: 'known', entries } : { kind: 'unknown' });
    } else if (applied !== 'ignored') {
      table.forget();
      // What is known may be a little old; where the whole state does not help either, nothing is known.
      if (this.#isResyncing) this.#tell({ kind: 'unknown' });
      else subscription.refresh();
      this.#isResyncing = true;
    }
    return applied !== 'unreadable';
  }

  #apply(body: string, table: ConferenceTable): Applied | 'unreadable' {
    try {
      return table.apply(readConferenceDocument(body));
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error;
      const { userAgent, conferenceUri } = this.#options;
      userAgent.log.warn({ conference: conferenceUri, fault: error.fault }, 'roster that cannot be read');
      return 'unreadable';
    }
  }

  #onEnd(end: SubscriptionEnd): void {
    this.#cancelSteady();
    const sequel = afterTheEnd(end);
    const { userAgent, conferenceUri } = this.#options;
    userAgent.log.info(
      { conference: conferenceUri, ...end, sequel: sequel.kind },
      'roster subscription over',
    );
    if (sequel.kind === 'final') {
      this.#ignoreConnection();
      this.#tell({ kind: 'none', code: sequel.code });
      return;
    }
    if (sequel.kind === 'gone') {
      this.#isGone = true;
      this.#tell({ kind: 'known', entries: [] });
    }
    const pauseSeconds = sequel.kind === 'again' ? sequel.pauseSeconds : 0;
    // Where the next subscription takes over at once, nobody needs to hear of it.
    const mayBeBrief = this.#told?.kind === 'known' && this.#failures < 2 && pauseSeconds === 0;
    if (!(mayBeBrief && end.how !== 'silence') && !this.#isGone) this.#tell({ kind: 'unknown' });
    this.#pause(pauseSeconds);
  }

  #pause(seconds: number): void {
    const { userAgent, timers, random, later } = this.#options;
    if (!userAgent.ready) return; // until it is
    const backOff = { reconnectMinMs: timers.retryMinMs, reconnectMaxMs: timers.retryMaxMs };
    const delayMs = Math.max(seconds * 1_000, backOffMs(this.#failures, backOff, random));
    this.#failures += 1;
    this.#cancelPause();
    this.#cancelPause = later(delayMs, () => this.#subscribe());
  }

  #tell(roster: Roster): void {
    if (isDeepStrictEqual(roster, this.#told)) return;
    this.#told = roster;
    try {
      this.#options.listener(roster);
    } catch (err) {
      this.#options.userAgent.log.error({ err }, 'listener to a roster');
    }
  }
}
