import { createRequire } from 'node:module';

const ofMocha = createRequire(createRequire(import.meta.url).resolve('mocha'));
const { loadAll }: { loadAll(text: string): unknown[] } = ofMocha('js-yaml');

/** The documents of a YAML file, read by the parser that mocha brings. Throws where it is none. */
export function readYaml(text: string): readonly unknown[] {
  return loadAll(text);
}

/** What is at the end of a path of keys and indices; undefined where there is nothing. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inside, key) => (typeof inside === 'object' && inside !== null ? Reflect.get(inside, key) : undefined),
    value,
  );
}
