import { Grammar, type URI } from 'sip.js/lib/core/index.js';

/** Reads a SIP URI; sip.js knows no `tel:`. Throws TypeError. */
export function parseUri(text: string): URI {
  const uri = Grammar.URIParse(text);
  if (!uri) throw new TypeError(`Not a SIP URI: ${text}`);
  return uri;
}

/** Whether `parseUri` can read it. */
export function isUri(text: string): boolean {
  return Grammar.URIParse(text) !== undefined;
}
