import assert from 'node:assert/strict';
import type { Asterisk } from './support/asterisk.ts';
import type { Baresip } from './support/baresip.ts';
import type { Kamailio } from './support/kamailio.ts';
import { useLab } from './support/lab.ts';
import { until } from './support/peer.ts';

describe('Kamailio crashes and runs again, knowing nothing of what was before', () => {
  const lab = useLab();
  let kamailio: Kamailio;
  let asterisk: Asterisk;

  beforeEach(async () => {
    asterisk = await lab.asterisk();
    kamailio = await lab.kamailio(asterisk.port);
  });

  const roomHolds = (...callerIds: string[]) => asterisk.roomHolds('conf77', ...callerIds);

  it('while two people ring: outcome unknown, and both phones stop', async () => {
    const mary = await lab.softphone('mary', 'Mary Smith', 'manual');
    const lee = await lab.softphone('lee', 'Lee Brown', 'manual');
    const bot = await lab.bot({ methods: ['bridge', 'dial-out'] });
    const invited = ['mary', 'lee'].map((user) => bot.invite(user));
    await until('both ring', () => bot.livingLegs.filter(({ earlyDialogs }) => earlyDialogs).length === 2);

    await kamailio.crash();

    for (const { outcome, changes } of await Promise.all(invited)) {
      assert.deepEqual(outcome, { word: 'unknown', detail: 'connection-lost' });
      assert.equal(changes.at(-1), 'Terminated DeliverFailed');
    }
    assert.equal(mary.count('CALL_CLOSED') + lee.count('CALL_CLOSED'), 0);
    await kamailio.run();
    for (const phone of [mary, lee]) {
      await phone.reported('CALL_CLOSED');
      assert.equal(phone.count('CALL_INCOMING'), 1);
    }
    await until('no leg lives', () => bot.livingLegs.length === 0);
  });

  describe('while a bridged call is up', () => {
    let mary: Baresip;

    async function survivor() {
      mary = await lab.softphone('mary', 'Mary Smith', 'auto');
      const bot = await lab.bot({ methods: ['bridge'], stepOut: 'never' });
      const { participant } = await bot.invite('mary');
      assert.ok(participant);
      await roomHolds('usher');
      await kamailio.crash();
      await kamailio.run();
      // Our Contact is another one now: they are told.
      await mary.reported('CALL_REMOTE_SDP', 2);
      await roomHolds('usher');
      return participant;
    }

    it('the call goes on, and her hang-up reaches us', async () => {
      const participant = await survivor();
      assert.equal(mary.count('CALL_CLOSED'), 0);
      mary.command('hangup');
      assert.deepEqual(await participant.ended, { how: 'left', by: 'person' });
      await roomHolds();
    });

    it('the call goes on, and ends when we hang up', async () => {
      const participant = await survivor();
      await participant.hangUp();
      await mary.reported('CALL_CLOSED');
      await roomHolds();
    });
  });
});
