import assert from 'node:assert/strict';
import type { Asterisk } from './support/asterisk.ts';
import type { Bot } from './support/bot.ts';
import { useLab } from './support/lab.ts';

describe('a successor of a bot that was killed', () => {
  const lab = useLab();
  let asterisk: Asterisk;

  beforeEach(async () => {
    asterisk = await lab.asterisk();
    await lab.kamailio(asterisk.port);
  });

  const roomHolds = (...callerIds: string[]) => asterisk.roomHolds('conf77', ...callerIds);

  /** Kills the bot; somebody else goes on with what it has written down. */
  async function succeed(bot: Bot): Promise<Bot> {
    await bot.stop();
    return await lab.bot({ methods: ['bridge'], legs: bot.livingLegs });
  }

  it('stops the phone that rings', async () => {
    const mary = await lab.softphone('mary', 'Mary Smith', 'manual');
    const bot = await lab.bot({ methods: ['bridge'] });
    void bot.invite('mary');
    await mary.reported('CALL_INCOMING');

    const successor = await succeed(bot);
    const recovered = successor.recover();

    await mary.reported('CALL_CLOSED');
    assert.deepEqual(await recovered, { kind: 'cancelled' });
  });

  it('stops the phone that rings, also where the proxy had asked the bot for a password', async () => {
    const mary = await lab.softphone('mary', 'Mary Smith', 'manual');
    const bot = await lab.bot({ methods: ['bridge'], user: 'secured', password: 'open sesame' });
    void bot.invite('mary');
    await mary.reported('CALL_INCOMING');

    const successor = await succeed(bot);
    const recovered = successor.recover();

    await mary.reported('CALL_CLOSED');
    assert.deepEqual(await recovered, { kind: 'cancelled' });
  });

  it('goes on with a call that is up', async () => {
    const mary = await lab.softphone('mary', 'Mary Smith', 'auto');
    const bot = await lab.bot({ methods: ['bridge'], stepOut: 'never' });
    await bot.invite('mary');
    await roomHolds('usher');

    const result = await (await succeed(bot)).recover();

    assert.ok(result.kind === 'adopted');
    assert.equal(mary.count('CALL_CLOSED'), 0);
    mary.command('hangup');
    assert.deepEqual(await result.participant.ended, { how: 'left', by: 'person' });
    await roomHolds();
  });

  it('finds out that she has hung up meanwhile, and frees the room', async () => {
    const mary = await lab.softphone('mary', 'Mary Smith', 'auto');
    const bot = await lab.bot({ methods: ['bridge'], stepOut: 'never' });
    await bot.invite('mary');
    await roomHolds('usher');
    await bot.stop();
    mary.command('hangup');
    await mary.reported('CALL_CLOSED');
    await roomHolds('usher');

    const result = await (await succeed(bot)).recover();

    assert.equal(result.kind, 'ended');
    await roomHolds();
  });
});
