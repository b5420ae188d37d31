/**
 * What is wrong with a message from the wire, before sip.js spends time on it or trips over it. RFC 4475 shows most of these
 * faults; its section stands behind each. Whoever sends a faulty request is told, a faulty response is dropped.
 */
import { IncomingRequestMessage, type IncomingResponseMessage } from 'sip.js/lib/core/index.js';
import { type RawMessage, splitList, valuesOf } from '../transport/raw-message.ts';

export interface Fault {
  /** For the counters: stable. */
  readonly reason: FaultReason;
  /** Refuses a request; undefined: an answer would be as hard to make as the request. */
  readonly code: number | undefined;
  readonly headers?: readonly string[];
}

export type FaultReason =
  | 'start-line'
  | 'version'
  | 'status-code'
  | 'uri'
  | 'uri-scheme'
  | 'header-line'
  | 'header-missing'
  | 'header-repeated'
  | 'headers-too-large'
  | 'too-many-vias'
  | 'cseq'
  | 'cseq-method'
  | 'max-forwards'
  | 'branch'
  | 'extension'
  | 'media-type'
  | 'accept'
  | 'unreadable';

/** sip.js reads these with a grammar, which takes about a thousand times as long as cutting lines. */
const MAX_PARSED_CHARACTERS = 5 * 1024;
const MAX_PARSED_HEADERS = 60;
const PARSED = new Set(
  'from to call-id cseq contact record-route content-type refer-to max-forwards www-authenticate proxy-authenticate'.split(
    ' ',
  ),
);
/** Each Via is one hop, and Max-Forwards begins at 70 (RFC 3261 8.1.1.6). */
const MAX_VIAS = 70;
const MAX_CSEQ = 2 ** 31 - 1;
const MAX_MAX_FORWARDS = 255;

const MANDATORY = ['from', 'to', 'call-id', 'cseq', 'via'];
const SINGLE = 'from to call-id cseq max-forwards content-type content-length refer-to'.split(' ');
const REQUEST_LINE = /^([A-Za-z0-9\-.!%*_+`'~]+) ([^\s<>]+) SIP\/(\d+\.\d+)$/i;
const STATUS_LINE = /^SIP\/2\.0[ \t]+[1-6]\d\d(?:[ \t]|$)/;

export function isResponse({ startLine }: RawMessage): boolean {
  return startLine.startsWith('SIP/');
}

/** RFC 3261 8.1.1, 18.1.2: what no receiver can do without. */
export function faultOfResponse(raw: RawMessage): Fault | undefined {
  if (!STATUS_LINE.test(raw.startLine)) return fault('status-code'); // 3.1.2.19
  return faultOfHeaders(raw) ?? faultOfCSeq(raw);
}

/** In the order of RFC 3261 8.2: the form first, then what is asked for. */
export function faultOfRequest(raw: RawMessage): Fault | undefined {
  const [, method, uri = '', version] = REQUEST_LINE.exec(raw.startLine) ?? [];
  if (method === undefined) return fault('start-line'); // 3.1.2.7 to 10
  if (version !== '2.0') return fault('version', 505); // 3.1.2.16
  return (
    faultOfUri(uri) ??
    faultOfHeaders(raw) ??
    faultOfCSeq(raw, method) ??
    faultOfMaxForwards(raw) ??
    faultOfBranch(raw) ??
    faultOfExtensions(raw, method) ??
    (method === 'INVITE' ? faultOfInvite(raw) : undefined)
  );
}

/** What sip.js made of it; it would stumble over what is not there. */
export function faultOfParsed(
  message: IncomingRequestMessage | IncomingResponseMessage | undefined,
): Fault | undefined {
  if (!message) return fault('unreadable');
  // A header that its grammar refuses is dropped by sip.js.
  const isWhole = MANDATORY.every((name) => message.hasHeader(name));
  if (!isWhole || !message.viaBranch || !message.fromTag) return fault('unreadable');
  return message instanceof IncomingRequestMessage && !message.ruri ? fault('uri') : undefined;
}

function faultOfUri(uri: string): Fault | undefined {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1]?.toLowerCase();
  if (scheme === undefined) return fault('uri');
  if (scheme !== 'sip' && scheme !== 'sips') return fault('uri-scheme', 416); // 3.3.2, 3.3.3
  // Headers have no place in a Request-URI (19.1.1); a user part may well hold a question mark.
  return uri.slice(uri.lastIndexOf('@') + 1).includes('?') ? fault('uri') : undefined; // 3.1.2.11
}

function faultOfHeaders(raw: RawMessage): Fault | undefined {
  const count = (name: string) => valuesOf(raw, name).length;
  if (count('via') > MAX_VIAS) return { reason: 'too-many-vias', code: undefined };
  if (raw.strayLines.length > 0) return fault('header-line');
  if (MANDATORY.some((name) => count(name) === 0)) return fault('header-missing'); // 3.3.1
  if (SINGLE.some((name) => count(name) > 1)) return fault('header-repeated'); // 3.3.8, 3.3.9; RFC 3515 2.4.2
  const [via = ''] = valuesOf(raw, 'via');
  const parsed = raw.headers.filter(({ name }) => PARSED.has(name)).map(({ value }) => value);
  const characters = [raw.startLine, via, ...parsed].reduce((sum, { length }) => sum + length, 0);
  const isTooLarge = characters > MAX_PARSED_CHARACTERS || parsed.length > MAX_PARSED_HEADERS;
  return isTooLarge ? fault('headers-too-large', 513) : undefined;
}

function faultOfCSeq(raw: RawMessage, method?: string): Fault | undefined {
  const [, number, named] = /^(\d+)[ \t]+(\S+)$/.exec(valuesOf(raw, 'cseq')[0] ?? '') ?? [];
  if (number === undefined || Number(number) > MAX_CSEQ) return fault('cseq'); // 3.1.2.4, 3.1.2.5
  return method !== undefined && named !== method ? fault('cseq-method') : undefined; // 3.1.2.17, 3.1.2.18
}

/** Zero is no fault: it says that nobody may pass the request on (3.3.11). */
function faultOfMaxForwards(raw: RawMessage): Fault | undefined {
  const [value = '70'] = valuesOf(raw, 'max-forwards');
  return /^\d+$/.test(value) && Number(value) <= MAX_MAX_FORWARDS ? undefined : fault('max-forwards');
}

/** A branch that is nothing but the cookie identifies no transaction (3.2.1). */
function faultOfBranch(raw: RawMessage): Fault | undefined {
  const [via = ''] = valuesOf(raw, 'via');
  return /;[ \t]*branch[ \t]*=[ \t]*z9hG4bK[ \t]*(;|$)/i.test(via) ? fault('branch') : undefined;
}

/** RFC 3261 8.2.2.3: we have no extension that somebody could require (3.3.5). */
function faultOfExtensions(raw: RawMessage, method: string): Fault | undefined {
  if (method === 'ACK' || method === 'CANCEL') return undefined;
  const required = valuesOf(raw, 'require').filter((value) => value !== '');
  if (required.length === 0) return undefined;
  return { reason: 'extension', code: 420, headers: [`Unsupported: ${required.join(', ')}`] };
}

/** Of an INVITE that begins a call; what comes later in a call is between the two who talk. */
function faultOfInvite(raw: RawMessage): Fault | undefined {
  const [to = ''] = valuesOf(raw, 'to');
  if (/;[ \t]*tag[ \t]*=/i.test(to)) return undefined;
  if (valuesOf(raw, 'contact').length === 0) return fault('header-missing'); // 8.1.1.8
  const [type = ''] = valuesOf(raw, 'content-type');
  const isOptional = valuesOf(raw, 'content-disposition').some((value) =>
    /handling\s*=\s*optional/i.test(value),
  );
  // An invitation to a conference: there is no media in its call, so none has to be accepted.
  if (/^application\/ms-conf-invite\+xml/i.test(type)) return undefined;
  if (raw.body !== '' && type !== '' && !/^(application\/sdp|multipart\/)/i.test(type) && !isOptional) {
    return { reason: 'media-type', code: 415, headers: ['Accept: application/sdp'] }; // 3.3.6
  }
  const accepted = valuesOf(raw, 'accept').flatMap(splitList);
  const takesSdp = accepted.some((range) => /^\s*(\*\/\*|application\/(\*|sdp))\s*(;|$)/i.test(range));
  return accepted.length === 0 || takesSdp ? undefined : fault('accept', 406); // 3.3.15
}

function fault(reason: FaultReason, code = 400): Fault {
  return { reason, code };
}
