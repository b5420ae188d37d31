import type { Environment } from './environment.ts';

export interface LdapConfig {
  /** `ldap://host:port` or `ldaps://host:port`, tried in this order. */
  readonly urls: readonly string[];
  /** Undefined: we do not say who we are. */
  readonly bind: { readonly dn: string; readonly password: string } | undefined;
  readonly base: string;
  readonly filter: string;
  /** Of `ldap:`: encrypt before anything is said. */
  readonly startTls: boolean;
  /** Path of a PEM file. */
  readonly tlsCa: string | undefined;
  readonly refreshMs: number;
}

const OTHERS = ['LDAP_BASE', 'LDAP_BIND_DN', 'LDAP_BIND_PASSWORD', 'LDAP_TLS_CA', 'LDAP_START_TLS'] as const;
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Undefined: no directory. Neither password nor URLs are repeated in a fault. */
export function readLdap(environment: Environment): LdapConfig | undefined {
  const urls = environment.list('LDAP_URL');
  const given = OTHERS.find((variable) => environment.isSet(variable));
  if (urls.length === 0) {
    if (given) environment.fault('LDAP_URL', `is missing, though ${given} is set`);
    return undefined;
  }
  for (const url of urls) {
    if (!isServer(url))
      environment.fault('LDAP_URL', 'expected ldaps://dc1.contoso.com, or several with commas');
  }
  const base = environment.text('LDAP_BASE');
  if (!base.includes('=')) environment.fault('LDAP_BASE', 'expected where people are, as dc=contoso,dc=com');
  const filter = environment.text('LDAP_FILTER');
  if (!/^\(.+\)$/s.test(filter))
    environment.fault('LDAP_FILTER', 'expected a filter in parentheses (RFC 4515)');
  return {
    urls,
    bind: readBind(environment),
    ...{ base, filter },
    startTls: readStartTls(environment, urls),
    tlsCa: environment.optional('LDAP_TLS_CA'),
    refreshMs: environment.number('LDAP_REFRESH_MINUTES', 1, 1440) * 60_000,
  };
}

/** A name without a password is an anonymous one for most servers (RFC 4513 5.1.2), which is never what was meant. */
function readBind(environment: Environment): LdapConfig['bind'] {
  const dn = environment.optional('LDAP_BIND_DN');
  const password = environment.optional('LDAP_BIND_PASSWORD');
  if (dn !== undefined && password !== undefined) return { dn, password };
  if (dn !== undefined) environment.fault('LDAP_BIND_PASSWORD', 'is missing for LDAP_BIND_DN');
  if (password !== undefined) environment.fault('LDAP_BIND_DN', 'is missing for LDAP_BIND_PASSWORD');
  return undefined;
}

/** Beyond this machine nothing goes in the clear unless somebody has said so. */
function readStartTls(environment: Environment, urls: readonly string[]): boolean {
  if (environment.isSet('LDAP_START_TLS')) return environment.yesNo('LDAP_START_TLS');
  return urls.filter(isServer).some((url) => {
    const { protocol, hostname } = new URL(url);
    return protocol === 'ldap:' && !LOOPBACK.test(hostname);
  });
}

function isServer(url: string): boolean {
  return /^ldaps?:\/\/[^\s/?#@]+\/?$/i.test(url) && URL.canParse(url);
}
