import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ArgumentError } from '../../core/index.ts';

/** Paths of PEM files. */
export interface CertificateFiles {
  /** MicrosoftAppCertificate. */
  readonly cert: string;
  /** MicrosoftAppCertificateKey. */
  readonly key: string;
}

/** As botbuilder names them. */
export interface AppCertificate {
  /** SHA-1 over the certificate, in hex: that is how Entra ID knows it. */
  readonly CertificateThumbprint: string;
  /** PEM. */
  readonly CertificatePrivateKey: string;
}

/**
 * Reads the certificate that the bot proves its identity with instead of a password. Not left to botbuilder, which would start the
 * program `openssl` for the thumbprint. Throws ArgumentError: `teams.certificate`, `teams.key` for a file that cannot be read or used,
 * `teams.pair` for a key that does not belong to the certificate.
 */
export function readAppCertificate({ cert, key }: CertificateFiles): AppCertificate {
  const certificate = read(
    'MicrosoftAppCertificate',
    cert,
    'PEM certificate',
    (pem) => new X509Certificate(pem),
  );
  const privateKey = read('MicrosoftAppCertificateKey', key, 'unencrypted PEM key', createPrivateKey);
  if (!certificate.checkPrivateKey(privateKey)) {
    const problem = `MicrosoftAppCertificateKey is not the key of MicrosoftAppCertificate: ${key}`;
    throw new ArgumentError('teams.pair', problem, { cert, key });
  }
  return {
    CertificateThumbprint: certificate.fingerprint.replaceAll(':', ''),
    CertificatePrivateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function read<T>(variable: string, path: string, what: string, parse: (pem: string) => T): T {
  const code = variable === 'MicrosoftAppCertificate' ? 'teams.certificate' : 'teams.key';
  let problem = 'cannot be read';
  try {
    const pem = readFileSync(path, 'utf8');
    problem = `no ${what}`;
    return parse(pem);
  } catch (cause) {
    throw new ArgumentError(code, `${variable}: ${problem}: ${path}`, { path }, { cause });
  }
}
