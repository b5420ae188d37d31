import assert from 'node:assert/strict';
import { useLab } from './support/lab.ts';
import { until } from './support/peer.ts';
import type { Sipp } from './support/sipp.ts';

describe('dial-out: a conference server that takes REFER', () => {
  const lab = useLab();

  /** The conference server of everybody started after it; its call to the person comes to this end. */
  async function focusThatEndsWith(answer: string): Promise<Sipp> {
    const focus = await lab.scriptedFocus('focus', {
      keys: { answer, state: 'terminated;reason=noresource' },
    });
    await lab.kamailio(focus.port);
    return focus;
  }

  it('tells that the person whom the conference called has answered', async () => {
    const focus = await focusThatEndsWith('200 OK');
    const bot = await lab.bot({ methods: ['dial-out'] });

    const { outcome, changes, participant } = await bot.invite('mary');

    assert.equal(outcome.word, 'answered');
    assert.equal(participant?.presence, 'independent');
    assert.deepEqual(changes.slice(1), ['Delivering Ringing', 'Terminating Accepted', 'Terminated Accepted']);
    assert.ok(await focus.succeeded());
    assert.match(focus.messages, /^Refer-To: <sip:mary@lab\.test\?Subject=Standup>/m);
  });

  it('tells that she has declined', async () => {
    const focus = await focusThatEndsWith('603 Decline');
    const bot = await lab.bot({ methods: ['dial-out'] });

    const { outcome } = await bot.invite('bob');

    assert.equal(outcome.word, 'declined');
    assert.equal(outcome.answer?.code, 603);
    assert.ok(await focus.succeeded());
  });

  it('has the conference take back a call that rings, when it is withdrawn', async () => {
    const keys = { answer: '180 Ringing', state: 'active;expires=60' };
    const focus = await lab.scriptedFocus('focus', { keys, calls: 2 });
    await lab.kamailio(focus.port);
    const bot = await lab.bot({ methods: ['dial-out'] });
    const withdrawal = new AbortController();
    const invited = bot.invite('mary', { signal: withdrawal.signal });
    await until('the conference has told that she rings', () => focus.messages.includes('180 Ringing'));

    withdrawal.abort();

    assert.equal((await invited).outcome.word, 'withdrawn');
    assert.ok(await focus.succeeded());
    assert.match(focus.messages, /^Refer-To: <sip:mary@lab\.test;method=BYE>/m);
  });

  it('is what remains for a phone that takes no INVITE', async () => {
    const focus = await focusThatEndsWith('200 OK');
    const bot = await lab.bot({ methods: ['bridge', 'dial-out'] });
    const phone = await lab.scriptedPhone('fay', 'cannot', { calls: 2 });

    const { outcome, changes } = await bot.invite('fay');

    assert.equal(outcome.word, 'answered');
    assert.ok(changes.includes('Delivering FallingBackToMcuDialOut'));
    assert.ok(await phone.succeeded());
    assert.ok(await focus.succeeded());
  });

  it('is refused by a real Asterisk, which takes no REFER outside a call: cannot', async () => {
    const asterisk = await lab.asterisk();
    await lab.kamailio(asterisk.port);
    const bot = await lab.bot({ methods: ['dial-out'] });

    const { outcome } = await bot.invite('mary');

    assert.equal(outcome.word, 'cannot');
    assert.equal(outcome.answer?.code, 501);
  });
});
