import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { lockedPackages } from '../../supply/packages.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

describe('the packages', () => {
  const manifest: Record<string, Record<string, string>> = JSON.parse(read('package.json'));
  const packages = lockedPackages(read('package-lock.json'));

  it('are asked for in exact versions, the overrides too', () => {
    const kinds = ['dependencies', 'optionalDependencies', 'devDependencies', 'overrides'];
    const asked = kinds.flatMap((kind) => Object.entries(manifest[kind] ?? {}));
    assert.ok(asked.length > 30);
    const loose = asked.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version));
    assert.deepEqual(loose, []);
  });

  it('are what their authors published: each has a hash, and none comes from elsewhere', () => {
    const wrong = packages.filter(
      ({ integrity, resolved }) =>
        !integrity?.startsWith('sha512-') ||
        !(resolved ?? 'https://registry.npmjs.org/').startsWith('https://registry.npmjs.org/'),
    );
    assert.deepEqual(
      wrong.map(({ path }) => path),
      [],
    );
  });

  it('run scripts when they are installed only where package.json says so', () => {
    const allowed = manifest.allowScripts ?? {};
    const scripted = packages.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name);
    assert.deepEqual([...new Set(scripted)].toSorted(), Object.keys(allowed).toSorted());
  });

  it('of the image run none that it needs: all but that of Node are left out', () => {
    const inImage = packages.filter(({ isDevelopment, isOptional }) => !isDevelopment && !isOptional);
    const scripted = inImage.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name);
    assert.deepEqual(scripted, ['node']);
    assert.match(read('Dockerfile'), /^RUN npm ci --omit=dev --omit=optional --ignore-scripts$/m);
  });

  /** The oldest versions without a known hole, of those that have had one and are not asked for by us but by packages that we use. */
  const MENDED: Readonly<Record<string, string>> = {
    '@azure/identity': '4.2.1',
    axios: '1.17.1',
    'find-my-way': '9.0.0',
    'form-data': '4.0.6',
    jsonwebtoken: '9.0.0',
    jws: '4.0.1',
    lodash: '4.17.21',
    qs: '6.14.1',
    send: '0.19.0',
    uuid: '11.1.1',
    ws: '7.5.11',
  };

  it('that others bring are no older than those in which known holes are closed', () => {
    const old = packages.filter(({ name, version }) => isOlder(version, MENDED[name] ?? '0.0.0'));
    assert.deepEqual(
      old.map(({ name, version }) => `${name}@${version}`),
      [],
    );
    const gone = Object.keys(MENDED).filter((name) => packages.every((one) => one.name !== name));
    assert.deepEqual(gone, [], 'nobody brings these any more');
  });
});

function isOlder(version: string, limit: string): boolean {
  const [a, b] = [version, limit].map((text) => text.split('-')[0]?.split('.').map(Number) ?? []);
  for (const [index, wanted] of (b ?? []).entries()) {
    const found = a?.[index] ?? 0;
    if (found !== wanted) return found < wanted;
  }
  return false;
}
