/**
 * The messages of one call as a ladder, a line each:
 *
 *       3 ms  usher -> mary        INVITE (no offer)
 *      35 ms  mary -> usher        180 Ringing (INVITE)
 */
import type { WireMessage } from '../transport/wire-observer.ts';

/** Who is called and where to, as SIP URIs on the wire; everybody else is the server. */
export interface Parties {
  readonly person: string;
  readonly conference: string;
}

const US = 'usher';
const WHO_WIDTH = 'usher -> conference'.length;

export class Ladder {
  readonly #now: () => number;
  readonly #startedAt: number;
  /** Who is at the other end, by Call-ID. */
  readonly #others = new Map<string, string>();
  #parties: Parties | undefined;

  /** Begins now. `now` in milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#startedAt = now();
  }

  /** To be told before they are called. */
  knows(parties: Parties): void {
    this.#parties = parties;
  }

  /** The line of a message; also of one that nobody could read as SIP. */
  rung({ direction, text }: WireMessage): string {
    const other = this.#otherOf(direction, text);
    const [from, to] = direction === 'sent' ? [US, other] : [other, US];
    return this.step(`${`${from} -> ${to}`.padEnd(WHO_WIDTH)}  ${whatOf(text)}`);
  }

  /** A line of anything else that happens. */
  step(what: string): string {
    const ms = Math.round(this.#now() - this.#startedAt);
    return `${String(ms).padStart(7)} ms  ${what.replace(/\p{Cc}+/gu, ' ')}`;
  }

  #otherOf(direction: WireMessage['direction'], text: string): string {
    const callId = header(text, 'call-id', 'i');
    const known = this.#others.get(callId);
    if (known) return known;
    const address = addressOf(direction === 'sent' ? header(text, 'to', 't') : header(text, 'from', 'f'));
    const other = this.#nameOf(address);
    this.#others.set(callId, other);
    return other;
  }

  #nameOf(address: string): string {
    if (!this.#parties) return 'server';
    const { person, conference } = this.#parties;
    if (address === addressOf(conference)) return 'conference';
    if (address === addressOf(person)) return address.split('@')[0] || 'person';
    return 'server';
  }
}

function whatOf(text: string): string {
  const startLine = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  const [, code, phrase = ''] = /^SIP\/2\.0 +(\d{3}) *(.*)$/.exec(startLine) ?? [];
  const body = bodyOf(text);
  if (code) {
    const [, method = ''] = /(\S+)\s*$/.exec(header(text, 'cseq')) ?? [];
    return `${code} ${phrase} (${[method, ...body].join(', ')})`;
  }
  const method = startLine.split(' ')[0] ?? '';
  switch (method) {
    case 'INVITE': {
      const isFirst = !/;[ \t]*tag=/i.test(header(text, 'to', 't'));
      const [what = 'no offer'] = body;
      return `${isFirst ? method : 're-INVITE'} (${what === 'SDP' ? 'offer' : what})`;
    }
    case 'REFER':
      return `${method} (to ${header(text, 'refer-to', 'r')})`;
    case 'NOTIFY': {
      const status = /\r\n\r\nSIP\/2\.0 +([^\r\n]*)/.exec(text)?.[1] ?? 'no status';
      return `${method} (${status})`;
    }
    default:
      return body.length > 0 ? `${method} (${body.join(' ')})` : method;
  }
}

/** What its body is, in a word; empty: none that says anything here. */
function bodyOf(text: string): string[] {
  switch (header(text, 'content-type', 'c').split(';')[0]?.trim().toLowerCase()) {
    case 'application/sdp':
      return ['SDP'];
    case 'application/ms-conf-invite+xml':
      return ['invitation'];
    case 'application/cccp+xml': {
      // A command of C3P, or how it went.
      const found =
        /<(?:\w+:)?(?:request\b[^>]*>\s*<(?<command>\w+)|response\b[^>]*?\scode="(?<how>\w+)")/.exec(text);
      const { command, how } = found?.groups ?? {};
      return [command ?? how ?? 'C3P'];
    }
    default:
      return [];
  }
}

function header(text: string, ...names: readonly string[]): string {
  return new RegExp(`^(?:${names.join('|')})[ \\t]*:[ \\t]*([^\\r\\n]*)`, 'im').exec(text)?.[1] ?? '';
}

/** `user@host` of a URI or of a header value with one. */
function addressOf(value: string): string {
  return (/sips?:([^;>\s?]*)/i.exec(value)?.[1] ?? '').replace(/:\d+$/, '').toLowerCase();
}
