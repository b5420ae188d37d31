import { type Card, type Code, type Facts, sentence, type Words } from '../cards/index.ts';
import type { Receipt, ScheduleReceipt } from '../desk/index.ts';

/** What is answered in the thread; undefined: nothing needs to be said. */
export type Reply = { readonly text: string } | { readonly card: Card } | undefined;

/** A code with its facts; `cards/words` has the sentence. */
export interface Remark {
  readonly code: Code | (string & {});
  readonly facts?: Facts;
}

export function remark(code: Code, facts: Facts = {}): Remark {
  return { code, facts };
}

export function sentences(remarks: readonly Remark[], words: Words): string[] {
  return remarks.map(({ code, facts }) => sentence(code, facts, words));
}

/** Remarks of our own, then what the desk says. A duplicate was answered the first time. */
export function replyOf(
  words: Words,
  remarks: readonly Remark[],
  receipts: readonly (Receipt | ScheduleReceipt)[] = [],
): Reply {
  const heard = receipts.filter(({ duplicate }) => !duplicate);
  if (receipts.length > 0 && heard.length === 0) return undefined;
  const texts = sentences([...remarks, ...heard.flatMap(({ says }) => says)], words);
  return texts.length === 0 ? undefined : { text: texts.join('\n\n') };
}
