import { open } from 'node:fs/promises';
import { ArgumentError } from '../core/errors.ts';
import { type PeopleFile, parsePeopleFile } from './parse-people-file.ts';
import type { Country } from './read-number.ts';

/** Ten times a large company; more is another file. */
export const MAX_PEOPLE_FILE_BYTES = 5_000_000;

/**
 * Reads PEOPLE_FILE. Throws ArgumentError `people-file.unreadable` (path, why), `people-file.too-large` (path, limit), or as
 * parsePeopleFile.
 */
export async function loadPeopleFile(path: string, country?: Country): Promise<PeopleFile> {
  let bytes: Uint8Array;
  try {
    await using file = await open(path);
    const buffer = Buffer.alloc(MAX_PEOPLE_FILE_BYTES + 1);
    // One byte more than allowed says enough, also of a device without an end.
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, length);
      length += bytesRead;
      if (bytesRead === 0 || length === buffer.length) break;
    }
    bytes = buffer.subarray(0, length);
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new ArgumentError(
      'people-file.unreadable',
      `Cannot read ${path}: ${why}`,
      { path, why },
      { cause },
    );
  }
  if (bytes.length > MAX_PEOPLE_FILE_BYTES) {
    const facts = { path, limit: MAX_PEOPLE_FILE_BYTES };
    throw new ArgumentError('people-file.too-large', `${path} is larger than ${facts.limit} bytes`, facts);
  }
  return parsePeopleFile(bytes, country);
}
