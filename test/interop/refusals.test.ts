import assert from 'node:assert/strict';
import type { Bot } from './support/bot.ts';
import { useLab } from './support/lab.ts';

describe('bridge: people who do not come', () => {
  const lab = useLab();
  let bot: Bot;

  beforeEach(async () => {
    // Nobody gets as far as the conference.
    await lab.kamailio(1);
    bot = await lab.bot({ methods: ['bridge'] });
  });

  it('603 after ringing: declined', async () => {
    const phone = await lab.scriptedPhone('bob', 'decline');

    const { outcome, changes } = await bot.invite('bob');

    assert.equal(outcome.word, 'declined');
    assert.equal(outcome.answer?.code, 603);
    assert.equal(outcome.answer?.rang, true);
    assert.equal(changes.at(-1), 'Terminated TerminatedRemotely');
    assert.ok(await phone.succeeded());
  });

  it('486 of a phone that rang: declined, for this is how a softphone rejects', async () => {
    const bob = await lab.softphone('bob', 'Bob', 'manual');

    const invited = bot.invite('bob');
    await bob.reported('CALL_INCOMING');
    bob.command('hangup');

    const { outcome } = await invited;
    assert.equal(outcome.word, 'declined');
    assert.equal(outcome.answer?.code, 486);
  });

  it('486 of a phone that did not ring: busy', async () => {
    const phone = await lab.scriptedPhone('max', 'busy');

    const { outcome } = await bot.invite('max');

    assert.equal(outcome.word, 'busy');
    assert.equal(outcome.answer?.rang, false);
    assert.ok(await phone.succeeded());
  });

  it('a phone that rings and rings: no answer, and it stops ringing', async () => {
    const sue = await lab.softphone('sue', 'Sue', 'manual');

    const { outcome, changes } = await bot.invite('sue', { ringSeconds: 1 });

    assert.equal(outcome.word, 'no-answer');
    assert.equal(outcome.answer?.cancelled, 'ring-timeout');
    assert.equal(changes.at(-1), 'Terminated DeliverFailed');
    await sue.reported('CALL_CLOSED');
  });

  it('a phone that says nothing at all: no answer, and it gets a CANCEL', async () => {
    const phone = await lab.scriptedPhone('sue', 'silence');

    const impatient = await lab.bot({ methods: ['bridge'], timers: { silenceMs: 500 } });

    const { outcome } = await impatient.invite('sue');

    assert.equal(outcome.word, 'no-answer');
    assert.ok(await phone.succeeded());
  });

  it('an address that nobody is registered for: not found', async () => {
    const { outcome } = await bot.invite('nobody');

    assert.equal(outcome.word, 'not-found');
    assert.equal(outcome.answer?.code, 404);
  });

  it('withdrawn while ringing: the phone stops', async () => {
    const mary = await lab.softphone('mary', 'Mary Smith', 'manual');
    const withdrawal = new AbortController();
    const invited = bot.invite('mary', { signal: withdrawal.signal });
    await mary.reported('CALL_INCOMING');

    withdrawal.abort();

    const { outcome, changes } = await invited;
    assert.equal(outcome.word, 'withdrawn');
    assert.equal(changes.at(-1), 'Terminated TerminatedLocally');
    await mary.reported('CALL_CLOSED');
  });

  it('the proxy asks for a password: whoever knows it gets through', async () => {
    await lab.scriptedPhone('bob', 'decline');
    const secured = await lab.bot({ methods: ['bridge'], user: 'secured', password: 'open sesame' });

    const { outcome } = await secured.invite('bob');

    assert.equal(outcome.word, 'declined');
  });

  it('the proxy asks for a password that the bot does not know: failed, because of credentials', async () => {
    const secured = await lab.bot({ methods: ['bridge'], user: 'secured', password: 'wrong' });

    const { outcome } = await secured.invite('bob');

    assert.deepEqual([outcome.word, outcome.detail, outcome.answer?.code], ['failed', 'credentials', 407]);
  });
});
