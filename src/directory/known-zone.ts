/** A time zone (IANA) as it was written; undefined: there is no such one. Files and channels bring what somebody else wrote. */
export function knownZone(name: string): string | undefined {
  try {
    // `Intl` also spells it, but in ways of long ago: Kolkata is Calcutta there.
    return name === '' || !new Intl.DateTimeFormat('en', { timeZone: name }) ? undefined : name;
  } catch {
    return undefined;
  }
}
