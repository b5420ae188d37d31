/**
 * A process with the store, to be killed: `node inbox-service.ts DATABASE_URL`. Takes something in and never does it. Prints one line
 * of JSON when it stands in the inbox.
 */
import { PostgresStore } from '../../src/store/postgres-store.ts';
import { quietLog } from './quiet-log.ts';

const store = await PostgresStore.open({ url: process.argv[2] ?? '', log: quietLog });
await store.inbox().keep('left', { text: 'invite mary' });
console.log(JSON.stringify({ processId: store.processId }));
setInterval(() => {}, 60_000);
