import { randomInt } from 'node:crypto';

/** That nobody can guess: a conference may be open to whoever knows its name. */
export function randomText(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}
