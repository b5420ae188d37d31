/** Takes out of a text what nobody who reads a log is to learn: secrets, telephone numbers, addresses of people, and what people say. */

export type Scrub = (text: string) => string;

/** Longer ones say no more to anybody. */
const MAX_LENGTH = 1_000;
/** What is shorter stands in many texts by chance. */
const MIN_SECRET_LENGTH = 4;

/** In this order: what is a whole comes before its parts. */
const RULES: readonly (readonly [RegExp, string])[] = [
  // Whoever quotes something in a message quotes what came in; names of columns and constraints stay.
  [/"(?![a-z]+(?:[_.][a-z0-9]+)+")(?:[^"\\]|\\.)*(?:"|$)/g, '"…"'],
  [/'(?=[^']* )(?:[^'\\]|\\.){20,}'/g, "'…'"],
  // Bodies of answers.
  [/[{<][^}>]{60,}[}>]?/g, '…'],
  // Credentials: RFC 3986 3.2.1, RFC 7235, tokens of Slack, JSON Web Tokens.
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@:]*:[^\s/@]*@/gi, '$1…@'],
  [/\b(Bearer|Basic|Digest|NTLM|Negotiate)\s+[\w~+/=.-]{6,}/gi, '$1 …'],
  [/\bx(?:ox[a-z]|app)-[\w-]+/g, '…'],
  [/\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g, '…'],
  [/\b(password|secret|token|signature|response|nonce)=("[^"]*"|[^\s&,;]+)/gi, '$1=…'],
  // Addresses: whose they are, not where.
  [/\b(sips?:)[^\s@<>"';,]+@/gi, '$1…@'],
  [/\b(tel:)[+\d][\d().-]*/gi, '$1…'],
  [/\b(im:|mailto:|xmpp:)[^\s@<>"';,]+@/gi, '$1…@'],
  [/(?<![\w.+-])[\w.+-]+@(?=[\w-]+\.[\w.-]*[a-z])/gi, '…@'],
  [/\b(cn|uid|samaccountname|mail|displayname|userprincipalname)=(?:[^,)\\]|\\.)+/gi, '$1=…'],
  // Numbers: international ones however they are written, others where they stand alone.
  [/\+\d(?:[ ()./-]{0,2}\d){5,}/g, '+…'],
  [/(?<![\w.:@-])\(?0\d{1,5}\)?(?:[ /-]{1,2}\d{1,}){1,}(?:[ -]?\d)*(?![\w.:-])/g, '0…'],
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
    return RULES.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), open);
  };
}
