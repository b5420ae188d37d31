const SECRET = /password|secret|token/i;

/** All passwords and tokens of a configuration, by the names of its parts, and those inside of URLs. */
export function secretsOf(config: object): string[] {
  return Object.entries(config).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value === 'string') return SECRET.test(name) ? [value] : passwordsIn(value);
    return typeof value === 'object' && value !== null ? secretsOf(value) : [];
  });
}

/** As it stands there, and as it is meant. */
function passwordsIn(text: string): string[] {
  const [, password = ''] = /^[a-z][a-z0-9+.-]*:\/\/[^\s/@:]*:([^\s/@]+)@/i.exec(text) ?? [];
  return password === '' ? [] : [password, decoded(password)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
