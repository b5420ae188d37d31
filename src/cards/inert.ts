/** Text that no client takes for anything but text. What is put in between is not seen. */

const WORD_JOINER = '\u2060';
const HAIR_SPACE = '\u200A';

/** Breaks `{{DATE(…)}}`, `${…}`, `<at>` and HTML, which clients read in any text, also where they read no Markdown. */
export function inert(text: string): string {
  return text.replace(/[{$](?=\{)|<(?=[a-z/!?])/gi, (opening) => opening + WORD_JOINER);
}

/**
 * For messages outside cards: not every client believes that a text is plain. A mark that could open emphasis gets a space
 * behind it (CommonMark 6.2: it opens nothing then), a mark at the beginning of a line something in front of it.
 */
export function inertMessage(text: string): string {
  return inert(text)
    .replace(/[*~](?=\S)|(?<![\p{L}\p{N}])_(?=\S)/gu, (mark) => mark + HAIR_SPACE)
    .replace(/\](?=[([])/g, (bracket) => bracket + WORD_JOINER)
    .replaceAll('`', '\u02CB')
    .replace(/^(?=[ \t]*(?:[#>+=|-]|\d+[.)]))/gm, WORD_JOINER);
}
