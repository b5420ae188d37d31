import assert from 'node:assert/strict';
import { Refusals } from '../../src/http/refusals.ts';

describe('refusals at HTTP', () => {
  it('are all counted, and each reason is logged once a minute with how often it came', () => {
    const counted: string[] = [];
    const logged: object[] = [];
    let now = 0;
    const refusals = new Refusals({
      refused: (reason) => counted.push(reason),
      log: { warn: (facts) => logged.push(facts) },
      now: () => now,
    });
    for (let n = 0; n < 1_000; n += 1) refusals.count('not-json');
    refusals.count('not-signed', { route: 'events' });
    now = 59_999;
    refusals.count('not-json');
    now = 60_000;
    refusals.count('not-json');
    assert.equal(counted.length, 1_003);
    assert.deepEqual(logged, [
      { reason: 'not-json', count: 1 },
      { route: 'events', reason: 'not-signed', count: 1 },
      { reason: 'not-json', count: 1_001 },
    ]);
  });
});
