/**
 * The gate: which addresses may be rung, called or referred to. It fails closed, because a bot that calls any number for
 * anybody is a telephone bill (toll fraud). Applied to every target: typed, from a file, in Refer-To, in a redirection.
 */
import parsePhoneNumber from 'libphonenumber-js/max';
import { ArgumentError, parseAddress } from '../core/index.ts';
import type { SayCode } from './views.ts';

export interface PolicyOptions {
  /** Domains whose SIP addresses may be called; `*.contoso.com` means every subdomain. */
  readonly sipDomains: readonly string[];
  /** Beginnings of E.164 numbers that may be called, as `+49`; none: no numbers. */
  readonly telPrefixes: readonly string[];
  /** CONFERENCE_URI; what is made from it may be called. */
  readonly conferenceUri: string;
}

export interface Refusal {
  readonly code: Extract<SayCode, `policy.${string}` | 'address.invalid'>;
  readonly facts: Readonly<Record<string, string>>;
}

/** Emergency numbers of the world's larger countries, also behind a 0 or 9 for an outside line. */
const EMERGENCY =
  /^[09]?(000|10[0-4]|108|11[0-9]|12[0-3]|128|133|144|15|17|18|19[0-9]|911|933|988|995|997|998|999)$/;

/** Digits without a plus up to this length are an extension of the own exchange, longer ones a number in the world. */
const LONGEST_EXTENSION = 6;

export class Policy {
  readonly #sipDomains: readonly string[];
  readonly #telPrefixes: readonly string[];
  readonly #conference: RegExp;

  constructor({ sipDomains, telPrefixes, conferenceUri }: PolicyOptions) {
    const conferenceHost = parseAddress(expandConferenceUri(conferenceUri, '0', '0')).host;
    this.#sipDomains = [...sipDomains.map((domain) => domain.toLowerCase()), conferenceHost];
    this.#telPrefixes = telPrefixes;
    const literal = conferenceUri.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    this.#conference = new RegExp(
      `^${expandConferenceUri(literal.replace(/\\([{}])/g, '$1'), '[a-z0-9]{10}', '\\d{8}')}$`,
      'i',
    );
  }

  /** Why `address` (as written, or as it goes on the wire) may not be called; undefined: it may. */
  refusal(address: string): Refusal | undefined {
    try {
      if (this.#conference.test(address)) return undefined;
      const { scheme, user, host, parameters } = parseAddress(address);
      if (scheme !== 'tel') {
        if (!this.#mayReach(host) || /(^|;)maddr=/i.test(parameters)) {
          return {
            code: 'policy.domain',
            facts: { address, domain: host, allowed: this.#sipDomains.join(', ') },
          };
        }
      }
      return this.#numberRefusal(address, phoneDigits(user));
    } catch (error) {
      if (error instanceof ArgumentError || error instanceof URIError) {
        return { code: 'address.invalid', facts: { address: address.slice(0, 80) } };
      }
      throw error;
    }
  }

  #mayReach(host: string): boolean {
    return this.#sipDomains.some((domain) =>
      domain.startsWith('*.') ? host.endsWith(domain.slice(1)) : host === domain,
    );
  }

  #numberRefusal(address: string, digits: string | undefined): Refusal | undefined {
    if (digits === undefined) return undefined;
    const refuse = (code: Refusal['code']): Refusal => ({ code, facts: { address } });
    if (EMERGENCY.test(digits.replace('+', ''))) return refuse('policy.emergency');
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

/** The number that a user part dials, international prefixes as a plus; undefined: it is a name. */
function phoneDigits(user: string): string | undefined {
  const dialled = (decodeURIComponent(user).split(';')[0] ?? '').replace(/[\s\-.()]/g, '');
  if (!/^\+?[\d*#]+$/.test(dialled)) return undefined;
  return dialled.replace(/^(00|011)(?=[1-9]\d{5})/, '+');
}
