import assert from 'node:assert/strict';
import type { TeamsConfig } from '../../src/config.ts';
import { checkTeams } from '../../src/doctor/check-teams.ts';
import { told } from './told.ts';

const TEAMS: TeamsConfig = {
  MicrosoftAppId: 'app',
  MicrosoftAppPassword: 'hunter2',
  MicrosoftAppType: 'SingleTenant',
  MicrosoftAppTenantId: 'tenant',
  serviceHosts: [],
};

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
    const lines = await told(checkTeams(TEAMS, answering(200, '{"access_token":"s3cret"}')));
    assert.deepEqual(lines, ['ok: https://login.microsoftonline.com gives the application app a token']);
    assert.deepEqual(asked, [
      {
        url: 'https://login.microsoftonline.com/tenant/oauth2/v2.0/token',
        body: 'grant_type=client_credentials&client_id=app&client_secret=hunter2&scope=https%3A%2F%2Fapi.botframework.com%2F.default',
      },
    ]);
  });

  it('asks the tenant of the Bot Framework for a bot of many tenants, and the other cloud where that is meant', async () => {
    await told(checkTeams({ ...TEAMS, MicrosoftAppType: 'MultiTenant' }, answering(200, '{}')));
    await told(
      checkTeams({ ...TEAMS, ChannelService: 'https://botframework.azure.us' }, answering(200, '{}')),
    );
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
      const [line = ''] = await told(checkTeams(TEAMS, answering(401, body)));
      assert.match(line, new RegExp(`^fail: .* gives no token \\(${code}\\) → `));
      assert.match(line, todo);
      assert.doesNotMatch(line, /hunter2/);
    });
  }

  it('says that Microsoft is not reached, and why', async () => {
    const cause = Object.assign(new Error('getaddrinfo ENOTFOUND login'), { code: 'ENOTFOUND' });
    const [line] = await told(
      checkTeams(TEAMS, () => Promise.reject(new TypeError('fetch failed', { cause }))),
    );
    assert.match(
      line ?? '',
      /^fail: https:\S+ is not reached: getaddrinfo ENOTFOUND login → let the firewall pass/,
    );
  });

  it('says what it cannot know', async () => {
    const certificate = { cert: 'a.pem', key: 'b.pem' };
    const [line] = await told(checkTeams({ ...TEAMS, certificate }, answering(200, '{}')));
    assert.match(line ?? '', /^ok: .* whether it takes the certificate, the first answer shows$/);
    assert.match(
      (await told(checkTeams({ ...TEAMS, certificate }, answering(400, '{}'))))[0] ?? '',
      /^fail: .*tenant/,
    );
    asked.splice(0);
    const managed = await told(
      checkTeams({ ...TEAMS, MicrosoftAppType: 'UserAssignedMSI' }, answering(200, '')),
    );
    assert.match(managed[0] ?? '', /^warn: a managed identity/);
    assert.deepEqual(asked, []);
  });
});
