import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The text of a configuration file of this folder, with each `@NAME@` replaced by its value. */
export function fillIn(file: string, values: Readonly<Record<string, string | number>>): string {
  return readFileSync(join(import.meta.dirname, file), 'utf8').replaceAll(/@([A-Z_]+)@/g, (_, name) => {
    const value = values[name];
    if (value === undefined) throw new Error(`${file} wants a value for @${name}@`);
    return String(value);
  });
}
