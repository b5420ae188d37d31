import { ArgumentError } from './errors.ts';

/** Longest toast in characters (code points, so that an emoji is never cut in two). */
export const MAX_TOAST_CHARACTERS = 1024;

/**
 * The words shown where the phone rings (UCMA ToastMessage(string)). Always text/plain; line breaks and tabs are kept,
 * other control characters are dropped. How much of it a phone shows is the delivery method's concern.
 */
export class ToastMessage {
  readonly contentType = 'text/plain';
  readonly message: string;

  /** Throws ArgumentError `toast.empty` or `toast.too-long` (facts: characters, limit). */
  constructor(message: string) {
    const text = message.replace(/[\p{Cc}\u2028\u2029]/gu, (c) => (c === '\n' || c === '\t' ? c : '')).trim();
    if (text === '') throw new ArgumentError('toast.empty', 'A toast message without words');
    // Counting code points of a megabyte is wasted work: no text of n UTF-16 units has fewer than n/2 of them.
    const characters = text.length > 2 * MAX_TOAST_CHARACTERS ? text.length : [...text].length;
    if (characters > MAX_TOAST_CHARACTERS) {
      const facts = { characters, limit: MAX_TOAST_CHARACTERS };
      throw new ArgumentError('toast.too-long', `A toast message of ${characters} characters`, facts);
    }
    this.message = text;
  }

  /** The toast on one line, as headers need it. */
  get line(): string {
    return this.message.replace(/\s+/g, ' ');
  }
}
