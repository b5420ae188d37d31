import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';

const LOGGING = new URL('../../src/logging/index.ts', import.meta.url).href;

describe('an error that nobody has caught', () => {
  for (const [how, code] of [
    ['thrown', 'setTimeout(() => { throw failure; })'],
    ['rejected', 'void Promise.reject(failure)'],
  ] as const) {
    it(`ends the process with a line of the log, without what hangs on it (${how})`, async () => {
      const program = `
        import { createLog, logUncaught } from '${LOGGING}';
        logUncaught(createLog({ level: 'info', secrets: ['hunter2!'] }));
        const failure = Object.assign(new Error('hunter2!'), { config: { headers: { authorization: 'canary' } } });
        ${code};
        setInterval(() => {}, 1_000);`;
      const { exitCode, stderr } = await new Promise<{ exitCode: unknown; stderr: string }>((resolve) =>
        execFile(process.execPath, ['--input-type=module', '-e', program], (error, _stdout, stderr) =>
          resolve({ exitCode: error?.code, stderr }),
        ),
      );
      assert.equal(exitCode, 1);
      const { level, msg, err } = JSON.parse(stderr);
      assert.deepEqual(
        { level, msg, message: err.message },
        { level: 60, msg: 'nobody has caught this', message: '…' },
      );
      assert.doesNotMatch(stderr, /hunter2|canary/);
    });
  }
});
