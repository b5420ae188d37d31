/** The only file that knows ldapts. */
import { readFile } from 'node:fs/promises';
import { connect, isIP, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { Client, type Entry, type Filter, FilterParser } from 'ldapts';
import { LdapError, ldapErrorOf } from './ldap-error.ts';
import type { LdapEntry, LdapSearch, LdapSession, OpenLdap } from './ldap-session.ts';

export interface LdapOptions {
  /** `ldap://host:port` or `ldaps://host:port`; tried in this order. */
  readonly urls: readonly string[];
  /** Undefined: we do not say who we are. */
  readonly bind: { readonly dn: string; readonly password: string } | undefined;
  readonly base: string;
  /** Of `ldap:`: nothing is said before the connection is encrypted. */
  readonly startTls: boolean;
  /** Path of a PEM file; undefined: those authorities that Node trusts. Read at each connection, so that it may be renewed. */
  readonly tlsCa: string | undefined;
  readonly pageSize?: number;
  readonly timeouts?: { readonly openMs: number; readonly answerMs: number };
}

/** Active Directory gives out at most 1,000 at a time. */
const PAGE_SIZE = 500;
const TIMEOUTS = { openMs: 10_000, answerMs: 20_000 };

/** A connection of its own for each reading: nothing has to be kept alive, and what hangs is cut off with it. */
export function ldapOpener(options: LdapOptions): OpenLdap {
  return async (signal) => {
    let problem: LdapError | undefined;
    for (const url of options.urls) {
      try {
        return await open(url, options, signal);
      } catch (error) {
        const fault = ldapErrorOf(error);
        // Another server has the same passwords, and would count one more wrong one.
        if (signal.aborted || fault.code === 'ldap.credentials') throw fault;
        problem ??= fault;
      }
    }
    throw problem ?? new LdapError('dns');
  };
}

async function open(url: string, options: LdapOptions, signal: AbortSignal): Promise<LdapSession> {
  const { openMs, answerMs } = options.timeouts ?? TIMEOUTS;
  const { hostname, protocol } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const tls = await tlsOptions(host, options.tlsCa);
  let socket: Socket | undefined;
  const hold = <S extends Socket>(made: S): S => {
    socket = made;
    return made;
  };
  const isSecure = protocol === 'ldaps:';
  const client = new Client({
    url,
    timeout: answerMs,
    connectTimeout: openMs,
    createConnection: ((port: number, at: string) => hold(connect(port, at))) as typeof connect,
    // Options alone would make an ldap: connection one of TLS; and StartTLS makes its own.
    ...(isSecure && {
      tlsOptions: tls,
      createSecureConnection: ((port: number, at: string, its: ConnectionOptions) =>
        hold(connectTls(port, at, its))) as typeof connectTls,
    }),
  });
  const within = AbortSignal.any([signal, AbortSignal.timeout(openMs)]);
  try {
    await orAborted(greet(client, options, isSecure ? undefined : tls), within);
  } catch (error) {
    socket?.destroy();
    throw ldapErrorOf(error);
  }
  return {
    pages: (search) => pages(client, options, search, signal),
    close: () => socket?.destroy(),
  };
}

async function greet(
  client: Client,
  { bind, startTls }: LdapOptions,
  tls: ConnectionOptions | undefined,
): Promise<void> {
  if (tls && startTls) {
    await client.startTLS(tls).catch((error: unknown) => {
      const isRefusal = typeof (error as { code?: unknown }).code === 'number';
      throw isRefusal ? new LdapError('no-start-tls', error) : error;
    });
  }
  // Without a name as well: then everything is seen of a connection that works (RFC 4513 5.1.1, anonymous).
  await client.bind(bind?.dn ?? '', bind?.password ?? '');
}

async function tlsOptions(host: string, ca: string | undefined): Promise<ConnectionOptions> {
  const named = isIP(host) === 0 ? { host, servername: host } : { host };
  if (ca === undefined) return named;
  const pem = await readFile(ca).catch((error: unknown) => {
    throw new LdapError('tls-file', error);
  });
  return { ...named, ca: pem };
}

async function* pages(
  client: Client,
  { base, pageSize = PAGE_SIZE }: LdapOptions,
  { filter, attributes }: LdapSearch,
  signal: AbortSignal,
): AsyncGenerator<readonly LdapEntry[]> {
  // References to other servers are not followed: our password is for this one.
  const results = client.searchPaginated(base, {
    ...{ scope: 'sub', filter: parse(filter), paged: { pageSize } },
    attributes: [...attributes],
  });
  for (;;) {
    try {
      const { done, value } = await orAborted(results.next(), signal);
      if (done) return;
      yield value.searchEntries.map(entryOf);
    } catch (error) {
      throw ldapErrorOf(error);
    }
  }
}

function parse(filter: string): Filter {
  try {
    return FilterParser.parseString(filter);
  } catch (error) {
    throw new LdapError('filter', error);
  }
}

function entryOf({ dn, ...values }: Entry): LdapEntry {
  const attributes = Object.entries(values).map(([name, value]): [string, readonly string[]] => {
    const all: readonly unknown[] = Array.isArray(value) ? value : [value];
    return [name.toLowerCase(), all.filter((one) => typeof one === 'string')];
  });
  return { dn, attributes: new Map(attributes) };
}

/** ldapts leaves what it waits for waiting when its socket is destroyed before the connection stands. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(new LdapError('no-answer'));
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
    work.catch(() => undefined);
  }
}
