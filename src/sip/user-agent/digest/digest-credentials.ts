/**
 * What sip.js asks for credentials when a request of ours is challenged: one object per request. Its own knows MD5 only and sees
 * one challenge only; this one is given all of them (`offerChallenges`), in place of what sip.js has parsed.
 */
import { randomBytes } from 'node:crypto';
import {
  type Dialog,
  DigestAuthentication,
  type IncomingResponseMessage,
  type LoggerFactory,
  type OutgoingRequestMessage,
} from 'sip.js/lib/core/index.js';
import type { Challenge, CredentialsHeader } from './challenges.ts';
import { type Account, credentialsValue, strengthOf } from './credentials-value.ts';
import type { NonceCounts } from './nonce-counts.ts';

/** How often a request is sent again: for the server, and for one behind it or because of a stale nonce. */
export const MAX_ROUNDS = 2;

/** Travels through sip.js in the place of a parsed challenge. */
interface Offer {
  readonly answerIn: CredentialsHeader;
  readonly challenges: readonly Challenge[];
  /**
   * sip.js answers a second challenge only where it is stale, and once. So it reads true before it asks us, and false
   * after: whether there is another round, and how many, is decided here.
   */
  stale: boolean;
}

/** Hands the challenges of a response to sip.js. Those it cannot use make it pass the response on as a refusal. */
export function offerChallenges(message: IncomingResponseMessage, challenges: readonly Challenge[]): void {
  const [header, answerIn] =
    message.statusCode === 401
      ? (['WWW-Authenticate', 'Authorization'] as const)
      : (['Proxy-Authenticate', 'Proxy-Authorization'] as const);
  const offer: Offer = { answerIn, challenges, stale: true };
  message.headers[header] = [{ raw: '', parsed: offer }];
}

export class DigestCredentials extends DigestAuthentication {
  readonly #account: Account;
  readonly #counts: NonceCounts;
  /** By header and realm. */
  readonly #answered = new Map<string, Challenge>();
  readonly #dialogOf: (id: string) => Dialog | undefined;
  #rounds = 0;
  #value = '';

  constructor(
    loggerFactory: LoggerFactory,
    account: Account,
    counts: NonceCounts,
    dialogOf: (id: string) => Dialog | undefined,
  ) {
    super(loggerFactory, undefined, undefined, undefined);
    this.#account = account;
    this.#counts = counts;
    this.#dialogOf = dialogOf;
  }

  /** Writes what it can into the request; what sip.js writes itself is `toString`. False: there is nothing to try (again). */
  override authenticate(request: OutgoingRequestMessage, offer: Offer): boolean {
    const asked = strongestPerRealm(offer.challenges);
    const isOurs = [...asked.values()].some(({ answerIn }) => answerIn === offer.answerIn);
    this.#rounds += 1;
    if (!isOurs || this.#rounds > MAX_ROUNDS || this.#isRefused(asked)) return false;
    for (const [realm, challenge] of asked) this.#answered.set(realm, challenge);
    offer.stale = false;
    this.#countOn(request);

    const values = [...this.#answered.values()].map((challenge) => ({
      header: challenge.answerIn,
      value: this.#answer(challenge, request),
    }));
    const own = values.findIndex(({ header }) => header === offer.answerIn);
    const [first] = values.splice(own, 1);
    this.#value = first?.value ?? '';
    for (const header of ['Authorization', 'Proxy-Authorization']) request.setHeader(header, []);
    request.extraHeaders = [
      ...request.extraHeaders.filter((line) => !/^(proxy-)?authorization:/i.test(line)),
      ...values.map(({ header, value }) => `${header}: ${value}`),
    ];
    return true;
  }

  override toString(): string {
    return this.#value;
  }

  /** The same realm asks again, and not because of the nonce: the password is wrong. */
  #isRefused(asked: ReadonlyMap<string, Challenge>): boolean {
    return [...asked].some(([realm, { stale, nonce }]) => {
      const before = this.#answered.get(realm);
      return before !== undefined && !(stale && nonce !== before.nonce);
    });
  }

  /**
   * sip.js sends the request again with the next CSeq, and tells its dialog only of a re-INVITE. After others the dialog
   * would use that number a second time, which phones may refuse (RFC 3261 12.2.2).
   */
  #countOn(request: OutgoingRequestMessage): void {
    const { method, callId, fromTag, toTag } = request;
    const dialog = toTag && method !== 'INVITE' ? this.#dialogOf(callId + fromTag + toTag) : undefined;
    if (dialog?.localSequenceNumber === undefined) return;
    dialog.incrementLocalSequenceNumber();
    request.cseq = dialog.localSequenceNumber - 1;
  }

  #answer(challenge: Challenge, request: OutgoingRequestMessage): string {
    return credentialsValue(
      challenge,
      this.#account,
      { method: request.method, uri: request.ruri.toRaw(), body: request.body?.body ?? '' },
      { cnonce: randomBytes(12).toString('hex'), count: this.#counts.next(challenge.nonce) },
    );
  }
}

/** RFC 8760 2.4 lets local policy choose among the challenges of a realm: ours is the strongest that we can answer. */
function strongestPerRealm(challenges: readonly Challenge[]): Map<string, Challenge> {
  const strongest = new Map<string, Challenge>();
  for (const challenge of challenges) {
    const realm = `${challenge.answerIn} ${challenge.realm}`;
    const best = strongest.get(realm);
    if (strengthOf(challenge) > (best ? strengthOf(best) : 0)) strongest.set(realm, challenge);
  }
  return strongest;
}
