import type { InboxStore } from '../../src/chat/index.ts';

/** Stands for the table of what was taken; `left`: what a process that died has left. */
export class FakeInbox implements InboxStore {
  readonly rows = new Map<string, object>();
  readonly left: object[] = [];

  async keep(key: string, work: object): Promise<boolean> {
    if (this.rows.has(key)) return false;
    this.rows.set(key, work);
    return true;
  }

  async amend(key: string, work: object): Promise<void> {
    this.rows.set(key, work);
  }

  async done(key: string): Promise<void> {
    this.rows.delete(key);
  }

  async release(key: string): Promise<void> {
    const work = this.rows.get(key);
    if (work) this.left.push(work);
  }

  async takeOver(): Promise<readonly object[]> {
    return this.left.splice(0);
  }
}
