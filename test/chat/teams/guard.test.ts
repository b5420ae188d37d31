/** Who is believed at POST /api/messages, and who never gets our access token. */
import assert from 'node:assert/strict';
import { type ChatOptions, createChat } from '../../../src/chat/index.ts';
import type { CardId, ThreadId } from '../../../src/desk/index.ts';
import { createHttpServer, type HttpServer } from '../../../src/http/index.ts';
import { Connector } from '../../support/connector.ts';
import { FakeBlocks, FakeDesk, FakePersonal, FakeSchedule } from '../../support/fake-desk.ts';
import { type Claims, KeyServer, makeKey } from '../../support/key-server.ts';
import { ANN, BOT, type Json, PERSONAL } from '../../support/teams-client.ts';
import { cardView } from '../../support/views.ts';

const APP = '11111111-1111-4111-8111-111111111111';
const TENANT = '22222222-2222-4222-8222-222222222222';
const OTHER = '33333333-3333-4333-8333-333333333333';
const CHANNELS = 'https://api.botframework.com';
const EMULATOR = 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/';
const OUR_TOKEN = 'our-access-token';

describe('who is believed', () => {
  let keys: KeyServer;
  let connector: Connector;
  let stranger: Connector;
  let desk: FakeDesk;
  let server: HttpServer;
  let chat: ReturnType<typeof createChat>;
  let url: string;
  let logged: string;
  let refused: string[];
  const { error } = console;

  beforeEach(async () => {
    keys = await new KeyServer().start();
    connector = await new Connector().start();
    stranger = await new Connector().start();
    await start();
    // The library prints the public key by which a token was not signed.
    console.error = (...words: unknown[]) => {
      logged += words.join(' ');
    };
  });
  afterEach(async () => {
    console.error = error;
    await server.drain(1_000);
    for (const part of [connector, stranger, keys]) await part.stop();
  });

  async function start(credentials: Partial<ChatOptions['credentials']> = {}): Promise<void> {
    await server?.drain(1_000);
    desk = new FakeDesk();
    logged = '';
    refused = [];
    const log = { debug() {}, info() {}, warn: keep, error: keep };
    chat = createChat({
      ...{ desk, reception: desk, personal: new FakePersonal(), log },
      ...{ schedule: new FakeSchedule(), reminders: new FakeSchedule(), blocks: new FakeBlocks() },
      people: {
        inThread: () => ({ find: async () => ({ kind: 'nobody', wanted: 'somebody', nearest: [] }) }),
      },
      credentials: {
        ...{ MicrosoftAppId: APP, MicrosoftAppType: 'SingleTenant', MicrosoftAppTenantId: TENANT },
        ToBotFromChannelOpenIdMetadataUrl: keys.configuration(),
        ToBotFromEmulatorOpenIdMetadataUrl: keys.configuration('emulator'),
        ToBotFromChannelTokenIssuer: CHANNELS,
        tenants: [TENANT],
        serviceHosts: ['127.0.0.1'],
        credentialsFactory: {
          isValidAppId: async (id) => id === APP,
          isAuthenticationDisabled: async () => false,
          createCredentials: async () => ({
            signRequest: async (request) => {
              request.headers.set('authorization', `Bearer ${OUR_TOKEN}`);
              return request;
            },
          }),
        },
        ...credentials,
      },
      refused: (door, reason, facts = {}) => {
        refused.push(`${door} ${reason}`);
        keep(facts, reason);
      },
    });
    server = createHttpServer({ host: '127.0.0.1', port: 0, log, messages: chat.handle });
    url = `http://127.0.0.1:${(await server.start()).port}/api/messages`;
  }

  function keep(facts: object, message: string): void {
    logged +=
      JSON.stringify(facts, (_key, value) => (value instanceof Error ? value.stack : value)) + message;
  }

  const now = () => Math.floor(Date.now() / 1_000);
  const claims = (part: Claims = {}): Claims => ({
    ...{ iss: CHANNELS, aud: APP, serviceurl: connector.url },
    ...{ nbf: now() - 60, exp: now() + 3_600 },
    ...part,
  });

  /** Somebody invites a person whom nobody knows, with a token that is right unless told otherwise. */
  async function post(authorization: string | undefined = keys.bearer(claims()), part: Json = {}) {
    const activity = {
      ...{
        type: 'message',
        id: 'activity-1',
        text: 'invite zed',
        channelId: 'msteams',
        serviceUrl: connector.url,
      },
      ...{ conversation: { ...PERSONAL, tenantId: TENANT }, channelData: { tenant: { id: TENANT } } },
      ...{ from: ANN, recipient: BOT },
      ...part,
    };
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
      body: JSON.stringify(activity),
    });
    const text = await response.text();
    return { status: response.status, code: text === '' ? undefined : JSON.parse(text).error?.code };
  }

  /** Nothing was read, written, or sent to anybody, and the log says so without the token. */
  function isUntouched(authorization = ''): void {
    assert.deepEqual([desk.calls, desk.inbounds], [[], []]);
    assert.deepEqual([connector.requests, stranger.requests], [[], []]);
    const [, token = ''] = authorization.split(' ');
    if (token !== '') assert.equal(logged.includes(token.slice(-40)), false, logged);
    assert.equal(logged.includes(OUR_TOKEN), false);
  }

  it('the Bot Connector, and it gets its answer with our token', async () => {
    assert.deepEqual(await post(), { status: 200, code: undefined });
    assert.equal(connector.sent.length, 1);
    assert.equal(connector.authorizations.at(-1), `Bearer ${OUR_TOKEN}`);
    assert.deepEqual(refused, []);
  });

  it('the Bot Connector with an invitation, which is handed on once', async () => {
    await post(undefined, { text: 'end' });
    assert.deepEqual(desk.calls, [['end']]);
  });

  const stolen = makeKey('key-1');
  /** What is wrong with each, as the library says it: each is refused for its own fault. */
  const forgeries: Readonly<Record<string, readonly [RegExp, (keys: KeyServer) => string]>> = {
    'a token that somebody else has signed': [
      /invalid signature/,
      (keys) => keys.bearer(claims(), { key: stolen }),
    ],
    'a token with a key that nobody knows': [
      /Signing Key/,
      (keys) => keys.bearer(claims(), { header: { kid: 'key-9' } }),
    ],
    'a token with a key that is no name': [
      /Signing Key/,
      (keys) => keys.bearer(claims(), { header: { kid: { toString: 1 } } }),
    ],
    'a token for another bot': [/Invalid AppId/, (keys) => keys.bearer(claims({ aud: OTHER }))],
    'a token for nobody': [/Invalid AppId/, (keys) => keys.bearer(claims({ aud: undefined }))],
    'a token for several bots': [/Invalid AppId/, (keys) => keys.bearer(claims({ aud: [APP, OTHER] }))],
    'a token that has expired': [/expired/, (keys) => keys.bearer(claims({ exp: now() - 301 }))],
    'a token of the future': [/not active/, (keys) => keys.bearer(claims({ nbf: now() + 330 }))],
    'a token whose time is a word': [/invalid exp/, (keys) => keys.bearer(claims({ exp: 'never' }))],
    'a token of another issuer': [
      /No valid identity/,
      (keys) => keys.bearer(claims({ iss: `${CHANNELS}.evil.com` })),
    ],
    'a token of no issuer': [/No valid identity/, (keys) => keys.bearer(claims({ iss: undefined }))],
    'a token without a signature': [/signature is required/, (keys) => keys.unsigned(claims())],
    'a token that is signed with what everybody knows': [
      /invalid algorithm/,
      (keys) => keys.hashed(claims()),
    ],
    'a token for another service': [
      /ServiceUrl/,
      (keys) => keys.bearer(claims({ serviceurl: 'https://smba.trafficmanager.net/' })),
    ],
    'a token for no service': [/ServiceUrl/, (keys) => keys.bearer(claims({ serviceurl: undefined }))],
    'a token of a channel that its key may not speak for': [
      /endorsement/,
      (keys) => {
        keys.keys.push(makeKey('key-2', ['webchat']));
        return keys.bearer(claims(), { key: keys.keys[1] });
      },
    ],
    'a token of the Emulator, with our own id': [
      /not of the Bot Connector/,
      (keys) => keys.bearer(claims({ iss: EMULATOR, appid: APP, ver: '1.0', aud: CHANNELS })),
    ],
    'a token of another bot, as a skill': [
      /not of the Bot Connector/,
      (keys) => keys.bearer(claims({ iss: EMULATOR, appid: OTHER, ver: '1.0', aud: APP })),
    ],
    'a token of another scheme': [
      /No valid identity/,
      (keys) => keys.bearer(claims()).replace('Bearer', 'Basic'),
    ],
    'half a token': [/invalid signature|malformed/, (keys) => keys.bearer(claims()).slice(0, -300)],
    'two tokens': [/No valid identity/, (keys) => `${keys.bearer(claims())} ${keys.bearer(claims())}`],
    'what is no token': [/No valid identity/, () => 'Bearer x.y.z'],
    'a word': [/No valid identity/, () => 'Bearer'],
  };
  for (const [what, [why, forge]] of Object.entries(forgeries)) {
    it(`nobody with ${what}`, async () => {
      const authorization = forge(keys);
      assert.deepEqual(await post(authorization), { status: 401, code: 'token-refused' });
      assert.deepEqual(refused, ['teams token-refused']);
      assert.match(logged, why);
      isUntouched(authorization);
    });
  }

  it('nobody without a token', async () => {
    assert.deepEqual(await post(''), { status: 401, code: 'token-missing' });
    assert.deepEqual(refused, ['teams token-missing']);
    isUntouched();
  });

  it('nobody of App Service, whatever channel the activity says it is from', async () => {
    const authorization = keys.bearer(claims());
    assert.equal((await post(authorization, { channelId: 'AseChannel' })).status, 401);
    isUntouched(authorization);
  });

  it('nobody while those who sign cannot be reached', async () => {
    await keys.stop();
    assert.deepEqual(await post(), { status: 503, code: 'keys-unreachable' });
    assert.deepEqual(refused, ['teams keys-unreachable']);
    isUntouched();
  });

  it('nobody while those who sign have a fault of their own, and everybody again when it has passed', async () => {
    keys.status = 500;
    assert.deepEqual(await post(), { status: 503, code: 'keys-unreachable' });
    isUntouched();
    keys.status = undefined;
    assert.equal((await post()).status, 200);
  });

  it('who signs with a new key, once it is published, and nobody with the old one then', async () => {
    assert.equal((await post()).status, 200);
    const [old] = keys.keys;
    keys.keys = [makeKey('key-2')];
    const { now: machine } = Date;
    const inTwoHours = machine() + 2 * 3_600_000;
    Date.now = () => inTwoHours;
    try {
      const lasting = claims({ exp: now() + 3_600 });
      assert.equal((await post(keys.bearer(lasting))).status, 200);
      assert.equal((await post(keys.bearer(lasting, { key: old }))).status, 401);
    } finally {
      Date.now = machine;
    }
  });

  it('does not ask for keys again for each token that has none', async () => {
    await post();
    const { reads } = keys;
    for (let count = 0; count < 5; count += 1)
      await post(keys.bearer(claims(), { header: { kid: `key-${count}` } }));
    assert.equal(keys.reads, reads);
  });

  it('a bot of several tenants is warned of', async () => {
    await start({ MicrosoftAppType: 'MultiTenant' });
    assert.match(logged, /MultiTenant/);
  });

  describe('from which tenant', () => {
    const from = (conversation: string | undefined, data: string | undefined) =>
      post(undefined, {
        conversation: { ...PERSONAL, tenantId: conversation },
        channelData: { tenant: { id: data } },
      });

    it('ours, as either part of the activity says, in whatever letters', async () => {
      assert.equal((await from(TENANT.toUpperCase(), undefined)).status, 200);
      assert.equal((await from(undefined, TENANT)).status, 200);
    });

    for (const [what, conversation, data] of [
      ['another', OTHER, OTHER],
      ['ours in one place and another in the other', TENANT, OTHER],
      ['another in one place and ours in the other', OTHER, TENANT],
      ['none', undefined, undefined],
    ] as const) {
      it(`not from ${what}, and the log says which variable`, async () => {
        assert.deepEqual(await from(conversation, data), { status: 403, code: 'tenant' });
        assert.deepEqual(refused, ['teams tenant']);
        assert.match(logged, /ALLOWED_TENANTS/);
        isUntouched();
      });
    }

    it('any, where that is said', async () => {
      await start({ tenants: undefined });
      assert.equal((await from(OTHER, OTHER)).status, 200);
    });
  });

  describe('to which service', () => {
    it('not to a stranger, though her address is in a token that is right', async () => {
      await start({ serviceHosts: ['smba.trafficmanager.net'] });
      const authorization = keys.bearer(claims({ serviceurl: stranger.url }));
      const answer = await post(authorization, { serviceUrl: stranger.url });
      assert.deepEqual(answer, { status: 403, code: 'service-url' });
      assert.deepEqual(refused, ['teams service-url']);
      assert.match(logged, /ALLOWED_SERVICE_URLS/);
      isUntouched(authorization);
    });

    it('not to a stranger, where her address was stored before', async () => {
      const reference = { bot: BOT, channelId: 'msteams', conversation: PERSONAL, serviceUrl: stranger.url };
      const thread = { id: PERSONAL.id as ThreadId, channel: 'msteams', title: '', reference };
      await start({ serviceHosts: ['smba.trafficmanager.net'] });
      desk.cards.set('card-1', { view: cardView(), thread, activityId: null });
      await chat.draw('card-1' as CardId);
      assert.deepEqual(stranger.requests, []);
      assert.deepEqual(refused, ['teams service-url']);
    });

    it('not to a stranger to whom the service sends us on', async () => {
      connector.refuse(307, { location: `${stranger.url}/v3/conversations/personal-1/activities` });
      await post();
      assert.equal(connector.sent.length, 1);
      assert.deepEqual(stranger.requests, []);
    });

    it('to this machine alone, where there are no credentials', async () => {
      await start({
        ...{ MicrosoftAppId: undefined, MicrosoftAppType: undefined, credentialsFactory: undefined },
        serviceHosts: ['example.com'],
      });
      assert.equal((await post('')).status, 200);
      const answer = await post('', { serviceUrl: 'https://example.com/' });
      assert.deepEqual(answer, { status: 403, code: 'service-url' });
    });
  });
});
