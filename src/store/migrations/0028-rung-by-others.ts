import { type Kysely, sql } from 'kysely';

/**
 * By whom else people are rung, or were within the last seconds (desk/rung-by-others.ts), in one journey to the database: the look
 * has to begin when all of them are locked, and within a function it does. The locks are taken in one order for all.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    create function rung_by_others(keys text[], inviter_id text, apart_seconds integer)
    returns table (person text, seconds integer) language plpgsql as $$
    begin
      perform pg_advisory_xact_lock(8253, lock)
        from (select distinct hashtext(one) as lock from unnest(keys) as one order by lock) as locks;
      return query
        select person_key, greatest(1, ceil(extract(epoch from max(until) - clock_timestamp())))::integer
        from (
          select person_key, make_interval(secs => apart_seconds) + case
            when state <> 'Terminated' then clock_timestamp()
            -- She took it: from its beginning. Else from its end.
            when status in ('joined', 'answered', 'accepted', 'left') then created_at
            else changed_at
          end as until
          from invitations
          -- No call is on its way for longer, but one that waits until somebody else is in, and does not ring.
          where person_key = any(keys) and created_at > clock_timestamp() - interval '1 hour'
            and lower(inviter ->> 'id') <> lower(inviter_id)
            -- What she has called herself into is nobody else's call.
            and not coalesce(invitee -> 'ids' @> to_jsonb(inviter ->> 'id'), false)
            -- Ends of a call that has disturbed nobody.
            and status not in ('waiting', 'offline', 'not-found', 'not-allowed', 'cannot', 'failed')
        ) as rung
        where until > clock_timestamp()
        group by person_key;
    end
    $$;
  `.execute(database);
}
