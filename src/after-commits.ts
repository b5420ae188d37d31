import type { Chat } from './chat/index.ts';
import type { CallingOrder, PersonalDoor } from './desk/index.ts';
import type { PostgresStore } from './store/index.ts';

export interface AfterCommitsOptions {
  readonly store: PostgresStore;
  readonly chat: Chat;
  readonly personal: PersonalDoor;
  readonly order: CallingOrder;
  readonly clock: { begin(): Promise<() => Promise<void>> };
}

/** Does from now on what commits have ordered. Returns how to do no more of what is due. */
export async function doAfterCommits({
  store,
  chat,
  personal,
  order,
  clock,
}: AfterCommitsOptions): Promise<() => Promise<void>> {
  await store.onDraw((cardId) => chat.draw(cardId));
  await store.onRingAgain(async (id) => {
    await personal.ringAgain(id);
    await order.tryAgain(id);
  });
  await store.onMoveOn((cardId) => order.moveOn(cardId));
  const stopClock = await clock.begin();
  await store.onNotice((_threadId, notice) => chat.notify(notice));
  return stopClock;
}
