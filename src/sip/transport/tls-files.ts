import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext, type SecureContext } from 'node:tls';
import { ArgumentError } from '../../core/index.ts';

/** Paths of PEM files. */
export interface TlsFiles {
  /** SIP_TLS_CA: who may have signed the server's certificate; none: the authorities that Node trusts. */
  readonly ca?: string;
  /** SIP_TLS_CERT: our own certificate, followed by those between it and its authority. */
  readonly cert?: string;
  /** SIP_TLS_KEY: its private key. */
  readonly key?: string;
}

/**
 * Reads and checks the files. Throws ArgumentError: `sip.tls-ca`, `sip.tls-cert`, `sip.tls-key` for a file that cannot be read or
 * used, `sip.tls-pair` for a key that does not belong to the certificate.
 */
export function loadTlsFiles({ ca, cert, key }: TlsFiles): SecureContext {
  const authorities = ca === undefined ? undefined : read('ca', ca, checkCertificate);
  const certificate = cert === undefined ? undefined : read('cert', cert, checkCertificate);
  const privateKey = key === undefined ? undefined : read('key', key, createPrivateKey);
  if ((certificate === undefined) !== (privateKey === undefined)) {
    throw new ArgumentError('sip.tls-pair', 'SIP_TLS_CERT and SIP_TLS_KEY are needed together');
  }
  if (certificate !== undefined && privateKey !== undefined) {
    if (!new X509Certificate(certificate).checkPrivateKey(createPrivateKey(privateKey))) {
      const facts = { cert: cert ?? '', key: key ?? '' };
      throw new ArgumentError('sip.tls-pair', `SIP_TLS_KEY is not the key of SIP_TLS_CERT: ${key}`, facts);
    }
  }
  return createSecureContext({
    ...(authorities === undefined ? {} : { ca: authorities }),
    ...(certificate === undefined ? {} : { cert: certificate }),
    ...(privateKey === undefined ? {} : { key: privateKey }),
  });
}

function read(which: keyof TlsFiles, path: string, check: (pem: string) => unknown): string {
  const fail = (what: string, cause: unknown) =>
    new ArgumentError(
      `sip.tls-${which}`,
      `SIP_TLS_${which.toUpperCase()}: ${what}: ${path}`,
      { path },
      { cause },
    );
  let pem: string;
  try {
    pem = readFileSync(path, 'utf8');
  } catch (error) {
    throw fail('cannot be read', error);
  }
  try {
    check(pem);
  } catch (error) {
    throw fail(which === 'key' ? 'no unencrypted PEM key' : 'no PEM certificate', error);
  }
  return pem;
}

/** Node would take a file without any certificate, and then trust nobody without saying why. */
function checkCertificate(pem: string): void {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  if (!blocks) throw new Error('no certificate');
  for (const block of blocks) new X509Certificate(block);
}
