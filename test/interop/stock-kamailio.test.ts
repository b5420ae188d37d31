import assert from 'node:assert/strict';
import type { Asterisk } from './support/asterisk.ts';
import type { Kamailio } from './support/kamailio.ts';
import { useLab } from './support/lab.ts';
import { isLoopback, listeningSockets } from './support/listening-sockets.ts';
import { freePort } from './support/peer.ts';

const ROOM = 'sip:conf77@lab.test';

/** It record-routes INVITE and SUBSCRIBE, and relays to no domain but its own. */
describe('Kamailio as Debian ships it', () => {
  const lab = useLab();
  let kamailio: Kamailio;

  beforeEach(async () => {
    kamailio = await lab.kamailio(1, { isStock: true });
  });

  it('listens on loopback only', () => {
    const sockets = listeningSockets(kamailio.peer.pid);
    assert.ok(sockets.length > 0);
    assert.deepEqual(
      sockets.filter((socket) => !isLoopback(socket)),
      [],
    );
  });

  describe('with a conference in Asterisk', () => {
    let asterisk: Asterisk;

    beforeEach(async () => {
      asterisk = await lab.asterisk();
      await kamailio.register('conf77', asterisk.port);
    });

    const roomHolds = (...callerIds: string[]) => asterisk.roomHolds('conf77', ...callerIds);

    it('bridge: she joins by herself', async () => {
      await lab.softphone('mary', 'Mary Smith', 'auto');
      const bot = await lab.bot({ methods: ['bridge'] });
      const { outcome, participant } = await bot.invite('mary', { room: ROOM });
      assert.equal(outcome.word, 'joined');
      assert.deepEqual(await participant?.ended, { how: 'stepped-out' });
      await roomHolds('mary');
      assert.equal(bot.livingLegs.length, 0);
    });

    it('bridge without step out: hold and hang-up of her phone reach us', async () => {
      const mary = await lab.softphone('mary', 'Mary Smith', 'auto');
      const bot = await lab.bot({ methods: ['bridge'], stepOut: 'never' });
      const { participant } = await bot.invite('mary', { room: ROOM });
      mary.command('hold');
      await mary.reported('CALL_REMOTE_SDP', 2);
      mary.command('hangup');
      assert.deepEqual(await participant?.ended, { how: 'left', by: 'person' });
      await roomHolds();
    });

    it('bridge: a phone that rings is stopped', async () => {
      const mary = await lab.softphone('mary', 'Mary Smith', 'manual');
      const bot = await lab.bot({ methods: ['bridge'] });
      const { outcome } = await bot.invite('mary', { room: ROOM, ringSeconds: 1 });
      assert.equal(outcome.word, 'no-answer');
      await mary.reported('CALL_CLOSED');
    });
  });

  it('a conference of another domain, which it does not relay to: failed, though she has answered', async () => {
    const mary = await lab.softphone('mary', 'Mary Smith', 'auto');
    const bot = await lab.bot({ methods: ['bridge'] });
    const { outcome } = await bot.invite('mary', { room: 'sip:conf77@conf.example' });
    assert.deepEqual(
      [outcome.word, outcome.detail, outcome.answer?.code],
      ['failed', 'conference-unreachable', 403],
    );
    await mary.reported('CALL_CLOSED');
  });

  it('a person of another domain, whom it does not relay to: not allowed', async () => {
    const bot = await lab.bot({ methods: ['bridge'] });
    const { outcome } = await bot.invite('mary', { domain: 'fabrikam.example' });
    assert.deepEqual([outcome.word, outcome.answer?.code], ['not-allowed', 403]);
  });

  it('somebody who has not registered: not found', async () => {
    const bot = await lab.bot({ methods: ['bridge'] });
    const { outcome } = await bot.invite('nobody');
    assert.deepEqual([outcome.word, outcome.answer?.code], ['not-found', 404]);
  });

  it('a phone that is gone, though still registered: failed, with no way to it', async () => {
    await kamailio.register('gone', await freePort());
    const bot = await lab.bot({ methods: ['bridge'] });
    const { outcome } = await bot.invite('gone');
    assert.deepEqual([outcome.word, outcome.detail, outcome.answer?.code], ['failed', 'no-connection', 477]);
  });

  describe('loses what is said about a REFER outside a call, which it does not record-route', () => {
    const keys = { answer: '200 OK', state: 'terminated;reason=noresource' };

    it('dial-out: outcome unknown', async () => {
      const bot = await lab.bot({ methods: ['dial-out'], timers: { notifyMs: 1_000 } });
      const focus = await lab.scriptedPhone('conf77', 'focus', { keys });
      const { outcome } = await bot.invite('mary', { room: ROOM });
      assert.deepEqual(outcome, { word: 'unknown', detail: 'no-notify' });
      assert.match(focus.messages, /^NOTIFY [\s\S]*^SIP\/2\.0 404 Not here/m);
    });

    it('refer: outcome unknown, and no second ring', async () => {
      const bot = await lab.bot({ methods: ['refer', 'bridge'] });
      const phone = await lab.scriptedPhone('mary', 'focus', { keys });
      const { outcome } = await bot.invite('mary', { room: ROOM, ringSeconds: 1 });
      assert.deepEqual(outcome, { word: 'unknown', detail: 'no-word-of-joining' });
      assert.match(phone.messages, /^NOTIFY [\s\S]*^SIP\/2\.0 404 Not here/m);
      assert.doesNotMatch(phone.messages, /^INVITE /m);
    });
  });
});
