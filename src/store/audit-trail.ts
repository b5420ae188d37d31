import { type Selectable, sql } from 'kysely';
import type { Log } from '../desk/ports.ts';
import { connect, type Database } from './database.ts';
import { StoreError } from './store-error.ts';
import type { Tables } from './tables.ts';

/** One line; what `event` tells of it stands in desk/audit.ts, missing is null. */
export type AuditLine = Omit<Selectable<Tables['audit']>, 'seq'>;

export interface AuditFilter {
  readonly since: Date;
  /** Without this instant itself. */
  readonly until?: Date | undefined;
  /** Who has asked, or whom it is about: a name, an id of the chat or an address, whole, upper and lower case alike. */
  readonly person?: string | undefined;
  readonly thread?: string | undefined;
}

export interface AuditTrail {
  /** Oldest first. Throws StoreError `store.no-audit` where Usher has not made its tables yet. */
  read(filter: AuditFilter): AsyncGenerator<AuditLine>;
  close(): Promise<void>;
}

/** For reading, beside whoever writes. Throws StoreError `store.connect`. */
export async function openAuditTrail(url: string, log: Log): Promise<AuditTrail> {
  const database = await connect(url, log);
  return { read: (filter) => readAudit(database, filter), close: () => database.destroy() };
}

const PAGE = 1_000;
const COLUMNS = [
  ...(['at', 'event', 'via', 'verb', 'byId', 'byName', 'personName', 'personAddress'] as const),
  ...(['outcome', 'why', 'method', 'code', 'answeredBy'] as const),
  ...(['channel', 'threadId', 'conferenceId', 'conferenceUri', 'cardId', 'about'] as const),
] satisfies readonly (keyof AuditLine)[];

/** Page after page, each beginning where the last one ended: no transaction stays open while somebody reads slowly. */
export async function* readAudit(
  database: Database,
  { since, until, person, thread }: AuditFilter,
): AsyncGenerator<AuditLine> {
  let from = { at: since, seq: '-1' };
  for (;;) {
    let query = database
      .selectFrom('audit')
      .select(['seq', ...COLUMNS])
      .where(sql<boolean>`(at, seq) > (${from.at}::timestamptz, ${from.seq}::bigint)`)
      .orderBy('at')
      .orderBy('seq')
      .limit(PAGE);
    if (until) query = query.where('at', '<', until);
    if (thread !== undefined) query = query.where('threadId', '=', thread);
    if (person !== undefined) {
      const those = sql<
        string[]
      >`array[lower(by_id), lower(by_name), lower(person_name), lower(person_address)]`;
      query = query.where(sql<boolean>`lower(${person}) = any(${those})`);
    }
    const page = await query.execute().catch((cause: unknown) => {
      throw isNoTable(cause) ? new StoreError('store.no-audit', NO_AUDIT, {}, { cause }) : cause;
    });
    for (const { seq: _, ...line } of page) yield line;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    from = last;
  }
}

const NO_AUDIT = 'There is no audit trail in this database: start Usher of this version on it once.';
const UNDEFINED_TABLE = '42P01';

function isNoTable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === UNDEFINED_TABLE;
}

/** The only way in which something of it is deleted; the trigger lets it pass by this setting. In small commits. */
export async function forgetAudit(database: Database, days: number): Promise<void> {
  for (;;) {
    const deleted = await database.transaction().execute(async (trx) => {
      await sql`set local usher.audit_upkeep = 'on'`.execute(trx);
      const { rows } = await sql`
        delete from audit where seq in (
          select seq from audit where at < now() - make_interval(days => ${days}) order by at limit ${PAGE}
        ) returning 1
      `.execute(trx);
      return rows.length;
    });
    if (deleted < PAGE) return;
  }
}
