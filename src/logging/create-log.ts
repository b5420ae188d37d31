import pino, { type DestinationStream, type Logger } from 'pino';
import { loggable } from './loggable.ts';
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
}

/**
 * The one log of the product. Everything that is written goes through `loggable` here, so that no other place has to think of it, nor
 * can forget to.
 */
export function createLog({
  level,
  secrets,
  context,
  destination = pino.destination(2),
}: LogOptions): Logger {
  const scrub = scrubbing(secrets);
  return pino(
    {
      level,
      ...(context && { mixin: () => context() }),
      // Ours has been at work already, and pino's would look for more in what is left of an error.
      serializers: { err: (err: unknown) => err },
      hooks: {
        logMethod([first, ...rest], method) {
          const facts = first instanceof Error ? { err: first } : first;
          const said = [facts, ...rest].map((part: unknown) => loggable(part, scrub));
          Reflect.apply(method, this, said);
        },
      },
    },
    destination,
  );
}
