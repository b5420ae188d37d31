import assert from 'node:assert/strict';
import { useLab } from './support/lab.ts';
import { until } from './support/peer.ts';

describe('bridge: a call that is forwarded', () => {
  const lab = useLab();

  it('302 after a 181: rings whom it names, and brings in who answers', async () => {
    const asterisk = await lab.asterisk();
    await lab.kamailio(asterisk.port);
    const phone = await lab.scriptedPhone('mary', 'forward');
    await lab.softphone('lee', 'Lee Brown', 'auto');
    const bot = await lab.bot({ methods: ['bridge'] });

    const { outcome, changes } = await bot.invite('mary');

    assert.ok(await phone.succeeded());
    assert.equal(outcome.word, 'joined');
    assert.equal(outcome.answer?.identity, 'sip:lee@lab.test');
    assert.deepEqual(changes, [
      'Delivering None',
      'Delivering DeflectedToDelegate',
      'Delivering DeflectedToAnotherDestination',
      'Delivering Ringing',
      'Terminating Accepted',
      'Terminated Accepted',
    ]);
    await until('lee is in', async () => `${await asterisk.members('conf77')}` === 'lee');
  });

  it('to nobody who can be reached: what the last of them was answered', async () => {
    await lab.kamailio(1);
    const phone = await lab.scriptedPhone('mary', 'forward');
    const bot = await lab.bot({ methods: ['bridge'] });

    const { outcome } = await bot.invite('mary');

    assert.ok(await phone.succeeded());
    assert.equal(outcome.word, 'not-found');
    assert.equal(outcome.answer?.code, 404);
  });
});
