/**
 * What is written down about each call leg, so that another process can end or adopt it when this one dies: with these
 * identifiers a CANCEL or a BYE is right also on a new connection.
 *
 *   inviting ──2xx──► confirmed ──BYE──► ended        inviting ──refused, cancelled──► ended
 */
export interface LegRecord {
  /** With the method `factory` the id of the conference that is made. */
  readonly invitationId: string;
  /**
   * `person`: towards her phone (`dial-out`, `refer`: the REFER, or the command of `c3p`, that asks for it); `conference`:
   * towards the conference.
   */
  readonly leg: 'person' | 'conference';
  /** `bridge`, `dial-out`, `refer`, `conf-invite` or `factory`. */
  readonly method: string;
  readonly form: 'late-offer' | 'early-offer' | 'refer' | 'app-invite' | 'c3p';
  readonly state: 'inviting' | 'confirmed' | 'ended';
  /** Request-URI of the INVITE or REFER; `c3p`: the focus that has the command. */
  readonly requestUri: string;
  /** Unique among all records: the key. */
  readonly callId: string;
  readonly from: { readonly uri: string; readonly displayName: string; readonly tag: string };
  /** The tag is known from the 2xx on. */
  readonly to: { readonly uri: string; readonly tag?: string };
  readonly cseq: number;
  /** Via branch; with credentials sent again, `identifiers.ts` derives the second one from it. */
  readonly branch: string;
  /** Sent-by of the Via, `host:port`. */
  readonly sentBy: string;
  /** From the 2xx on: Route headers of later requests, in order. */
  readonly routeSet: readonly string[];
  /** From the 2xx on: Request-URI of later requests. */
  readonly remoteTarget?: string;
  /** Before the 2xx: one for each phone that rings, as their 18x told. */
  readonly earlyDialogs?: readonly EarlyDialog[];
  /** Our Contact header value that the far end knows. */
  readonly contact: string;
  /**
   * Her phone is to call the conference itself: `asked` before the REFER leaves, `taken` when it was accepted (an App-INVITE:
   * by her 2xx), `failed` when it is known that she did not.
   */
  readonly steppingOut?: 'asked' | 'taken' | 'failed';
  /** Whom a REFER asks to call: the person (`dial-out`), or the conference (`refer`). */
  readonly referTo?: string;
}

/** What an 18x begins (RFC 3261 12.1). */
export interface EarlyDialog {
  readonly toTag: string;
  /** Route headers of a request to this phone, in order. */
  readonly routeSet: readonly string[];
  /** Its Request-URI. */
  readonly remoteTarget: string;
}

export interface CallJournal {
  /**
   * Writes a record over the one with the same `callId`. Must have resolved before the INVITE leaves; a rejection then means
   * that this process has lost the invitation to another one and must not call.
   */
  save(record: LegRecord): Promise<void>;
}
