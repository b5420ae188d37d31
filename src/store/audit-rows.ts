import { type Transaction as KyselyTransaction, sql } from 'kysely';
import type { AuditEntry, Via } from '../desk/audit.ts';
import type { Transaction } from '../desk/ports.ts';
import type { InvitationEvent, InvitationId } from '../desk/records.ts';
import type { Tables } from './tables.ts';
import { json } from './values.ts';

type Asking = Parameters<Transaction['actingFor']>[0];
type AuditRow = AuditEntry & { readonly via: Via; readonly verb?: string; readonly place: number };

/** What a commit adds to histories and to the audit trail. Written last, in one statement, however much it is. */
export class Lines {
  readonly #events: object[] = [];
  readonly #audit: AuditRow[] = [];
  #asking: Asking | undefined;

  rows(): Pick<Transaction, 'appendEvent' | 'actingFor' | 'audit'> {
    return {
      appendEvent: async (id, event) => this.#append(id, event),
      actingFor: (asking) => {
        this.#asking = asking;
      },
      audit: (entry) => this.#add(entry),
    };
  }

  async write(trx: KyselyTransaction<Tables>): Promise<void> {
    if (this.#events.length + this.#audit.length === 0) return;
    await sql`
      with history as (
        insert into invitation_events (invitation_id, kind, detail)
        select id, kind, detail from jsonb_to_recordset(${json(this.#events)}) as e(id text, kind text, detail jsonb)
      )
      insert into audit (
        event, via, verb, by_id, by_name, person_name, person_address, outcome, why, method, code, answered_by,
        channel, thread_id, conference_id, conference_uri, card_id, about
      )
      select
        event, via, verb, by ->> 'id', by ->> 'name', person ->> 'name', person ->> 'address', outcome, why, method, code,
        "answeredBy", channel, "threadId", "conferenceId", uri, "cardId", about
      from jsonb_to_recordset(${json(this.#audit)}) as e(
        event text, via text, verb text, by jsonb, person jsonb, outcome text, why text, method text, code integer,
        "answeredBy" text, "threadId" text, "conferenceId" text, "cardId" text, about text, place integer
      )
      left join threads on threads.id = "threadId"
      left join conferences on conferences.id = "conferenceId"
      -- What was asked for stands before what came of it.
      order by event <> 'asked', place
    `.execute(trx);
  }

  #append(id: InvitationId, { kind, detail }: InvitationEvent): void {
    this.#events.push({ id, kind, detail });
  }

  #add(entry: AuditEntry): void {
    const { actor, thread, entrance } = this.#asking ?? {};
    this.#audit.push({
      ...{
        place: this.#audit.length,
        via: 'itself',
        ...(actor && { by: actor }),
        ...(thread && { threadId: thread.id }),
      },
      ...entrance,
      ...entry,
    });
  }
}
