/**
 * What a card says, free of any channel: plain text in pieces, and buttons. Each renderer escapes for its own channel;
 * data in it went through show.ts before.
 */
export interface Card {
  /** ISO 639-1, of the words in it. */
  readonly lang: string;
  readonly title: string;
  /** Lines under the title. */
  readonly lead: readonly string[];
  readonly rows: readonly CardRow[];
  /** Lines under the rows: those who need no row of their own. */
  readonly lines: readonly string[];
  /** What can be typed beside the buttons; it comes with each press, under this id. */
  readonly input?: { readonly id: string; readonly label: string; readonly maxLength: number };
  readonly buttons: readonly Button[];
  /** What a screen reader says for the whole card. */
  readonly speak: string;
}

export interface CardRow {
  /** The name, or a question. */
  readonly head: string;
  /** What is happening, in one word or few; a question has none. */
  readonly word?: string;
  /** Since when; the client shows it in its own time zone. */
  readonly since?: Date;
  /** Adds to the word, never replaces it. */
  readonly tone: Tone;
  readonly details: readonly string[];
  /** What happens next by itself: `text` with `{time}` in it, `plain` where times cannot be shown in the reader's zone. */
  readonly next?: { readonly at: Date; readonly text: string; readonly plain: string };
  readonly buttons: readonly Button[];
}

export type Tone = 'good' | 'bad' | 'neutral';

export type Button = PressButton | LinkButton;

/** In the place of a chosen person: no key of anybody. */
export const ALL_OF_THEM = '*';
export const NOBODY = '-';

export interface PressButton {
  readonly kind: 'press';
  readonly title: string;
  readonly verb: Verb;
  readonly data: PressData;
}

export interface LinkButton {
  readonly kind: 'link';
  readonly title: string;
  readonly url: string;
}

/**
 * What can be pressed. `cancel`, `remove` and `again` carry an invitation's id, `choose` a question's, `me` a card's
 * (or none), `join` and `decline` that of an invitation from outside. Only the invited person presses `accept`, `refuse`, `later`
 * and `tell`, with the id of her invitation.
 *
 * Of what is scheduled: `attend`, `tentative` and `regret` carry an attendee's id, and only she presses them; `move` (to the time that was
 * typed beside it), `skip` and `unschedule` an appointment's; `snooze` and `unremind` a reminder's.
 */
export const VERBS = [
  'cancel',
  'remove',
  'again',
  'choose',
  'me',
  'join',
  'decline',
  'accept',
  'refuse',
  'later',
  'tell',
  'attend',
  'tentative',
  'regret',
  'move',
  'skip',
  'unschedule',
  'unremind',
  'snooze',
] as const;
export type Verb = (typeof VERBS)[number];

export interface PressData {
  readonly id: string;
  /** Attempt of the invitation when the card was drawn; 0 where nothing counts. */
  readonly version: number;
  /** With `choose`: key of the chosen person, or one of the two below. */
  readonly person?: string;
  /** With `snooze`: for how long. */
  readonly seconds?: number;
  /** With `skip`: which one of a series, by its local time. */
  readonly occurrence?: string;
}
