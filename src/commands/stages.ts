/** Who is called where nobody of those before came: `else Bob`, `if she does not answer, call Bob`. */
import { HER, lastSaid, longestFirst, N, secondsOf, together, UNIT, wordsOf } from './calling-order.ts';
import type { CallingManner } from './command.ts';
import { standsAt } from './phrases.ts';
import type { Token } from './tokens.ts';

const TRY_AGAIN = new RegExp(`^(?:try|call|ring)${HER} again(?: (?:in|after|every) ${N} ${UNIT})?$`, 'u');
/** These begin who is called instead. `else` in capitals is a name: Else Müller. */
const INSTEAD = longestFirst(
  'else, or else, otherwise, or otherwise, if not, or if not, and if not, failing that, if that fails, if that does not work, then else',
);
const ELSE_OF = new Set([
  'anybody',
  'anyone',
  'somebody',
  'someone',
  'everybody',
  'everyone',
  'who',
  'nobody',
]);
const NOT =
  /^(?:not|no|nobody|never|cannot|.+n't|dont|doesnt|isnt|cant|wont|busy|unavailable|fails?|away|offline)$/;
const ANSWERED =
  /^(?:answers?|answering|up|joins?|joining|available|unavailable|responds?|there|busy|fails?|come|comes|react|reachable|work|works|away|offline|time|free)$/;
/** Words between `if` and what it ends with. */
const LONGEST_CONDITION = 9;
const TRIES = longestFirst('then, try, please, it with, try it with, and, also');

/**
 * Who is called, and who instead where nobody of those before came: "Mary, else Bob", "Mary; if she does not answer, call Bob".
 * Nobody is called on a condition that says something else ("if she answers").
 */
export function splitStages(
  tokens: readonly Token[],
  said: CallingManner = {},
): {
  readonly stages: readonly (readonly Token[])[];
  readonly manner: CallingManner;
} {
  const stages: Token[][] = [[]];
  let manner = said;
  for (let at = 0; at < tokens.length; ) {
    const size = at > 0 ? insteadAt(tokens, at) : 0;
    // "If she does not answer, try again": the wish behind it was taken off before.
    if (size > 0 && (at + size < tokens.length || said.persist)) {
      stages.push([]);
      at += size;
    } else {
      stages.at(-1)?.push(tokens[at] as Token);
      at += 1;
    }
  }
  const named = stages.map((stage, i) =>
    i === 0 ? stage.slice(0, lastSaid(stage, stage.length)) : trimmed(stage),
  );
  // "If she does not answer, try again in 5 minutes" is nobody else.
  const others = named.slice(1).filter((stage) => {
    const again = TRY_AGAIN.exec(wordsOf(stage));
    if (again === null) return stage.length > 0;
    const [, number, unit] = again;
    const persist = number && unit ? { everySeconds: secondsOf(number, unit) } : {};
    manner = together(manner, { persist });
    return false;
  });
  return { stages: [named[0] ?? [], ...others], manner };
}

/** How many tokens say here that somebody is called instead; 0: none. */
function insteadAt(tokens: readonly Token[], at: number): number {
  const keys = tokens.slice(at, at + LONGEST_CONDITION + 3).map(({ key }) => key);
  const word = keys[0] ?? '';
  if (word === 'if' || (word === 'and' && keys[1] === 'if')) {
    const start = word === 'if' ? 1 : 2;
    const end = keys.findIndex(
      (key, i) => i > start && ANSWERED.test(key) && keys.slice(start, i + 1).some((one) => NOT.test(one)),
    );
    if (end > 0 && end - start < LONGEST_CONDITION) return end + 1;
  }
  const phrase = INSTEAD.find((one) => standsAt(keys, 0, one));
  if (!phrase) return 0;
  const isName = word === 'else' && /^\p{Lu}/u.test(tokens[at]?.text ?? '');
  return isName || (word === 'else' && ELSE_OF.has(tokens[at - 1]?.key ?? '')) ? 0 : phrase.length;
}

/** Without commas around it, and without what only leads to the name. */
function trimmed(stage: readonly Token[]): readonly Token[] {
  let from = 0;
  for (;;) {
    const keys = stage.slice(from).map(({ key }) => key);
    const phrase = TRIES.find((one) => standsAt(keys, 0, one));
    // "Try again" is a wish of its own.
    const size =
      phrase && !(phrase.at(-1) === 'try' && /^(?:again|her|him|them|it)$/.test(keys[phrase.length] ?? ''))
        ? phrase.length
        : 0;
    if (size === 0 && stage[from]?.kind !== 'separator') break;
    from += Math.max(1, size);
  }
  return stage.slice(from, lastSaid(stage, stage.length));
}
