import { parseAddress } from '../core/index.ts';
import type { Environment } from './environment.ts';

/** Who may have whom rung, and how often; what makes no difference is undefined. */
export interface PolicyConfig {
  /** INVITERS: mail addresses, SIP addresses, numbers and the channel's ids of people, and names of groups; undefined: everybody. */
  readonly inviters: { readonly people: readonly string[]; readonly groups: readonly string[] } | undefined;
  /** INVITES_PER_MINUTE; undefined: any number. */
  readonly invitesPerMinute: number | undefined;
  readonly contact: string | undefined;
}

/** As Teams, Entra ID and Slack name people; others can be written behind `id:`. */
const CHANNEL_ID = /^(\d+:[\w.:+=/-]+|[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|[UW][A-Z0-9]{6,})$/i;
const MAIL = /^[^\s@:]+@[^\s@:]+$/;
const MAX_CONTACT = 200;

export function readPolicy(environment: Environment): PolicyConfig {
  const limit = environment.number('INVITES_PER_MINUTE', 0, 1000);
  return {
    inviters: readInviters(environment),
    invitesPerMinute: limit === 0 ? undefined : limit,
    contact: readContact(environment),
  };
}

function readInviters(environment: Environment): PolicyConfig['inviters'] {
  const named = environment.list('INVITERS');
  if (named.some((one) => /^everybody$/i.test(one))) {
    if (named.length > 1)
      environment.fault('INVITERS', 'everybody has to stand alone: it lets all others in');
    return undefined;
  }
  if (named.length === 0) environment.fault('INVITERS', 'names nobody; everybody, or who may invite');
  const people: string[] = [];
  const groups: string[] = [];
  for (const one of named) {
    const [, kind, name = ''] = /^(group|id):\s*(.*)$/i.exec(one) ?? [];
    if (kind !== undefined && name !== '') (/^group$/i.test(kind) ? groups : people).push(name);
    else if (MAIL.test(one) || CHANNEL_ID.test(one) || isAddress(one)) people.push(one);
    else {
      const forms = 'mary@contoso.com, sip:mary@contoso.com, tel:+4930123456, id:29:1abc, group:surgeons';
      environment.fault('INVITERS', `${JSON.stringify(one)} is none of ${forms}, nor everybody`);
    }
  }
  return { people, groups };
}

function isAddress(text: string): boolean {
  try {
    return parseAddress(text).scheme !== undefined;
  } catch {
    return false;
  }
}

function readContact(environment: Environment): string | undefined {
  const contact = environment.optional('ADMIN_CONTACT');
  if (contact === undefined) return undefined;
  if ([...contact].length > MAX_CONTACT || /\p{Cc}/u.test(contact)) {
    environment.fault('ADMIN_CONTACT', `has to be one line of at most ${MAX_CONTACT} characters`);
  }
  return contact;
}
