/**
 * The gate: which addresses may be rung, called or referred to. It fails closed, because a bot that calls any number for
 * anybody is a telephone bill (toll fraud). Applied to every target: typed, from a file, in Refer-To, in a redirection.
 */
import parsePhoneNumber from 'libphonenumber-js/max';
import { ArgumentError, parseAddress } from '../core/index.ts';
import { dialledNumber } from './dialled-number.ts';
import type { Inviters } from './may-invite.ts';
import type { Say, SayCode } from './views.ts';

export interface PolicyOptions {
  /** Domains whose SIP addresses may be called; `*.contoso.com` means every subdomain. */
  readonly sipDomains: readonly string[];
  /** Beginnings of E.164 numbers that may be called, as `+49`; none: no numbers. */
  readonly telPrefixes: readonly string[];
  /** CONFERENCE_URI; what is made from it may be called. */
  readonly conferenceUri: string;
  /** INVITERS; missing: everybody. */
  readonly inviters?: Inviters | undefined;
  /** INVITES_PER_MINUTE: so many people may be rung within a minute by one person, and in one thread; missing: any number. */
  readonly invitesPerMinute?: number | undefined;
  /** ADMIN_CONTACT: whom people may ask about a refusal; missing: nobody in particular. */
  readonly contact?: string | undefined;
  /** Hears of every refusal, by its code. */
  readonly refused?: ((reason: Refusal['code']) => void) | undefined;
}

export interface Refusal extends Say {
  readonly code: Extract<SayCode, `policy.${string}` | 'address.invalid' | 'rung-by-others'>;
}

/** Emergency numbers of the world's larger countries, also behind a 0 or 9 for an outside line. */
const EMERGENCY =
  /^[09]?(000|10[0-4]|108|11[0-9]|12[0-3]|128|133|144|15|17|18|19[0-9]|911|933|988|995|997|998|999)$/;

/**
 * `maddr` leads past the host, and `method=BYE` behind Refer-To would take somebody out in the place of calling her (RFC 3261 19.1.1); also
 * where it is written with escapes (19.1.4).
 */
const STEERING = /(?:^|;)(maddr|method)=/i;

/** Directory enquiries of most of Europe, also behind a 0 or 9: short, and dear. */
const PREMIUM = /^[09]?118\d{2,3}$/;

/** Digits without a plus up to this length are an extension of the own exchange, longer ones a number in the world. */
const LONGEST_EXTENSION = 6;

export class Policy {
  readonly #sipDomains: string[];
  /** Whatever looks like a conference there is one. Not where people have the same domain: any eight digits do. */
  readonly #isConferenceHost: boolean;
  readonly #telPrefixes: readonly string[];
  readonly #conference: RegExp;
  readonly #contact: Say['facts'];
  readonly #refused: PolicyOptions['refused'];
  /** Undefined: everybody. */
  readonly inviters: Inviters | undefined;
  /** Undefined: any number. */
  readonly invitesPerMinute: number | undefined;

  constructor({ sipDomains, telPrefixes, conferenceUri, contact, refused, ...rules }: PolicyOptions) {
    this.inviters = rules.inviters;
    this.invitesPerMinute = rules.invitesPerMinute;
    this.#contact = contact === undefined ? {} : { admin: contact };
    this.#refused = refused;
    const conferenceHost = parseAddress(expandConferenceUri(conferenceUri, '0', '0')).host;
    this.#sipDomains = sipDomains.map((domain) => domain.toLowerCase());
    this.#isConferenceHost = !/[{]/.test(conferenceUri) || !this.#mayReach(conferenceHost);
    this.#sipDomains.push(conferenceHost);
    this.#telPrefixes = telPrefixes;
    const literal = conferenceUri.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    this.#conference = new RegExp(
      `^${expandConferenceUri(literal.replace(/\\([{}])/g, '$1'), '[a-z0-9]{10}', '\\d{8}')}$`,
      'i',
    );
  }

  /**
   * Why `address` (as written, or as it goes on the wire) may not be called; undefined: it may. `as`: it is that of a conference
   * which was let in, or made by us, before.
   */
  refusal(address: string, as?: 'conference'): Refusal | undefined {
    try {
      if ((this.#isConferenceHost || as === 'conference') && this.#conference.test(address)) return undefined;
      const { scheme, user, host, parameters } = parseAddress(address);
      if (scheme !== 'tel') {
        const steering = STEERING.exec(decodeURIComponent(parameters))?.[1]?.toLowerCase();
        if (!this.#mayReach(host) || steering === 'maddr') {
          const allowed = this.#sipDomains.join(', ');
          return this.refuse('policy.domain', { address, domain: host, allowed });
        }
        if (steering) return this.refuse('address.invalid', { address });
      }
      return this.#numberRefusal(address, dialledNumber(user, parameters));
    } catch (error) {
      if (error instanceof ArgumentError || error instanceof URIError) {
        return this.refuse('address.invalid', { address: address.slice(0, 80) });
      }
      throw error;
    }
  }

  /** Every refusal is made here: whom to ask about it is among its facts, and it is counted. */
  refuse(code: Refusal['code'], facts: Say['facts'] = {}): Refusal {
    this.#refused?.(code);
    return { code, facts: { ...facts, ...this.#contact } };
  }

  #mayReach(host: string): boolean {
    return this.#sipDomains.some((domain) =>
      domain.startsWith('*.') ? host.endsWith(domain.slice(1)) : host === domain,
    );
  }

  #numberRefusal(address: string, digits: string | undefined): Refusal | undefined {
    if (digits === undefined) return undefined;
    const refuse = (code: Refusal['code']) => this.refuse(code, { address });
    if (EMERGENCY.test(digits.replace('+', ''))) return refuse('policy.emergency');
    if (PREMIUM.test(digits)) return refuse('policy.premium');
    // Codes of the exchange: `*72…` forwards our calls, others listen in.
    if (/[*#]/.test(digits)) return refuse('policy.number');
    if (!digits.startsWith('+') && digits.length <= LONGEST_EXTENSION) return undefined;
    if (this.#telPrefixes.length === 0) return refuse('policy.number');
    if (!this.#telPrefixes.some((prefix) => digits.startsWith(prefix))) return refuse('policy.prefix');
    const number = parsePhoneNumber(digits);
    if (!number?.isPossible()) return refuse('policy.number');
    return number.getType() === 'PREMIUM_RATE' ? refuse('policy.premium') : undefined;
  }
}

/** `{id}` and `{number}` of a CONFERENCE_URI filled in. */
export function expandConferenceUri(template: string, id: string, number: string): string {
  return template.replaceAll('{id}', () => id).replaceAll('{number}', () => number);
}
