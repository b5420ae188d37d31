/** What every benchmark comes to: a table for people, and `bench/results/NAME.json` for programs. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';
import { join } from 'node:path';

export interface Row {
  readonly metric: string;
  readonly unit: string;
  readonly usher: number;
  /** What it is compared with; null: nothing to compare with. */
  readonly baseline: number | null;
  /** What the peer itself can do; null: not known. */
  readonly limit: number | null;
  /** How many times better than the baseline; null without one. */
  readonly ratio: number | null;
  /** In words; null where the number is only for information. */
  readonly goal: string | null;
  readonly met: boolean | null;
}

export interface Report {
  readonly name: string;
  readonly rows: readonly Row[];
  /** Versions of what was measured, by name. */
  readonly versions: Readonly<Record<string, string>>;
  /** What one has to know to read the numbers. */
  readonly notes: readonly string[];
}

const ROOT = join(import.meta.dirname, '..');

/** Prints and writes it; returns the file. `seconds`: how long the run took; `command`: how it was called. */
export function publish(
  { name, rows, versions, notes }: Report,
  seconds: number,
  command = `npm run bench -- ${process.argv.slice(2).join(' ')}`,
): string {
  const head = {
    name,
    at: new Date().toISOString(),
    command,
    commit: git('rev-parse', '--short', 'HEAD'),
    machine: {
      cpu: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
      memoryGb: Math.round(totalmem() / 2 ** 30),
      system: `${platform()} ${arch()}`,
    },
    versions: { usher: version(ROOT), node: process.version, ...versions },
    seconds: Math.round(seconds),
    notes,
  };
  const file = join(ROOT, 'bench', 'results', `${name}.json`);
  mkdirSync(join(ROOT, 'bench', 'results'), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ ...head, rows }, undefined, 2)}\n`);
  const { machine } = head;
  console.log(`\n${head.command}, ${head.at}, ${head.seconds} s`);
  console.log(`${machine.cores} × ${machine.cpu}, ${machine.memoryGb} GB, ${machine.system}`);
  console.log(
    `${Object.entries(head.versions)
      .map(([what, which]) => `${what} ${which}`)
      .join(', ')}\n`,
  );
  console.log(table(rows));
  for (const note of notes) console.log(`- ${note}`);
  return file;
}

export function version(packageFolder: string): string {
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  return String(version);
}

/** In Markdown. */
export function table(rows: readonly Row[]): string {
  const number = (value: number | null) => (value === null ? '–' : String(Number(value.toPrecision(3))));
  const cells = [
    ['metric', 'unit', 'usher', 'baseline', 'limit', 'ratio', 'goal', 'met'],
    ...rows.map(({ metric, unit, usher, baseline, limit, ratio, goal, met }) => [
      ...[metric, unit, number(usher), number(baseline), number(limit), number(ratio)],
      ...[goal ?? '–', met === null ? '–' : met ? 'yes' : 'NO'],
    ]),
  ];
  const widths = (cells[0] ?? []).map((_, i) => Math.max(...cells.map((line) => line[i]?.length ?? 0)));
  const lines = cells.map((line) => `| ${line.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`);
  lines.splice(1, 0, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`);
  return `${lines.join('\n')}\n`;
}

function git(...args: string[]): string {
  try {
    return execFileSync('git', args, {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}
