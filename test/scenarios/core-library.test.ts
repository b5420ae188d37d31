/** The programs of docs/core.md, run as they stand there. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type SandboxProcess, startSandboxProcess } from '../support/sandbox-process.ts';

const ROOT = join(import.meta.dirname, '../..');

describe('docs/core.md', function () {
  this.timeout(60_000);
  let page: string;
  let running: ChildProcess | undefined;

  before(async () => {
    page = await readFile(join(ROOT, 'docs/core.md'), 'utf8');
  });
  afterEach(() => {
    // Only what a failed test has left.
    if (running?.exitCode === null) running.kill('SIGKILL');
  });

  /** What stands between the `index`-th fence of that language and its end. */
  function block(language: string, index: number): string {
    const blocks = [...page.matchAll(/^```(\w*)\n(.*?)^```$/gms)].filter(([, name]) => name === language);
    return blocks[index]?.[2] ?? assert.fail(`docs/core.md has no block ${index} in "${language}"`);
  }

  /** Runs it in the project's folder; resolves with what it printed. */
  async function run(program: string, env: Readonly<Record<string, string>>, input = ''): Promise<string> {
    const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', program], {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    running = child;
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    child.stdin.end(input);
    const [code] = await once(child, 'close');
    assert.equal(code, 0, printed);
    return printed;
  }

  describe('the program with SIP', () => {
    let sandbox: SandboxProcess;
    before(async () => {
      sandbox = await startSandboxProcess({ delays: { answerMs: 50, declineMs: 50 } });
    });
    after(() => sandbox.stop());

    it('brings Mary into the conference, and prints what the page says', async () => {
      const program = block('ts', 0);
      const statements = program.split('\n').filter((line) => line !== '' && !line.startsWith('import'));
      assert.ok(statements.length <= 10, `${statements.length} lines`);

      const printed = await run(program, { SIP_SERVER: sandbox.server });

      assert.equal(printed, block('', 0));
      const room = sandbox.snapshot().rooms.standup ?? [];
      assert.deepEqual(
        room.map(({ uri }) => uri),
        ['sip:mary@usher.example'],
      );
    });
  });

  describe('the method of one’s own', () => {
    for (const { typed, word } of [
      { typed: 'yes', word: 'accepted' },
      { typed: 'no', word: 'declined' },
    ]) {
      it(`"${typed}": ${word}`, async () => {
        const printed = await run(block('ts', 1), {}, `${typed}\n`);

        assert.equal(printed.trimEnd(), `sip:mary@usher.example, will you join Standup? ${word}`);
      });
    }
  });
});
