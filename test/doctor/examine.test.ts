import assert from 'node:assert/strict';
import { type Check, type Finding, fail, ok, warn } from '../../src/doctor/check.ts';
import { examine } from '../../src/doctor/examine.ts';

const check = (name: string, run: () => AsyncIterable<Finding>): Check => ({ name, run });
const finds = (name: string, ...findings: readonly Finding[]): Check =>
  check(name, async function* () {
    yield* findings;
  });

describe('an examination', () => {
  async function examined(checks: readonly Check[], limitMs = 60_000) {
    const lines: string[] = [];
    const code = await examine(checks, { limitMs, print: (line) => lines.push(line) });
    return { code, lines };
  }

  it('ends with 0 where nothing is wrong', async () => {
    const { code, lines } = await examined([finds('Node', ok('24'))]);
    assert.deepEqual([code, lines], [0, ['ok    Node                  24', '', 'Nothing is wrong.']]);
  });

  it('ends with 0 where something is only to be looked at', async () => {
    const { code, lines } = await examined([finds('disk', warn('is full', 'make room'))]);
    assert.equal(code, 0);
    assert.deepEqual(lines.at(-1), '1 should be looked at.');
  });

  it('ends with 1 where something fails, and says what to do about it', async () => {
    const { code, lines } = await examined([finds('disk', ok('is there'), fail('is full', 'make room'))]);
    assert.equal(code, 1);
    assert.deepEqual(lines.slice(1), [
      'FAIL  disk                  is full',
      '                            → make room',
      '',
      '1 thing has to be mended.',
    ]);
  });

  it('asks all at once, and tells in order', async () => {
    const second = Promise.withResolvers<void>();
    const first = check('first', async function* () {
      // Would wait for ever where one is asked after the other.
      await second.promise;
      yield ok('1');
    });
    const last = check('second', async function* () {
      second.resolve();
      yield ok('2');
    });
    const { lines } = await examined([first, last]);
    assert.deepEqual(
      lines.slice(0, 2).map((line) => line.slice(6, 12)),
      ['first ', 'second'],
    );
  });

  it('waits for nobody for ever, and keeps what was found until then', async () => {
    let wasStopped = false;
    const slow = check('slow', async function* (signal?: AbortSignal) {
      yield ok('begins');
      await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
      wasStopped = true;
      yield ok('too late');
    });
    const { code, lines } = await examined([slow], 20);
    assert.equal(code, 1);
    assert.match(lines[0] ?? '', /begins/);
    assert.match(lines[1] ?? '', /FAIL.*no answer within 0.02 s/);
    assert.doesNotMatch(lines.join(), /too late/);
    assert.ok(wasStopped);
  });

  it('goes on where a check itself is wrong', async () => {
    const broken = check('broken', () => {
      throw new TypeError('x is undefined');
    });
    const { code, lines } = await examined([broken, finds('Node', ok('24'))]);
    assert.equal(code, 1);
    assert.match(lines[0] ?? '', /could not be looked at: x is undefined/);
    assert.match(lines[2] ?? '', /^ok {4}Node/);
  });
});
