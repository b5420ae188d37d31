/**
 * A process that does what is due, to be killed: `node clock-service.ts DATABASE_URL`. It takes one job and dies with it in its
 * hands, before anything is written. Prints one line of JSON when it has the job.
 */
import type { Due } from '../../src/desk/index.ts';
import { PostgresStore } from '../../src/store/index.ts';
import { quietLog } from './quiet-log.ts';

const store = await PostgresStore.open({ url: process.argv[2] ?? '', log: quietLog });
await store.onDue(async ([due]: readonly Due[]) => {
  console.log(JSON.stringify(due));
  await new Promise(() => {});
});
