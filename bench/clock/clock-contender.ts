import pg from 'pg';

/** What is measured: it keeps what is due later, and does it then. */
export interface ClockContender {
  /** Makes its tables, with so many that are due in a day or later. */
  prepare(later: number): Promise<void>;
  /** Keeps one more for each of these instants (ms since 1970), a few minutes ahead. Before it is started. */
  order(due: readonly number[]): Promise<void>;
  /** Resolves with the id of its process, which does what is due from then on. */
  start(): Promise<number>;
  /** What was done since it was started: when it was due, and when that was seen to be done. */
  readonly done: readonly Done[];
  /** How many of what was due by then is not written down as done. */
  open(by: number): Promise<number>;
  stop(): Promise<void>;
}

export interface Done {
  readonly dueAt: number;
  readonly doneAt: number;
}

/** A pool for an empty database of that name beside the one of `url`. */
export async function newDatabase(url: string, name: string): Promise<{ url: string; pool: pg.Pool }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const other = new URL(url);
  other.pathname = `/${name}`;
  return { url: other.href, pool: new pg.Pool({ connectionString: other.href, max: 2 }) };
}
