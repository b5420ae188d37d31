/** Rows for the tests of the store: a thread with a conference and a card, and people to put on it. */
import type { NewInvitation, Transaction } from '../../src/desk/ports.ts';
import type {
  CardId,
  ConferenceId,
  InvitationId,
  InvitationRecord,
  Invitee,
  Thread,
  ThreadId,
} from '../../src/desk/records.ts';
import type { PostgresStore } from '../../src/store/postgres-store.ts';

export interface Scene {
  readonly thread: Thread;
  readonly conferenceId: ConferenceId;
  readonly uri: string;
  readonly cardId: CardId;
}

export const inviter = { id: '29:ann', name: 'Ann' };

/** A new thread with an active conference at `uri` and an empty card. */
export async function makeScene(
  store: PostgresStore,
  uri = `sip:${crypto.randomUUID()}@conf.test`,
): Promise<Scene> {
  const thread = {
    id: `19:${crypto.randomUUID()}@thread` as string as ThreadId,
    channel: 'msteams',
    title: 'Standup',
    reference: { conversation: { id: 'x' } },
  };
  const conferenceId = crypto.randomUUID() as string as ConferenceId;
  const cardId = crypto.randomUUID() as string as CardId;
  await store.commit(async (tx) => {
    await tx.lockThread(thread);
    await tx.insertConference({ id: conferenceId, threadId: thread.id, uri, subject: 'Standup' });
    await tx.insertCard({ id: cardId, threadId: thread.id, conferenceId, inviter, toast: null });
  });
  return { thread, conferenceId, uri, cardId };
}

export function person(name: string): Invitee {
  return { key: `sip:${name}@example.com`, name, address: `sip:${name}@example.com`, guessed: false };
}

export function newInvitation(scene: Scene, name: string, more: Partial<NewInvitation> = {}): NewInvitation {
  return {
    id: crypto.randomUUID() as string as InvitationId,
    cardId: scene.cardId,
    threadId: scene.thread.id,
    conferenceId: scene.conferenceId,
    position: 0,
    attempt: 1,
    invitee: person(name),
    inviter,
    toast: null,
    ...more,
  };
}

export async function invite(
  store: PostgresStore,
  scene: Scene,
  name: string,
  more: Partial<NewInvitation> = {},
): Promise<InvitationRecord> {
  const invitation = await store.commit((tx: Transaction) =>
    tx.insertInvitation(newInvitation(scene, name, more)),
  );
  if (!invitation) throw new Error(`${name} has a living invitation already`);
  return invitation;
}
