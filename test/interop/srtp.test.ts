import assert from 'node:assert/strict';
import type { Asterisk } from './support/asterisk.ts';
import { useLab } from './support/lab.ts';

/** What Usher passes on between a phone and a conference it neither reads nor changes, so they agree on keys as without it. */
describe('SRTP: a stock softphone and a conference in Asterisk that take nothing else', () => {
  const lab = useLab();
  let asterisk: Asterisk;

  beforeEach(async () => {
    asterisk = await lab.asterisk({ isSecret: true });
    await lab.kamailio(asterisk.port);
  });

  for (const stepOut of ['auto', 'never'] as const) {
    const how = stepOut === 'auto' ? 'joins by herself' : 'stays bridged';
    it(`media flows both ways where she ${how}`, async () => {
      const mary = await lab.softphone('mary', 'Mary Smith', 'auto', { isSecret: true });
      const bot = await lab.bot({ methods: ['bridge'], stepOut });
      const { outcome, participant } = await bot.invite('mary');
      assert.equal(outcome.word, 'joined');
      if (stepOut === 'auto') assert.deepEqual(await participant?.ended, { how: 'stepped-out' });
      await asterisk.roomHolds('conf77', stepOut === 'auto' ? 'mary' : 'usher');
      await asterisk.mediaFlowsBothWays();
      assert.match(mary.peer.log, /SRTP is Enabled/);
    });
  }

  it('a phone without it gets no call into that conference: failed, not a call in the clear', async () => {
    const mary = await lab.softphone('mary', 'Mary Smith', 'auto');
    const bot = await lab.bot({ methods: ['bridge'] });
    const { outcome } = await bot.invite('mary');
    assert.deepEqual([outcome.word, outcome.detail], ['failed', 'conference-unreachable']);
    await mary.reported('CALL_CLOSED');
  });
});
