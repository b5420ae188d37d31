/** What is known of the jobs, for those who look on. */

export interface JobWatcher {
  done(queue: string, hasFailed: boolean, ms: number): void;
  /** A draw was ordered of a card whose last order waits still: one update does for both. */
  coalesced(queue: string): void;
}

export interface JobFigures {
  readonly queue: string;
  /** Due, and not begun. */
  readonly due: number;
  /** Ordered for later. */
  readonly ahead: number;
  /** Have failed, and are tried again. */
  readonly retrying: number;
  readonly active: number;
  /** How long the one that waits longest is due; 0: none is. */
  readonly lateSeconds: number;
}

interface Sql {
  executeSql(text: string, values: unknown[]): Promise<{ rows: Readonly<Record<string, unknown>>[] }>;
}

/** Of all processes. From an index of pg-boss over the jobs that are not done. */
export async function jobFigures(sql: Sql, queues: readonly string[]): Promise<JobFigures[]> {
  const { rows } = await sql.executeSql(
    `select queue,
       count(*) filter (where state = 'created' and start_after <= now()) as due,
       count(*) filter (where state = 'created' and start_after > now()) as ahead,
       count(*) filter (where state = 'retry') as retrying,
       count(*) filter (where state = 'active') as active,
       coalesce(extract(epoch from now() - min(start_after) filter (where state < 'active')), 0) as late
     from unnest($1::text[]) as queue left join pgboss.job on name = queue
       and state in ('created', 'retry', 'active', 'failed')
     group by queue`,
    [[...queues]],
  );
  return rows.map(({ queue, late, ...counts }) => ({
    queue: String(queue),
    due: Number(counts.due),
    ahead: Number(counts.ahead),
    retrying: Number(counts.retrying),
    active: Number(counts.active),
    lateSeconds: Math.max(0, Number(late)),
  }));
}
