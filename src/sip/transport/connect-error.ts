/** Why there is no connection to the SIP server, by a stable code: `sip.dns`, `sip.refused`, … */

export type ConnectFault = keyof typeof FAULTS;

/** What each one means, and what to do: for the log. */
const FAULTS = {
  connecting: 'not connected yet',
  dns: 'its name has no address, or no name server says so',
  refused: 'nobody listens there',
  unreachable: 'no way leads there',
  timeout: 'it does not answer',
  closed: 'it closed the connection',
  'no-pong': 'it stopped answering keep-alives',
  'bad-input': 'it sent what is no SIP message',
  unread: 'it reads nothing of what it is sent',
  'tls-unknown-ca': 'its certificate is not signed by an authority we trust; set SIP_TLS_CA',
  'tls-expired': 'its certificate is expired',
  'tls-not-yet-valid': 'its certificate is not valid yet',
  'tls-name': 'its certificate is for another name than the one in SIP_SERVER',
  'tls-certificate': 'its certificate was refused',
  'tls-client-certificate': 'it wants a client certificate, or refused ours; look at SIP_TLS_CERT',
  'tls-closed':
    'it closed the connection right after the TLS handshake; it may want another client certificate (SIP_TLS_CERT)',
  'no-tls': 'it does not speak TLS on this port',
  'tls-files': 'the files of SIP_TLS_CA, SIP_TLS_CERT and SIP_TLS_KEY cannot be used any more',
  'tls-handshake': 'TLS could not be agreed on',
  'ws-refused': 'it does not speak SIP over WebSocket at this URL',
  stopped: 'stopped',
} as const;

export class ConnectError extends Error {
  readonly code: `sip.${ConnectFault}`;

  constructor(fault: ConnectFault, cause?: unknown) {
    const detail = cause instanceof Error ? ` (${cause.message.trim()})` : '';
    super(`SIP server: ${FAULTS[fault]}${detail}`, { cause });
    this.name = 'ConnectError';
    this.code = `sip.${fault}`;
  }
}

/** How far a connection had come when it failed. */
export type Stage = 'connect' | 'handshake' | 'open';

/** What a socket's error means. The codes are those of libuv, of OpenSSL's verification, and of OpenSSL's alerts. */
export function connectErrorOf(error: unknown, stage: Stage): ConnectError {
  if (error instanceof ConnectError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return new ConnectError(faultOf(code, stage), error);
}

function faultOf(code: string, stage: Stage): ConnectFault {
  const known = BY_CODE[code];
  if (known) return known;
  if (code.startsWith('sip.tls-')) return 'tls-files';
  if (CLIENT_CERTIFICATE_ALERT.test(code)) return 'tls-client-certificate';
  if (/^(CERT_|CRL_|INVALID_|UNABLE_TO_|HOSTNAME_)/.test(code)) return 'tls-certificate';
  if (/^ERR_SSL_.*ALERT/.test(code)) return 'tls-handshake';
  if (stage === 'handshake') return code === 'ERR_SSL_UNSUPPORTED_PROTOCOL' ? 'tls-handshake' : 'no-tls';
  return stage === 'open' ? 'closed' : 'unreachable';
}

const BY_CODE: Readonly<Record<string, ConnectFault>> = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timeout',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls-unknown-ca',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls-unknown-ca',
  UNABLE_TO_GET_ISSUER_CERT: 'tls-unknown-ca',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls-unknown-ca',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls-unknown-ca',
  CERT_SIGNATURE_FAILURE: 'tls-unknown-ca',
  CERT_UNTRUSTED: 'tls-unknown-ca',
  CERT_HAS_EXPIRED: 'tls-expired',
  CERT_NOT_YET_VALID: 'tls-not-yet-valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls-name',
};

/** With TLS 1.3 they come after our side of the handshake is done (RFC 8446 4.4.2.4, 6.2). */
const CLIENT_CERTIFICATE_ALERT =
  /ALERT_(BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_(REVOKED|EXPIRED|UNKNOWN|REQUIRED)|UNKNOWN_CA|ACCESS_DENIED)/;
