/** What an event, or the dump of a channel, says: names and values as FreeSWITCH writes them, `variable_…` among them. */
export type Facts = Readonly<Record<string, string>>;

/** Undefined: nothing that we could read. */
export function readFacts(json: string): Facts | undefined {
  const facts = readJson(json);
  if (typeof facts !== 'object' || facts === null || Array.isArray(facts)) return undefined;
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => typeof value === 'string'));
}

export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
