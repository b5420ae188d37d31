import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { ConfigError, envExample, readConfig } from '../src/config.ts';

const SIP = {
  SIP_SERVER: 'sip:10.0.0.5:5060;transport=tcp',
  SIP_URI: 'sip:usher@contoso.com',
  CONFERENCE_URI: 'sip:{id}@conf.contoso.com',
};
const FACTORY = { ...SIP, CONFERENCE_URI: '', CONFERENCE_FACTORY: 'sip:conferences@contoso.com' };
const SIPS = { ...SIP, SIP_SERVER: 'sips:sip.contoso.com' };
const ARI = {
  ...SIP,
  CONFERENCE_DRIVER: 'asterisk',
  ARI_URL: 'http://10.0.0.6:8088/ari/',
  ARI_USERNAME: 'usher',
  ARI_PASSWORD: 'hunter2',
};
const ESL = {
  ...SIP,
  CONFERENCE_DRIVER: 'freeswitch',
  ESL_ADDRESS: '10.0.0.7:8022',
  ESL_PASSWORD: 'hunter2',
};
const LYNC = {
  ...SIP,
  CONFERENCE_DRIVER: 'lync',
  CONFERENCE_URI: 'sip:bert@contoso.com;gruu;opaque=app:conf:focus:id:JL3GPNYP',
};
const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'secret' };
const TENANT = '72f988bf-86f1-41af-91ab-2d7cd011db47';
const APP = { MicrosoftAppId: 'id', MicrosoftAppTenantId: TENANT };
const TEAMS = { ...APP, MicrosoftAppPassword: 'secret' };
const CERTIFICATE = { MicrosoftAppCertificate: 'app.pem', MicrosoftAppCertificateKey: 'app-key.pem' };
const MULTI_TENANT = { MicrosoftAppId: 'id', MicrosoftAppPassword: 'x', MicrosoftAppType: 'MultiTenant' };

function faultsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.faults.map(({ variable }) => variable);
  }
  return [];
}

describe('config', () => {
  it('reads who may invite, how often, and whom to ask', () => {
    const env = {
      ...SIP,
      INVITERS: 'mary@contoso.com, sip:bob@contoso.com,tel:49, group:on-call surgeons,29:1abc,id:user-7',
      INVITES_PER_MINUTE: '10',
      ADMIN_CONTACT: 'IT help desk, tel. 1234',
    };
    assert.deepEqual(faultsOf(env), ['INVITERS']);
    const { policy } = readConfig({ ...env, INVITERS: env.INVITERS.replace('tel:49', 'tel:+4930123456') });
    assert.deepEqual(policy, {
      inviters: {
        people: ['mary@contoso.com', 'sip:bob@contoso.com', 'tel:+4930123456', '29:1abc', 'user-7'],
        groups: ['on-call surgeons'],
      },
      invitesPerMinute: 10,
      contact: 'IT help desk, tel. 1234',
    });
    const open = { inviters: undefined, invitesPerMinute: 60, contact: undefined };
    assert.deepEqual(readConfig({}).policy, open);
    assert.deepEqual(readConfig({ INVITERS: 'Everybody', INVITES_PER_MINUTE: '0' }).policy, {
      ...open,
      invitesPerMinute: undefined,
    });
  });

  for (const [variable, value] of [
    ['INVITERS', ','],
    ['INVITERS', 'Mary Smith'],
    ['INVITERS', 'surgeons'],
    ['INVITERS', 'group:'],
    ['INVITERS', 'id:'],
    ['INVITERS', 'role:surgeons'],
    ['INVITERS', 'everybody,group:surgeons'],
    ['INVITERS', 'sip:mary@'],
    ['INVITES_PER_MINUTE', '1001'],
    ['INVITES_PER_MINUTE', '-1'],
    ['INVITES_PER_MINUTE', 'many'],
    ['ADMIN_CONTACT', 'x'.repeat(201)],
    ['ADMIN_CONTACT', 'one\nanother'],
  ] as const) {
    it(`says what is wrong with ${variable}=${JSON.stringify(value).slice(0, 40)}`, () =>
      assert.deepEqual(faultsOf({ ...SIP, [variable]: value }), [variable]));
  }

  it('runs the sandbox on loopback where nothing is set', () => {
    const config = readConfig({});
    assert.deepEqual(config.http, { host: '127.0.0.1', port: 3978 });
    assert.deepEqual([config.sip, config.teams, config.ringSeconds], [undefined, undefined, 15]);
    assert.ok(Object.isFrozen(config) && Object.isFrozen(config.http));
  });

  it('has a chat page beside the sandbox, and with a SIP server where it is asked for, but not beside a chat channel', () => {
    const port = (env: Record<string, string>) => readConfig(env).playgroundPort;
    assert.deepEqual([port({}), port(SIP), port({ ...SIP, PLAYGROUND_PORT: '0' })], [56150, undefined, 0]);
    assert.equal(port({ ...SIP, ...TEAMS }), undefined);
    assert.deepEqual(faultsOf({ ...SIP, ...TEAMS, PLAYGROUND_PORT: '0' }), ['PLAYGROUND_PORT']);
  });

  it('reads where conferences are, or what makes them', () => {
    assert.deepEqual(
      [SIP, FACTORY].map((env) => readConfig(env).sip).map((sip) => [sip?.conferenceUri, sip?.isFactory]),
      [
        ['sip:{id}@conf.contoso.com', undefined],
        ['sip:conferences@contoso.com', true],
      ],
    );
  });

  it('reads a whole environment', () => {
    const config = readConfig({
      ...SIP,
      ...TEAMS,
      HOST: '0.0.0.0',
      NODE_ENV: 'production',
      ALLOWED_TEL_PREFIXES: '+49, +1212',
      DEFAULT_COUNTRY: 'DE',
    });
    assert.deepEqual(config.sip?.domains, ['contoso.com'], 'only the own domain unless more are named');
    assert.deepEqual(config.telPrefixes, ['+49', '+1212']);
    assert.equal(config.country, 'DE');
    assert.equal(config.ringSeconds, 20);
    assert.equal(config.teams?.MicrosoftAppType, 'SingleTenant');
  });

  describe('of Teams', () => {
    const read = (env: Record<string, string>) => readConfig({ ...SIP, ...env }).teams;

    it('takes a secret, a certificate, or what the machine is', () => {
      assert.equal(read(TEAMS)?.certificate, undefined);
      assert.deepEqual(read({ ...APP, ...CERTIFICATE })?.certificate, {
        cert: 'app.pem',
        key: 'app-key.pem',
      });
      assert.equal(read({ ...APP, MicrosoftAppType: 'UserAssignedMSI' })?.MicrosoftAppPassword, '');
    });

    it('works for its own tenant, for those that are named, or for any', () => {
      const other = '01234567-89AB-cdef-0123-456789abcdef';
      assert.deepEqual(read(TEAMS)?.tenants, [TENANT]);
      assert.deepEqual(read({ ...TEAMS, ALLOWED_TENANTS: `${TENANT}, ${other}` })?.tenants, [
        TENANT,
        other.toLowerCase(),
      ]);
      assert.equal(read({ ...TEAMS, ALLOWED_TENANTS: 'any' })?.tenants, undefined);
      assert.equal(read({ ...MULTI_TENANT, ALLOWED_TENANTS: 'any' })?.tenants, undefined);
    });

    it('answers at the hosts that Microsoft publishes, or at others', () => {
      assert.equal(read(TEAMS)?.serviceHosts.includes('smba.trafficmanager.net'), true);
      assert.deepEqual(read({ ...TEAMS, ALLOWED_SERVICE_URLS: '*.Contoso.com' })?.serviceHosts, [
        '*.contoso.com',
      ]);
    });
  });

  for (const server of [
    'sip:10.0.0.5:5060;transport=tcp',
    'sip:sip.contoso.com;transport=tls',
    'sips:sip.contoso.com:5061',
    'ws://10.0.0.5:8080/sip',
    'wss://sip.contoso.com',
  ]) {
    it(`takes ${server}`, () => assert.equal(readConfig({ ...SIP, SIP_SERVER: server }).sip?.server, server));
  }

  it('reads the files for TLS', () => {
    const tls = { SIP_TLS_CA: 'ca.pem', SIP_TLS_CERT: 'cert.pem', SIP_TLS_KEY: 'key.pem' };
    assert.deepEqual(readConfig({ ...SIPS, ...tls }).sip?.tls, {
      ca: 'ca.pem',
      cert: 'cert.pem',
      key: 'key.pem',
    });
  });

  it('reads whom telephones are to show: a number of our domain, or an address', () => {
    const read = (SIP_CALLER_ID: string) => readConfig({ ...SIP, SIP_CALLER_ID }).sip?.callerId;
    assert.equal(read('+493012345'), 'sip:+493012345@contoso.com;user=phone');
    assert.equal(read('sip:reception@Contoso.com'), 'sip:reception@contoso.com');
    assert.equal(read(''), undefined);
  });

  it('reads what Lync and Skype for Business need', () => {
    const { conference, methods, sip } = readConfig({ ...LYNC, INVITE_METHODS: 'conf-invite,dial-out' });
    assert.deepEqual(conference, { driver: 'lync' });
    assert.deepEqual(methods, ['conf-invite', 'dial-out']);
    assert.equal(sip?.conferenceUri, LYNC.CONFERENCE_URI);
  });

  it('takes every method, in the order in which they are named', () => {
    assert.deepEqual(readConfig({}).methods, ['bridge', 'dial-out'], 'refer only where it is asked for');
    const { methods } = readConfig({ INVITE_METHODS: 'refer, bridge,dial-out' });
    assert.deepEqual(methods, ['refer', 'bridge', 'dial-out']);
  });

  it('speaks SIP to the conference server unless another driver is named', () => {
    assert.deepEqual(readConfig({}).conference, { driver: 'sip' });
    const asterisk = {
      driver: 'asterisk',
      url: 'http://10.0.0.6:8088/ari',
      username: 'usher',
      password: 'hunter2',
      endpoint: 'PJSIP/{user}',
      context: 'conferences',
    };
    assert.deepEqual(readConfig(ARI).conference, asterisk);
    const asking = readConfig({ ...ARI, CONFIRM: 'yes' }).conference;
    assert.deepEqual(asking, { ...asterisk, confirmPrompt: 'sound:followme/options' });
    const freeswitch = {
      ...{ driver: 'freeswitch', host: '10.0.0.7', port: 8022, password: 'hunter2' },
      ...{ endpoint: 'user/{user}', profile: 'default' },
    };
    assert.deepEqual(readConfig(ESL).conference, freeswitch);
    const there = readConfig({ ...ESL, ESL_ADDRESS: '[2001:db8::7]', ESL_ENDPOINT: 'sofia/gw/{uri}' });
    const inHex = { host: '2001:db8::7', port: 8021, endpoint: 'sofia/gw/{uri}' };
    assert.deepEqual(there.conference, { ...freeswitch, ...inHex });
  });

  const table: readonly (readonly [what: string, env: Record<string, string>, variables: string[]])[] = [
    ['a port that is none', { PORT: 'http' }, ['PORT']],
    ['a port with a fraction', { PORT: '80.5' }, ['PORT']],
    ['everybody listening without a channel', { HOST: '0.0.0.0' }, ['HOST']],
    ['production with nothing', { NODE_ENV: 'production' }, ['MicrosoftAppId', 'SIP_SERVER']],
    ['Teams with the sandbox', { ...TEAMS }, ['SIP_SERVER']],
    ['Slack without a way in', { ...SIP, SLACK_BOT_TOKEN: 'xoxb-1' }, ['SLACK_SIGNING_SECRET']],
    ['Slack without its token', { SLACK_SIGNING_SECRET: 'x' }, ['SLACK_BOT_TOKEN']],
    [
      'tokens of Slack in the wrong place',
      { ...SIP, SLACK_BOT_TOKEN: 'xapp-1', SLACK_APP_TOKEN: 'xoxb-1' },
      ['SLACK_APP_TOKEN', 'SLACK_BOT_TOKEN'],
    ],
    ['Slack with the sandbox', { ...SLACK }, ['SIP_SERVER']],
    ['a secret without an id', { MicrosoftAppPassword: 'x' }, ['MicrosoftAppId']],
    [
      'an id without the rest',
      { ...SIP, MicrosoftAppId: 'x' },
      ['MicrosoftAppPassword', 'MicrosoftAppTenantId'],
    ],
    ['a certificate of Teams without an id', CERTIFICATE, ['MicrosoftAppId']],
    ['tenants without an id', { ALLOWED_TENANTS: 'any' }, ['MicrosoftAppId']],
    [
      'a certificate of Teams without its key',
      { ...SIP, ...APP, MicrosoftAppCertificate: 'app.pem' },
      ['MicrosoftAppCertificateKey'],
    ],
    [
      'a key of Teams without its certificate',
      { ...SIP, ...APP, MicrosoftAppCertificateKey: 'app-key.pem' },
      ['MicrosoftAppCertificate'],
    ],
    ['a secret beside a certificate', { ...SIP, ...TEAMS, ...CERTIFICATE }, ['MicrosoftAppPassword']],
    [
      'a secret beside a managed identity',
      { ...SIP, ...TEAMS, MicrosoftAppType: 'UserAssignedMSI' },
      ['MicrosoftAppPassword'],
    ],
    [
      'a certificate beside a managed identity',
      { ...SIP, ...APP, ...CERTIFICATE, MicrosoftAppType: 'UserAssignedMSI' },
      ['MicrosoftAppCertificate'],
    ],
    [
      'a certificate in another cloud',
      { ...SIP, ...APP, ...CERTIFICATE, ChannelService: 'https://botframework.azure.us' },
      ['MicrosoftAppCertificate'],
    ],
    [
      'a cloud that nobody knows',
      { ...SIP, ...TEAMS, ChannelService: 'https://contoso.com' },
      ['ChannelService'],
    ],
    ['a bot for any tenant that names none', { ...SIP, ...MULTI_TENANT }, ['ALLOWED_TENANTS']],
    [
      'a tenant by its domain',
      { ...SIP, ...TEAMS, MicrosoftAppTenantId: 'contoso.com' },
      ['MicrosoftAppTenantId'],
    ],
    ['tenants that are none', { ...SIP, ...TEAMS, ALLOWED_TENANTS: `${TENANT},any` }, ['ALLOWED_TENANTS']],
    [
      'a service URL in the place of a host',
      { ...SIP, ...TEAMS, ALLOWED_SERVICE_URLS: 'https://smba.trafficmanager.net/emea' },
      ['ALLOWED_SERVICE_URLS'],
    ],
    ['a SIP server alone', { SIP_SERVER: SIP.SIP_SERVER }, ['SIP_URI', 'CONFERENCE_URI']],
    ['a SIP address without a server', { SIP_URI: SIP.SIP_URI }, ['SIP_SERVER']],
    ['SIP over UDP', { ...SIP, SIP_SERVER: 'sip:10.0.0.5' }, ['SIP_SERVER']],
    ['a server over WebSocket with a password', { ...SIP, SIP_SERVER: 'wss://a:b@10.0.0.5' }, ['SIP_SERVER']],
    ['TLS files without TLS', { ...SIP, SIP_TLS_CA: 'ca.pem' }, ['SIP_TLS_CA']],
    ['a certificate without its key', { ...SIPS, SIP_TLS_CERT: 'cert.pem' }, ['SIP_TLS_KEY']],
    ['a key without its certificate', { ...SIPS, SIP_TLS_KEY: 'key.pem' }, ['SIP_TLS_CERT']],
    ['TLS files without a server', { SIP_TLS_CA: 'ca.pem' }, ['SIP_SERVER']],
    ['peers of no listener', { ...SIP, SIP_ALLOWED_PEERS: '10.0.0.5' }, ['SIP_LISTEN']],
    [
      'peers that are no addresses',
      { ...SIP, SIP_LISTEN: '0.0.0.0:5060', SIP_ALLOWED_PEERS: '10.0.0.0/33,sip.contoso.com,10.0.0.1/2/3' },
      ['SIP_ALLOWED_PEERS', 'SIP_ALLOWED_PEERS', 'SIP_ALLOWED_PEERS'],
    ],
    ['a listener beside TLS', { ...SIPS, SIP_LISTEN: '0.0.0.0:5060' }, ['SIP_LISTEN']],
    [
      'a factory beside a conference',
      { ...SIP, CONFERENCE_FACTORY: 'sip:f@contoso.com' },
      ['CONFERENCE_FACTORY'],
    ],
    ['a number as factory', { ...FACTORY, CONFERENCE_FACTORY: 'tel:+49301234' }, ['CONFERENCE_FACTORY']],
    ['a factory without a server', { CONFERENCE_FACTORY: FACTORY.CONFERENCE_FACTORY }, ['SIP_SERVER']],
    ['a number as conference', { ...SIP, CONFERENCE_URI: 'tel:+49301234' }, ['CONFERENCE_URI']],
    ['a registration without a server', { SIP_REGISTER: 'yes' }, ['SIP_SERVER']],
    ['room for half a bridge', { SIP_MAX_CALLS: '1' }, ['SIP_MAX_CALLS']],
    ['a caller that is none', { ...SIP, SIP_CALLER_ID: '03012345' }, ['SIP_CALLER_ID']],
    ['a caller without a server', { SIP_CALLER_ID: '+493012345' }, ['SIP_SERVER']],
    ['a registration that is neither', { ...SIP, SIP_REGISTER: 'true' }, ['SIP_REGISTER']],
    ['a listener without a port', { ...SIP, SIP_LISTEN: 'localhost' }, ['SIP_LISTEN']],
    ['a prefix without plus', { ALLOWED_TEL_PREFIXES: '49' }, ['ALLOWED_TEL_PREFIXES']],
    ['a domain that is none', { ...SIP, ALLOWED_SIP_DOMAINS: 'a b' }, ['ALLOWED_SIP_DOMAINS']],
    ['an unknown method', { INVITE_METHODS: 'bridge,pigeon' }, ['INVITE_METHODS']],
    ['a script as join link', { CONFERENCE_JOIN_URL: 'javascript:alert(1)' }, ['CONFERENCE_JOIN_URL']],
    ['no meeting for Lync', { ...LYNC, CONFERENCE_URI: SIP.CONFERENCE_URI }, ['CONFERENCE_URI']],
    ['an unknown driver', { ...SIP, CONFERENCE_DRIVER: 'pigeon' }, ['CONFERENCE_DRIVER']],
    [
      'Asterisk without all that it needs',
      { ...SIP, CONFERENCE_DRIVER: 'asterisk' },
      ['ARI_URL', 'ARI_USERNAME', 'ARI_PASSWORD'],
    ],
    [
      'Asterisk beside the sandbox',
      { CONFERENCE_DRIVER: 'asterisk', ARI_URL: ARI.ARI_URL, ARI_USERNAME: 'a', ARI_PASSWORD: 'b' },
      ['SIP_SERVER'],
    ],
    ['ARI at another kind of URL', { ...ARI, ARI_URL: 'ws://10.0.0.6/ari' }, ['ARI_URL']],
    ['ARI at a URL with a password', { ...ARI, ARI_URL: 'http://a:b@10.0.0.6/ari' }, ['ARI_URL']],
    [
      'a dial string that leads everybody to one phone',
      { ...ARI, ARI_ENDPOINT: 'PJSIP/mary' },
      ['ARI_ENDPOINT'],
    ],
    ['a context that is none', { ...ARI, ARI_CONTEXT: 'a b' }, ['ARI_CONTEXT']],
    ['a prompt that is none', { ...ARI, CONFIRM: 'yes', CONFIRM_PROMPT: 'hello.wav' }, ['CONFIRM_PROMPT']],
    ['a prompt that nobody hears', { ...ARI, CONFIRM: 'yes', INVITE_METHODS: 'bridge' }, ['CONFIRM']],
    ['a prompt that nobody can play', { ...SIP, CONFIRM: 'yes' }, ['CONFIRM']],
    ['ARI without its driver', { ...SIP, ARI_URL: ARI.ARI_URL }, ['ARI_URL']],
    [
      'FreeSWITCH without all that it needs',
      { ...SIP, CONFERENCE_DRIVER: 'freeswitch' },
      ['ESL_ADDRESS', 'ESL_PASSWORD'],
    ],
    ['an Event Socket at a URL', { ...ESL, ESL_ADDRESS: 'tcp://10.0.0.7' }, ['ESL_ADDRESS']],
    ['an Event Socket at no port', { ...ESL, ESL_ADDRESS: '10.0.0.7:80210' }, ['ESL_ADDRESS']],
    ['a dial string without her', { ...ESL, ESL_ENDPOINT: 'user/{host}' }, ['ESL_ENDPOINT']],
    ['a dial string for two', { ...ESL, ESL_ENDPOINT: 'user/{user},user/bob' }, ['ESL_ENDPOINT']],
    ['a dial string with blanks', { ...ESL, ESL_ENDPOINT: 'user/{user} 110' }, ['ESL_ENDPOINT']],
    ['a dial string with variables', { ...ESL, ESL_ENDPOINT: 'user/{user}{x=y}' }, ['ESL_ENDPOINT']],
    ['a password of two lines', { ...ESL, ESL_PASSWORD: 'hunter2\n\nexit' }, ['ESL_PASSWORD']],
    ['a profile that is none', { ...ESL, ESL_PROFILE: 'a b' }, ['ESL_PROFILE']],
    ['a prompt that FreeSWITCH cannot play', { ...ESL, CONFIRM: 'yes' }, ['CONFIRM']],
    ['an Event Socket without its driver', { ...ARI, ESL_ADDRESS: '10.0.0.7' }, ['ESL_ADDRESS']],
    ['a country that has no numbers', { DEFAULT_COUNTRY: 'Germany' }, ['DEFAULT_COUNTRY']],
    ['ringing for ever', { RING_SECONDS: '3600' }, ['RING_SECONDS']],
    [
      'several at once',
      { PORT: 'x', LOG_LEVEL: 'loud', STEP_OUT: 'maybe' },
      ['LOG_LEVEL', 'PORT', 'STEP_OUT'],
    ],
  ];
  for (const [what, env, variables] of table) {
    it(`names ${what}`, () => assert.deepEqual(faultsOf(env).sort(), [...variables].sort()));
  }

  it('takes Slack for a channel, alone or beside Teams', () => {
    const { slack, teams } = readConfig({
      ...SIP,
      ...SLACK,
      HOST: '0.0.0.0',
      SLACK_API_URL: 'http://127.0.0.1:1/api',
    });
    assert.equal(teams, undefined);
    assert.deepEqual(slack, {
      botToken: 'xoxb-1',
      signingSecret: 'secret',
      appToken: undefined,
      apiUrl: 'http://127.0.0.1:1/api/',
    });
  });

  it('never repeats a password', () => {
    for (const env of [
      { DATABASE_URL: 'mysql://root:hunter2@db/x' },
      { ...ARI, ARI_URL: 'http://usher:hunter2@10.0.0.6/ari' },
      { ...ESL, ESL_PASSWORD: 'hunter2\nexit' },
      { SLACK_BOT_TOKEN: 'hunter2' },
    ]) {
      assert.throws(
        () => readConfig(env),
        (error) => error instanceof ConfigError && !error.message.includes('hunter2'),
      );
    }
  });

  it('has .env.example written from its declarations', () => {
    assert.equal(readFileSync(new URL('../.env.example', import.meta.url), 'utf8'), envExample());
  });
});
