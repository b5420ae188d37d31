import assert from 'node:assert/strict';
import type { Asterisk } from './support/asterisk.ts';
import type { Baresip } from './support/baresip.ts';
import type { Bot } from './support/bot.ts';
import { useLab } from './support/lab.ts';

const ROOM = 'sip:conf77@conf.lab.test';

describe('bridge: a stock softphone, Kamailio, and a conference in Asterisk', () => {
  const lab = useLab();
  let asterisk: Asterisk;

  beforeEach(async () => {
    asterisk = await lab.asterisk();
    await lab.kamailio(asterisk.port);
  });

  const roomHolds = (...callerIds: string[]) => asterisk.roomHolds('conf77', ...callerIds);

  describe('with step out', () => {
    it('ends with her in the room by herself, under her own name, with media in both directions', async () => {
      const mary = await lab.softphone('mary', 'Mary Smith', 'auto');
      const bot = await lab.bot({ methods: ['bridge'] });

      const { outcome, changes, participant } = await bot.invite('mary', { fromName: 'Ann: Standup' });

      assert.equal(outcome.word, 'joined');
      assert.deepEqual(changes, [
        'Delivering None',
        'Delivering Ringing',
        'Terminating Accepted',
        'Terminated Accepted',
      ]);
      assert.deepEqual(await participant?.ended, { how: 'stepped-out' });
      await roomHolds('mary');
      await asterisk.mediaFlowsBothWays();
      const [first, second] = mary.events.filter(({ type }) => type === 'CALL_ESTABLISHED');
      assert.equal(first?.peerdisplayname, 'Ann: Standup');
      assert.equal(second?.peeruri, ROOM);
      assert.equal(bot.livingLegs.length, 0);
    });

    it('brings two people into one room at the same time', async () => {
      await lab.softphone('mary', 'Mary Smith', 'auto');
      await lab.softphone('lee', 'Lee Brown', 'auto');
      const bot = await lab.bot({ methods: ['bridge'] });

      const [mary, lee] = await Promise.all([bot.invite('mary'), bot.invite('lee')]);

      assert.deepEqual([mary.outcome.word, lee.outcome.word], ['joined', 'joined']);
      await roomHolds('lee', 'mary');
      await asterisk.mediaFlowsBothWays();
    });

    it('leaves her in the room when the bot ends', async () => {
      await lab.softphone('mary', 'Mary Smith', 'auto');
      const bot = await lab.bot({ methods: ['bridge'] });
      const { participant } = await bot.invite('mary');
      await participant?.ended;
      await roomHolds('mary');

      await bot.stop();

      await asterisk.mediaFlowsBothWays();
      await roomHolds('mary');
    });
  });

  describe('without step out', () => {
    let mary: Baresip;
    let bot: Bot;

    beforeEach(async () => {
      mary = await lab.softphone('mary', 'Mary Smith', 'auto');
      bot = await lab.bot({ methods: ['bridge'], stepOut: 'never' });
    });

    it('keeps her call, with media in both directions and her name on the leg', async () => {
      const { outcome, participant } = await bot.invite('mary', { inviteeName: 'Mary Smith' });

      assert.equal(outcome.word, 'joined');
      assert.equal(participant?.presence, 'bridged');
      assert.equal(bot.livingLegs.length, 2);
      await asterisk.mediaFlowsBothWays();
      assert.deepEqual(await asterisk.callerNames(), ['Mary Smith']);
    });

    it('makes an offer of its own where an INVITE without one is refused', async () => {
      await lab.softphone('strict-lee', 'Lee Brown', 'auto');

      const { outcome } = await bot.invite('strict-lee', { inviteeName: 'Lee Brown' });

      assert.equal(outcome.word, 'joined');
      await asterisk.mediaFlowsBothWays();
      assert.deepEqual(await asterisk.callerNames(), ['Lee Brown']);
      assert.deepEqual(
        bot.livingLegs.map(({ leg, form }) => `${leg} ${form}`),
        ['person early-offer', 'conference early-offer'],
      );
    });

    it('sees that she hangs up, and frees the room', async () => {
      const { participant } = await bot.invite('mary');
      await asterisk.mediaFlowsBothWays();

      mary.command('hangup');

      assert.deepEqual(await participant?.ended, { how: 'left', by: 'person' });
      await roomHolds();
    });

    it('sees that the conference puts her out, and ends her call', async () => {
      const { participant } = await bot.invite('mary');
      await asterisk.mediaFlowsBothWays();

      await asterisk.command('confbridge kick conf77 all');

      assert.deepEqual(await participant?.ended, { how: 'left', by: 'conference' });
      await mary.reported('CALL_CLOSED');
    });

    it('passes a hold on to the conference, and its answer back', async () => {
      await bot.invite('mary');
      await asterisk.mediaFlowsBothWays();
      assert.equal(mary.count('CALL_REMOTE_SDP'), 1);

      mary.command('hold');

      await mary.reported('CALL_REMOTE_SDP', 2);
    });

    it('ends both legs when it hangs up', async () => {
      const { participant } = await bot.invite('mary');
      await asterisk.mediaFlowsBothWays();

      await participant?.hangUp();

      assert.deepEqual(await participant?.ended, { how: 'hung-up' });
      await mary.reported('CALL_CLOSED');
      await roomHolds();
    });

    it('says that the conference could not be reached, and ends her call', async () => {
      const { outcome } = await bot.invite('mary', { room: 'sip:nowhere@conf.lab.test' });

      assert.equal(outcome.word, 'failed');
      assert.equal(outcome.detail, 'conference-unreachable');
      assert.equal(outcome.answer?.code, 404);
      await mary.reported('CALL_CLOSED');
    });
  });
});
