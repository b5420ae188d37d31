/** Runs all checks at once and tells what they find, in their order, as soon as it is known. */
import { type Check, type Finding, fail, reasonOf } from './check.ts';

export interface ExamineOptions {
  /** Takes a line. */
  readonly print: (line: string) => void;
  /** How long one check may take, in ms. */
  readonly limitMs: number;
}

const NAME_WIDTH = 20;
const MARKS = { ok: 'ok  ', warn: 'look', fail: 'FAIL' } as const;

/** 1: something fails; 0: nothing does. */
export async function examine(checks: readonly Check[], { print, limitMs }: ExamineOptions): Promise<0 | 1> {
  const counts = { ok: 0, warn: 0, fail: 0 };
  const running = checks.map((check) => ({ name: check.name, findings: findings(check, limitMs) }));
  for (const { name, findings } of running) {
    for (const finding of await findings) {
      counts[finding.level] += 1;
      for (const line of linesOf(name, finding)) print(line);
    }
  }
  print('');
  print(summary(counts));
  return counts.fail > 0 ? 1 : 0;
}

/** What it finds in time. */
async function findings(check: Check, limitMs: number): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  const late = new AbortController();
  const timedOut = Promise.withResolvers<void>();
  const timer = setTimeout(() => {
    late.abort();
    found.push(
      fail(`no answer within ${limitMs / 1_000} s`, 'look whether a firewall drops what goes there'),
    );
    timedOut.resolve();
  }, limitMs);
  const work = async () => {
    for await (const finding of check.run(late.signal)) {
      if (late.signal.aborted) return;
      found.push(finding);
    }
  };
  try {
    await Promise.race([work(), timedOut.promise]);
  } catch (error) {
    found.push(fail(`could not be looked at: ${reasonOf(error)}`, 'this is a fault of doctor itself'));
  } finally {
    clearTimeout(timer);
  }
  return found;
}

function linesOf(name: string, { level, says, todo }: Finding): string[] {
  const line = `${MARKS[level]}  ${name.padEnd(NAME_WIDTH)}  ${says}`;
  return todo === undefined ? [line] : [line, `${' '.repeat(NAME_WIDTH + 8)}→ ${todo}`];
}

function summary({ warn: looks, fail: fails }: Readonly<Record<Finding['level'], number>>): string {
  if (fails + looks === 0) return 'Nothing is wrong.';
  const parts = [
    ...(fails === 0 ? [] : [`${fails} ${fails === 1 ? 'thing has' : 'things have'} to be mended`]),
    ...(looks === 0 ? [] : [`${looks} should be looked at`]),
  ];
  return `${parts.join(', ')}.`;
}
