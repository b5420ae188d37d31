/**
 * The steps of the Dockerfile by hand, and the result run as its image is meant to be run: by a user without any right, on a file system
 * where nothing can be written. Only the base image and the engine are not there.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../support/free-port.ts';
import { freshDatabase } from '../support/postgres.ts';
import { type SandboxProcess, startSandboxProcess } from '../support/sandbox-process.ts';
import { scratch } from '../support/scratch.ts';
import { buildImage, type Image } from './support/dockerfile.ts';
import { Peer, until } from './support/peer.ts';

const ROOT = join(import.meta.dirname, '../..');
/** Two cores that are busy with other things load it slowly. */
const STARTS_MS = 60_000;
/** In a mount namespace of its own; what it is given is run there by the user of the image, who can become nobody else. */
const READ_ONLY = `
  mount --bind "$ROOT" "$ROOT" && mount -o remount,bind,ro "$ROOT" && mount -o remount,bind,ro / && cd "$ROOT/$WORKDIR" &&
  exec setpriv --reuid="\${OWNER%:*}" --regid="\${OWNER#*:}" --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all -- "$@"`;

describe('the image', function () {
  this.timeout(180_000);
  let folder: Awaited<ReturnType<typeof scratch>>;
  let image: Image;

  before(async function () {
    const { status, stderr } = spawnSync('unshare', ['--mount', 'true'], { encoding: 'utf8' });
    if (status !== 0) {
      console.log(`    skipped: no mount namespace can be made here: ${stderr.trim()}`);
      this.skip();
    }
    folder = await scratch();
    image = buildImage(ROOT, folder.path);
    // Where the base image has it; the one of the tests may lie where its user must not look.
    mkdirSync(join(image.root, 'usr/local/bin'), { recursive: true });
    copyFileSync(process.execPath, join(image.root, 'usr/local/bin/node'));
  });
  after(async () => {
    await folder?.remove();
  });

  const inImage = (command: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const inner: Record<string, string> = {
      ...image.env,
      ...env,
      PATH: `${join(image.root, 'usr/local/bin')}:/usr/bin:/bin`,
    };
    const outer = [
      `ROOT=${image.root}`,
      `WORKDIR=${image.workdir}`,
      `OWNER=${image.user}`,
      'PATH=/usr/bin:/bin:/usr/sbin',
    ];
    const clean = [
      'env',
      '--ignore-environment',
      ...Object.entries(inner).map((one) => one.join('=')),
      ...command,
    ];
    return ['--ignore-environment', ...outer, 'unshare', '--mount', 'sh', '-c', READ_ONLY, 'sh', ...clean];
  };
  const runs = (command: readonly string[], env?: Readonly<Record<string, string>>) => {
    const { status, stdout, stderr } = spawnSync('env', inImage(command, env), { encoding: 'utf8' });
    return { status, output: `${stdout}${stderr}` };
  };

  it('holds the product and its packages, and nothing else', () => {
    const product = join(image.root, image.workdir);
    assert.deepEqual(readdirSync(product).toSorted(), [
      'LICENSE',
      'manifest',
      'node_modules',
      'package.json',
      'src',
    ]);
    const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { dev?: boolean; optional?: boolean; devOptional?: boolean }>;
    };
    const expected = Object.entries(lock.packages)
      .filter(([path, { dev, optional, devOptional }]) => path !== '' && !dev && !optional && !devOptional)
      .map(([path]) => path);
    const installed = JSON.parse(readFileSync(join(product, 'node_modules/.package-lock.json'), 'utf8')) as {
      packages: object;
    };
    assert.deepEqual(Object.keys(installed.packages).toSorted(), expected.toSorted());
    const megabytes = Number(execFileSync('du', ['-sm', product], { encoding: 'utf8' }).split('\t')[0]);
    console.log(`      ${expected.length} packages; with them the product is ${megabytes} MB`);
    assert.ok(megabytes < 300, `${megabytes} MB`);
  });

  it('has the Node that the tests run on, by its version', () => {
    assert.equal(image.base, `node:${process.versions.node}-bookworm-slim`);
  });

  it('is run by a user who is nobody, where nothing can be written', () => {
    assert.deepEqual(runs(['id', '-u']), { status: 0, output: '1000\n' });
    for (const path of [`${image.root}/x`, '/tmp/x', '/var/tmp/x']) {
      const { status, output } = runs(['touch', path]);
      assert.equal(status, 1, path);
      assert.match(output, /Read-only file system/);
    }
  });

  it('names what is missing, and ends', () => {
    const { status, output } = runs(image.command);
    assert.equal(status, 1, output);
    assert.match(output, /SIP_SERVER: production needs a SIP server/);
    assert.match(output, /MicrosoftAppId: production needs a chat channel/);
  });

  describe('with a database and phones', () => {
    let phones: SandboxProcess;

    before(async () => {
      phones = await startSandboxProcess();
    });
    after(() => phones?.stop());

    const neighbours = async () => ({
      PORT: String(await freePort()),
      HOST: '127.0.0.1',
      DATABASE_URL: await freshDatabase(),
      SIP_SERVER: phones.server,
      SIP_URI: phones.uri,
      CONFERENCE_URI: phones.conferenceUri,
    });

    it('has a doctor that needs nothing to write to either', async () => {
      const { status, output } = runs(['node', 'src/start.mjs', 'doctor'], {
        ...(await neighbours()),
        // Without Teams: who gives out its tokens is not on this machine.
        NODE_ENV: '',
      });
      assert.equal(status, 0, output);
      assert.match(output, /^ok +database +PostgreSQL /m);
      assert.match(output, /\nNothing is wrong\.\n$/);
    });

    it('has no sandbox, and says so', async () => {
      const { DATABASE_URL, PORT } = await neighbours();
      const { status, output } = runs(image.command, { NODE_ENV: '', HOST: '127.0.0.1', DATABASE_URL, PORT });
      assert.equal(status, 1, output);
      assert.match(output, /The page of the sandbox is not installed\. Run npm ci without --omit=optional/);
    });

    it('starts, is healthy, and stops in order when it is told to', async () => {
      const env = {
        ...(await neighbours()),
        MicrosoftAppId: '00000000-0000-0000-0000-000000000000',
        MicrosoftAppTenantId: '00000000-0000-0000-0000-000000000000',
        MicrosoftAppPassword: 'secret',
      };
      assert.equal(runs(image.healthCheck, env).status, 1, 'healthy before it runs');
      const usher = new Peer('usher', 'env', inImage(image.command, env), join(folder.path, 'usher.log'));
      await until(
        'usher is ready',
        () => usher.log,
        (log) => log.includes('Usher is ready.'),
        STARTS_MS,
      );
      assert.equal(runs(image.healthCheck, env).status, 0);
      const ready = await fetch(`http://127.0.0.1:${env.PORT}/readyz`);
      assert.deepEqual([ready.status, await ready.json()], [200, { status: 'ready' }]);
      const status = readFileSync(`/proc/${usher.pid}/status`, 'utf8');
      assert.match(status, /^Uid:\s+1000\s+1000\s+1000\s+1000$/m);
      assert.match(status, /^CapBnd:\s+0+$/m);
      assert.match(status, /^NoNewPrivs:\s+1$/m);
      usher.kill('SIGTERM');
      assert.equal(await usher.exited, 0, usher.log);
      assert.match(usher.log, /Stopping: phones that ring/);
      assert.doesNotMatch(usher.log, /did not stop in order|EROFS|EACCES/);
    });
  });
});
