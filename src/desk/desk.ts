/**
 * The one door of all entrances: commands, presses and the clock. It decides, writes down in one commit, and hands out
 * views. It never waits for a phone: who owns a call makes the written wish come true (call-owner.ts).
 */
import { formatAddress, parseAddress } from '../core/index.ts';
import { shownAddress } from './address-key.ts';
import { askBeforeMany } from './ask-before-many.ts';
import type { CallOwner } from './call-owner.ts';
import { castInOrder, castOf } from './cast.ts';
import { choose } from './choose.ts';
import { newConferenceUri } from './conference-uri.ts';
import { decide } from './decide.ts';
import { cancelAll, removeAll } from './letting-go.ts';
import { mayInvite, mayInviteThem } from './may-invite.ts';
import { POSTED_AGAIN_SECONDS, wantPersonalCard } from './personal-card.ts';
import type { Policy } from './policy.ts';
import type { Owned, Store, Transaction } from './ports.ts';
import { putOnCard } from './put-on-card.ts';
import { tooMany, tooManyEver } from './rates.ts';
import { readToast } from './read-toast.ts';
import type { CardId, InvitationId, InvitationRecord, QuestionId, ThreadId } from './records.ts';
import type { Inbound, InviteRequest } from './requests.ts';
import { ringAgain } from './ring-again.ts';
import { closeConference, newConference, switchConference } from './thread-conference.ts';
import { cardView, gatheringView, isByHerself } from './view-of.ts';
import type { CardToDraw, GatheringView, OtherPerson, Receipt, Say } from './views.ts';

export interface DeskOptions {
  readonly store: Store;
  readonly owner: CallOwner;
  readonly policy: Policy;
  /** CONFERENCE_URI, with `{id}`, `{number}` or neither. Undefined: a factory makes conferences when they are needed. */
  readonly conferenceUri: string | undefined;
  /** CONFERENCE_JOIN_URL; may hold `{id}` and `{uri}`. */
  readonly joinUrl: string | undefined;
  readonly now: () => Date;
  /** Random text of `length` characters out of `alphabet`. */
  readonly randomText: (alphabet: string, length: number) => string;
}

/** What a commit leaves to do: the calls that this process now owns. */
export interface Decision extends Receipt {
  readonly started: readonly Owned[];
}

const NOTHING = { duplicate: false, says: [], cardId: undefined, started: [] } as const;

export class Desk {
  readonly #options: DeskOptions;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  /**
   * Rings the invitees, asks about those with several candidates, and before it rings many (`MOST_UNASKED`), and says why somebody is
   * not rung.
   */
  async invite(request: InviteRequest): Promise<Receipt> {
    return this.#decide(request, (tx) => this.inviteWithin(tx, request, askBeforeMany));
  }

  /**
   * The same as a part of somebody else's commit, in which the thread is locked; the calls are started when it is committed. `ask`
   * is what may put a question in the place of people.
   */
  async inviteWithin(
    tx: Transaction,
    request: InviteRequest,
    ask: typeof askBeforeMany = (cast) => cast,
  ): Promise<Decision> {
    const toast = readToast(request.toast);
    if (toast && 'code' in toast) return { ...NOTHING, says: [toast] };
    const { policy, now, conferenceUri, randomText } = this.#options;
    const active = await tx.activeConference(request.thread.id);
    const denied = mayInviteThem(policy, request, active !== undefined);
    if (denied) return { ...NOTHING, says: [denied] };
    const conference =
      active ??
      newConference(
        request.thread.id,
        conferenceUri && newConferenceUri(conferenceUri, randomText),
        subjectOf(request),
      );
    const { cast: all, later } = await castInOrder(tx, policy, conference, request, now());
    const cast = ask(all, later);
    if (cast.rows.length === 0) return { ...NOTHING, says: cast.says };
    const people = [...all.rows, ...later.flat()].filter((one) => 'key' in one);
    // Whom is asked about is counted with the answer.
    const full =
      cast === all ? await tooMany(tx, policy, request, people) : tooManyEver(policy, people.length);
    if (full) return { ...NOTHING, says: [full] };
    if (!active) await tx.insertConference(conference);
    const inOrder = { ...request, later };
    return { ...NOTHING, ...(await putOnCard(tx, conference, inOrder, cast, toast?.message ?? null)) };
  }

  /**
   * Rings somebody again on her row of the card, if that is still wanted (`isWanted`) when it is decided; `showHer` has her
   * see it, in the same commit.
   */
  async again(
    inbound: Inbound,
    id: InvitationId,
    isWanted: (pressed: InvitationRecord) => boolean = () => true,
    showHer: (
      tx: Transaction,
      invitation: InvitationRecord,
      pressed: InvitationRecord,
    ) => Promise<void> = wantPersonalCard,
  ): Promise<Receipt> {
    return this.#decide(inbound, (tx) => ringAgain(tx, this.#options, inbound, id, isWanted, showHer));
  }

  /** Withdraws invitations that are on their way: their phones stop ringing. */
  async cancel(inbound: Inbound, ids: readonly InvitationId[]): Promise<Receipt> {
    return this.#decide(inbound, async (tx) => ({ ...NOTHING, ...(await cancelAll(tx, inbound, ids)) }));
  }

  /** Takes people out: bridged calls are hung up, for the others their conference is asked; who still rings is withdrawn. */
  async remove(
    inbound: Inbound,
    ids: readonly InvitationId[],
    others: readonly OtherPerson[] = [],
  ): Promise<Receipt> {
    return this.#decide(inbound, async (tx) => ({
      ...NOTHING,
      ...(await removeAll(tx, inbound, ids, others)),
    }));
  }

  /** Answers a question: the chosen ones of its candidates are rung, `all` of them or nobody. */
  async choose(inbound: Inbound, id: QuestionId, chosen: readonly string[] | 'all'): Promise<Receipt> {
    return this.#decide(inbound, (tx) => choose(tx, this.#options, inbound, id, chosen));
  }

  /** Ends the conference of the thread: invitations are withdrawn, everybody who was brought in is taken out. */
  async end(inbound: Inbound): Promise<Receipt> {
    const gathering = await this.gathering(inbound.thread.id);
    // They came without us, and go without us.
    const others = (gathering?.others ?? []).map(({ name, address }) => name || shownAddress(address));
    return this.#decide(inbound, async (tx) => {
      const conference = await tx.activeConference(inbound.thread.id);
      if (!conference) return { ...NOTHING, says: [say('conference-none')] };
      const withdrawn = await closeConference(tx, conference.id, inbound, () => true);
      // That is up to the conference, and may take a while, or be refused: the cards and a notice tell.
      const people = withdrawn.filter(isByHerself).map(({ invitee }) => invitee.name);
      return { ...NOTHING, says: [say('conference-ended', { subject: conference.subject, people, others })] };
    });
  }

  /** Binds the thread to an existing conference; who still rings for another one is withdrawn, who is in stays in. */
  async use(inbound: Inbound, address: string): Promise<Receipt> {
    return this.#decide(inbound, async (tx) => {
      const refusal = this.#options.policy.refusal(address);
      if (refusal) return { ...NOTHING, says: [say(refusal.code, { ...refusal.facts, name: address })] };
      const parsed = parseAddress(address);
      if (parsed.scheme === 'tel') return { ...NOTHING, says: [say('address.not-sip', { address })] };
      const uri = formatAddress(parsed);
      const denied = mayInvite(this.#options.policy, inbound);
      if (denied) return { ...NOTHING, says: [denied] };
      await switchConference(tx, inbound, uri, subjectOf(inbound));
      return { ...NOTHING, says: [say('conference-using', { uri })] };
    });
  }

  /** Leads the thread to a conference, as `use` does, and rings who wants in; nothing happens where `also` says no. */
  async join(
    request: InviteRequest,
    uri: string,
    also: (tx: Transaction) => Promise<boolean>,
  ): Promise<Receipt> {
    return this.#decide(request, async (tx) => {
      if (!(await also(tx))) return NOTHING;
      const conference = await switchConference(tx, request, uri, subjectOf(request));
      const { policy, now } = this.#options;
      const cast = await castOf(tx, policy, conference, request, now());
      if (cast.rows.length === 0) return { ...NOTHING, says: cast.says };
      return { ...NOTHING, ...(await putOnCard(tx, conference, request, cast, null)) };
    });
  }

  /** What somebody pressed was not hers to do: she is told, and it is written down. */
  async refuse(inbound: Inbound, code: 'press.not-member'): Promise<Receipt> {
    return this.#decide(inbound, async () => ({ ...NOTHING, says: [say(code)] }));
  }

  /** Who is invited to the thread's conference and how it stands; undefined: no conference is active. */
  async gathering(threadId: ThreadId): Promise<GatheringView | undefined> {
    const gathering = await this.#options.store.gathering(threadId);
    return gathering && gatheringView(gathering, this.#options.now(), this.#options.joinUrl);
  }

  /** Whether it has to be looked up who asks (`Inbound.author`): INVITERS names some. */
  get asksWho(): boolean {
    return this.#options.policy.inviters !== undefined;
  }

  /** In which thread an invitation or question stands, and who has asked for it; undefined: there is none. */
  whose(id: InvitationId | QuestionId): ReturnType<Store['whose']> {
    return this.#options.store.whose(id);
  }

  /** A card as it stands now; undefined: no such card. */
  async cardToDraw(id: CardId): Promise<CardToDraw | undefined> {
    const content = await this.#options.store.card(id);
    if (!content) return undefined;
    const { thread, card } = content;
    return {
      view: cardView(content, this.#options.now(), this.#options.joinUrl),
      thread,
      activityId: card.activityId,
    };
  }

  /** Remembers which message shows a card; null: it is gone, and the next draw posts a new one. */
  async posted(id: CardId, activityId: string | null): Promise<void> {
    await this.#options.store.commit((tx) => tx.setCardActivity(id, activityId));
  }

  /** Nobody knows whether a card has arrived: unless it is known by then, it is posted once more after a while. */
  async unsure(id: CardId): Promise<void> {
    await this.#options.store.commit(async (tx) => {
      if (await tx.setCardUnsure(id)) await tx.drawAfter(id, POSTED_AGAIN_SECONDS);
    });
  }

  /** Something was pressed in this message: it has arrived. `pressed`: the id behind the button. */
  async seen(threadId: ThreadId, pressed: string, activityId: string): Promise<void> {
    await this.#options.store.commit((tx) => tx.setCardSeen(pressed, threadId, activityId));
  }

  /** One commit for one activity; the calls it makes necessary start when it is committed. */
  async #decide(inbound: Inbound, work: (tx: Transaction) => Promise<Decision>): Promise<Receipt> {
    const { store, owner } = this.#options;
    const { started = [], ...receipt } = await decide(store, inbound, work);
    for (const { invitation, conference } of started) owner.start(invitation, conference);
    return receipt;
  }
}

function say(code: Say['code'], facts: Say['facts'] = {}): Say {
  return { code, facts };
}

export function subjectOf({
  thread,
  subject,
}: InviteRequest | (Inbound & { readonly subject?: string })): string {
  return (subject ?? thread.title).replace(/\s+/g, ' ').trim().slice(0, 200);
}
