/**
 * sip.js' grammar decodes its 235 tables anew for each header that it reads, which is more than half of all the time it takes.
 * Here its generated parser is loaded a second time, with two lines changed, and takes the place of the first one. Nothing in
 * node_modules is written, and it does not matter what was imported before.
 *
 * Only exactly the file that was looked at is changed; any other stops the program while it starts, with what to do.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Grammar } from 'sip.js/lib/core/index.js';
import { remembering } from './parse-cache.ts';

export const GRAMMAR_URL = import.meta.resolve('sip.js/lib/grammar/pegjs/dist/grammar.js');

/** Of sip.js 0.21.2. */
const KNOWN_SHA256 = '66f6eabdcec39bfe90b9dbf3104e42af6169a6f4f5a1773694fce36c0262ab03';

const CHANGES = [
  ['function peg$parse(input, options) {', 'let peg$tables;\nfunction peg$parse(input, options) {'],
  ['const peg$bytecode = [', 'const peg$bytecode = peg$tables ??= ['],
  // What was expected instead is collected for an error text that `Grammar.parse` throws away.
  ['let peg$silentFails = 0;', 'let peg$silentFails = 1;'],
] as const;

/** The parser's source, changed. Throws Error if it is not the one that was looked at. */
export function withTablesDecodedOnce(source: string): string {
  const sha256 = createHash('sha256').update(source).digest('hex');
  if (sha256 !== KNOWN_SHA256) {
    throw new Error(
      `The grammar of sip.js is not the one of 0.21.2 (SHA-256 ${sha256}). After an update of sip.js: see whether its ` +
        'parser still decodes its tables on each call, adapt src/sip/user-agent/grammar.ts, and run its test.',
    );
  }
  let changed = source;
  for (const [from, to] of CHANGES) {
    if (changed.split(from).length !== 2) throw new Error(`The grammar of sip.js has not one ${from}`);
    changed = changed.replace(from, () => to);
  }
  return changed;
}

/** What sip.js' `Grammar.parse` does: the value that a rule makes of a text, -1 where it does not fit. */
export type GrammarParse = (input: string, startRule: string) => unknown;

interface Parsing {
  startRule: string;
  data?: unknown;
}

/** A parser of this source, beside the one that sip.js has loaded; `name` tells it from others. */
export async function loadGrammar(source: string, name: string): Promise<GrammarParse> {
  const url = `${GRAMMAR_URL}?${name}`;
  const hooks = registerHooks({
    load: (asked, context, next) =>
      asked === url ? { format: 'module', source, shortCircuit: true } : next(asked, context),
  });
  try {
    const { parse } = (await import(url)) as { parse(input: string, options: Parsing): unknown };
    return (input, startRule) => {
      const options: Parsing = { startRule };
      try {
        parse(input, options);
      } catch {
        return -1;
      }
      return options.data;
    };
  } finally {
    hooks.deregister();
  }
}

const source = readFileSync(fileURLToPath(GRAMMAR_URL), 'utf8');
Grammar.parse = remembering(await loadGrammar(withTablesDecodedOnce(source), 'tables=decoded-once'));
