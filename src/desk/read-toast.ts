import { ArgumentError, ToastMessage } from '../core/index.ts';
import type { Say } from './views.ts';

/** The words that somebody is invited with; undefined: none; else what is wrong with them. */
export function readToast(text: string | undefined): ToastMessage | Say | undefined {
  if (text === undefined) return undefined;
  try {
    return new ToastMessage(text);
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    return { code: error.code as Say['code'], facts: error.facts };
  }
}
