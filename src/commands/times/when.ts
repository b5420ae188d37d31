/** A time as understood. Which instant a local time is, with its gaps and overlaps, the desk decides. */
export type When =
  /** From now; more than zero. */
  | { readonly kind: 'in'; readonly seconds: number }
  | {
      readonly kind: 'at';
      /** To the minute, without offset: `2027-03-14T09:30`. The first one, where there is a rule. */
      readonly local: string;
      /** IANA name, as luxon spells it: `Europe/Berlin`. */
      readonly zone: string;
      /** How it repeats: an RFC 5545 RECUR value, `FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR`. */
      readonly rule?: string;
    };

/** Ahead of what was scheduled, each time that it comes. */
export interface Before {
  readonly kind: 'before';
  readonly seconds: number;
}
