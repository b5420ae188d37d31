/**
 * Who of a card is called next. Its stages are called one after the other: the next one when everybody of those before has an
 * end for good and nobody of the card has come. Whoever does not answer is called again first, where that is wanted.
 *
 *   in-turn ──everybody before has an end──► called (inviting …)          ──no answer, busy, offline──► called again after a while
 *      │                        └──the gate refuses, rings elsewhere──► passed-over
 *      ├──somebody has come──► not-needed
 *      └──cancel, end, use──► withdrawn
 *
 * What calls for a look is committed with its cause and done by a job, whichever process lives then; a look decides in one
 * commit, with the card locked, so that it may be taken any number of times.
 */
import { type AuditEntry, auditRefusals } from './audit.ts';
import type { CallOwner } from './call-owner.ts';
import { castOf, whyNotAgain } from './cast.ts';
import { drawMissedCalls, wantPersonalCard } from './personal-card.ts';
import type { Policy } from './policy.ts';
import type { Owned, Store, Transaction } from './ports.ts';
import { call } from './put-on-card.ts';
import type {
  Actor,
  CardId,
  CardRecord,
  ConferenceRecord,
  InvitationId,
  InvitationRecord,
  WaitingRecord,
} from './records.ts';
import { APART_SECONDS, rungByOthers } from './rung-by-others.ts';
import { tellWhenSettled } from './settled.ts';
import { hasCome, isLiving, isRetried } from './view-of.ts';
import type { Say } from './views.ts';

export interface CallingOrderOptions {
  readonly store: Store;
  readonly owner: Pick<CallOwner, 'start' | 'isStopping'>;
  readonly policy: Policy;
  readonly now: () => Date;
}

export class CallingOrder {
  readonly #options: CallingOrderOptions;

  constructor(options: CallingOrderOptions) {
    this.#options = options;
  }

  /** Calls who is next on a card, or nobody. Safe to repeat. */
  async moveOn(id: CardId): Promise<void> {
    await this.#decide((tx) => this.#moveOn(tx, id));
  }

  /** Calls somebody again who has not answered, unless that is not wanted any more. Safe to repeat. */
  async tryAgain(id: InvitationId): Promise<void> {
    await this.#decide(async (tx) => {
      const before = await tx.invitation(id);
      if (!before || !isRetried(before)) return [];
      await tx.setRetry(id, null);
      await tx.draw(before.cardId);
      const started = await this.#callAgain(tx, before);
      return started ? [started] : this.#moveOn(tx, before.cardId);
    });
  }

  /** Rejects, so that another process does it, in one that stops: whom it called it would withdraw at once. */
  async #decide(work: (tx: Transaction) => Promise<readonly Owned[]>): Promise<void> {
    const { store, owner } = this.#options;
    if (owner.isStopping) throw new Error('This process stops; the next one calls');
    for (const { invitation, conference } of await store.commit(work)) owner.start(invitation, conference);
  }

  async #moveOn(tx: Transaction, id: CardId): Promise<readonly Owned[]> {
    const card = await tx.lockCard(id);
    if (!card) return [];
    const started = await this.#nextOf(tx, card);
    if (started.length === 0) await tellWhenSettled(tx, card);
    return started;
  }

  async #nextOf(tx: Transaction, card: CardRecord): Promise<readonly Owned[]> {
    const line = (await tx.waitingOn(card.id)).filter(({ state }) => state === 'waiting');
    if (line.length === 0) return [];
    const called = await tx.lastAttempts(card.id);
    if (called.some((one) => isLiving(one) || isRetried(one)) || (await tx.hasOpenQuestion(card.id)))
      return [];
    await tx.draw(card.id);
    const conference = await tx.activeConference(card.threadId);
    if (conference?.id !== card.conferenceId) return letGo(tx, line, 'withdrawn');
    if (called.some(hasCome)) return letGo(tx, line, 'not-needed');
    return this.#callNext(tx, card, conference, line);
  }

  /** Stage after stage, until the phone of somebody rings. */
  async #callNext(
    tx: Transaction,
    card: CardRecord,
    conference: ConferenceRecord,
    line: readonly WaitingRecord[],
  ): Promise<readonly Owned[]> {
    const started: Owned[] = [];
    const refusals: Say[] = [];
    // Locked together, as castInOrder does.
    const people = line.map(({ invitee }) => invitee);
    await rungByOthers(tx, this.#options.policy, people, { actor: card.inviter, urgent: card.urgent });
    for (const stage of Map.groupBy(line, ({ stage }) => stage).values()) {
      for (const one of stage) {
        const invitation = await this.#callOne(tx, card, conference, one);
        if ('code' in invitation) refusals.push(invitation);
        else started.push({ invitation, conference });
      }
      const isIn = refusals.some(({ code }) => code === 'already-in');
      if (isIn)
        await letGo(
          tx,
          line.filter((one) => one.stage > (stage[0]?.stage ?? 0)),
          'not-needed',
        );
      if (isIn || started.length > 0) break;
    }
    if (refusals.length > 0) {
      auditRefusals(tx, refusals, asWantedBy(card.inviter, card.id, conference));
      await tx.notice(card.threadId, { cardId: card.id, invitationIds: [], passedOver: refusals });
    }
    return started;
  }

  async #callOne(
    tx: Transaction,
    card: CardRecord,
    conference: ConferenceRecord,
    { id, invitee, position }: WaitingRecord,
  ): Promise<InvitationRecord | Say> {
    const { policy, now } = this.#options;
    const { says } = await castOf(
      tx,
      policy,
      conference,
      { invitees: [invitee], actor: card.inviter, urgent: card.urgent },
      now(),
    );
    const by = { thread: { id: card.threadId }, actor: card.inviter, conference };
    const invitation = says.length === 0 && (await call(tx, card, by, invitee, position, id));
    if (!invitation) {
      const why = says[0] ?? { code: 'already-inviting', facts: { name: invitee.name } };
      await tx.setWaiting(id, 'passed-over', why);
      return why;
    }
    await tx.takeWaiting(id);
    return invitation;
  }

  async #callAgain(tx: Transaction, before: InvitationRecord): Promise<Owned | undefined> {
    const { id, cardId, invitee, threadId, conferenceId, inviter, wanted } = before;
    const conference = await tx.activeConference(threadId);
    if (conference?.id !== conferenceId || wanted === 'out') return undefined;
    const last = await tx.lastInvitation(conference.uri, invitee.key);
    // Race: somebody has called her meanwhile, here or on another card, or she has come by herself.
    if (last?.id !== id || hasCome(last)) return undefined;
    const { policy, now } = this.#options;
    const again = { invitee, last, actor: inviter, urgent: before.urgent };
    const why = await whyNotAgain(tx, policy, conference, again, now());
    if (why?.code === 'rung-by-others') {
      await tx.setRetry(id, APART_SECONDS);
      await tx.ringAgainAfter(id, APART_SECONDS);
    } else if (why) auditRefusals(tx, [why], { ...asWantedBy(inviter, cardId, conference), about: id });
    if (why?.code === 'quiet-hours' || why?.code === 'blocked') {
      await tx.notice(threadId, { cardId, invitationIds: [], passedOver: [why] });
    }
    const newId = crypto.randomUUID() as InvitationId;
    const invitation =
      !why && (await tx.insertInvitation({ ...before, id: newId, attempt: before.attempt + 1 }));
    if (!invitation) return undefined;
    await tx.appendEvent(newId, { kind: 'created', detail: { by: inviter.name, after: id } });
    await wantPersonalCard(tx, invitation);
    await drawMissedCalls(tx, [last]);
    await tx.draw(cardId);
    return { invitation, conference };
  }
}

/** Of whom the trail tells that she is refused, when her turn comes. */
function asWantedBy(
  by: Actor,
  cardId: CardId,
  { id: conferenceId, threadId }: ConferenceRecord,
): Partial<AuditEntry> {
  return { by, cardId, threadId, conferenceId };
}

async function letGo(
  tx: Transaction,
  line: readonly WaitingRecord[],
  state: WaitingRecord['state'],
): Promise<readonly Owned[]> {
  for (const { id } of line) await tx.setWaiting(id, state);
  return [];
}

/** Ends that another call may mend. */
const WORTH_ANOTHER: ReadonlySet<string> = new Set(['no-answer', 'busy', 'offline']);

/** With an end of a call, in its commit: who did not answer is called again later, or else it is looked who is next. */
export async function afterEnd(tx: Transaction, card: CardRecord, ended: InvitationRecord): Promise<void> {
  const { persist } = card;
  // Race: her conference may know already that she is in.
  const { id, status, wanted, answer, attempt } = (persist && (await tx.invitation(ended.id))) ?? ended;
  const isWorth = WORTH_ANOTHER.has(status) && wanted === 'in' && answer === null;
  if (persist && isWorth && attempt < persist.times) {
    await tx.setRetry(id, persist.everySeconds);
    await tx.ringAgainAfter(id, persist.everySeconds);
  } else if ((await tx.waitingOn(card.id)).some(({ state }) => state === 'waiting')) {
    await tx.moveOn(card.id);
  }
}
