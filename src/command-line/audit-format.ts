/** Lines of the audit trail as text: CSV (RFC 4180) for spreadsheets, JSON for programs. */
import type { AuditLine } from '../store/index.ts';

const COLUMNS = [
  ...(['at', 'event', 'via', 'verb', 'byName', 'byId', 'personName', 'personAddress'] as const),
  ...(['outcome', 'why', 'method', 'code', 'answeredBy'] as const),
  ...(['channel', 'threadId', 'conferenceId', 'conferenceUri', 'cardId', 'about'] as const),
] satisfies readonly (keyof AuditLine)[];

type Format = (lines: AsyncIterable<AuditLine>) => AsyncGenerator<string>;

export const FORMATS: Readonly<Record<'csv' | 'json', Format>> = {
  async *csv(lines) {
    yield record(COLUMNS);
    for await (const line of lines) yield record(COLUMNS.map((column) => cell(line[column])));
  },

  /** An array, one line of the trail on each line of text. */
  async *json(lines) {
    let before = '[\n';
    for await (const line of lines) {
      yield `${before}${JSON.stringify(Object.fromEntries(COLUMNS.map((column) => [column, line[column]])))}`;
      before = ',\n';
    }
    yield before === '[\n' ? '[]\n' : '\n]\n';
  },
};

function record(cells: readonly string[]): string {
  return `${cells.join(',')}\r\n`;
}

function cell(value: string | number | Date | null): string {
  const text = value instanceof Date ? value.toISOString() : inert(String(value ?? ''));
  return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * What a spreadsheet would take for a formula gets an apostrophe before it, by which the sheet shows it as text (OWASP, CSV
 * injection; full-width signs count in East Asian versions). People choose their names. Addresses begin with their scheme, so no number
 * is touched but one that stands for a name; JSON has all of them as they are.
 */
function inert(text: string): string {
  return /^\s*[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
}
