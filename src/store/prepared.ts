import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type pg from 'pg';

/** Statements that a connection remembers at most; lists make one for each length, and each costs memory in the server. */
const MAX_STATEMENTS = 500;

/**
 * A pool whose statements are parsed once per connection: the server takes longer to read most of ours than to do what they
 * say. Not those that ask for `*`: once a newer process has added a column to the table, they would fail for as long as the
 * connection lives ("cached plan must not change result type").
 */
export function prepared(pool: pg.Pool): PostgresPool {
  const names = new Map<string, string>();
  const nameOf = (text: string) => {
    if (names.has(text) || text.includes('*') || names.size >= MAX_STATEMENTS) return names.get(text);
    const name = `usher${names.size}`;
    names.set(text, name);
    return name;
  };
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect();
      const query = (text: string, values: readonly unknown[]) => {
        const name = values.length > 0 ? nameOf(text) : undefined;
        return client.query({ text, values: [...values], ...(name === undefined ? {} : { name }) });
      };
      return {
        query: query as unknown as PostgresPoolClient['query'],
        release: (destroy) => client.release(destroy),
      };
    },
  };
}
