import assert from 'node:assert/strict';
import { slackScopes } from '../../manifest/slack-app.ts';
import { checkSlack } from '../../src/doctor/check-slack.ts';
import { BOT_TOKEN, SlackWorld } from '../support/slack-world.ts';
import { told } from './told.ts';

describe('the check of Slack', () => {
  let world: SlackWorld;
  before(async () => {
    world = await SlackWorld.start();
  });
  after(() => world.stop());

  const check = (appToken?: string) =>
    told(
      checkSlack({ botToken: BOT_TOKEN, appToken, signingSecret: 'x', apiUrl: world.apiUrl }, slackScopes()),
    );
  const next = (method: string, body: object, headers: Record<string, string> = {}) =>
    world.refusals.push({ method, status: 200, body, headers });

  it('says whose token it is', async () => {
    const [line] = await check();
    assert.match(line ?? '', /^ok: SLACK_BOT_TOKEN is that of usher in /);
  });

  it('is content with an app that may do everything', async () => {
    next('auth.test', { ok: true, user: 'usher', team: 'T' }, { 'x-oauth-scopes': slackScopes().join(',') });
    assert.deepEqual(await check(), ['ok: SLACK_BOT_TOKEN is that of usher in T']);
  });

  it('names the scopes that are missing', async () => {
    const granted = slackScopes().filter((scope) => !['users:read', 'im:write'].includes(scope));
    next('auth.test', { ok: true, user: 'usher', team: 'T' }, { 'x-oauth-scopes': granted.join(',') });
    const [, line] = await check();
    assert.match(
      line ?? '',
      /^fail: the app lacks scopes: im:write, users:read → update the app from the manifest/,
    );
  });

  it('opens nothing by Socket Mode, but asks whether it could', async () => {
    next('apps.connections.open', { ok: true, url: 'wss://127.0.0.1:1/' });
    assert.deepEqual((await check('xapp-test')).at(-1), 'ok: SLACK_APP_TOKEN opens Socket Mode');
  });

  it('says what to do where a token is refused, and does not show it', async () => {
    next('auth.test', { ok: false, error: 'invalid_auth' });
    next('apps.connections.open', { ok: false, error: 'missing_scope' });
    const [bot = '', socket = ''] = await check('xapp-test');
    assert.match(bot, /^fail: SLACK_BOT_TOKEN: Slack says invalid_auth → copy the token anew/);
    assert.match(socket, /^fail: SLACK_APP_TOKEN: Slack says missing_scope → give .* connections:write/);
    assert.doesNotMatch(bot + socket, /xoxb|xapp-test/);
  });

  it('says that Slack is not reached', async () => {
    const apiUrl = 'http://127.0.0.1:1/api/';
    const config = { botToken: BOT_TOKEN, appToken: undefined, signingSecret: 'x', apiUrl };
    const [line] = await told(checkSlack(config, []));
    assert.match(
      line ?? '',
      /^fail: Slack is not reached: .*(ECONNREFUSED|bad port).* → let the firewall pass/,
    );
  });
});
