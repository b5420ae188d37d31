/** In which language the one who types wants to be answered (POSIX.1-2024 8.2); undefined: nothing is set. */
export function spokenLocale(env: Readonly<Record<string, string | undefined>>): string | undefined {
  return env.LC_ALL || env.LC_MESSAGES || env.LANG || undefined;
}
