/**
 * `npm run bench:tables`: puts the tables of the last runs (bench/results/NAME.json) into docs/benchmarks.md, each between its
 * `<!-- NAME -->` and the next `<!-- / -->`, so that no figure is copied by hand. What was not run here keeps the table it has.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Row, table } from './report.ts';

interface Result {
  readonly name: string;
  readonly at: string;
  readonly command: string;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly memoryGb: number;
    readonly system: string;
  };
  readonly versions: Readonly<Record<string, string>>;
  readonly seconds: number;
  readonly rows: readonly Row[];
}

const ROOT = join(import.meta.dirname, '..');
const PAGE = join(ROOT, 'docs/benchmarks.md');
const BLOCK = /<!-- (\w+) -->\n.*?<!-- \/ -->/gs;

const page = readFileSync(PAGE, 'utf8').replaceAll(BLOCK, (block, name) => {
  const file = join(ROOT, 'bench/results', `${name}.json`);
  if (!existsSync(file)) return block;
  const result: Result = JSON.parse(readFileSync(file, 'utf8'));
  console.log(`${name}: ${result.command}, ${result.at}`);
  return `<!-- ${name} -->\n${head(result)}\n\n${table(result.rows)}<!-- / -->`;
});
writeFileSync(PAGE, page);

function head({ at, command, machine, versions, seconds }: Result): string {
  const { cpu, cores, memoryGb, system } = machine;
  const all = Object.entries(versions).map(([what, which]) => `${what} ${which}`);
  return `\`${command}\`, ${at.slice(0, 10)}, ${seconds} s: ${cores} × ${cpu}, ${memoryGb} GB, ${system}; ${all.join(', ')}.`;
}
