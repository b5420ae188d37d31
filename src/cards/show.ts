/**
 * Data made ready for show. Names, toasts and addresses come from anybody: what could change how the rest of a message
 * reads is taken out here, once, before any renderer sees it.
 */

/** Longest name that is shown, in characters. */
export const MAX_SHOWN_NAME = 60;
const MAX_SHOWN_TEXT = 200;
/** Names in one enumeration. */
const MAX_SHOWN_NAMES = 8;

/** Controls, invisible characters and direction overrides ("evil\u202Etxt" reads backwards); tab and line feed stay. */
const UNSEEN = /[\p{Cc}\u00AD\u061C\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]/gu;

/** One line, at most `limit` characters; what was cut is marked by `…`. */
export function showLine(text: string, limit: number = MAX_SHOWN_TEXT): string {
  return shorten(withoutUnseen(text).replace(/\s+/g, ' ').trim(), limit);
}

export function showName(name: string): string {
  return showLine(name, MAX_SHOWN_NAME) || '?';
}

/** Several lines, as typed. */
export function showText(text: string, limit: number): string {
  return shorten(withoutUnseen(text).trim(), limit);
}

/** Names for one sentence, joined by `and`; of many, the first ones and how many more. */
export function showNames(
  names: readonly string[],
  and: (names: readonly string[]) => string,
  more: (count: number) => string,
): string {
  const shown = names.slice(0, MAX_SHOWN_NAMES).map(showName);
  const hidden = names.length - shown.length;
  return and(hidden > 0 ? [...shown, more(hidden)] : shown);
}

function withoutUnseen(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n');
  return lines.replace(UNSEEN, (character) => (character === '\n' || character === '\t' ? character : ''));
}

function shorten(text: string, limit: number): string {
  // No text of n code points has more than 2n units, so a megabyte is cut before it is counted.
  const characters = [...text.slice(0, 2 * limit + 2)];
  return characters.length > limit
    ? `${characters
        .slice(0, limit - 1)
        .join('')
        .trimEnd()}…`
    : text;
}
