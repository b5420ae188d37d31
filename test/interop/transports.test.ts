import assert from 'node:assert/strict';
import { once } from 'node:events';
import { pino } from 'pino';
import { SipUserAgent, type SipUserAgentOptions } from '../../src/sip/index.ts';
import type { Asterisk } from './support/asterisk.ts';
import { Cable } from './support/cable.ts';
import type { Kamailio, ProxyTransport } from './support/kamailio.ts';
import { useLab } from './support/lab.ts';

const SECURED = { user: 'secured', password: 'open sesame' };

describe('every transport: Usher, Kamailio, a stock softphone on TCP, and a conference in Asterisk', () => {
  const lab = useLab();
  let asterisk: Asterisk;
  let kamailio: Kamailio;
  let cable: Cable | undefined;

  beforeEach(async () => {
    asterisk = await lab.asterisk();
    kamailio = await lab.kamailio(asterisk.port);
  });

  afterEach(async () => {
    await cable?.close();
    cable = undefined;
  });

  const roomHolds = (...callerIds: string[]) => asterisk.roomHolds('conf77', ...callerIds);

  for (const transport of ['tls', 'ws', 'wss'] as const) {
    it(`${transport}: she joins by herself, with a password asked of us`, async () => {
      await lab.softphone('mary', 'Mary Smith', 'auto');
      const bot = await lab.bot({ methods: ['bridge'], transport, ...SECURED });
      const { outcome, participant } = await bot.invite('mary');
      assert.equal(outcome.word, 'joined');
      assert.deepEqual(await participant?.ended, { how: 'stepped-out' });
      await roomHolds('mary');
    });

    it(`${transport}: what she does later in the call reaches us`, async () => {
      const mary = await lab.softphone('mary', 'Mary Smith', 'auto');
      const bot = await lab.bot({ methods: ['bridge'], stepOut: 'never', transport });
      const { outcome, participant } = await bot.invite('mary');
      assert.equal(outcome.word, 'joined');
      mary.command('hold');
      await mary.reported('CALL_REMOTE_SDP', 2);
      mary.command('hangup');
      assert.deepEqual(await participant?.ended, { how: 'left', by: 'person' });
      await roomHolds();
    });

    it(`${transport}: a phone that rings is stopped`, async () => {
      const mary = await lab.softphone('mary', 'Mary Smith', 'manual');
      const bot = await lab.bot({ methods: ['bridge'], transport });
      const withdrawal = new AbortController();
      const invited = bot.invite('mary', { signal: withdrawal.signal });
      await mary.reported('CALL_INCOMING');
      withdrawal.abort();
      assert.equal((await invited).outcome.word, 'withdrawn');
      await mary.reported('CALL_CLOSED');
    });

    it(`${transport}: a phone that rings is stopped also when the connection is lost meanwhile`, async () => {
      cable = await Cable.to(kamailio.portOf(transport));
      const mary = await lab.softphone('mary', 'Mary Smith', 'manual');
      const bot = await lab.bot({ methods: ['bridge'], transport, cable, ...SECURED });
      const invited = bot.invite('mary');
      await mary.reported('CALL_INCOMING');
      cable.cut();
      assert.equal((await invited).outcome.word, 'unknown');
      await mary.reported('CALL_CLOSED');
    });

    it(`${transport}: a call goes on also where its ACKs are lost with the connection`, async () => {
      cable = await Cable.to(kamailio.portOf(transport));
      const mary = await lab.softphone('mary', 'Mary Smith', 'auto');
      const bot = await lab.bot({ methods: ['bridge'], stepOut: 'never', transport, cable });
      const { participant } = await bot.invite('mary');
      cable.cut();
      await asterisk.mediaFlowsBothWays();
      mary.command('hangup');
      assert.deepEqual(await participant?.ended, { how: 'left', by: 'person' });
    });

    it(`${transport}: a call goes on over a lost connection, and its end reaches us over the next one`, async () => {
      cable = await Cable.to(kamailio.portOf(transport));
      const mary = await lab.softphone('mary', 'Mary Smith', 'auto');
      const bot = await lab.bot({ methods: ['bridge'], stepOut: 'never', transport, cable });
      const { participant } = await bot.invite('mary');
      await asterisk.mediaFlowsBothWays();
      cable.cut();
      // Our new Contact reaches her by a re-INVITE.
      await mary.reported('CALL_REMOTE_SDP', 2);
      mary.command('hangup');
      assert.deepEqual(await participant?.ended, { how: 'left', by: 'person' });
      await roomHolds();
    });
  }
});

describe('the connection to Kamailio', () => {
  const lab = useLab();
  const agents: SipUserAgent[] = [];

  async function connect(
    kamailio: Kamailio,
    transport: ProxyTransport,
    options: Partial<SipUserAgentOptions> = {},
  ): Promise<SipUserAgent> {
    const agent = new SipUserAgent({
      uri: 'sip:usher@lab.test',
      server: kamailio.server(transport),
      tls: { ca: kamailio.tls.ca },
      log: pino({ level: 'silent' }),
      ...options,
    });
    agents.push(agent);
    await agent.start();
    return agent;
  }

  afterEach(async () => {
    for (const agent of agents.splice(0)) await agent.stop();
  });

  for (const transport of ['tls', 'wss'] as const) {
    it(`${transport}: shows a certificate where one is wanted, and says what is missing where it has none`, async () => {
      const kamailio = await lab.kamailio(1, { wantsCertificate: true });
      assert.equal((await connect(kamailio, transport, { tls: kamailio.tls })).problem, undefined);
      const without = await connect(kamailio, transport);
      assert.equal(without.problem?.code, 'sip.tls-client-certificate');
    });
  }

  for (const transport of ['tcp', 'tls', 'ws', 'wss'] as const) {
    it(`${transport}: keep-alives are answered, so that a proxy that hangs is noticed`, async () => {
      const kamailio = await lab.kamailio(1);
      const timers = { pingMs: 100, pongMs: 1_000, reconnectMinMs: 50 };
      const answers = Promise.withResolvers<void>();
      const write = (line: string) => {
        if (line.includes('answers keep-alives')) answers.resolve();
      };
      const log = pino({ level: 'debug' }, { write });
      const agent = await connect(kamailio, transport, { timers, log });
      await answers.promise;
      const lost = once(agent, 'disconnected');
      kamailio.peer.kill('SIGSTOP');
      await lost;
      const back = once(agent, 'ready');
      kamailio.peer.kill('SIGCONT');
      await back;
    });
  }
});
