/** Takes out of a text what nobody who reads a log is to learn: secrets, telephone numbers, addresses of people, and what people say. */

export type Scrub = (text: string) => string;

/** Longer ones say no more to anybody. */
const MAX_LENGTH = 1_000;
/** What is shorter stands in many texts by chance. */
const MIN_SECRET_LENGTH = 4;

/** As names of columns and constraints are. */
const IDENTIFIER = /^[a-z]+(?:[_.][a-z0-9]+)+$/;

type Rule = readonly [RegExp, string | ((match: string, ...groups: string[]) => string)];

/** In this order: what is a whole comes before its parts. */
const RULES: readonly Rule[] = [
  // Bodies of answers.
  [/[{<](?=.{60}).*$/s, '…'],
  // Credentials: RFC 3986 3.2.1, RFC 7235, tokens of Slack, JSON Web Tokens.
  [/(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@:]*:[^\s/@]*@/gi, '$1…@'],
  [/\b(Bearer|Basic|NTLM|Negotiate)\s+[\w~+/=.-]{6,}/gi, '$1 …'],
  [/\bx(?:ox[a-z]|app)-[\w-]+/g, '…'],
  [/\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g, '…'],
  [/\b(password|secret|token|signature|response|nonce)=("[^"]*"|[^\s&,;]+)/gi, '$1=…'],
  // Whoever quotes something in a message quotes what came in.
  [/"((?:[^"\\]|\\.)*)(?:"|$)/g, (quoted, inner = '') => (IDENTIFIER.test(inner) ? quoted : '"…"')],
  // Addresses: whose they are, not where.
  [/\b(sips?:|im:|mailto:|xmpp:)[^\s@<>"';,]+@/gi, '$1…@'],
  [/\b(tel:)[+\d][\d().-]*/gi, '$1…'],
  [/(?<![\w.+-])[\w.+-]+@(?=[\w-]+\.[\w.-]*[a-z])/gi, '…@'],
  [/\b(cn|uid|samaccountname|mail|displayname|userprincipalname)=(?:[^,)\\]|\\.)+/gi, '$1=…'],
  // Numbers: international ones however they are written, others where they stand alone.
  [/\+\d(?:[ ()./-]{0,2}\d){5,}/g, '+…'],
  [/(?<![\w.:@-])\(?0\d{1,5}\)?(?:[ /-]{1,2}\d+)+(?![\w.:-])/g, '0…'],
  [/(?<![\w.:-])\d{7,15}(?![\w:-]|\.\d)/g, '…'],
];

/** `secrets`: known ones, which are found wherever they stand, also as a part of a URL. */
export function scrubbing(secrets: readonly (string | undefined)[]): Scrub {
  const known = secrets
    .filter((secret) => secret !== undefined && secret.length >= MIN_SECRET_LENGTH)
    .flatMap((secret = '') => [
      ...new Set([secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]),
    ])
    // A part of another one comes after it.
    .sort((one, other) => other.length - one.length);
  return (text) => {
    const shown = text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
    const open = known.reduce((rest, secret) => rest.replaceAll(secret, '…'), shown);
    return RULES.reduce(
      (rest, [pattern, instead]) =>
        typeof instead === 'string' ? rest.replace(pattern, instead) : rest.replace(pattern, instead),
      open,
    );
  };
}
