/** Why a directory cannot be read, by a stable code: `ldap.refused`, `ldap.credentials`, … */

export type LdapFault = keyof typeof FAULTS;

/** What each one means, and what to do: for the log and the doctor. */
const FAULTS = {
  dns: 'its name has no address, or no name server says so',
  refused: 'nobody listens there',
  unreachable: 'no way leads there',
  'no-answer': 'it does not answer',
  closed: 'it closed the connection',
  'tls-unknown-ca': 'its certificate is not signed by an authority we trust; set LDAP_TLS_CA',
  'tls-name': 'its certificate is for another name than the one in LDAP_URL',
  'tls-certificate': 'its certificate was refused',
  tls: 'TLS could not be agreed on',
  'tls-file': 'the file of LDAP_TLS_CA cannot be read',
  'no-start-tls': 'it does not know StartTLS; use ldaps:// in LDAP_URL',
  credentials: 'it refuses LDAP_BIND_DN with LDAP_BIND_PASSWORD',
  'wants-tls': 'it wants an encrypted connection; use ldaps:// or LDAP_START_TLS=yes',
  'not-allowed': 'LDAP_BIND_DN may not read there, or nobody may without it',
  'no-such-base': 'it has nothing at LDAP_BASE',
  filter: 'LDAP_FILTER is no filter (RFC 4515)',
  limit: 'it gives out fewer entries than there are; raise its size limit for LDAP_BIND_DN',
  'too-many': 'it has more people or groups than are taken; narrow LDAP_BASE or LDAP_FILTER',
  nobody: 'it shows nobody; LDAP_BIND_DN may not read there, or LDAP_FILTER fits nobody below LDAP_BASE',
  'far-fewer': 'it shows less than half of the people of before; if that is right, start Usher again',
  protocol: 'it answers in a way that is not understood',
} as const;

export class LdapError extends Error {
  readonly code: `ldap.${LdapFault}`;

  constructor(fault: LdapFault, cause?: unknown) {
    const detail = cause instanceof Error ? ` (${cause.message.trim()})` : '';
    super(`Directory: ${FAULTS[fault]}${detail}`, { cause });
    this.name = 'LdapError';
    this.code = `ldap.${fault}`;
  }
}

/** What an error of the client, of a socket or of TLS means. */
export function ldapErrorOf(error: unknown): LdapError {
  return error instanceof LdapError ? error : new LdapError(faultOf(error), error);
}

function faultOf(error: unknown): LdapFault {
  if (!(error instanceof Error)) return 'protocol';
  const { code } = error as { code?: unknown };
  // ldapts gives its errors the result code of RFC 4511 4.1.9, and a class that `instanceof` does not see.
  if (typeof code === 'number') return BY_RESULT[code] ?? 'protocol';
  const name = typeof code === 'string' ? code : '';
  const known = BY_CODE[name];
  if (known) return known;
  if (/^(CERT_|CRL_|INVALID_|UNABLE_TO_|HOSTNAME_)/.test(name)) return 'tls-certificate';
  if (/^(ERR_SSL_|ERR_TLS_|EPROTO)/.test(name)) return 'tls';
  if (/^E[A-Z]+$/.test(name)) return 'unreachable';
  if (/timed out|timeout/i.test(error.message)) return 'no-answer';
  if (/closed|socket|disconnected/i.test(error.message)) return 'closed';
  return 'protocol';
}

const BY_RESULT: Readonly<Record<number, LdapFault>> = {
  1: 'not-allowed', // operationsError: how Active Directory says that nobody reads without a name
  3: 'limit', // timeLimitExceeded
  4: 'limit', // sizeLimitExceeded
  8: 'wants-tls', // strongerAuthRequired
  11: 'limit', // adminLimitExceeded
  13: 'wants-tls', // confidentialityRequired
  32: 'no-such-base', // noSuchObject
  34: 'no-such-base', // invalidDNSyntax
  48: 'credentials', // inappropriateAuthentication
  49: 'credentials', // invalidCredentials
  50: 'not-allowed', // insufficientAccessRights
  51: 'no-answer', // busy
  52: 'no-answer', // unavailable
  53: 'not-allowed', // unwillingToPerform
};

const BY_CODE: Readonly<Record<string, LdapFault>> = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'no-answer',
  ECONNRESET: 'closed',
  EPIPE: 'closed',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls-unknown-ca',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls-unknown-ca',
  UNABLE_TO_GET_ISSUER_CERT: 'tls-unknown-ca',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls-unknown-ca',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls-unknown-ca',
  CERT_SIGNATURE_FAILURE: 'tls-unknown-ca',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls-name',
};
