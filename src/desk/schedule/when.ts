/** Times as people mean them. Built by commands/ from what they type (the types fit by their shape). */

/** A time as understood; which instant a local time is, `instantOf` decides. */
export type When =
  /** From now; more than zero. */
  | { readonly kind: 'in'; readonly seconds: number }
  | {
      readonly kind: 'at';
      /** Without offset: `2027-03-14T09:30`, seconds may follow. The first one, where there is a rule. */
      readonly local: string;
      /** IANA name. */
      readonly zone: string;
      /** How it repeats: an RFC 5545 RECUR value, `FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR`. */
      readonly rule?: string;
    };

/** Ahead of what is scheduled, each time that it comes. */
export interface Before {
  readonly kind: 'before';
  readonly seconds: number;
}
