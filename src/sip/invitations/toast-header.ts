import { MAX_TOAST_CHARACTERS, ToastMessage } from '../../core/index.ts';

/** Base64 of the longest toast that is shown, in UTF-8, and more than that. */
const MAX_ENCODED = 16_384;

/**
 * The words of a Lync toast: `ms-text-format: text/plain; charset=UTF-8;msgr=…;ms-body=<base64>`. A toast that cannot be read
 * does not make the invitation a bad one: undefined. What is too long is cut.
 */
export function readToast(values: readonly string[]): ToastMessage | undefined {
  for (const value of values) {
    if (value.length > MAX_ENCODED || !/^\s*text\/plain\s*(;|$)/i.test(value)) continue;
    const encoded = /;\s*ms-body\s*=\s*"?([A-Za-z0-9+/=]+)/i.exec(value)?.[1];
    if (encoded === undefined) continue;
    const words = [...Buffer.from(encoded, 'base64').toString('utf8')]
      .slice(0, MAX_TOAST_CHARACTERS)
      .join('');
    try {
      return new ToastMessage(words);
    } catch {
      // Nothing but blanks.
    }
  }
  return undefined;
}
