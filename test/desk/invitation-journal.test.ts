import assert from 'node:assert/strict';
import { InvitationJournal } from '../../src/desk/invitation-journal.ts';
import type { InvitationPatch, Store, Transaction } from '../../src/desk/ports.ts';
import type { InvitationRecord } from '../../src/desk/records.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { quietLog } from '../support/quiet-log.ts';

describe('what is written about one invitation', () => {
  it('waits for a database that is away, a hundred changes at most, and its end in any case', async () => {
    const back = Promise.withResolvers<void>();
    const written: InvitationPatch[] = [];
    const tx = {
      lockCard: async () => undefined,
      // Fenced off after the last one, so that nothing else is done about it.
      update: async (_invitation: unknown, patch: InvitationPatch) => void written.push(patch),
      invitation: async () => undefined,
    } as unknown as Transaction;
    const commit = async (work: (tx: Transaction) => Promise<unknown>) => {
      await back.promise;
      await work(tx);
      return true;
    };
    const journal = new InvitationJournal({
      store: { commit } as unknown as Store,
      log: quietLog,
      invitation: { id: 'one', cardId: 'card' } as unknown as InvitationRecord,
      onFenced: () => assert.fail('is ours'),
    });
    for (let n = 0; n < 5_000; n += 1) {
      journal.write(
        { state: 'Delivering', status: 'forwarded' },
        { kind: 'state', detail: { reason: 'Deflected' } },
      );
    }
    journal.write({ state: 'Terminating' }, { kind: 'state', detail: {} });
    journal.write({ state: 'Terminated' }, { kind: 'state', detail: {} });
    back.resolve();
    await journal.written();
    assert.equal(written.length, 102);
    assert.deepEqual(
      written.slice(-2).map(({ state }) => state),
      ['Terminating', 'Terminated'],
    );
  });

  it('waits no more for a store that we have closed', async () => {
    const closed = new StoreError('store.closed', 'The store is closed');
    const journal = new InvitationJournal({
      store: { commit: () => Promise.reject(closed) } as unknown as Store,
      log: quietLog,
      invitation: { id: 'one', cardId: 'card' } as unknown as InvitationRecord,
      onFenced: () => assert.fail('is ours'),
    });
    journal.write({ state: 'Terminated' }, { kind: 'state', detail: {} });
    await journal.written();
  });
});
