import assert from 'node:assert/strict';
import { createLog, logPrinted } from '../../src/logging/index.ts';

describe('what libraries print', () => {
  function printed(level: string): string[] {
    const lines: string[] = [];
    const log = createLog({
      level,
      secrets: ['hunter2!'],
      destination: { write: (line) => lines.push(line) },
    });
    const console = { warn() {}, error() {} } as Pick<Console, 'warn' | 'error'>;
    logPrinted(log, console);
    console.error('Error finding key for token. Available keys: %s', 'x'.repeat(5_000));
    console.warn(new Error('the password is hunter2!'));
    return lines;
  }

  it('is a line of the log, as bounded and as secret as any other', () => {
    const lines = printed('debug');
    assert.equal(lines.length, 2);
    assert.match(lines[0] ?? '', /"printed":"Error finding key/);
    assert.ok((lines[0] ?? '').length < 1_500);
    assert.match(lines[1] ?? '', /the password is /);
    assert.doesNotMatch(lines[1] ?? '', /hunter2!/);
  });

  it('is seen by who looks closely alone', () => {
    assert.deepEqual(printed('info'), []);
  });
});
