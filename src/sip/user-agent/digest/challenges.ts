/**
 * The challenges of a 401 or 407 (RFC 7616 3.3), read from its text and taken out of it: sip.js' grammar drops the whole response
 * over a legal parameter that it does not know, and keeps only the last challenge.
 */

/** In which header a challenge wants its answer. */
export type CredentialsHeader = 'Authorization' | 'Proxy-Authorization';

export interface Challenge {
  readonly answerIn: CredentialsHeader;
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | undefined;
  /** As the server spells it; undefined: MD5. */
  readonly algorithm: string | undefined;
  /** In lower case; empty: the server speaks RFC 2069. */
  readonly qop: readonly string[];
  /** The nonce was too old, the password was right. */
  readonly stale: boolean;
}

const HEADER = /^(www|proxy)-authenticate[ \t]*:((?:[^\r\n]|\r\n[ \t])*)\r\n/gim;

/** The response without its challenges, and the challenges: those of Digest, in their order; what is malformed is left out. */
export function takeChallenges(response: string): { text: string; challenges: Challenge[] } {
  const end = response.indexOf('\r\n\r\n') + 2;
  const challenges: Challenge[] = [];
  const head = response.slice(0, end).replace(HEADER, (_line, kind: string, value: string) => {
    const answerIn = kind.toLowerCase() === 'www' ? 'Authorization' : 'Proxy-Authorization';
    challenges.push(...readChallenges(value, answerIn));
    return '';
  });
  return { text: head + response.slice(end), challenges };
}

const SCHEME = /[\s,]*([\w.!%*+`'~^#$&|-]+)\s+(?=[\w.!%*+`'~^#$&|-]+\s*=)/y;
const PARAMETER = /[\s,]*([\w.!%*+`'~^#$&|-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*))\s*(?=,|$)/sy;

/** One header may hold several challenges, as in HTTP. */
function readChallenges(value: string, answerIn: CredentialsHeader): Challenge[] {
  const challenges: Challenge[] = [];
  let at = 0;
  const next = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const match = pattern.exec(value);
    if (match) at = pattern.lastIndex;
    return match;
  };
  for (;;) {
    const scheme = next(SCHEME)?.[1]?.toLowerCase();
    if (scheme === undefined) return challenges;
    const parameters = new Map<string, string>();
    for (let found = next(PARAMETER); found; found = next(PARAMETER)) {
      const [, name = '', quoted, token = ''] = found;
      parameters.set(name.toLowerCase(), quoted?.replace(/\\(.)/gs, '$1') ?? token);
    }
    const challenge = scheme === 'digest' ? challengeOf(parameters, answerIn) : undefined;
    if (challenge) challenges.push(challenge);
  }
}

function challengeOf(
  parameters: ReadonlyMap<string, string>,
  answerIn: CredentialsHeader,
): Challenge | undefined {
  const [realm, nonce] = [parameters.get('realm'), parameters.get('nonce')];
  if (realm === undefined || !nonce) return undefined;
  return {
    answerIn,
    realm,
    nonce,
    opaque: parameters.get('opaque'),
    algorithm: parameters.get('algorithm') || undefined,
    qop: (parameters.get('qop') ?? '').toLowerCase().match(/[^\s,]+/g) ?? [],
    stale: parameters.get('stale')?.toLowerCase() === 'true',
  };
}
