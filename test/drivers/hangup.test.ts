import assert from 'node:assert/strict';
import { isAnswer, outcomeOfHangup } from '../../src/drivers/hangup.ts';

describe('how a call of a conference server ended', () => {
  it('counts the cause of a telephone exchange, which tells busy from declined', () => {
    const outcome = outcomeOfHangup({ cause: 17, text: 'User busy' }, true);
    assert.equal(outcome.word, 'busy');
    assert.equal(outcome.answer?.q850, 17);
  });

  it('counts the SIP code where there is one, for the cause is only its translation', () => {
    const outcome = outcomeOfHangup({ cause: 17, sipCode: 486, text: 'User busy' }, true);
    assert.equal(outcome.word, 'declined');
    assert.equal(outcome.answer?.q850, undefined);
  });

  it('takes a cause that is not listed for a fault of the network', () => {
    assert.equal(outcomeOfHangup({ cause: 63, text: '' }, false).detail, 'server-error');
  });

  it('knows what nobody has said', () => {
    for (const cause of [0, 16]) assert.equal(isAnswer({ cause, text: '' }), false);
    assert.equal(isAnswer({ cause: 16, sipCode: 487, text: '' }), false, 'the answer to our own CANCEL');
    assert.equal(isAnswer({ cause: 21, sipCode: 603, text: '' }), true);
    assert.equal(outcomeOfHangup({ cause: 16, text: '' }, true).detail, 'cancelled-elsewhere');
  });
});
