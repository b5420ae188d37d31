import assert from 'node:assert/strict';
import { ToastMessage } from '../../src/core/index.ts';
import type { AriBot } from './support/ari-bot.ts';
import { ROOM } from './support/ari-bot.ts';
import type { Asterisk } from './support/asterisk.ts';
import type { Baresip } from './support/baresip.ts';
import { useLab } from './support/lab.ts';
import { until } from './support/peer.ts';

const CONFIRM = { confirmPrompt: 'sound:followme/options' };

describe('dial-out, roster and removal by a real Asterisk, through ARI', () => {
  const lab = useLab();
  let asterisk: Asterisk;

  beforeEach(async () => {
    asterisk = await lab.asterisk();
    await lab.kamailio(asterisk.port);
  });

  const channels = async () => (await asterisk.command('core show channels concise')).trim();
  const nothingIsLeft = () => until('no channel is left', async () => (await channels()) === '');

  describe('somebody who answers', () => {
    let bot: AriBot;
    let mary: Baresip;

    beforeEach(async () => {
      mary = await lab.softphone('mary', 'Mary Smith', 'auto');
      bot = await lab.ariBot(asterisk);
    });

    it('is dialled into the room under the name of the inviter, and is there under her own', async () => {
      let hasRung = false;
      const options = { fromName: 'Ann: Standup', inviteeName: 'Mary Smith' };

      const { outcome, participant } = await bot.invite('mary', {
        ...options,
        onRinging: () => {
          hasRung = true;
        },
      });

      assert.equal(outcome?.word, 'answered');
      assert.equal(participant?.presence, 'independent');
      assert.ok(hasRung);
      assert.equal(mary.events[0]?.peerdisplayname, 'Ann: Standup');
      await bot.rosterHolds('mary');
      assert.ok(bot.roster.kind === 'known');
      const [entry] = bot.roster.entries;
      assert.deepEqual([entry?.name, entry?.status], ['Mary Smith', 'connected']);
      assert.equal(bot.records.get(entry?.callId ?? '')?.state, 'confirmed');
      assert.deepEqual(await asterisk.callerNames(), ['Mary Smith']);
      await until('media flows both ways', async () => {
        const media = await asterisk.media();
        return media.length > 0 && media.every(({ received, sent }) => received > 25 && sent > 25);
      });
    });

    it('is seen to leave', async () => {
      const { participant } = await bot.invite('mary');
      await bot.rosterHolds('mary');

      mary.command('hangup');

      assert.deepEqual(await participant?.ended, { how: 'left', by: 'person' });
      await bot.rosterHolds();
      await nothingIsLeft();
    });

    it('is seen to be put out by the conference', async () => {
      const { participant } = await bot.invite('mary');
      await bot.rosterHolds('mary');

      await asterisk.command('confbridge kick conf77 all');

      assert.deepEqual(await participant?.ended, { how: 'left', by: 'conference' });
      await bot.rosterHolds();
    });

    it('is taken out', async () => {
      await bot.invite('mary');
      await bot.rosterHolds('mary');

      assert.deepEqual(await bot.server.remove(ROOM, { address: 'sip:mary@lab.test' }), { kind: 'removed' });

      await mary.reported('CALL_CLOSED');
      await bot.rosterHolds();
      assert.deepEqual(await bot.server.remove(ROOM, { address: 'sip:mary@lab.test' }), { kind: 'not-in' });
    });

    it('is found beside those who called by themselves, and these are taken out too', async () => {
      const lee = await lab.softphone('lee', 'Lee Brown', 'manual');
      lee.command('dial', ROOM);
      await bot.rosterHolds('lee');
      await bot.invite('mary');
      await bot.rosterHolds('lee', 'mary');

      assert.deepEqual(await bot.server.remove(ROOM, { address: 'sip:lee@lab.test' }), { kind: 'removed' });

      await lee.reported('CALL_CLOSED');
      await bot.rosterHolds('mary');
    });

    it('is told by the Call-ID of our leg where we have bridged her', async () => {
      const bridge = await lab.bot({ methods: ['bridge'], stepOut: 'never' });

      await bridge.invite('mary', { inviteeName: 'Mary Smith' });

      await bot.rosterHolds('usher');
      assert.ok(bot.roster.kind === 'known');
      const leg = bridge.livingLegs.find((one) => one.leg === 'conference');
      assert.equal(bot.roster.entries[0]?.callId, leg?.callId);
    });

    it('answers in vain where there is no such room', async () => {
      const { outcome } = await bot.invite('mary', { room: 'sip:nowhere@conf.lab.test' });

      assert.deepEqual(outcome, { word: 'failed', detail: 'conference-unreachable' });
      await mary.reported('CALL_CLOSED');
    });
  });

  describe('somebody who does not', () => {
    let bot: AriBot;

    beforeEach(async () => {
      bot = await lab.ariBot(asterisk);
    });

    it('a softphone that rejects: declined', async () => {
      const mary = await lab.softphone('mary', 'Mary Smith', 'manual');

      const { outcome } = await bot.invite('mary', { onRinging: () => mary.command('hangup') });

      assert.deepEqual(
        [outcome?.word, outcome?.answer?.code, outcome?.answer?.rang],
        ['declined', 486, true],
      );
    });

    for (const [scenario, word, code] of [
      ['decline', 'declined', 603],
      ['busy', 'busy', 486],
      ['cannot', 'cannot', 488],
    ] as const) {
      it(`${code} of a phone that follows a script: ${word}`, async () => {
        await lab.scriptedPhone('sue', scenario);

        const { outcome } = await bot.invite('sue');

        assert.deepEqual([outcome?.word, outcome?.answer?.code], [word, code]);
        await nothingIsLeft();
      });
    }

    it('a phone gets the toast as Subject, and the extra headers', async () => {
      const phone = await lab.scriptedPhone('sue', 'decline');

      await bot.invite('sue', {
        toast: new ToastMessage('Join us, "now"'),
        headers: [{ name: 'X-Team', value: 'blue' }],
      });

      assert.match(phone.messages, /\r\nSubject: Join us, "now"\r\nX-Team: blue\r\n/);
    });

    it('somebody whom the proxy does not know: not found', async () => {
      const { outcome } = await bot.invite('nobody');
      assert.deepEqual([outcome?.word, outcome?.answer?.code], ['not-found', 404]);
    });

    it('a phone that rings and rings: no answer, and it stops ringing', async () => {
      const mary = await lab.softphone('mary', 'Mary Smith', 'manual');

      const { outcome } = await bot.invite('mary', { ringSeconds: 1 });

      assert.deepEqual(outcome, { word: 'no-answer' });
      await mary.reported('CALL_CLOSED');
    });

    it('withdrawn while it rings: the phone stops', async () => {
      const mary = await lab.softphone('mary', 'Mary Smith', 'manual');
      const withdrawal = new AbortController();

      const { outcome } = await bot.invite('mary', {
        onRinging: () => withdrawal.abort(),
        signal: withdrawal.signal,
      });

      assert.equal(outcome?.word, 'withdrawn');
      await mary.reported('CALL_CLOSED');
      await nothingIsLeft();
    });

    it('an endpoint that Asterisk does not know: failed, and nothing about her', async () => {
      const lost = await lab.ariBot(asterisk, { endpoint: 'PJSIP/{user}' });

      const { outcome } = await lost.invite('mary');

      assert.deepEqual([outcome?.word, outcome?.detail], ['failed', 'conference-refused']);
      assert.equal(outcome?.answer?.code, 500);
    });
  });

  describe('with CONFIRM', () => {
    it('1 pressed: she hears the prompt, and is joined', async () => {
      const mary = await lab.softphone('mary', 'Mary Smith', 'auto');
      const bot = await lab.ariBot(asterisk, CONFIRM);
      const invited = bot.invite('mary');
      await mary.reported('CALL_ESTABLISHED');
      await until('the prompt is played', async () => {
        const [media] = await asterisk.media();
        return (media?.sent ?? 0) > 10;
      });
      assert.deepEqual(await asterisk.members('conf77'), [], 'not in yet');

      mary.command('sndcode', '1');

      assert.equal((await invited).outcome?.word, 'joined');
      await bot.rosterHolds('mary');
    });

    it('2 pressed: declined', async () => {
      const mary = await lab.softphone('mary', 'Mary Smith', 'auto');
      const bot = await lab.ariBot(asterisk, CONFIRM);
      const invited = bot.invite('mary');
      await mary.reported('CALL_ESTABLISHED');

      mary.command('sndcode', '2');

      assert.deepEqual((await invited).outcome, { word: 'declined' });
      await mary.reported('CALL_CLOSED');
    });

    it('nothing pressed, as by a voicemail: hung up, no answer', async () => {
      const mary = await lab.softphone('mary', 'Mary Smith', 'auto');
      const bot = await lab.ariBot(asterisk, {
        confirmPrompt: 'sound:beep',
        timers: { confirmMs: 200 },
      });

      const { outcome } = await bot.invite('mary');

      assert.deepEqual(outcome, { word: 'no-answer', detail: 'not-confirmed' });
      await mary.reported('CALL_CLOSED');
      await nothingIsLeft();
    });

    it('a prompt that is not there: she can press 1 all the same', async () => {
      const mary = await lab.softphone('mary', 'Mary Smith', 'auto');
      const bot = await lab.ariBot(asterisk, { confirmPrompt: 'sound:no/such/sound' });
      const invited = bot.invite('mary');
      await mary.reported('CALL_ESTABLISHED');

      mary.command('sndcode', '1');

      assert.equal((await invited).outcome?.word, 'joined');
    });
  });

  describe('an Asterisk that is lost', () => {
    it('is found again after it was restarted, with whoever is in then', async () => {
      const lee = await lab.softphone('lee', 'Lee Brown', 'manual');
      const bot = await lab.ariBot(asterisk);
      lee.command('dial', ROOM);
      await bot.rosterHolds('lee');

      await asterisk.crash();
      await until('the roster is unknown', () => bot.roster.kind === 'unknown');
      await asterisk.run();
      await bot.rosterHolds();
      lee.command('hangup');
      lee.command('dial', ROOM);

      await bot.rosterHolds('lee');
      assert.equal(bot.server.problem, undefined);
    });

    it('takes a call with it that rang: outcome unknown', async () => {
      await lab.softphone('mary', 'Mary Smith', 'manual');
      const bot = await lab.ariBot(asterisk);

      const { outcome } = await bot.invite('mary', {
        onRinging: () => void asterisk.crash().then(() => asterisk.run()),
      });

      assert.deepEqual(outcome, { word: 'unknown', detail: 'connection-lost' });
    });
  });

  describe('a process that is killed', () => {
    const recordOf = (bot: AriBot) => {
      const [record] = bot.records.values();
      assert.ok(record);
      return record;
    };

    it('while her phone rings: the next one stops it', async () => {
      const mary = await lab.softphone('mary', 'Mary Smith', 'manual');
      const dead = await lab.ariBot(asterisk);
      void dead.invite('mary');
      await mary.reported('CALL_INCOMING');
      await dead.stop();
      const next = await lab.ariBot(asterisk);

      assert.deepEqual(await next.server.recover(recordOf(dead)), { kind: 'cancelled' });

      await mary.reported('CALL_CLOSED');
      await nothingIsLeft();
    });

    it('before she answers: she gets in all the same, and the next one finds her there', async () => {
      const mary = await lab.softphone('mary', 'Mary Smith', 'manual');
      const dead = await lab.ariBot(asterisk);
      void dead.invite('mary');
      await mary.reported('CALL_INCOMING');
      await dead.stop();
      mary.command('accept');
      const next = await lab.ariBot(asterisk);
      await next.rosterHolds('mary');

      const found = await next.server.recover(recordOf(dead));

      assert.ok(found.kind === 'adopted');
      await found.participant.hangUp();
      assert.deepEqual(await found.participant.ended, { how: 'hung-up' });
      await next.rosterHolds();
    });

    it('while she is asked to press 1: the next one hangs up', async () => {
      const mary = await lab.softphone('mary', 'Mary Smith', 'auto');
      const dead = await lab.ariBot(asterisk, CONFIRM);
      void dead.invite('mary');
      await mary.reported('CALL_ESTABLISHED');
      await dead.stop();
      const next = await lab.ariBot(asterisk, CONFIRM);

      assert.deepEqual(await next.server.recover(recordOf(dead)), { kind: 'cancelled' });

      await mary.reported('CALL_CLOSED');
    });
  });
});
