/** The URIs of conferences: from CONFERENCE_URI, or of one that its factory has still to make. */
import { expandConferenceUri } from './policy.ts';
import type { ConferenceId } from './records.ts';

const DIGITS = '0123456789';
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** A fresh URI from CONFERENCE_URI. */
export function newConferenceUri(
  template: string,
  randomText: (alphabet: string, length: number) => string,
): string {
  // No dial plan, and not our own gate, takes what begins with a letter for a number.
  const id = randomText(LETTERS, 1) + randomText(LETTERS + DIGITS, 9);
  return expandConferenceUri(template, id, randomText(DIGITS, 8));
}

/** By this a conference is known until its factory has made it. */
export function unmadeUri(id: ConferenceId): string {
  return `urn:uuid:${id}`;
}

/** Whether it can be called. */
export function isMade(uri: string): boolean {
  return !uri.startsWith('urn:');
}
