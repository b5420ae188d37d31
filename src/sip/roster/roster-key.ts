import { parseUri } from '../user-agent/uri.ts';

/** What an endpoint is called as long as it is in: no URI has a space in it. */
export function rosterKey(user: string, endpoint?: string): string {
  return endpoint === undefined ? user : `${user} ${endpoint}`;
}

/**
 * The SIP URI by which the server knows the person of this key, fit for a REFER: without headers, and without a method.
 * Undefined: it names her otherwise.
 */
export function personOfKey(key: string): string | undefined {
  const [user = ''] = key.split(' ');
  try {
    const uri = parseUri(user);
    uri.clearHeaders();
    uri.deleteParam('method');
    return uri.toString();
  } catch {
    return undefined;
  }
}
