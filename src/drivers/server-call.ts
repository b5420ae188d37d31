import type { SipResponse } from '../core/index.ts';
import type { Hangup } from './hangup.ts';

/**
 * One call that a conference server makes for us: what its events, or a look at it after a lost connection, say of it.
 *
 *   asked for ──► rings ──► answered ──► in its room ──► ended
 *        └──────────┴───────────┴──────────────────────────▲
 */
export interface ServerCall<Event> {
  /** What the server calls it. */
  readonly id: string;
  readonly rang: boolean;
  /** Her phone was answered. */
  readonly answered: Promise<'answered'>;
  /** She is in the room. */
  readonly entered: Promise<'entered'>;
  readonly ended: Promise<CallEnd>;
  /** The server has it, or had it: what it says of it counts. */
  readonly isThere: boolean;
  /** Called once. */
  onRinging(listener: (response: SipResponse) => void): void;
  /** Events of others are left alone. */
  take(event: Event): void;
  /** Asks how it stands, where events may have been lost; undefined: the server does not say. */
  look(): Promise<Standing | undefined>;
  /** Stops it whatever it does; resolves whether it is certain that it does nothing any more. */
  hangUp(): Promise<boolean>;
}

/** `in`: in the room, or led there by the server without us. */
export type Standing = 'gone' | 'waiting' | 'in';

export type CallEnd =
  | { readonly kind: 'ended'; readonly hangup: Hangup; readonly by: 'person' | 'conference' }
  /** It is not there any more, and nobody saw it go: the connection was lost meanwhile. */
  | { readonly kind: 'gone' };

/** Ids of our calls begin so, also in the eyes of the process after this one. */
const PREFIX = 'usher-';

export function callIdOf(invitationId: string): string {
  return `${PREFIX}${invitationId}`;
}

export function isOurs(callId: string): boolean {
  return callId.startsWith(PREFIX);
}
