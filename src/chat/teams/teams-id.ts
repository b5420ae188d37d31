/** Of somebody's ids those by which Teams may know her: neither a name at a mail host nor an id of Slack. */
export function teamsIdsOf(ids: readonly string[]): string[] {
  return ids.filter((id) => !id.includes('@') && !/^[UW][A-Z0-9]{6,}$/.test(id));
}

/** The best of them: as the Bot Framework writes it, else as the directory does. */
export function teamsIdOf(ids: readonly string[]): string | undefined {
  const hers = teamsIdsOf(ids);
  return hers.find((id) => /^\d+:/.test(id)) ?? hers[0];
}
