/**
 * Following a 3xx (RFC 3261 8.1.3.4): the addresses of its Contacts, one after the other, the preferred ones first, until
 * somebody answers or an end is reached that ends the search. No address is called twice, so that two servers that send us to
 * each other do not keep us going, and each passes the gate that the first one has passed.
 */
import type { IncomingResponseMessage } from 'sip.js/lib/core/index.js';
import type { Outcome, OutcomeWord, Progress } from '../../core/index.ts';
import { codeOf } from '../user-agent/responses.ts';
import { parseUri } from '../user-agent/uri.ts';

/** Multiple Choices, Moved Permanently, Moved Temporarily, See Other. A 305 or 380 wants something else than another address. */
const FOLLOWED = new Set([300, 301, 302, 303]);

/** Addresses called for one invitation, the first one included. */
const MAX_TARGETS = 5;

/** After these nobody else is called: a person has said no, nobody wants it any more, or nobody knows what a phone does. */
const FINAL: ReadonlySet<OutcomeWord> = new Set(['declined', 'withdrawn', 'unknown']);

/** The SIP URIs that a 3xx names, preferred ones first; empty: it names none, or is none that is followed. */
export function redirectTargets(message: IncomingResponseMessage): string[] {
  if (!FOLLOWED.has(codeOf(message))) return [];
  const contacts = message.getHeaders('contact').map((_, index) => message.parseHeader('contact', index));
  return contacts
    .filter((contact) => /^sips?$/i.test(contact?.uri?.scheme ?? ''))
    .map((contact) => ({ uri: calledUri(contact.uri.toString()), preference: preferenceOf(contact) }))
    .sort((a, b) => b.preference - a.preference)
    .map(({ uri }) => uri);
}

/** What came of calling one address. */
export interface Reached {
  readonly outcome: Outcome;
  /** Where a 3xx sends us, the preferred ones first. */
  readonly redirectedTo?: readonly string[];
}

export interface FollowOptions<R extends Reached> {
  /** What the first address has answered: it sends us on. */
  readonly first: R;
  /** The address that was called first. */
  readonly from: string;
  mayCall(uri: string): boolean;
  call(target: string): Promise<R>;
  progress(progress: Progress): void;
}

/** Resolves with what came of the last address that was called and did not just send us on; else with the first redirect. */
export async function followRedirects<R extends Reached>(options: FollowOptions<R>): Promise<R> {
  const seen = new Set([identity(options.from)]);
  const waiting: string[] = [];
  const sendOn = ({ outcome: { answer }, redirectedTo = [] }: R) => {
    const fresh: string[] = [];
    for (const uri of redirectedTo) {
      if (seen.size === MAX_TARGETS || seen.has(identity(uri)) || !options.mayCall(uri)) continue;
      seen.add(identity(uri));
      fresh.push(uri);
    }
    // Depth first: whom one server prefers comes before what another one had as a second choice.
    waiting.unshift(...fresh);
    if (answer && fresh.length > 0) {
      const response = { code: answer.code, reasonPhrase: answer.reasonPhrase };
      options.progress({ kind: 'deflected', response, retargetReason: 'forwarding' });
    }
  };
  sendOn(options.first);
  let last = options.first;
  for (let target = waiting.shift(); target !== undefined; target = waiting.shift()) {
    const reached = await options.call(target);
    if (reached.redirectedTo) sendOn(reached);
    else last = reached;
    if (isFinal(reached)) break;
  }
  return last;
}

/** Only where her phone, or a server on the way to it, has refused is there anything left to try. */
function isFinal({ outcome: { word, answer } }: Reached): boolean {
  return FINAL.has(word) || answer?.answeredBy !== 'person' || answer.code < 300;
}

/** Without headers (RFC 3261 19.1.5 lets a redirect put some in: it must not make us send them) and without `method`. */
function calledUri(text: string): string {
  const uri = parseUri(text.replace(/\?.*$/, ''));
  uri.deleteParam('method');
  return uri.toString();
}

/** What makes two addresses the same for the loop guard (a coarse RFC 3261 19.1.4). */
function identity(uri: string): string {
  return uri.toLowerCase();
}

function preferenceOf(contact: { getParam(name: string): string | null | undefined }): number {
  const q = Number.parseFloat(contact.getParam('q') ?? '1');
  return Number.isNaN(q) ? 1 : Math.min(1, Math.max(0, q));
}
