import assert from 'node:assert/strict';
import { afterTheEnd } from '../../../src/sip/roster/after-the-end.ts';

const AGAIN = { kind: 'again', pauseSeconds: 0 };

describe('after the end of a subscription', () => {
  const refusals: [codes: readonly number[], expected: (code: number) => object][] = [
    [[0, 404, 408, 480, 481, 477, 486, 487, 491, 500, 502, 503, 504, 580, 600], () => AGAIN],
    [
      [302, 400, 401, 403, 405, 406, 407, 410, 415, 416, 420, 484, 488, 489, 501, 505, 513, 603, 604, 606],
      (code) => ({ kind: 'final', code }),
    ],
  ];
  for (const [codes, expected] of refusals) {
    for (const code of codes) {
      it(`refused with ${code}`, () => {
        assert.deepEqual(afterTheEnd({ how: 'refused', code, retryAfterSeconds: undefined }), expected(code));
      });
    }
  }

  it('waits as long as a busy server wants, within reason', () => {
    const busy = (retryAfterSeconds: number) => afterTheEnd({ how: 'refused', code: 503, retryAfterSeconds });
    assert.deepEqual(busy(120), { kind: 'again', pauseSeconds: 120 });
    assert.deepEqual(busy(4_000_000_000), { kind: 'again', pauseSeconds: 3_600 });
  });

  const reasons: [reason: string, expected: object][] = [
    ['deactivated', AGAIN],
    ['timeout', AGAIN],
    ['probation', { kind: 'again', pauseSeconds: 60 }],
    ['giveup', { kind: 'again', pauseSeconds: 60 }],
    ['', { kind: 'again', pauseSeconds: 60 }],
    ['something-new', { kind: 'again', pauseSeconds: 60 }],
    ['rejected', { kind: 'final', code: 403 }],
    ['noresource', { kind: 'gone' }],
  ];
  for (const [reason, expected] of reasons) {
    it(`terminated: ${reason || 'without a reason'}`, () => {
      assert.deepEqual(afterTheEnd({ how: 'terminated', reason, retryAfterSeconds: 60 }), expected);
    });
  }

  it('not even a NOTIFY came', () => assert.deepEqual(afterTheEnd({ how: 'silence' }), AGAIN));
});
