import { type Transaction as KyselyTransaction, sql } from 'kysely';
import type { Full, RateTransaction } from '../desk/rates.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';
import { plain } from './values.ts';

/** Who was rung lately. By the clock of the database, which is the same for all processes. */
export function rateRows(trx: KyselyTransaction<Tables>): RateTransaction {
  return {
    async countRung(names, people, limit) {
      const wanted = names.map(plain);
      // The row that is there is locked before the clock is read: nobody counts between. In one order for all.
      const { rows } = await sql<{ count: number }>`
        insert into rates (name, rung)
        select name, array_fill(clock_timestamp(), array[${people}::integer])
        from unnest(${wanted}::text[]) as name order by name
        on conflict (name) do update set rung = array(
          select at from unnest(rates.rung) as at where at > clock_timestamp() - interval '1 minute'
        ) || array_fill(clock_timestamp(), array[${people}::integer])
        returning cardinality(rung) as count
      `.execute(trx);
      if (rows.every(({ count }) => count <= limit)) return undefined;
      const taken = await sql<{ waits: number[] }>`
        update rates set rung = rung[:cardinality(rung) - ${people}::integer] where name = any(${wanted}::text[])
        returning array(
          select ceil(extract(epoch from at + interval '1 minute' - clock_timestamp()))::integer
          from unnest(rung) as at order by at
        ) as waits
      `.execute(trx);
      return fullest(
        taken.rows.map(({ waits }) => waits),
        people,
        limit,
      );
    },

    async rungByOthers(personKeys, inviterId, apartSeconds) {
      const keys = personKeys.map(plain);
      const { rows } = await sql<{ person: string; seconds: number }>`
        select person, seconds from rung_by_others(${keys}::text[], ${plain(inviterId)}, ${apartSeconds}::integer)
      `.execute(trx);
      // As they were asked for: what PostgreSQL cannot hold is missing in its keys.
      return personKeys.flatMap((key) => {
        const found = rows.find(({ person }) => person === plain(key));
        return found ? [{ key, seconds: found.seconds }] : [];
      });
    },
  };
}

/** Of each name, after how many seconds each of those who were rung counts no more, in order. */
function fullest(names: readonly (readonly number[])[], people: number, limit: number): Full {
  const left = Math.max(0, Math.min(...names.map((waits) => limit - waits.length)));
  const needed = names.map((waits) => waits[waits.length + people - limit - 1] ?? 0);
  return { left, seconds: Math.max(1, ...needed) };
}

/** Deletes what counts no more. */
export async function forgetRates(database: Database): Promise<void> {
  await sql`
    delete from rates where not exists (
      select from unnest(rung) as at where at > clock_timestamp() - interval '1 minute'
    )
  `.execute(database);
}
