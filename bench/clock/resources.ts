/** What processes take of the machine, as Linux tells it. */
import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second, whatever the kernel does (USER_HZ). */
const TICK_MS = 10;

/** It and those that it has started. */
export function familyOf(pid: number): number[] {
  const others = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  return [pid, ...others.filter((other) => Number(statOf(other)[1]) === pid)];
}

/** Processor time since they began, in ms, with that of children of theirs that have ended. */
export function cpuMsOf(pids: readonly number[]): number {
  const ticks = pids.flatMap((pid) => statOf(pid).slice(11, 15).map(Number));
  return ticks.reduce((sum, count) => sum + count, 0) * TICK_MS;
}

/** Resident memory, in MB. */
export function rssMbOf(pid: number): number {
  return kbOf(`/proc/${pid}/status`, 'VmRSS') / 1_024;
}

/** Memory of several together, in MB: what they share counts once. */
export function pssMbOf(pids: readonly number[]): number {
  const kb = pids.map((pid) => kbOf(`/proc/${pid}/smaps_rollup`, 'Pss'));
  return kb.reduce((sum, one) => sum + one, 0) / 1_024;
}

function kbOf(file: string, what: string): number {
  return Number(new RegExp(`^${what}:\\s*(\\d+) kB`, 'm').exec(read(file))?.[1] ?? 0);
}

/** From the state on: the name that stands before it may hold spaces. */
function statOf(pid: number): string[] {
  return read(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ');
}

/** Empty where the process has just ended. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
