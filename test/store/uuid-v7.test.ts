import assert from 'node:assert/strict';
import { uuidV7 } from '../../src/store/uuid-v7.ts';

describe('uuidV7', () => {
  const FUTURE_MS = Date.parse('2100-01-01');

  it('has the shape of RFC 9562, with its instant in front', () => {
    const id = uuidV7(FUTURE_MS);
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(Number.parseInt(id.slice(0, 13).replace('-', ''), 16), FUTURE_MS);
  });

  it('sorts in the order of making, within one millisecond and when the clock is set back', () => {
    const ids = Array.from({ length: 10_000 }, (_, index) =>
      uuidV7(FUTURE_MS + (index < 9_000 ? 1 : -60_000)),
    );
    assert.deepEqual(ids, ids.toSorted());
    assert.equal(new Set(ids).size, ids.length);
  });
});
