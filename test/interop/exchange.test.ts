import assert from 'node:assert/strict';
import type { Bot } from './support/bot.ts';
import { useLab } from './support/lab.ts';

/** A telephone exchange folds many causes into few codes, and says the cause in `Reason: Q.850;cause=…` (RFC 3326). */
describe('people of a telephone exchange: Asterisk', () => {
  const lab = useLab();
  let bot: Bot;

  /** Who it is says with which cause the exchange ends the call: at once (`desk`), or when the telephone has rung (`bell`). */
  const PEOPLE = [
    ['bell17', 'busy', 486, '486 after ringing, cause 17: busy, for the cause wins over the ringing'],
    ['bell19', 'no-answer', 480, '480 after ringing, cause 19: no answer'],
    ['desk17', 'busy', 486, '486 at once, cause 17: busy'],
    ['desk20', 'offline', 480, '480 at once, cause 20: offline'],
    [
      'desk21',
      'declined',
      403,
      '403 at once, cause 21: declined, though an exchange may mean that it does not allow it',
    ],
    ['desk01', 'not-found', 404, '404 at once, cause 1: not found'],
  ] as const;

  beforeEach(async () => {
    const asterisk = await lab.asterisk();
    const kamailio = await lab.kamailio(asterisk.port);
    for (const [user] of PEOPLE) await kamailio.register(user, asterisk.port);
    bot = await lab.bot({ methods: ['bridge'] });
  });

  for (const [user, word, code, title] of PEOPLE) {
    it(title, async () => {
      const { outcome } = await bot.invite(user);

      assert.deepEqual([outcome.word, outcome.answer?.code], [word, code]);
      assert.equal(outcome.answer?.rang, user.startsWith('bell'));
      assert.equal(outcome.answer?.q850, Number(user.slice(-2)));
    });
  }
});
