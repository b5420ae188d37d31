/** The packages that package-lock.json names, which are those that `npm ci` installs. */

export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** Where it lies: `node_modules/restify/node_modules/pino`. */
  readonly path: string;
  /** As its author wrote it: an SPDX expression, or what is none; undefined: not at all. */
  readonly licence: string | undefined;
  /** Only for the repository: `npm ci --omit=dev` leaves it out. */
  readonly isDevelopment: boolean;
  /** Only for the sandbox, or for some platforms: `npm ci --omit=optional` leaves it out. */
  readonly isOptional: boolean;
  readonly hasInstallScript: boolean;
  /** SHA-512 of what is downloaded. */
  readonly integrity: string | undefined;
  /** Where from, where that is written down. */
  readonly resolved: string | undefined;
}

interface Entry {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
  readonly hasInstallScript?: boolean;
  readonly integrity?: string;
  readonly resolved?: string;
}

/** By name and version. `lock`: the text of package-lock.json. */
export function lockedPackages(lock: string): readonly LockedPackage[] {
  const { packages } = JSON.parse(lock) as { readonly packages: Readonly<Record<string, Entry>> };
  return Object.entries(packages)
    .filter(([path]) => path !== '')
    .map(([path, entry]) => ({
      name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: entry.version ?? '',
      path,
      licence: entry.license,
      isDevelopment: entry.dev === true || entry.devOptional === true,
      isOptional: entry.optional === true || entry.devOptional === true,
      hasInstallScript: entry.hasInstallScript === true,
      integrity: entry.integrity,
      resolved: entry.resolved,
    }))
    .toSorted((a, b) => (a.name === b.name ? compare(a.version, b.version) : compare(a.name, b.name)));
}

/** In the same order everywhere, whatever the language of the machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
