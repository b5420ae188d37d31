import assert from 'node:assert/strict';
import { useLab } from './support/lab.ts';

describe('refer: a phone is asked to call the conference', () => {
  const lab = useLab();
  const ENDED = 'terminated;reason=noresource';

  beforeEach(async () => {
    // Nobody of ours calls it.
    await lab.kamailio(1);
  });

  it('tells that a phone which takes REFER has joined by itself', async () => {
    const bot = await lab.bot({ methods: ['refer', 'bridge'] });
    const phone = await lab.scriptedPhone('mary', 'focus', { keys: { answer: '200 OK', state: ENDED } });

    const { outcome, changes, participant } = await bot.invite('mary', { fromName: 'Bert: Standup' });

    assert.equal(outcome.word, 'joined');
    assert.equal(participant?.presence, 'independent');
    assert.equal(changes.at(-1), 'Terminated Accepted');
    assert.ok(await phone.succeeded());
    assert.match(phone.messages, /^Refer-To: <sip:conf77@conf\.lab\.test>/m);
    assert.match(phone.messages, /^From: "Bert: Standup" </m);
  });

  it('tells that the person has declined', async () => {
    const bot = await lab.bot({ methods: ['refer', 'bridge'] });
    const phone = await lab.scriptedPhone('bob', 'focus', { keys: { answer: '603 Declined', state: ENDED } });

    const { outcome } = await bot.invite('bob');

    assert.equal(outcome.word, 'declined');
    assert.ok(await phone.succeeded());
    assert.doesNotMatch(phone.messages, /^INVITE /m);
  });

  it('does not know what became of it where the proxy loses the NOTIFYs, and does not ring', async () => {
    const bot = await lab.bot({ methods: ['refer', 'bridge'] });
    const phone = await lab.scriptedPhone('lossy-mary', 'focus', {
      keys: { answer: '200 OK', state: ENDED },
    });

    const { outcome } = await bot.invite('lossy-mary', { ringSeconds: 1 });

    assert.deepEqual(outcome, { word: 'unknown', detail: 'no-word-of-joining' });
    assert.match(phone.messages, /^NOTIFY /m);
    assert.doesNotMatch(phone.messages, /^INVITE /m);
  });

  it('is refused by a stock softphone, which then rings once for a call', async () => {
    const bot = await lab.bot({ methods: ['refer', 'bridge'] });
    const sue = await lab.softphone('sue', 'Sue', 'manual');

    const { outcome } = await bot.invite('sue', { ringSeconds: 1 });

    assert.equal(outcome.word, 'no-answer');
    await sue.reported('CALL_CLOSED');
    assert.equal(sue.count('CALL_INCOMING'), 1);
  });

  it('is refused by a stock softphone: cannot, where there is no other method', async () => {
    const bot = await lab.bot({ methods: ['refer'] });
    const sue = await lab.softphone('sue', 'Sue', 'manual');

    const { outcome } = await bot.invite('sue');

    assert.equal(outcome.word, 'cannot');
    assert.equal(outcome.answer?.code, 501);
    assert.equal(sue.count('CALL_INCOMING'), 0);
  });
});
