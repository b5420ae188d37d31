/**
 * The one door of all entrances: commands, presses and the clock. It decides, writes down in one commit, and hands out
 * views. It never waits for a phone: who owns a call makes the written wish come true (call-owner.ts).
 */
import { ArgumentError, formatAddress, parseAddress, ToastMessage } from '../core/index.ts';
import type { CallOwner } from './call-owner.ts';
import { type Cast, castOf, refusalOf, whyNotNow } from './cast.ts';
import type { Policy } from './policy.ts';
import type { Store, Transaction } from './ports.ts';
import type {
  CardId,
  ConferenceRecord,
  InvitationId,
  InvitationRecord,
  Invitee,
  QuestionId,
  ThreadId,
} from './records.ts';
import type { Inbound, InviteRequest } from './requests.ts';
import { closeConference, newConferenceUri, openConference, withdraw } from './thread-conference.ts';
import { cardView, gatheringView, isByHerself, isLiving } from './view-of.ts';
import type { CardToDraw, GatheringView, Receipt, Say } from './views.ts';

export interface DeskOptions {
  readonly store: Store;
  readonly owner: CallOwner;
  readonly policy: Policy;
  /** CONFERENCE_URI, with `{id}`, `{number}` or neither. */
  readonly conferenceUri: string;
  /** CONFERENCE_JOIN_URL; may hold `{id}` and `{uri}`. */
  readonly joinUrl: string | undefined;
  readonly now: () => Date;
  /** Random text of `length` characters out of `alphabet`. */
  readonly randomText: (alphabet: string, length: number) => string;
}

/** What a commit leaves to do: the calls that this process now owns. */
interface Decision extends Receipt {
  readonly started: readonly {
    readonly invitation: InvitationRecord;
    readonly conference: ConferenceRecord;
  }[];
}

const NOTHING = { duplicate: false, says: [], cardId: undefined, started: [] } as const;

export class Desk {
  readonly #options: DeskOptions;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  /** Rings the invitees, asks about those with several candidates, and says why somebody is not rung. */
  async invite(request: InviteRequest): Promise<Receipt> {
    const toast = readToast(request.toast);
    if (toast && 'code' in toast) return { ...NOTHING, says: [toast] };
    const { policy, now, conferenceUri, randomText } = this.#options;
    return this.#decide(request, async (tx) => {
      const active = await tx.activeConference(request.thread.id);
      const uri = active?.uri ?? newConferenceUri(conferenceUri, randomText);
      const cast = await castOf(tx, policy, uri, request, now());
      if (cast.rows.length === 0) return { ...NOTHING, says: cast.says };
      const conference = active ?? (await openConference(tx, request.thread.id, uri, subjectOf(request)));
      return this.#putOnCard(tx, conference, request, cast, toast?.message ?? null);
    });
  }

  /** Rings somebody again on her row of the card. */
  async again(inbound: Inbound, id: InvitationId): Promise<Receipt> {
    return this.#decide(inbound, async (tx) => {
      const pressed = await tx.invitation(id);
      const conference = pressed && (await tx.activeConference(pressed.threadId));
      if (!pressed || conference?.id !== pressed.conferenceId) {
        return { ...NOTHING, says: [say('conference-none')], cardId: pressed?.cardId };
      }
      const { cardId, position, invitee } = pressed;
      const last = (await tx.lastInvitation(conference.uri, invitee.key)) ?? pressed;
      const why = refusalOf(this.#options.policy, invitee) ?? whyNotNow(last);
      if (why) return { ...NOTHING, says: [why], cardId };
      const attempt =
        1 + (last.cardId === cardId && last.position === position ? last.attempt : pressed.attempt);
      const invitation = await tx.insertInvitation({
        ...pressed,
        id: newId<InvitationId>(),
        attempt,
        inviter: inbound.actor,
      });
      if (!invitation) return { ...NOTHING, says: [say('already-inviting', { name: invitee.name })], cardId };
      await tx.appendEvent(invitation.id, { kind: 'created', detail: { by: inbound.actor.name, after: id } });
      await tx.draw(cardId);
      return { ...NOTHING, cardId, started: [{ invitation, conference }] };
    });
  }

  /** Withdraws invitations that are on their way: their phones stop ringing. */
  async cancel(inbound: Inbound, ids: readonly InvitationId[]): Promise<Receipt> {
    return this.#decide(inbound, async (tx) => {
      const says: Say[] = [];
      const names: string[] = [];
      let cardId: CardId | undefined;
      for (const id of ids) {
        const invitation = await tx.invitation(id);
        if (!invitation) continue;
        cardId = invitation.cardId;
        const { name } = invitation.invitee;
        if (isLiving(invitation)) {
          await withdraw(tx, invitation, inbound);
          names.push(name);
        } else {
          says.push(say('already-ended', { name, status: invitation.status }));
        }
      }
      if (names.length > 0) says.unshift(say('cancelling', { names }));
      if (says.length === 0) says.push(say('nothing-to-cancel'));
      return { ...NOTHING, says, cardId };
    });
  }

  /** Answers a question: the chosen one of its candidates is rung on the question's row. */
  async choose(inbound: Inbound, id: QuestionId, personKey: string): Promise<Receipt> {
    const { policy, now } = this.#options;
    return this.#decide(inbound, async (tx) => {
      const question = await tx.question(id);
      const invitee = question?.candidates.find((candidate) => candidate.key === personKey);
      const card = question && (await tx.lockCard(question.cardId));
      const conference = await tx.activeConference(inbound.thread.id);
      if (
        !question ||
        !invitee ||
        !card ||
        question.state !== 'open' ||
        conference?.id !== card.conferenceId
      ) {
        const says = [say('question-answered', { typed: question?.typed ?? '' })];
        return { ...NOTHING, says, cardId: card?.id };
      }
      const cast = await castOf(tx, policy, conference.uri, { ...inbound, invitees: [invitee] }, now());
      await tx.closeQuestion(id, 'answered');
      await tx.draw(card.id);
      if (cast.rows.length === 0) return { ...NOTHING, says: cast.says, cardId: card.id };
      const request = { ...inbound, invitees: [invitee], cardId: card.id };
      return this.#putOnCard(tx, conference, request, cast, card.toast, question.position);
    });
  }

  /** Ends the conference of the thread: invitations are withdrawn, bridged calls are hung up. */
  async end(inbound: Inbound): Promise<Receipt> {
    // Who joined by herself hears nothing of the end: her call runs without us, and that is to be said.
    const gathering = await this.#options.store.gathering(inbound.thread.id);
    const people = (gathering?.invitations ?? []).filter(isByHerself).map(({ invitee }) => invitee.name);
    return this.#decide(inbound, async (tx) => {
      const conference = await tx.activeConference(inbound.thread.id);
      if (!conference) return { ...NOTHING, says: [say('conference-none')] };
      await closeConference(tx, conference.id, inbound, () => true);
      return { ...NOTHING, says: [say('conference-ended', { subject: conference.subject, people })] };
    });
  }

  /** Binds the thread to an existing conference; who still rings for another one is withdrawn, who is in stays in. */
  async use(inbound: Inbound, address: string): Promise<Receipt> {
    const refusal = this.#options.policy.refusal(address);
    if (refusal) return { ...NOTHING, says: [say(refusal.code, { ...refusal.facts, name: address })] };
    const parsed = parseAddress(address);
    if (parsed.scheme === 'tel') return { ...NOTHING, says: [say('address.not-sip', { address })] };
    const uri = formatAddress(parsed);
    return this.#decide(inbound, async (tx) => {
      const before = await tx.activeConference(inbound.thread.id);
      if (before?.uri !== uri) {
        if (before) await closeConference(tx, before.id, inbound, isLiving);
        await openConference(tx, inbound.thread.id, uri, subjectOf(inbound));
      }
      return { ...NOTHING, says: [say('conference-using', { uri })] };
    });
  }

  /** Who is invited to the thread's conference and how it stands; undefined: no conference is active. */
  async gathering(threadId: ThreadId): Promise<GatheringView | undefined> {
    const gathering = await this.#options.store.gathering(threadId);
    return gathering && gatheringView(gathering, this.#options.joinUrl);
  }

  /** A card as it stands now; undefined: no such card. */
  async cardToDraw(id: CardId): Promise<CardToDraw | undefined> {
    const content = await this.#options.store.card(id);
    if (!content) return undefined;
    const { thread, card } = content;
    return { view: cardView(content, this.#options.joinUrl), thread, activityId: card.activityId };
  }

  /** Remembers which message shows a card; null: it is gone, and the next draw posts a new one. */
  async posted(id: CardId, activityId: string | null): Promise<void> {
    await this.#options.store.commit((tx) => tx.setCardActivity(id, activityId));
  }

  /** One commit for one activity; the calls it makes necessary start when it is committed. */
  async #decide(inbound: Inbound, work: (tx: Transaction) => Promise<Decision>): Promise<Receipt> {
    const { store, owner } = this.#options;
    const { started, ...receipt } = await store.commit(async (tx): Promise<Decision> => {
      const isNew = await tx.claimActivity(
        inbound.thread.channel,
        `${inbound.thread.id} ${inbound.activityId}`,
      );
      if (!isNew) return { ...NOTHING, duplicate: true };
      await tx.lockThread(inbound.thread);
      return work(tx);
    });
    for (const { invitation, conference } of started) owner.start(invitation, conference);
    return receipt;
  }

  async #putOnCard(
    tx: Transaction,
    conference: ConferenceRecord,
    request: InviteRequest,
    { rows, says }: Cast,
    toast: string | null,
    atPosition?: number,
  ): Promise<Decision> {
    const existing = request.cardId && (await tx.lockCard(request.cardId));
    const card = existing ?? {
      id: newId<CardId>(),
      threadId: request.thread.id,
      conferenceId: conference.id,
      inviter: request.actor,
      toast,
    };
    if (!existing) await tx.insertCard(card);
    let position = atPosition ?? (await tx.nextPosition(card.id));
    const started: InvitationRecord[] = [];
    for (const row of rows) {
      if ('candidates' in row) {
        await tx.insertQuestion({ ...row, id: newId<QuestionId>(), cardId: card.id, position });
      } else {
        const invitation = await this.#insert(tx, card.id, conference, request, row, position, card.toast);
        if (invitation) started.push(invitation);
        else says.push(say('already-inviting', { name: row.name }));
      }
      position += 1;
    }
    await tx.draw(card.id);
    const calls = started.map((invitation) => ({ invitation, conference }));
    return { ...NOTHING, says, cardId: card.id, started: calls };
  }

  async #insert(
    tx: Transaction,
    cardId: CardId,
    conference: ConferenceRecord,
    { thread, actor }: InviteRequest,
    invitee: Invitee,
    position: number,
    toast: string | null,
  ): Promise<InvitationRecord | false> {
    const invitation = await tx.insertInvitation({
      id: newId<InvitationId>(),
      cardId,
      threadId: thread.id,
      conferenceId: conference.id,
      position,
      attempt: 1,
      invitee,
      inviter: actor,
      toast,
    });
    if (invitation) await tx.appendEvent(invitation.id, { kind: 'created', detail: { by: actor.name } });
    return invitation;
  }
}

function say(code: Say['code'], facts: Say['facts'] = {}): Say {
  return { code, facts };
}

function subjectOf({ thread, subject }: InviteRequest | (Inbound & { readonly subject?: string })): string {
  return (subject ?? thread.title).replace(/\s+/g, ' ').trim().slice(0, 200);
}

function readToast(text: string | undefined): ToastMessage | Say | undefined {
  if (text === undefined) return undefined;
  try {
    return new ToastMessage(text);
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    return say(error.code as Say['code'], error.facts);
  }
}

function newId<T extends string>(): T {
  return crypto.randomUUID() as T;
}
