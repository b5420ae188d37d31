/**
 * PEOPLE_FILE: a CSV of the people who can be called by name, one person per line, in UTF-8.
 *
 *   name,sip,tel,email,aliases,groups,timezone,teams,slack,hours
 *   Mary Jones,sip:mary@contoso.com,+49 170 1234567,mary.jones@contoso.com,MJ;the boss,,Europe/Berlin,,,Mon-Fri 08:00-18:00
 *
 * `name` and a way to reach or recognise her are needed; columns may be missing or in another order; several aliases or ids
 * or groups are divided by semicolons. `hours` are those in which she may be called (read-hours.ts), by the clocks of her
 * `timezone`, else of the machine; several spans are divided by commas, so the field stands in quotes then. A number without + is
 * read as one of `country` (DEFAULT_COUNTRY), where there is one. A line that cannot be used is reported and left out, the rest
 * loads. Lines are read one by one, so that a quote that nobody closed cannot swallow the people behind it.
 */
import { CsvError, parse } from 'csv-parse/sync';
import { ArgumentError, type Facts } from '../core/errors.ts';
import { cleanName, MAX_NAME_CHARACTERS } from './clean-name.ts';
import { knownZone } from './known-zone.ts';
import { canonicalAddress, keyOf, type Person } from './person.ts';
import { readSip, readTel } from './read-address.ts';
import { readHours } from './read-hours.ts';
import type { Country } from './read-number.ts';

/**
 * A line that was left out, or a remark on the header. Codes: `people-file.not-utf8` · `.quotes` · `.too-many-fields`
 * (fields, columns) · `.no-name` · `.name-too-long` (characters, limit) · `.bad-sip`, `.bad-tel`, `.bad-email`,
 * `.bad-timezone`, `.bad-hours` (value) · `.no-contact` · `.duplicate` (name, first: the line that counts) · `.unknown-column` (column).
 */
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

const COLUMNS = [
  'name',
  'sip',
  'tel',
  'email',
  'aliases',
  'groups',
  'timezone',
  'teams',
  'slack',
  'hours',
] as const;
type Row = Partial<Record<(typeof COLUMNS)[number], string>>;

/** Throws ArgumentError `people-file.no-header` where the first line does not name a `name` column (expected). */
export function parsePeopleFile(bytes: Uint8Array, country?: Country): PeopleFile {
  const [header, ...lines] = linesOf(bytes);
  const problems: PeopleFileProblem[] = [];
  const columns = readHeader(header, problems);
  const people: Person[] = [];
  const firstLine = new Map<string, number>();
  for (const [i, bytesOfLine] of lines.entries()) {
    const line = i + 2;
    try {
      const person = readPerson(bytesOfLine, columns, country);
      if (person) {
        checkUnique(person, line, firstLine);
        people.push(person);
      }
    } catch (error) {
      if (!(error instanceof ArgumentError)) throw error;
      problems.push({ line, code: error.code, facts: error.facts });
    }
  }
  return { people, problems };
}

function linesOf(bytes: Uint8Array): readonly Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = 0;
  while (start < bytes.length) {
    const end = bytes.indexOf(0x0a, start);
    lines.push(bytes.subarray(start, end < 0 ? bytes.length : end));
    if (end < 0) break;
    start = end + 1;
  }
  return lines;
}

const refuse = (code: string, facts: Facts = {}): ArgumentError =>
  new ArgumentError(`people-file.${code}`, `A line of the people file cannot be used: ${code}`, facts);

function fieldsOf(bytes: Uint8Array): readonly string[] {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes); // takes a byte order mark off
  } catch {
    throw refuse('not-utf8');
  }
  try {
    const records: string[][] = parse(text.replaceAll('\r', ' '), { relax_column_count: true, trim: true });
    return records[0] ?? [];
  } catch (error) {
    if (error instanceof CsvError) throw refuse('quotes');
    throw error;
  }
}

function readHeader(bytes: Uint8Array | undefined, problems: PeopleFileProblem[]): readonly string[] {
  let columns: readonly string[] = [];
  try {
    columns = fieldsOf(bytes ?? new Uint8Array()).map((column) => column.toLowerCase());
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
  }
  if (!columns.includes('name') || new Set(columns).size < columns.length) {
    throw refuse('no-header', { expected: COLUMNS.join(',') });
  }
  for (const column of columns.filter((one) => !(COLUMNS as readonly string[]).includes(one))) {
    problems.push({ line: 1, code: 'people-file.unknown-column', facts: { column: cleanName(column) } });
  }
  return columns;
}

function readPerson(
  bytes: Uint8Array,
  columns: readonly string[],
  country: Country | undefined,
): Person | undefined {
  const fields = fieldsOf(bytes);
  if (fields.every((field) => field === '')) return undefined;
  if (fields.length > columns.length) {
    throw refuse('too-many-fields', { fields: fields.length, columns: columns.length });
  }
  const row: Row = Object.fromEntries(columns.map((column, i) => [column, fields[i] ?? '']));
  const name = cleanName(row.name ?? '');
  if (name === '') throw refuse('no-name');
  const characters = row.name?.length ?? 0;
  if (characters > MAX_NAME_CHARACTERS)
    throw refuse('name-too-long', { characters, limit: MAX_NAME_CHARACTERS });

  const sip = readField(row.sip, 'bad-sip', readSip);
  const tel = readField(row.tel, 'bad-tel', (value) => readTel(value, country));
  const email = readField(row.email, 'bad-email', (value) =>
    /^[^\s@]+@[^\s@]+$/.test(value) ? value.toLowerCase() : undefined,
  );
  const timezone = readField(row.timezone, 'bad-timezone', knownZone);
  const zone = timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const hours = readField(row.hours, 'bad-hours', (value) => readHours(value, zone));
  const groups = several(row.groups);
  const ids = [...several(row.teams), ...several(row.slack)];
  const guess = email === undefined ? undefined : canonicalAddress(`sip:${email}`);
  const address = sip ?? tel ?? guess;
  const key = address === undefined ? ids[0] && `id:${ids[0]}` : keyOf(address);
  if (key === undefined) throw refuse('no-contact');
  return {
    key,
    name,
    address,
    guessed: sip === undefined && tel === undefined && address !== undefined,
    ...(email !== undefined && { email }),
    source: 'people-file',
    ...(tel !== undefined && { tel }),
    aliases: several(row.aliases),
    ...(groups.length > 0 && { groups }),
    ids,
    ...(timezone !== undefined && { timezone }),
    ...(hours !== undefined && { hours }),
  };
}

function readField<T>(
  value: string | undefined,
  code: string,
  read: (value: string) => T | undefined,
): T | undefined {
  if (value === undefined || value === '') return undefined;
  const known = read(value);
  if (known === undefined) throw refuse(code, { value: cleanName(value).slice(0, 80) });
  return known;
}

function several(value = ''): readonly string[] {
  return value
    .split(';')
    .map(cleanName)
    .filter((one) => one !== '');
}

/** Two lines with one address, mail or id are one person; the first counts. */
function checkUnique(person: Person, line: number, firstLine: Map<string, number>): void {
  const identities = [
    person.key,
    ...(person.email ? [`mail:${person.email}`] : []),
    ...person.ids.map((id) => `id:${id.toLowerCase()}`),
  ];
  const first = identities.map((identity) => firstLine.get(identity)).find((one) => one !== undefined);
  if (first !== undefined) throw refuse('duplicate', { name: person.name, first });
  for (const identity of identities) firstLine.set(identity, line);
}
