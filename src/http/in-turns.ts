/** Begins what is added in its order, and so many in each turn of the event loop; whatever else is due has its own between them. */
export class InTurns {
  readonly #most: number;
  readonly #waiting: (() => void)[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  /** `begin` must not throw. */
  add(begin: () => void): void {
    this.#waiting.push(begin);
    if (this.#waiting.length === 1) setImmediate(() => this.#turn());
  }

  #turn(): void {
    for (const begin of this.#waiting.slice(0, this.#most)) begin();
    this.#waiting.splice(0, this.#most);
    if (this.#waiting.length > 0) setImmediate(() => this.#turn());
  }
}
