import { type Transaction as KyselyTransaction, sql } from 'kysely';
import type { Full, RateTransaction } from '../desk/rates.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';
import { plain } from './values.ts';

/** The first half of the advisory locks on people; the other is a hash of their keys. */
const PERSON_LOCK = 8253;

/** Ends of a call that has disturbed nobody. */
const NOT_RUNG = ['offline', 'not-found', 'not-allowed', 'cannot', 'failed'];
const HAS_COME = ['joined', 'answered', 'accepted', 'left'];

/** No call is on its way for longer, but one that waits until somebody else is in, and does not ring. */
const LONGEST_CALL = sql`interval '1 hour'`;

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
      // A statement of its own: what the next one sees begins when all are locked. In one order for all.
      await sql`
        select pg_advisory_xact_lock(${PERSON_LOCK}::integer, lock)
        from (select distinct hashtext(key) as lock from unnest(${keys}::text[]) as key order by lock) as locks
      `.execute(trx);
      const { rows } = await sql<{ key: string; seconds: number }>`
        select person_key as key, greatest(1, ceil(extract(epoch from max(until) - clock_timestamp())))::integer as seconds
        from (
          select person_key, make_interval(secs => ${apartSeconds}) + case
            when state <> 'Terminated' then clock_timestamp()
            when status = any(${HAS_COME}::text[]) then created_at
            else changed_at
          end as until
          from invitations
          where person_key = any(${keys}::text[]) and created_at > clock_timestamp() - ${LONGEST_CALL}
            and lower(inviter ->> 'id') <> ${plain(inviterId.toLowerCase())}
            and status <> 'waiting' and status <> all(${NOT_RUNG}::text[])
        ) as rung
        where until > clock_timestamp()
        group by person_key
      `.execute(trx);
      // As they were asked for: what PostgreSQL cannot hold is missing in its keys.
      return personKeys.flatMap((key) => {
        const found = rows.find((row) => row.key === plain(key));
        return found ? [{ key, seconds: found.seconds }] : [];
      });
    },
  };
}

/** Of each name, after how many seconds each of those who were rung counts no more, in order. */
function fullest(names: readonly (readonly number[])[], people: number, limit: number): Full {
  const left = Math.max(0, Math.min(...names.map((waits) => limit - waits.length)));
  const needed = names.map((waits) => waits[waits.length + people - limit - 1] ?? 0);
  return { left, seconds: people > limit ? 0 : Math.max(1, ...needed) };
}

/** Deletes what counts no more. */
export async function forgetRates(database: Database): Promise<void> {
  await sql`
    delete from rates where not exists (
      select from unnest(rung) as at where at > clock_timestamp() - interval '1 minute'
    )
  `.execute(database);
}
