import { type Transaction as KyselyTransaction, sql } from 'kysely';
import type { BlockTransaction } from '../desk/blocks.ts';
import type { Tables } from './tables.ts';
import { plain } from './values.ts';

/** Until when people do not want to be rung: one row for each way to ask for somebody, those of one person with one id. */
export function blockRows(trx: KyselyTransaction<Tables>): BlockTransaction {
  const drop = (keys: readonly string[]) => {
    const hers = trx.selectFrom('blocks').select('id').where('key', 'in', keys);
    return trx.deleteFrom('blocks').where('id', 'in', hers).returning('until').execute();
  };
  return {
    async block(keys, { until, zone }) {
      const hers = storable(keys);
      await drop(hers);
      const id = crypto.randomUUID();
      // In one order for all, so that two commits never wait for each other.
      const rows = hers.toSorted().map((key) => ({ key, id, until, zone }));
      await trx
        .insertInto('blocks')
        .values(rows)
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ id, until, zone }))
        .execute();
    },

    async unblock(keys, now) {
      return (await drop(storable(keys))).some(({ until }) => until > now);
    },

    async blocks(keys, by, now) {
      const found = await trx
        .selectFrom('blocks')
        .select(['key', 'until', 'zone'])
        .where(sql<boolean>`key = any(${storable(keys)})`)
        .where('until', '>', now)
        .where('id', 'not in', trx.selectFrom('blocks').select('id').where('key', '=', plain(by)))
        .execute();
      return new Map(found.map(({ key, until, zone }) => [key, { until, zone }]));
    },
  };
}

function storable(keys: readonly string[]): readonly string[] {
  return [...new Set(keys.map(plain))];
}
