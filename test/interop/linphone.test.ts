import assert from 'node:assert/strict';
import type { Asterisk } from './support/asterisk.ts';
import { useLab } from './support/lab.ts';
import { isLoopback, listeningSockets } from './support/listening-sockets.ts';
import { until } from './support/peer.ts';

const RINGS = /Receiving new incoming call/;
const ENDED = /Call 1 with .* ended/;

describe('linphone, a softphone of another make', () => {
  const lab = useLab();
  let asterisk: Asterisk;

  const roomHolds = (...callerIds: string[]) => asterisk.roomHolds('conf77', ...callerIds);

  describe('and a conference in Asterisk', () => {
    beforeEach(async () => {
      asterisk = await lab.asterisk();
      await lab.kamailio(asterisk.port);
    });

    it('steps out, though it holds our call first: in the room by herself, under her own name', async () => {
      const lin = await lab.linphone('lin', 'Lin Ho');
      const bot = await lab.bot({ methods: ['bridge'] });

      const invited = bot.invite('lin', { fromName: 'Ann: Standup' });
      await lin.shown(RINGS);
      assert.match(lin.peer.log, /incoming call from "Ann: Standup"/);
      lin.command('answer');

      const { outcome, participant } = await invited;
      assert.equal(outcome.word, 'joined');
      assert.deepEqual(await participant?.ended, { how: 'stepped-out' });
      await lin.shown(/Call 1 with .* is now paused/);
      await lin.shown(ENDED);
      await roomHolds('lin');
      assert.equal(bot.livingLegs.length, 0);
      // Without a sound card it sends nothing.
      await until(
        'it hears the conference',
        () => asterisk.media(),
        (media) => media.some(({ sent }) => sent > 25),
      );
    });

    it('stays bridged: its hold reaches the conference, and its hang-up frees the room', async () => {
      const lin = await lab.linphone('lin', 'Lin Ho');
      const bot = await lab.bot({ methods: ['bridge'], stepOut: 'never' });
      const invited = bot.invite('lin', { inviteeName: 'Lin Ho' });
      await lin.shown(RINGS);
      lin.command('answer');
      const { participant } = await invited;
      await roomHolds('usher');
      assert.deepEqual(
        listeningSockets(lin.peer.pid).filter((socket) => !isLoopback(socket)),
        [],
      );

      lin.command('pause');
      await lin.shown(/is now paused/);
      lin.command('terminate');

      assert.deepEqual(await participant?.ended, { how: 'left', by: 'person' });
      await roomHolds();
    });
  });

  describe('and nobody in the conference', () => {
    beforeEach(() => lab.kamailio(1));

    it('603 after ringing: declined', async () => {
      const lin = await lab.linphone('lin', 'Lin Ho');
      const bot = await lab.bot({ methods: ['bridge'] });
      const invited = bot.invite('lin');
      await lin.shown(RINGS);
      lin.command('terminate');

      const { outcome } = await invited;

      assert.deepEqual([outcome.word, outcome.answer?.code, outcome.answer?.rang], ['declined', 603, true]);
    });

    it('its 603 to a REFER is its own, not hers: cannot', async () => {
      const lin = await lab.linphone('lin', 'Lin Ho');
      const bot = await lab.bot({ methods: ['refer'] });

      const { outcome } = await bot.invite('lin');

      assert.deepEqual(
        [outcome.word, outcome.answer?.code, outcome.answer?.request],
        ['cannot', 603, 'REFER'],
      );
      assert.doesNotMatch(lin.peer.log, RINGS);
    });

    it('rings once, by a call, where it has refused a REFER', async () => {
      const lin = await lab.linphone('lin', 'Lin Ho');
      const bot = await lab.bot({ methods: ['refer', 'bridge'] });

      const { outcome } = await bot.invite('lin', { ringSeconds: 1 });

      assert.equal(outcome.word, 'no-answer');
      await lin.shown(ENDED);
      assert.equal(lin.peer.log.match(new RegExp(RINGS, 'g'))?.length, 1);
    });
  });
});
