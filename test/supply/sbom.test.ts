import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { lockedPackages } from '../../supply/packages.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

interface Component {
  readonly name: string;
  readonly version: string;
  readonly hashes?: readonly { readonly alg: string }[];
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

describe('npm run sbom', function () {
  this.timeout(60_000);

  it('names every package with its hash, tells which are only for development, and needs no network', function () {
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(read('package.json'));
    const [command = '', file] = scripts.sbom?.split(' > ') ?? [];
    assert.ok(read('.gitignore').split('\n').includes(`/${file}`));
    const [npm = '', ...args] = command.split(' ');
    const { status, stdout, stderr } = spawnSync(npm, [...args, '--offline'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    if (/Unknown command/.test(stderr + stdout)) {
      console.log('      skipped: this npm has no sbom, npm 10 has');
      this.skip();
    }
    assert.equal(status, 0, stderr);
    const { bomFormat, components }: { bomFormat: string; components: readonly Component[] } =
      JSON.parse(stdout);
    assert.equal(bomFormat, 'CycloneDX');
    const isDevelopment = ({ properties = [] }: Component) =>
      properties.some(({ name, value }) => name === 'cdx:npm:package:development' && value === 'true');
    const nameOf = ({ name, version }: { name: string; version: string }) => `${name}@${version}`;
    const packages = lockedPackages(read('package-lock.json'));
    const isOurs = (one: { isDevelopment: boolean }) => !one.isDevelopment;
    assert.deepEqual(new Set(components.map(nameOf)), new Set(packages.map(nameOf)));
    // npm's own --omit=dev leaves out what both need, so that the list would be too short.
    const production = components.filter((one) => !isDevelopment(one));
    assert.deepEqual(new Set(production.map(nameOf)), new Set(packages.filter(isOurs).map(nameOf)));
    assert.ok(components.every(({ hashes }) => hashes?.some(({ alg }) => alg === 'SHA-512')));
  });
});
