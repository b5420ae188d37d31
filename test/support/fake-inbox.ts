import type { InboxStore } from '../../src/chat/index.ts';

/** Stands for the table of what was taken; `left`: what a process that died has left. */
export class FakeInbox implements InboxStore {
  readonly rows = new Map<string, object>();
  readonly #done = new Set<string>();
  readonly left: { key: string; work: object }[] = [];
  /** All that was ever kept. */
  readonly kept: string[] = [];
  /** Thrown by the next that is to be kept. */
  failure: Error | undefined;

  async keep(key: string, work: object): Promise<boolean> {
    const { failure } = this;
    this.failure = undefined;
    if (failure) throw failure;
    if (this.rows.has(key) || this.#done.has(key)) return false;
    this.kept.push(key);
    this.rows.set(key, work);
    return true;
  }

  async amend(key: string, work: object): Promise<void> {
    this.rows.set(key, work);
  }

  async done(key: string): Promise<void> {
    this.#done.add(key);
    await this.drop(key);
  }

  async drop(key: string): Promise<void> {
    this.rows.delete(key);
  }

  async release(key: string): Promise<void> {
    const work = this.rows.get(key);
    if (work) this.left.push({ key, work });
  }

  async takeOver(most: number): Promise<readonly { key: string; work: object }[]> {
    return this.left.splice(0, most);
  }
}
