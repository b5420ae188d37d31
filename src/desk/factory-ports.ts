/** What the desk needs for conferences that a factory makes (CONFERENCE_FACTORY). `sip/` and `store/` implement it. */
import type { Outcome } from '../core/index.ts';
import type { ConferenceId } from './records.ts';

/** RFC 4579 5.4: an INVITE to the factory makes a conference, which lives as long as our call to it. */
export interface ConferenceFactory {
  /** Aborting `signal` takes the call back. Never rejects. */
  make(order: FactoryOrder, signal: AbortSignal): Promise<Made>;
  /** Goes on with the call that a dead process held for the conference at `uri`. Never rejects. */
  adopt(order: FactoryOrder, uri: string, record: object): Promise<Made>;
  /** Ends what a dead process had begun, before there was a conference. Never rejects. */
  takeDown(order: FactoryOrder, record: object): Promise<void>;
}

export interface FactoryOrder {
  readonly conferenceId: ConferenceId;
  readonly subject: string;
  /** Keeps what a successor needs to end or adopt the call. Rejects where this process has lost it: then nothing may be sent. */
  save(record: object): Promise<void>;
}

export type Made =
  /** `uri` is canonical, and may be called. */
  | { readonly kind: 'made'; readonly uri: string; readonly call: HeldCall }
  /** There is no conference, and no call any more. Without an outcome it was taken back, or is over. */
  | { readonly kind: 'failed'; readonly outcome?: Outcome };

export interface HeldCall {
  /** Resolves when it is over, whoever ended it; never rejects. */
  readonly ended: Promise<unknown>;
  /** Resolves when that is said, or cannot be. */
  hangUp(): Promise<void>;
}

/** The call of one conference: of all processes one makes and holds it. */
export interface FactoryCall {
  readonly conferenceId: ConferenceId;
  readonly subject: string;
  /** Of the conference: a URN until it is made. */
  readonly uri: string;
  /** What `save` was given last; null: nothing has left. */
  readonly record: object | null;
  readonly fence: number;
}

/** How far a conference is. Its URI is a URN until it is made (`isMade`). */
export interface Standing {
  readonly uri: string;
  /** Why it could not be made, and since when that is known; null: it was not tried, or is being tried. */
  readonly outcome: Outcome | null;
  readonly changedAt: Date | null;
}

export interface FactoryTransaction {
  /** Writes the URI to the conference and its invitations; false: another process has the call now, nothing was written. */
  conferenceMade(call: Pick<FactoryCall, 'conferenceId' | 'fence'>, uri: string): Promise<boolean>;
}

export interface FactoryCalls {
  standing(id: ConferenceId): Promise<Standing>;
  /** Of all who ask at once one gets it, to make the conference; the others wait for what comes of it. */
  claim(id: ConferenceId): Promise<FactoryCall | undefined>;
  /** Rejects where another process has it now. */
  save(call: FactoryCall, record: object): Promise<void>;
  /** `outcome`: why there is no conference. Without: the call is over. Nothing where another process has it now. */
  over(call: FactoryCall, outcome?: Outcome): Promise<void>;
  /** Takes those of dead processes that are being made or held; raises their fence. */
  takeOver(): Promise<FactoryCall[]>;
  /** Those of this process that nobody needs: their conference has ended, and nobody is left in it. */
  unneeded(): Promise<ConferenceId[]>;
}
