import { sql } from 'kysely';
import type { Outcome } from '../core/index.ts';
import type { FactoryCall, FactoryCalls as Port, Standing } from '../desk/factory-ports.ts';
import type { ConferenceId, ProcessId } from '../desk/records.ts';
import type { Database } from './database.ts';
import { StoreError } from './store-error.ts';
import { living } from './take-over.ts';
import { json } from './values.ts';

/** The calls that keep conferences alive which a factory has made: one row each, owned by one process. */
export class FactoryCalls implements Port {
  readonly #database: Database;
  readonly #process: ProcessId;
  readonly #dead: () => Promise<readonly ProcessId[]>;

  /** `dead`: processes known to be dead though their rows are young. */
  constructor(database: Database, process: ProcessId, dead: () => Promise<readonly ProcessId[]>) {
    this.#database = database;
    this.#process = process;
    this.#dead = dead;
  }

  async standing(id: ConferenceId): Promise<Standing> {
    return this.#database
      .selectFrom('conferences')
      .leftJoin('factoryCalls', 'conferenceId', 'id')
      .select(['uri', 'outcome', 'changedAt'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
  }

  /** What a living process makes is its own; what it has given up, or what failed, anybody may begin again. */
  async claim(id: ConferenceId): Promise<FactoryCall | undefined> {
    const { rows } = await sql<{ conferenceId: ConferenceId }>`
      insert into factory_calls (conference_id, owner)
      select id, ${this.#process} from conferences
      where id = ${id} and state = 'active' and uri like 'urn:%'
      on conflict (conference_id) do update
      set state = 'making', owner = excluded.owner, fence = factory_calls.fence + 1,
        record = null, outcome = null, changed_at = now()
      where factory_calls.state in ('failed', 'ended') or factory_calls.owner = excluded.owner
      returning conference_id
    `.execute(this.#database);
    return rows.length === 0 ? undefined : (await this.#read([id]))[0];
  }

  async save({ conferenceId, fence }: FactoryCall, record: object): Promise<void> {
    const { numUpdatedRows } = await this.#database
      .updateTable('factoryCalls')
      .set({ record: json(record) })
      .where('conferenceId', '=', conferenceId)
      .where('owner', '=', this.#process)
      .where('fence', '=', fence)
      .executeTakeFirst();
    if (numUpdatedRows === 1n) return;
    throw new StoreError('store.not-owner', 'Another process holds this conference now', { conferenceId });
  }

  async over({ conferenceId, fence }: FactoryCall, outcome?: Outcome): Promise<void> {
    await this.#database
      .updateTable('factoryCalls')
      .set({
        state: outcome ? 'failed' : 'ended',
        outcome: outcome ? json(outcome) : null,
        changedAt: sql<Date>`now()`,
      })
      .where('conferenceId', '=', conferenceId)
      .where('owner', '=', this.#process)
      .where('fence', '=', fence)
      .execute();
  }

  async takeOver(): Promise<FactoryCall[]> {
    const taken = await this.#database
      .updateTable('factoryCalls')
      .set((eb) => ({ owner: this.#process, fence: eb('fence', '+', 1) }))
      .where('state', 'in', ['making', 'held'])
      .where('owner', '<>', this.#process)
      .where('owner', 'not in', living(this.#database, await this.#dead()))
      .returning('conferenceId')
      .execute();
    return this.#read(taken.map(({ conferenceId }) => conferenceId));
  }

  /** Left in it is who has a place there that nobody has taken back. */
  async unneeded(): Promise<ConferenceId[]> {
    const rows = await this.#database
      .selectFrom('factoryCalls')
      .innerJoin('conferences', 'conferences.id', 'conferenceId')
      .select('conferenceId')
      .where('owner', '=', this.#process)
      .where('factoryCalls.state', 'in', ['making', 'held'])
      .where('conferences.state', '=', 'ended')
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('invitations')
              .select('invitations.id')
              .whereRef('invitations.conferenceId', '=', 'factoryCalls.conferenceId')
              .where('presence', 'is not', null)
              .where('wanted', '=', 'in'),
          ),
        ),
      )
      .execute();
    return rows.map(({ conferenceId }) => conferenceId);
  }

  async #read(ids: readonly ConferenceId[]): Promise<FactoryCall[]> {
    if (ids.length === 0) return [];
    return this.#database
      .selectFrom('factoryCalls')
      .innerJoin('conferences', 'conferences.id', 'conferenceId')
      .select(['conferenceId', 'subject', 'uri', 'record', 'fence'])
      .where('conferenceId', 'in', ids)
      .execute();
  }
}
