import { sql } from 'kysely';
import type { ProcessId } from '../desk/records.ts';
import type { Database } from './database.ts';
import { living } from './take-over.ts';
import { json } from './values.ts';

/** Somebody who has waited for longer has tried something else; a phone that rang now would surprise her. */
const WORTH_DOING = sql<Date>`now() - interval '10 minutes'`;
/** What still fails then, or takes processes with it, would do so for ever. */
const MAX_TRIES = 5;

/** What a chat service was told is taken: one row each, owned by the process that does it, and empty when it is done. */
export class Inbox {
  readonly #database: Database;
  readonly #process: ProcessId;
  readonly #dead: () => Promise<readonly ProcessId[]>;

  /** `dead`: processes known to be dead though their rows are young. */
  constructor(database: Database, process: ProcessId, dead: () => Promise<readonly ProcessId[]>) {
    this.#database = database;
    this.#process = process;
    this.#dead = dead;
  }

  /** False: it stands there already. */
  async keep(key: string, work: object): Promise<boolean> {
    const { numInsertedOrUpdatedRows } = await this.#database
      .insertInto('inbox')
      .values({ key, work: json(work), owner: this.#process })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return numInsertedOrUpdatedRows === 1n;
  }

  async amend(key: string, work: object): Promise<void> {
    await this.#database
      .updateTable('inbox')
      .set({ work: json(work) })
      .where('key', '=', key)
      .execute();
  }

  /** The row stays, without what was said in it: whoever sends the same again, on purpose or not, finds it here. */
  async done(key: string): Promise<void> {
    await this.#database
      .updateTable('inbox')
      .set({ work: json({}), owner: null, tries: MAX_TRIES })
      .where('key', '=', key)
      .execute();
  }

  async drop(key: string): Promise<void> {
    await this.#database.deleteFrom('inbox').where('key', '=', key).execute();
  }

  async release(key: string): Promise<void> {
    await this.#database.updateTable('inbox').set({ owner: null }).where('key', '=', key).execute();
  }

  /** What nobody who lives is doing, oldest first, so many at most; of two processes that ask at once each gets another part. */
  async takeOver(most: number): Promise<{ key: string; work: object }[]> {
    const dead = await this.#dead();
    const taken = await this.#database
      .updateTable('inbox')
      .set((eb) => ({ owner: this.#process, tries: eb('tries', '+', 1) }))
      .where('key', 'in', (inbox) =>
        inbox
          .selectFrom('inbox')
          .select('key')
          .where('tries', '<', MAX_TRIES)
          .where('receivedAt', '>', WORTH_DOING)
          .where((eb) =>
            eb.or([
              eb('owner', 'is', null),
              eb.and([eb('owner', '<>', this.#process), eb('owner', 'not in', living(this.#database, dead))]),
            ]),
          )
          .orderBy('seq')
          .limit(most)
          .forUpdate()
          .skipLocked(),
      )
      .returning(['seq', 'key', 'work'])
      .execute();
    return taken
      .toSorted((one, other) => Number(one.seq) - Number(other.seq))
      .map(({ key, work }) => ({ key, work }));
  }

  /** Deletes what nobody will do any more; of a process that lives there may be something younger under way. */
  async forgetOld(): Promise<void> {
    await this.#database
      .deleteFrom('inbox')
      .where('receivedAt', '<=', sql<Date>`now() - interval '1 hour'`)
      .execute();
  }
}
