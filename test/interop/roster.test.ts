import assert from 'node:assert/strict';
import { fullInfo } from '../support/conference-info.ts';
import type { Bot } from './support/bot.ts';
import { Cable } from './support/cable.ts';
import type { Kamailio } from './support/kamailio.ts';
import { useLab } from './support/lab.ts';
import { until } from './support/peer.ts';
import type { RosterServer } from './support/roster-server.ts';

const ROOM = 'sip:conf77@conf.lab.test';
/** Longer than any test. */
const LONG = 300;

describe('rosters: Usher, Kamailio as proxy, and Kamailio as notifier of the conference event package', () => {
  const lab = useLab();
  let server: RosterServer;
  let proxy: Kamailio;
  let cable: Cable;
  let bot: Bot;
  let roster: ReturnType<Bot['followRoster']>;

  beforeEach(async () => {
    server = await lab.rosterServer();
    proxy = await lab.kamailio(server.port);
    cable = await Cable.to(proxy.port);
    bot = await lab.bot({ methods: ['bridge'], cable, user: 'secured', password: 'open sesame' });
  });
  afterEach(async () => {
    await roster?.stop();
    await cable.close();
  });

  const publish = (document: string) => server.publish(ROOM, document);
  const told = (what: string) =>
    until(
      `the roster is told as: ${what}`,
      () => roster.told,
      (seen) => seen.at(-1) === what,
    );

  /** Call-ID of each SUBSCRIBE that was accepted, in order. */
  const accepted = () =>
    bot.wire
      .filter(
        ({ direction, text }) =>
          direction === 'received' && /^SIP\/2\.0 20.*^CSeq: \d+ SUBSCRIBE/ims.test(text),
      )
      .map(({ text }) => /^Call-ID: *(\S+)/im.exec(text)?.[1]);

  it('show who is in when the bot begins to look, who comes and who leaves', async () => {
    await publish(fullInfo(1, 'mary'));
    roster = bot.followRoster(ROOM, LONG);
    await told('mary connected');
    await publish(fullInfo(2, 'mary', 'bob alerting'));
    await told('mary connected, bob alerting');
    await publish(fullInfo(3, 'mary on-hold', 'bob'));
    await told('mary on-hold, bob connected');
    await publish(fullInfo(4, 'bob'));
    await told('bob connected');
    await publish(fullInfo(5));
    await told('');
    assert.ok(!roster.told.includes('unknown'));
  });

  it('begin before anybody has said anything about the conference', async () => {
    roster = bot.followRoster(ROOM, LONG);
    await until('the subscription was accepted', accepted, (seen) => seen.length > 0);
    assert.deepEqual(roster.told, []);
    await publish(fullInfo(1, 'mary'));
    await told('mary connected');
  });

  it('are refreshed in time, and go on', async () => {
    await publish(fullInfo(1, 'mary'));
    roster = bot.followRoster(ROOM, 2);
    await told('mary connected');
    await until('two refreshes were answered', accepted, (seen) => seen.length >= 3);
    await publish(fullInfo(2, 'bob'));
    await told('bob connected');
    assert.equal(new Set(accepted()).size, 1, 'it is one subscription');
    assert.deepEqual(roster.told, ['mary connected', 'bob connected']);
  });

  it('come back when the server has forgotten everything', async () => {
    await publish(fullInfo(1, 'mary'));
    roster = bot.followRoster(ROOM, 2);
    await told('mary connected');
    await server.crash();
    await told('unknown');
    await server.run();
    await publish(fullInfo(1, 'bob'));
    await told('bob connected');
  });

  it('come back when the server has forgotten the subscription, before anybody notices', async () => {
    await publish(fullInfo(1, 'mary'));
    roster = bot.followRoster(ROOM, 3);
    await told('mary connected');
    await server.crash();
    await server.run();
    await publish(fullInfo(1, 'bob'));
    await told('bob connected');
    assert.ok(new Set(accepted()).size > 1);
  });

  it('come back after the connection was cut', async () => {
    await publish(fullInfo(1, 'mary'));
    roster = bot.followRoster(ROOM, LONG);
    await told('mary connected');
    cable.cut();
    await told('unknown');
    await publish(fullInfo(2, 'bob'));
    await told('bob connected');
  });

  it('come back after the proxy was gone', async () => {
    await publish(fullInfo(1, 'mary'));
    roster = bot.followRoster(ROOM, LONG);
    await told('mary connected');
    await proxy.crash();
    await told('unknown');
    await proxy.run();
    await told('mary connected');
  });

  it('end with a word to the server', async () => {
    await publish(fullInfo(1, 'mary'));
    roster = bot.followRoster(ROOM, LONG);
    await told('mary connected');
    await roster?.stop();
    await publish(fullInfo(2, 'bob'));
    assert.deepEqual(roster.told, ['mary connected']);
    const last = bot.wire.filter(({ text }) => /^NOTIFY /.test(text)).at(-1);
    assert.match(last?.text ?? '', /^Subscription-State: terminated/im);
  });
});

describe('rosters of a conference server that tells none', () => {
  const lab = useLab();

  it('Asterisk: said once', async () => {
    const asterisk = await lab.asterisk();
    await lab.kamailio(asterisk.port);
    const bot = await lab.bot({ methods: ['bridge'] });
    const { told, stop } = bot.followRoster(ROOM, LONG);
    await until(
      'a refusal is told',
      () => told,
      (seen) => seen.length > 0,
    );
    assert.deepEqual(told, ['none 489']);
    await stop();
  });
});
