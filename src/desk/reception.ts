/**
 * The desk's other door: invitations that come from outside. A thread listens to people, sees who invites, and answers. What
 * is answered is a wish, written in one commit; the process that holds the invitation makes it so (incoming-owner.ts).
 */
import { addressKeysOf } from './address-key.ts';
import { refusalOf } from './cast.ts';
import { decide } from './decide.ts';
import type { IncomingAnswer, IncomingId, IncomingRecord } from './incoming-ports.ts';
import type { Policy } from './policy.ts';
import type { Store, Transaction } from './ports.ts';
import type { CardId, Invitee } from './records.ts';
import type { Inbound } from './requests.ts';
import type { IncomingToDraw, IncomingView, Receipt, Say } from './views.ts';

export interface ReceptionOptions {
  readonly store: Store;
  readonly policy: Policy;
}

const NOTHING = { duplicate: false, says: [], cardId: undefined } as const;

export class Reception {
  readonly #options: ReceptionOptions;

  constructor(options: ReceptionOptions) {
    this.#options = options;
  }

  /** Invitations that these people send to us are shown in this thread from now on, and nowhere else. */
  async listen(inbound: Inbound, people: readonly Invitee[]): Promise<Receipt> {
    return this.#decide(inbound, async (tx) => {
      const says: Say[] = [];
      for (const person of people) {
        const before = await tx.bind(inbound.thread.id, addressKeysOf(person), person.name);
        if (before) says.push({ code: 'listening-moved', facts: { name: person.name, from: before.title } });
      }
      const facts = { names: people.map(({ name }) => name), address: people[0]?.address ?? '' };
      return { ...NOTHING, says: [{ code: 'listening', facts }, ...says] };
    });
  }

  /** Shows invitations of these people here no more; of nobody, where none are named. */
  async stopListening(inbound: Inbound, people: readonly Invitee[]): Promise<Receipt> {
    return this.#decide(inbound, async (tx) => {
      const keys = people.length === 0 ? undefined : people.flatMap(addressKeysOf);
      const names = await tx.unbind(inbound.thread.id, keys);
      const code = names.length === 0 ? 'listening-to-nobody' : 'listening-stopped';
      return { ...NOTHING, says: [{ code, facts: { names } }] };
    });
  }

  /** `invitee`: whose phone rings with `join`; undefined: nobody knows an address of hers. */
  async answer(
    inbound: Inbound,
    id: IncomingId,
    wish: IncomingAnswer['wish'],
    invitee: Invitee | undefined,
  ): Promise<Receipt> {
    const refusal = invitee && refusalOf(this.#options.policy, invitee);
    return this.#decide(inbound, async (tx) => {
      const incoming = await tx.lockIncoming(id);
      if (incoming?.threadId !== inbound.thread.id) return NOTHING;
      const cardId: CardId = id;
      const { answer, ending } = incoming;
      if (answer || ending) {
        return { ...NOTHING, says: [{ code: 'incoming-over', facts: {} }], cardId };
      }
      await tx.answerIncoming(id, { wish, by: inbound.actor, invitee: (!refusal && invitee) || null });
      await tx.draw(cardId);
      return { ...NOTHING, says: refusal ? [refusal] : [], cardId };
    });
  }

  /** The card of an invitation as it stands now; undefined: it is none. */
  async incomingToDraw(id: CardId): Promise<IncomingToDraw | undefined> {
    const found = await this.#options.store.incoming(id as IncomingId);
    if (!found) return undefined;
    const { record, thread } = found;
    return { view: incomingView(record), thread, activityId: record.activityId };
  }

  #decide(inbound: Inbound, work: (tx: Transaction) => Promise<Receipt>): Promise<Receipt> {
    return decide(this.#options.store, inbound, work);
  }
}

function incomingView(record: IncomingRecord): IncomingView {
  const { id, inviter, subject, toast, conferenceUri, answer, ending, changedAt } = record;
  const wished = answer?.wish === 'join' ? 'joining' : answer ? 'declining' : 'invited';
  return {
    kind: 'incoming',
    id,
    inviter,
    subject,
    toast,
    conferenceUri,
    status: ending ?? wished,
    answeredBy: answer?.by.name,
    rings: answer?.invitee?.name,
    since: changedAt,
    actions: ending || answer ? [] : ['join', 'decline'],
  };
}
