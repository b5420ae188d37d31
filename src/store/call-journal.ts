import { sql } from 'kysely';
import type { InvitationId, ProcessId } from '../desk/records.ts';
import { retried } from '../desk/retried.ts';
import type { Database } from './database.ts';
import { StoreError } from './store-error.ts';
import { json } from './values.ts';

/** What the store has to know of a call leg; the rest is kept as it is. */
export interface Leg {
  readonly invitationId: string;
  /** Unique among all legs. */
  readonly callId: string;
  /** `conference`: so the conference sees somebody whom we bridge. */
  readonly leg?: string;
}

/** Call legs, written before their requests leave, and read by whoever takes their invitation over. */
export class CallJournal<T extends Leg> {
  readonly #database: Database;
  readonly #process: ProcessId;

  constructor(database: Database, process: ProcessId) {
    this.#database = database;
    this.#process = process;
  }

  /**
   * Writes a leg over the one with the same `callId`, also where the database is away for a moment. Throws StoreError
   * `store.not-owner`: another process has it now.
   */
  save(leg: T): Promise<void> {
    return retried(() => this.#write(leg), isNotOwner);
  }

  async #write(leg: T): Promise<void> {
    // The share lock makes a takeover wait for this row, so that its new owner reads it, or makes this write fail.
    const { numAffectedRows } = await sql`
      with mine as (
        select id from invitations where id = ${leg.invitationId} and owner = ${this.#process} for share
      )
      insert into calls (call_id, invitation_id, record)
      select ${leg.callId}, id, ${json(leg)}::jsonb from mine
      on conflict (call_id) do update set record = excluded.record
    `.execute(this.#database);
    if (numAffectedRows === 1n) return;
    throw new StoreError('store.not-owner', 'Another process owns this invitation now', {
      invitation: leg.invitationId,
    });
  }

  /** The legs of an invitation, in the order in which they were begun. */
  async legs(invitationId: string): Promise<T[]> {
    const rows = await this.#database
      .selectFrom('calls')
      .select('record')
      .where('invitationId', '=', invitationId as InvitationId)
      .orderBy('begunAt')
      .execute();
    return rows.map(({ record }) => record as T);
  }
}

function isNotOwner(error: unknown): boolean {
  return error instanceof StoreError && error.code === 'store.not-owner';
}
