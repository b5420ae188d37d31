import assert from 'node:assert/strict';
import { Blame } from '../../../src/sip/transport/blame.ts';

describe('blame for what is refused', () => {
  let now: number;
  let blame: Blame;
  beforeEach(() => {
    now = 0;
    blame = new Blame(() => now);
  });

  const add = (count: number, address = '192.0.2.1') => {
    let restMs = 0;
    for (let n = 0; n < count; n += 1) restMs = blame.add(address);
    return restMs;
  };

  it('lets a burst pass', () => {
    assert.equal(add(600), 0);
  });

  it('then has its address wait for its turns, fifty a second, for a second at most', () => {
    add(600);
    assert.equal(add(1), 20);
    assert.equal(add(4), 100);
    assert.equal(add(1_000), 1_000);
  });

  it('counts each address for itself', () => {
    add(2_000);
    assert.equal(add(1, '192.0.2.2'), 0);
  });

  it('forgives with time', () => {
    add(700);
    now = 2_000;
    assert.equal(add(1), 20);
    now = 60_000;
    assert.equal(add(600), 0);
  });

  it('remembers a thousand addresses, and forgets the one that was blamed longest ago', () => {
    add(700, 'first');
    add(700, 'second');
    for (let n = 0; n < 998; n += 1) add(1, `other-${n}`);
    assert.equal(add(1, 'first'), 1_000);
    add(1, 'one more');
    assert.equal(add(1, 'second'), 0);
  });
});
