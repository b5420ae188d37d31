import assert from 'node:assert/strict';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkPeopleFile, checkSecrets, checkTrace } from '../../src/doctor/check-files.ts';
import { checkMachine } from '../../src/doctor/check-machine.ts';
import { scratch } from '../support/scratch.ts';
import { told } from './told.ts';

describe('the check of files', () => {
  let folder: Awaited<ReturnType<typeof scratch>>;
  beforeEach(async () => {
    folder = await scratch();
  });
  afterEach(() => folder.remove());

  async function write(name: string, text: string, mode = 0o600): Promise<string> {
    const path = join(folder.path, name);
    await writeFile(path, text);
    await chmod(path, mode);
    return path;
  }

  it('counts people, and names the lines that are left out', async () => {
    const lines = [
      'name,sip',
      'Mary Lind,sip:mary@contoso.com',
      ...Array.from({ length: 5 }, () => 'Bob,nonsense:'),
    ];
    const found = await told(checkPeopleFile(await write('people.csv', lines.join('\n')), undefined));
    assert.match(found[0] ?? '', /^ok: .*people\.csv: 1 people$/);
    assert.match(found[1] ?? '', /^warn: line 3 is left out \(\S+\) → correct that line$/);
    assert.equal(found.length, 5);
    assert.match(found[4] ?? '', /^warn: 2 more lines are left out/);
  });

  it('says that there is no such file, or nobody in it', async () => {
    assert.match(
      (await told(checkPeopleFile(join(folder.path, 'x'), undefined)))[0] ?? '',
      /^fail: Cannot read .*ENOENT → correct PEOPLE_FILE/,
    );
    assert.match(
      (await told(checkPeopleFile(await write('p.csv', 'name,sip\n'), undefined)))[0] ?? '',
      /^warn: .* nobody is in it/,
    );
  });

  it('finds secrets that everybody may read', async () => {
    const open = await write('key.pem', '', 0o644);
    const closed = await write('.env', '', 0o640);
    const found = await told(
      checkSecrets({ SIP_TLS_KEY: open, '.env': closed, other: join(folder.path, 'none') }),
    );
    assert.deepEqual(found, [
      `warn: everybody on this machine may read SIP_TLS_KEY (${open}) → chmod 600, for the user that runs Usher`,
    ]);
    await chmod(open, 0o600);
    assert.deepEqual(await told(checkSecrets({ SIP_TLS_KEY: open })), [
      'ok: no file with a secret is open to everybody',
    ]);
  });

  it('reminds of a trace, or says that it cannot be written', async () => {
    assert.match(
      (await told(checkTrace(join(folder.path, 'sip.log'))))[0] ?? '',
      /^warn: every SIP message is written to/,
    );
    assert.match(
      (await told(checkTrace(join(folder.path, 'none/sip.log'))))[0] ?? '',
      /^fail: .* cannot be written: ENOENT/,
    );
  });

  it('notices a Node without time zones', async () => {
    assert.equal((await told(checkMachine())).length, 1);
    assert.match((await told(checkMachine(() => 'GMT')))[1] ?? '', /^warn: it has no time zones → /);
  });
});
