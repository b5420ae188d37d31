/** Longest name that is kept; a directory that holds longer ones holds something else. */
export const MAX_NAME_CHARACTERS = 200;

/**
 * A name as it enters from a roster, a file or a line of chat: control characters, and those that turn the direction of
 * text, would end up in SIP headers and cards. Everything else, HTML and Markdown too, is data and stays.
 */
export function cleanName(text: string): string {
  return text
    .slice(0, 10 * MAX_NAME_CHARACTERS)
    .toWellFormed()
    .replace(/[\u200B\u2060\uFEFF\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_NAME_CHARACTERS)
    .toWellFormed();
}
