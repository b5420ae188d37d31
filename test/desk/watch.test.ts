import { keepWatch, type Recovered } from '../../src/desk/index.ts';
import { DeskWorld, dieWith, person } from '../support/desk-world.ts';
import { execute } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';

describe('desk/watch', () => {
  let dead: DeskWorld;
  let heir: DeskWorld;
  beforeEach(async () => {
    dead = await DeskWorld.open();
    heir = await DeskWorld.open(dead.url);
  });
  afterEach(async () => {
    await dead.close();
    await heir.close();
  });

  it('looks after lost wishes also while a call cannot be recovered yet', async () => {
    const { cardId } = await dead.desk.invite({ ...dead.inbound(), invitees: [person('Mary')] });
    await dead.until(cardId, 'Mary', 'ringing');
    await dieWith(dead);
    const other = await heir.desk.invite({
      ...heir.inbound('robin', undefined, 'other'),
      invitees: [person('Bob')],
    });
    await heir.until(other.cardId, 'Bob', 'ringing');
    const found = Promise.withResolvers<Recovered>();
    const asked = Promise.withResolvers<void>();
    const stop = keepWatch({
      store: heir.store,
      owner: heir.owner,
      attendance: { sweep: async () => {}, stop: async () => {} },
      incoming: { sweep: async () => {} },
      calls: {
        recover: () => {
          asked.resolve();
          return found.promise;
        },
      },
      log: quietLog,
      now: () => new Date(),
      isReady: () => true,
    });
    await asked.promise;
    await execute(heir.url, `update invitations set wanted = 'out' where invitee->>'name' = 'Bob'`);
    await heir.until(other.cardId, 'Bob', 'withdrawn');
    found.resolve({ kind: 'cancelled' });
    await stop();
    await heir.until(cardId, 'Mary', 'failed');
  });
});
