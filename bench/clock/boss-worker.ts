/** A bare worker of pg-boss in a process of its own: `boss-worker.ts DATABASE_URL QUEUE`. Tells each job to its parent, and ends with it. */
import { PgBoss } from 'pg-boss';

const [, , url = '', queue = ''] = process.argv;
const boss = new PgBoss(url);
boss.on('error', (err) => console.error(err));
await boss.start();
const options = { batchSize: 1, pollingIntervalSeconds: 0.5 };
const worker = await boss.work<{ dueAt: number }>(queue, options, async ([job]) => {
  process.send?.({ dueAt: job?.data.dueAt, doneAt: Date.now() });
  // Else it would take two in a second, whatever is due.
  boss.notifyWorker(worker);
});
process.once('disconnect', () => void boss.stop().then(() => process.exit()));
process.send?.('ready');
