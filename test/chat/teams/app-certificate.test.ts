import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createAdapter } from '../../../src/chat/teams/adapter.ts';
import { readAppCertificate } from '../../../src/chat/teams/app-certificate.ts';
import { makeCertificate } from '../../support/certificates.ts';
import { scratch } from '../../support/scratch.ts';

describe('the certificate of the bot', () => {
  let folder: Awaited<ReturnType<typeof scratch>>;
  const path = (name: string) => join(folder.path, name);

  before(async () => {
    folder = await scratch();
    const ours = makeCertificate('usher');
    await writeFile(path('app.pem'), ours.cert);
    await writeFile(path('app.key'), ours.key);
    await writeFile(path('other.key'), makeCertificate('other').key);
  });
  after(() => folder.remove());

  it('is known by its thumbprint, and signs with its key', () => {
    const read = readAppCertificate({ cert: path('app.pem'), key: path('app.key') });
    assert.match(read.CertificateThumbprint, /^[\dA-F]{40}$/);
    assert.match(read.CertificatePrivateKey, /^-----BEGIN PRIVATE KEY-----/);
  });

  it('takes the place of the secret', () => {
    const bot = { MicrosoftAppId: 'app', MicrosoftAppType: 'SingleTenant', MicrosoftAppTenantId: 'tenant' };
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    const certificate = { cert: path('app.pem'), key: path('app.key') };
    createAdapter({ ...bot, certificate }, log);
    assert.throws(() => createAdapter(bot, log), /MicrosoftAppPassword is required/);
  });

  for (const [what, cert, key, code, message] of [
    ['that is not there', 'nowhere', 'app.key', 'teams.certificate', /MicrosoftAppCertificate: cannot/],
    ['that is none', 'app.key', 'app.key', 'teams.certificate', /no PEM certificate/],
    ['without its key', 'app.pem', 'nowhere', 'teams.key', /MicrosoftAppCertificateKey: cannot/],
    ['with a key that is none', 'app.pem', 'app.pem', 'teams.key', /no unencrypted PEM key/],
    ['with the key of another', 'app.pem', 'other.key', 'teams.pair', /is not the key of/],
  ] as const) {
    it(`${what} is said at the start`, () => {
      assert.throws(
        () => readAppCertificate({ cert: path(cert), key: path(key) }),
        (error: Error & { code?: string }) => error.code === code && message.test(error.message),
      );
    });
  }
});
