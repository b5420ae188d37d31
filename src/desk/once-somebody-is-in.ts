import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery, DeliveryMethod, DeliveryResult } from '../core/index.ts';
import type { Store } from './ports.ts';
import type { InvitationId } from './records.ts';

/** A conference that is still empty then may call her all the same. */
const LIMIT_MS = 60_000;
const LOOK_EVERY_MS = 500;

/**
 * Lets the conference call somebody once somebody else is in: most refuse before. It waits only as long as somebody is on
 * her way, and not for those who wait themselves: whom nobody would precede is called at once.
 */
export function onceSomebodyIsIn(
  method: DeliveryMethod,
  store: Pick<Store, 'company'>,
  limitMs = LIMIT_MS,
): DeliveryMethod {
  const { name, isDialOut, needsCompany = false } = method;
  if (!needsCompany) return method;
  // Who cannot look does not wait: that costs at most a refusal.
  const companyOf = (id: InvitationId) => store.company(id).catch(() => 'nobody' as const);
  return {
    name,
    isDialOut,
    async deliver(delivery: Delivery): Promise<DeliveryResult> {
      const { signal } = delivery;
      const limit = AbortSignal.timeout(limitMs);
      const id = delivery.id as InvitationId;
      let waits = false;
      while (!signal.aborted && !limit.aborted && (await companyOf(id)) === 'coming') {
        if (!waits) delivery.progress({ kind: 'waiting' });
        waits = true;
        await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => {});
      }
      // Race: withdrawn while it waited.
      if (signal.aborted) return { outcome: { word: 'withdrawn' } };
      if (waits) delivery.progress({ kind: 'waited' });
      return await method.deliver(delivery);
    },
  };
}
