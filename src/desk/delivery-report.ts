import type { Outcome, StateChange } from '../core/index.ts';
import type { Log } from './ports.ts';
import type { InvitationRecord } from './records.ts';

/** For figures. All times in ms since the delivery began, right after the commit that wants it. */
export interface DeliveryWatcher {
  rang(afterMs: number): void;
  /** `method`: what was tried last; undefined: nothing was. */
  ended(delivery: {
    readonly outcome: Outcome['word'];
    readonly method: string | undefined;
    readonly afterMs: number;
  }): void;
}

export interface DeliveryReportOptions {
  readonly watcher?: DeliveryWatcher | undefined;
  readonly log: Log;
}

/** Tells the log and the figures how one delivery goes, from now on. The two lines join the turn that has asked for it to its calls. */
export class DeliveryReport {
  readonly #options: DeliveryReportOptions;
  readonly #invitation: string;
  readonly #begunAt = performance.now();
  #hasRung = false;

  constructor({ id, cardId, conferenceId, attempt }: InvitationRecord, options: DeliveryReportOptions) {
    this.#options = options;
    this.#invitation = id;
    options.log.info(
      { invitation: id, card: cardId, conference: conferenceId, attempt },
      'a delivery begins',
    );
  }

  changed({ reason }: StateChange): void {
    if (reason !== 'Ringing' || this.#hasRung) return;
    this.#hasRung = true;
    this.#options.watcher?.rang(this.#elapsedMs);
  }

  ended({ word, detail }: Outcome, method: string | undefined): void {
    const { watcher, log } = this.#options;
    const facts = { outcome: word, ...(detail === undefined ? {} : { detail }), method };
    log.info({ invitation: this.#invitation, ...facts }, 'a delivery is over');
    watcher?.ended({ outcome: word, method, afterMs: this.#elapsedMs });
  }

  get #elapsedMs(): number {
    return performance.now() - this.#begunAt;
  }
}
