import { sql } from 'kysely';
import type { CallMemory } from '../desk/ports.ts';
import type { KnownWay } from '../desk/records.ts';
import type { Database } from './database.ts';
import { plain } from './values.ts';

/** Phones and servers are exchanged: what is older says nothing. */
const OLDEST = sql<Date>`now() - interval '30 days'`;

/** What worked for an address last time. */
export class Ways implements CallMemory {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async recall(address: string): Promise<KnownWay | undefined> {
    const found = await this.#database
      .selectFrom('ways')
      .select(['method', 'form', 'steppedOut'])
      .where('address', '=', plain(address))
      .where('workedAt', '>', OLDEST)
      .executeTakeFirst();
    if (!found) return undefined;
    const { method, form, steppedOut } = found;
    return {
      method,
      ...(form === null ? {} : { form }),
      ...(steppedOut === null ? {} : { steppedOut }),
    };
  }

  async remember(address: string, { method, form, steppedOut }: KnownWay): Promise<void> {
    await sql`
      insert into ways (address, method, form, stepped_out)
      values (${plain(address)}, ${method}, ${form ?? null}::text, ${steppedOut ?? null}::boolean)
      on conflict (address) do update set
        method = excluded.method,
        form = excluded.form,
        worked_at = excluded.worked_at,
        -- Known from an earlier call by the same way, as long as this one has not shown it.
        stepped_out = case
          when (ways.method, ways.form) is not distinct from (excluded.method, excluded.form)
          then coalesce(excluded.stepped_out, ways.stepped_out)
          else excluded.stepped_out
        end
    `.execute(this.#database);
  }

  async forget(address: string): Promise<void> {
    await this.#database.deleteFrom('ways').where('address', '=', plain(address)).execute();
  }

  /** Deletes what is too old to be recalled. */
  async forgetOld(): Promise<void> {
    await this.#database.deleteFrom('ways').where('workedAt', '<=', OLDEST).execute();
  }
}
