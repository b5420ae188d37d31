/**
 * A process with the store, to be killed: `node store-service.ts DATABASE_URL`. Invites somebody, orders a draw of her card
 * and takes the job, but never finishes it. Prints one line of JSON when it has the job.
 */
import { PostgresStore } from '../../src/store/postgres-store.ts';
import { quietLog } from './quiet-log.ts';
import { invite, makeScene } from './store-records.ts';

const store = await PostgresStore.open({ url: process.argv[2] ?? '', log: quietLog });
const scene = await makeScene(store);
const invitation = await invite(store, scene, 'mary');
await store.onDraw(async (cardId) => {
  if (cardId !== scene.cardId) return;
  console.log(JSON.stringify({ ...scene, invitationId: invitation.id, processId: store.processId }));
  await new Promise(() => {});
});
await store.commit((tx) => tx.draw(scene.cardId));
