/** What Slack sends, read by hand: whatever is missing or of another kind is empty. */
export type Fields = Readonly<Record<string, unknown>>;

export const MAX_ID = 100;

export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Letters, digits and a dot: whatever else comes is no id, and must not look like another thread's. */
export function idOf(value: unknown): string {
  return typeof value === 'string' && value.length <= MAX_ID && /^[\w.]+$/.test(value) ? value : '';
}
