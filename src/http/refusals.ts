/** How often one reason is written into the log. */
const LOG_EVERY_MS = 60_000;

export interface RefusalsOptions {
  /** For whoever counts them: stable codes. */
  readonly refused?: ((reason: string) => void) | undefined;
  readonly log: { warn(facts: object, message: string): void };
  /** What the log says of it; that it was HTTP requests unless given. */
  readonly message?: string;
  /** In ms; of the machine since it started unless given. */
  readonly now?: () => number;
}

/** Counts what is refused. Each reason is logged once a minute, with how often it came: who sends garbage does not fill the disk. */
export class Refusals {
  readonly #options: RefusalsOptions;
  /** By reason, of which we have a handful. */
  readonly #since = new Map<string, { loggedAt: number; count: number }>();

  constructor(options: RefusalsOptions) {
    this.#options = options;
  }

  count(reason: string, facts: object = {}): void {
    const {
      refused,
      log,
      message = 'HTTP requests were refused',
      now = () => performance.now(),
    } = this.#options;
    refused?.(reason);
    const at = now();
    const since = this.#since.get(reason) ?? { loggedAt: Number.NEGATIVE_INFINITY, count: 0 };
    since.count += 1;
    this.#since.set(reason, since);
    if (at - since.loggedAt < LOG_EVERY_MS) return;
    log.warn({ ...facts, reason, count: since.count }, message);
    this.#since.set(reason, { loggedAt: at, count: 0 });
  }
}
