/** Whether what was seen again and again stays what it is. */
import type { Vitals } from '../load/product.ts';
import { median } from '../numbers.ts';
import type { Row } from '../report.ts';

const GOALS = {
  /** Of the memory in use; what is less than this many MB is noise. */
  grownPercent: 5,
  noiseMb: 4,
  /** Of what the system has given, which depends on when garbage is collected. */
  rssGrownPercent: 15,
  delayP99Ms: 50,
};

export function growthRows(looks: readonly Vitals[]): Row[] {
  return [
    growthRow('memory in use', looks, ({ heapMb, outsideMb }) => heapMb + outsideMb, GOALS.grownPercent),
    growthRow('resident memory', looks, ({ rssMb }) => rssMb, GOALS.rssGrownPercent),
  ];
}

/** The first third is for warming up. */
function growthRow(what: string, looks: readonly Vitals[], of: (look: Vitals) => number, most: number): Row {
  const third = Math.floor(looks.length / 3);
  const middle = median(looks.slice(third, -third).map(of));
  const last = median(looks.slice(-third).map(of));
  const percent = ((last - middle) / middle) * 100;
  return {
    ...row(`${what}, grown from ${middle.toFixed(1)} to ${last.toFixed(1)} MB`, '%', percent),
    goal: `≤ ${most}, or ${GOALS.noiseMb} MB`,
    met: percent <= most || last - middle <= GOALS.noiseMb,
  };
}

export function vitalRows(looks: readonly Vitals[], last: Vitals): Row[] {
  const worst = (of: (look: Vitals) => number) => Math.max(...looks.map(of));
  const { p50, p99, max } = last.delayInAll;
  // On a machine that does other things too, the figure is theirs as well: it is printed, and judged where nobody else is.
  const isJudged = !process.env.CI;
  return [
    row('event loop', 'p50 ms', p50),
    {
      ...row('event loop', 'p99 ms', p99),
      ...(isJudged && { goal: `≤ ${GOALS.delayP99Ms}`, met: p99 <= GOALS.delayP99Ms }),
    },
    row(
      'event loop, worst thirtieth of the time',
      'p99 ms',
      worst(({ delay }) => delay.p99),
    ),
    row('event loop', 'longest ms', max),
    row('open files in the end', 'files', last.openFiles),
    row(
      'open files, most',
      'files',
      worst(({ openFiles }) => openFiles),
    ),
    row('timers and sockets in the end', 'of them', last.resources),
    row('processor', 's', last.cpuMs / 1_000),
  ];
}

/** For information only. */
export function row(metric: string, unit: string, usher: number): Row {
  return { metric, unit, usher, baseline: null, limit: null, ratio: null, goal: null, met: null };
}
