import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultDataDir, makeFolder } from '../../../src/store/embedded/data-directory.ts';
import { scratch } from '../../support/scratch.ts';

describe('the data directory', () => {
  let folder: { path: string; remove(): Promise<void> };

  beforeEach(async () => {
    folder = await scratch();
  });

  afterEach(() => folder.remove());

  it('is data in the working directory', () => {
    assert.equal(defaultDataDir(folder.path), join(folder.path, 'data'));
  });

  it('is /var/lib/usher for root where the database user may not enter the working directory', async function () {
    if (process.getuid?.() !== 0) {
      console.log('    skipped: this run is not root');
      this.skip();
    }
    const closed = join(folder.path, 'closed');
    await mkdir(join(closed, 'below'), { recursive: true, mode: 0o700 });
    assert.equal(defaultDataDir(join(closed, 'below')), '/var/lib/usher');
  });

  it('gets folders that are complete or not there', async () => {
    const place = join(folder.path, 'place');
    const failing = makeFolder(place, async (path) => {
      await writeFile(join(path, 'half'), '');
      throw new Error('interrupted');
    });
    await assert.rejects(failing, /interrupted/);
    assert.deepEqual(await readdir(folder.path), []);
    await Promise.all(
      ['one', 'other'].map((name) => makeFolder(place, (path) => writeFile(join(path, name), ''))),
    );
    assert.equal((await readdir(place)).length, 1);
    assert.deepEqual(await readdir(folder.path), ['place']);
  });
});
