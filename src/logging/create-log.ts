import pino, { type DestinationStream, type Logger } from 'pino';
import { loggable } from './loggable.ts';
import { Repeats } from './repeats.ts';
import { scrubbing } from './scrub.ts';

export interface LogOptions {
  /** LOG_LEVEL. A lower one tells more of what we do, and no more of people. */
  readonly level: string;
  /** Wherever one of these is about to be written, it is not. */
  readonly secrets: readonly (string | undefined)[];
  /** What each line also says, by what is under way. */
  readonly context?: () => object;
  /** The standard error unless given, written at once: what is logged last is what matters most. */
  readonly destination?: DestinationStream;
  /** In ms; of the machine since it started unless given. */
  readonly now?: () => number;
}

const WARN = pino.levels.values.warn;

/**
 * The one log of the product. Everything that is written goes through `loggable` here, so that no other place has to think of it, nor
 * can forget to.
 */
export function createLog({
  level,
  secrets,
  context,
  destination = pino.destination(2),
  now = () => performance.now(),
}: LogOptions): Logger {
  const scrub = scrubbing(secrets);
  const repeats = new Repeats(now);
  return pino(
    {
      level,
      ...(context && { mixin: () => context() }),
      // Ours has been at work already, and pino's would look for more in what is left of an error.
      serializers: { err: (err: unknown) => err },
      hooks: {
        logMethod([first, ...rest], method, written) {
          // What is wrong outside may be as often as somebody likes; what we do has its own bounds.
          const leftOut = written === WARN ? repeats.leftOut(String(rest[0] ?? first)) : 0;
          if (leftOut === undefined) return;
          const facts: unknown = first instanceof Error ? { err: first } : first;
          const counted =
            leftOut > 0 && typeof facts === 'object' ? { ...facts, leftOutBefore: leftOut } : facts;
          const said = [counted, ...rest].map((part) => loggable(part, scrub));
          Reflect.apply(method, this, said);
        },
      },
    },
    destination,
  );
}
