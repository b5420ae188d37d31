/**
 * Certificates for tests, made when they run: those that are kept expire. Node signs but does not write X.509, so the few
 * structures of RFC 5280 4.1 are written here, in DER.
 */
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

export interface TestCertificate {
  readonly name: string;
  /** PEM. */
  readonly cert: string;
  /** PEM. */
  readonly key: string;
}

export interface CertificateOptions {
  /** Signs it; itself unless given. */
  readonly issuer?: TestCertificate;
  /** An authority may sign others. */
  readonly isAuthority?: boolean;
  /** Names and IPv4 addresses it is for. */
  readonly hosts?: readonly string[];
  /** Valid from and until, in days from now; -1 and 1 unless given. */
  readonly days?: readonly [from: number, until: number];
}

const DAY_MS = 86_400_000;

export function makeCertificate(name: string, options: CertificateOptions = {}): TestCertificate {
  const { issuer, isAuthority = false, hosts = [], days = [-1, 1] } = options;
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const names = hosts.map((host) =>
    /^[\d.]+$/.test(host)
      ? der(0x87, Buffer.from(host.split('.').map(Number)))
      : der(0x82, Buffer.from(host)),
  );
  const extensions = [
    extension('551d13', true, sequence(...(isAuthority ? [der(0x01, Buffer.of(0xff))] : []))), // basicConstraints
    ...(names.length > 0 ? [extension('551d11', false, sequence(...names))] : []), // subjectAltName
  ];
  const toBeSigned = sequence(
    der(0xa0, der(0x02, Buffer.of(2))), // version 3
    der(0x02, Buffer.concat([Buffer.of(0x01), randomBytes(8)])),
    ECDSA_WITH_SHA256,
    commonName(issuer?.name ?? name),
    sequence(...days.map((day) => time(Date.now() + day * DAY_MS))),
    commonName(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = sign('sha256', toBeSigned, issuer?.key ?? (privateKey as KeyObject));
  const whole = sequence(toBeSigned, ECDSA_WITH_SHA256, der(0x03, Buffer.concat([Buffer.of(0), signature])));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  const cert = `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
  return { name, cert, key };
}

/** One value with its tag and length. */
function der(tag: number, value: Buffer): Buffer {
  const size = value.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), value]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));

const ECDSA_WITH_SHA256 = sequence(oid('2a8648ce3d040302'));

function commonName(name: string): Buffer {
  return sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(name)))));
}

/** UTCTime, YYMMDDHHMMSSZ. */
function time(at: number): Buffer {
  const digits = new Date(at).toISOString().replace(/\D/g, '').slice(2, 14);
  return der(0x17, Buffer.from(`${digits}Z`));
}

function extension(id: string, isCritical: boolean, value: Buffer): Buffer {
  const critical = isCritical ? [der(0x01, Buffer.of(0xff))] : [];
  return sequence(oid(id), ...critical, der(0x04, value));
}
