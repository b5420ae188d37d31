import assert from 'node:assert/strict';
import { readSubscriptionState } from '../../../src/sip/roster/subscription-state.ts';

describe('Subscription-State', () => {
  const none = { reason: '', expiresSeconds: undefined, retryAfterSeconds: undefined };
  const cases: [value: string | undefined, expected: ReturnType<typeof readSubscriptionState>][] = [
    ['active', { ...none, state: 'active' }],
    ['Active ; Expires=600', { ...none, state: 'active', expiresSeconds: 600 }],
    ['pending;expires=60', { ...none, state: 'pending', expiresSeconds: 60 }],
    [
      'terminated;reason=Probation;retry-after=30',
      { state: 'terminated', reason: 'probation', expiresSeconds: undefined, retryAfterSeconds: 30 },
    ],
    ['terminated;reason="noresource"', { ...none, state: 'terminated', reason: 'noresource' }],
    ['waiting', { ...none, state: 'pending' }],
    ['active;expires=soon', { ...none, state: 'active' }],
    ['active;expires=99999999999', { ...none, state: 'active' }],
    ['', undefined],
    ['active, terminated', undefined],
    [undefined, undefined],
  ];
  for (const [value, expected] of cases) {
    it(`${value}`, () => assert.deepEqual(readSubscriptionState(value), expected));
  }
});
