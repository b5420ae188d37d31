import type { IncomingMessage } from 'sip.js/lib/core/index.js';
import { splitList } from '../transport/raw-message.ts';

/**
 * Who a message is from, as our server asserts it (RFC 3325); undefined: it asserts nobody. Of a request that is who calls, of a
 * response who answered.
 */
export function assertedIdentity(message: IncomingMessage, domain: string): string | undefined {
  const [asserted = ''] = splitList(message.getHeader('p-asserted-identity') ?? '');
  const uri = /<([^<>]*)>/.exec(asserted)?.[1] ?? asserted.trim();
  return uri === '' ? undefined : withoutOurNumbers(uri, domain);
}

/** The display name that the server asserts; empty: none. */
export function assertedName(message: IncomingMessage): string {
  const [asserted = ''] = splitList(message.getHeader('p-asserted-identity') ?? '');
  const [, name = ''] = /^\s*(.*?)\s*</.exec(asserted) ?? [];
  return name.replace(/^"(.*)"$/, '$1').replace(/\\(.)/g, '$1');
}

/** A number in our own domain is a telephone number, as we write it when we call one. */
export function withoutOurNumbers(uri: string, domain: string): string {
  const [, number, host] = /^sips?:(\+\d+)@([^;:?]*)/i.exec(uri) ?? [];
  return number && host?.toLowerCase() === domain.toLowerCase() ? `tel:${number}` : uri;
}
