import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OPTIONS } from '../../src/config/options.ts';
import { scratch } from '../support/scratch.ts';
import { file, LONGEST_STOP_SECONDS } from './surroundings.ts';

const ROOT = join(import.meta.dirname, '../..');

describe('deploy/usher.service', () => {
  const unit = file('deploy/usher.service');

  it('sets only variables that there are', () => {
    const names = [...unit.matchAll(/^Environment=(\w+)=/gm)].map(([, name = '']) => name);
    assert.deepEqual(names, ['NODE_ENV', 'DATA_DIR']);
    assert.ok('DATA_DIR' in OPTIONS);
  });

  it('starts what the repository has', () => {
    const [, node = '', script = ''] = /^ExecStart=\/opt\/usher\/(\S+) (\S+)$/m.exec(unit) ?? [];
    assert.ok(existsSync(join(ROOT, node)), node);
    assert.ok(existsSync(join(ROOT, script)), script);
  });

  it('waits as long as it takes to stop', () => {
    const [, seconds] = /^TimeoutStopSec=(\d+)$/m.exec(unit) ?? [];
    assert.ok(Number(seconds) > LONGEST_STOP_SECONDS, `${seconds} s for ${LONGEST_STOP_SECONDS} s`);
  });

  it('lets V8 compile', () => {
    assert.doesNotMatch(unit, /^MemoryDenyWriteExecute=yes/m);
  });

  it('is understood by systemd, which finds it little exposed', async function () {
    const { error } = spawnSync('systemd-analyze', ['--version']);
    if (error) {
      console.log('      skipped: no systemd-analyze here');
      this.skip();
    }
    const folder = await scratch();
    try {
      const path = join(folder.path, 'usher.service');
      // What it starts has to be where it looks.
      await writeFile(path, unit.replaceAll('/opt/usher', ROOT));
      const verified = spawnSync('systemd-analyze', ['verify', path], { encoding: 'utf8' });
      assert.deepEqual([verified.status, verified.stderr], [0, '']);
      const args = ['security', '--offline=true', '--threshold=15', '--no-pager', path];
      const { status, stdout } = spawnSync('systemd-analyze', args, { encoding: 'utf8' });
      const [, exposure] = /Overall exposure level for usher\.service: ([\d.]+)/.exec(stdout) ?? [];
      console.log(`      exposure ${exposure} of 10`);
      assert.equal(status, 0, stdout);
    } finally {
      await folder.remove();
    }
  });
});
