/** What people type may hold what PostgreSQL cannot: a NUL, or half of a surrogate pair. Neither is worth a failed commit. */
export function plain(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}

/** A value for a jsonb column. */
export function json(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? plain(part) : part));
}
