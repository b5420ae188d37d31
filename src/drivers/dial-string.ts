import { type Address, toSipUri } from '../core/index.ts';

/** A dial string with `{user}`, `{host}` and `{uri}` of an address filled in. `domain` stands behind numbers. */
export function fillDialString(template: string, address: Address, domain: string): string {
  const values: Readonly<Record<string, string>> = {
    user: address.user,
    host: address.host || domain,
    uri: toSipUri(address, domain),
  };
  return template.replaceAll(/\{(user|host|uri)\}/g, (_, name: string) => values[name] ?? '');
}
