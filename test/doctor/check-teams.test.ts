import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TeamsConfig } from '../../src/config.ts';
import { checkTeams } from '../../src/doctor/check-teams.ts';
import { makeCertificate } from '../support/certificates.ts';
import { scratch } from '../support/scratch.ts';
import { told } from './told.ts';

const TEAMS: TeamsConfig = {
  MicrosoftAppId: 'app',
  MicrosoftAppPassword: 'hunter2',
  MicrosoftAppType: 'SingleTenant',
  MicrosoftAppTenantId: 'tenant',
  serviceHosts: [],
};

const check = (teams: TeamsConfig, fetchFn: typeof fetch) => checkTeams(teams, fetchFn, Date.now);

describe('the check of Teams', () => {
  const asked: { url: string; body: string }[] = [];
  beforeEach(() => asked.splice(0));

  const answering =
    (status: number, body: string): typeof fetch =>
    async (url, init) => {
      asked.push({ url: String(url), body: String(init?.body ?? '') });
      return new Response(body, { status });
    };

  it('fetches a token as the bot does, and shows neither it nor the password', async () => {
    const lines = await told(check(TEAMS, answering(200, '{"access_token":"s3cret"}')));
    assert.deepEqual(lines, ['ok: https://login.microsoftonline.com gives the application app a token']);
    assert.deepEqual(asked, [
      {
        url: 'https://login.microsoftonline.com/tenant/oauth2/v2.0/token',
        body: 'grant_type=client_credentials&client_id=app&client_secret=hunter2&scope=https%3A%2F%2Fapi.botframework.com%2F.default',
      },
    ]);
  });

  it('asks the tenant of the Bot Framework for a bot of many tenants, and the other cloud where that is meant', async () => {
    await told(check({ ...TEAMS, MicrosoftAppType: 'MultiTenant' }, answering(200, '{}')));
    await told(check({ ...TEAMS, ChannelService: 'https://botframework.azure.us' }, answering(200, '{}')));
    assert.deepEqual(
      asked.map(({ url }) => url),
      [
        'https://login.microsoftonline.com/botframework.com/oauth2/v2.0/token',
        'https://login.microsoftonline.us/tenant/oauth2/v2.0/token',
      ],
    );
  });

  const refusals: readonly [code: string, todo: RegExp][] = [
    ['AADSTS7000215', /to the value of a client secret, not to its id/],
    ['AADSTS7000222', /expired: make a new one/],
    ['AADSTS700016', /correct MicrosoftAppId/],
    ['AADSTS90002', /correct MicrosoftAppTenantId/],
    ['AADSTS1', /look up AADSTS1/],
  ];
  for (const [code, todo] of refusals) {
    it(`says what to do about ${code}`, async () => {
      const body = JSON.stringify({ error_description: `${code}: Something about hunter2.` });
      const [line = ''] = await told(check(TEAMS, answering(401, body)));
      assert.match(line, new RegExp(`^fail: .* gives no token \\(${code}\\) → `));
      assert.match(line, todo);
      assert.doesNotMatch(line, /hunter2/);
    });
  }

  it('says that Microsoft is not reached, and why', async () => {
    const cause = Object.assign(new Error('getaddrinfo ENOTFOUND login'), { code: 'ENOTFOUND' });
    const [line] = await told(check(TEAMS, () => Promise.reject(new TypeError('fetch failed', { cause }))));
    assert.match(
      line ?? '',
      /^fail: https:\S+ is not reached: getaddrinfo ENOTFOUND login → let the firewall pass/,
    );
  });

  it('says what it cannot know', async () => {
    const managed = await told(check({ ...TEAMS, MicrosoftAppType: 'UserAssignedMSI' }, answering(200, '')));
    assert.match(managed[0] ?? '', /^warn: a managed identity/);
    assert.deepEqual(asked, []);
  });

  describe('with a certificate', () => {
    let folder: Awaited<ReturnType<typeof scratch>>;
    beforeEach(async () => {
      folder = await scratch();
    });
    afterEach(() => folder.remove());

    async function withCertificate(
      days: readonly [number, number],
      answer = answering(200, '{}'),
      key?: string,
    ) {
      const made = makeCertificate('bot', { days });
      const certificate = { cert: join(folder.path, 'bot.pem'), key: join(folder.path, 'bot.key') };
      await writeFile(certificate.cert, made.cert);
      await writeFile(certificate.key, key ?? made.key);
      return told(check({ ...TEAMS, MicrosoftAppPassword: '', certificate }, answer));
    }

    it('looks at the files and at the tenant, and says what it cannot know', async () => {
      const lines = await withCertificate([-1, 300]);
      assert.match(lines[0] ?? '', /^ok: MicrosoftAppCertificate is valid until \d{4}-\d\d-\d\d$/);
      assert.match(lines[1] ?? '', /^ok: .* whether it takes the certificate, the first answer shows$/);
      assert.deepEqual(
        asked.map(({ url }) => url),
        ['https://login.microsoftonline.com/tenant/v2.0/.well-known/openid-configuration'],
      );
    });

    it('says when it ends, or has ended', async () => {
      assert.match((await withCertificate([-1, 5]))[0] ?? '', /^warn: .* → make a new one now/);
      assert.match((await withCertificate([-9, -1]))[0] ?? '', /^fail: .* → make a new one, and upload it/);
    });

    it('says that the key is another one, or the tenant', async () => {
      const other = makeCertificate('other').key;
      const lines = await withCertificate([-1, 300], answering(400, '{}'), other);
      assert.match(
        lines[0] ?? '',
        /^fail: MicrosoftAppCertificateKey is not the key of .* → correct the path/,
      );
      assert.match(
        lines[1] ?? '',
        /^fail: .* does not know the tenant tenant → correct MicrosoftAppTenantId$/,
      );
    });
  });
});
