import type { Check } from '../../src/doctor/check.ts';

/** What a check finds, as `fail: what is so → what to do`. */
export async function told({ run }: Check): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const { level, says, todo } of run(new AbortController().signal)) {
    lines.push(`${level}: ${says}${todo === undefined ? '' : ` → ${todo}`}`);
  }
  return lines;
}
