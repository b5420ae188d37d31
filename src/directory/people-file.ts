import type { Facts } from '../core/errors.ts';
import type { Person } from './person.ts';

/** A line of the people file that was left out, or a remark about it. */
export interface PeopleFileProblem {
  /** 1 is the header. */
  readonly line: number;
  readonly code: string;
  readonly facts: Facts;
}

export interface PeopleFile {
  readonly people: readonly Person[];
  readonly problems: readonly PeopleFileProblem[];
}

/** Reads PEOPLE_FILE. Throws ArgumentError `people-file.unreadable` or `people-file.too-large` (facts: path, …). */
export async function loadPeopleFile(_path: string): Promise<PeopleFile> {
  return { people: [], problems: [] };
}
