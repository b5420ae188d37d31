import type { Resolver, SrvRecord } from '../../src/sip/transport/server-targets.ts';

/** A DNS with these records and no others; `asked` is what it was asked for. */
export function fakeResolver(
  srv: Readonly<Record<string, readonly SrvRecord[]>>,
  addresses: Readonly<Record<string, readonly string[]>> = {},
): Resolver & { readonly asked: string[] } {
  const asked: string[] = [];
  const find = async <T>(kind: string, records: Readonly<Record<string, T>>, name: string): Promise<T> => {
    asked.push(`${kind} ${name}`);
    const found = records[name];
    if (found === undefined)
      throw Object.assign(new Error(`${kind} ENOTFOUND ${name}`), { code: 'ENOTFOUND' });
    return found;
  };
  return {
    asked,
    srv: (name) => find('SRV', srv, name),
    addresses: (host) => find('A', addresses, host),
  };
}
