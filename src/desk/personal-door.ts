/**
 * The door of those who are invited: what they answer on a card of their own, or on their row of the thread's card where they
 * cannot be written to. An answer is a wish, written in one commit; who owns the call makes it so (call-owner.ts), and how
 * that ends is told together with what she has answered (`endWithAnswer`).
 */
import { AUDIT_DAYS, auditInvitation } from './audit.ts';
import { decide } from './decide.ts';
import type { Desk } from './desk.ts';
import {
  drawPersonalCard,
  hasAsked,
  isMissed,
  isOneOf,
  POSTED_AGAIN_SECONDS,
  personalCardId,
  wantPersonalCard,
} from './personal-card.ts';
import type { PersonalContent } from './personal-ports.ts';
import { personalView } from './personal-view.ts';
import type { Store, Transaction } from './ports.ts';
import type { CardId, InvitationId, InvitationRecord, PersonalAnswer, Thread } from './records.ts';
import type { Inbound } from './requests.ts';
import { withdraw } from './thread-conference.ts';
import { expandJoinUrl, isAnswerable } from './view-of.ts';
import type { PersonalToDraw, Receipt, Say } from './views.ts';

export interface PersonalDoorOptions {
  readonly store: Store;
  readonly desk: Pick<Desk, 'again'>;
  /** CONFERENCE_JOIN_URL; where it is missing, who accepts takes the call. */
  readonly joinUrl: string | undefined;
  /** How long the audit trail keeps what was done; 365 unless given. */
  readonly auditDays?: number;
}

/** Longer words are cut: they stand in a row among others. */
const MAX_WORDS = 300;
/** `later` */
export const LATER_SECONDS = 300;

const NOTHING = { duplicate: false, says: [], cardId: undefined } as const;

export class PersonalDoor {
  readonly #options: PersonalDoorOptions;

  constructor(options: PersonalDoorOptions) {
    this.#options = options;
  }

  /**
   * She accepts, declines (`words`: why, if she says so), or wants to be rung in a few minutes. Who has missed the call can
   * still accept: she gets the link, or is rung at once.
   */
  async answer(
    inbound: Inbound,
    id: InvitationId,
    wish: 'accept' | 'decline' | 'later',
    words = '',
  ): Promise<Receipt> {
    return this.#forHer(inbound, id, async (tx, invitation, { conference }) => {
      const hasLink = expandJoinUrl(this.#options.joinUrl, conference) !== undefined;
      if (!isAnswerable(invitation)) return wish === 'accept' && acceptLate(tx, invitation, hasLink);
      const accepted = hasLink ? 'link' : 'phone';
      await write(tx, invitation, {
        wish: wish === 'accept' ? accepted : wish,
        words: wish === 'decline' ? shortened(words) || null : null,
      });
      if (wish !== 'accept') await withdraw(tx, invitation, inbound);
      if (wish === 'later') await tx.ringAgainAfter(id, LATER_SECONDS);
      return true;
    });
  }

  /** Lets the thread know something; her phone rings on. */
  async tell(inbound: Inbound, id: InvitationId, words: string): Promise<Receipt> {
    const message = shortened(words);
    if (message === '') return { ...NOTHING, says: [{ code: 'message-empty', facts: {} }] };
    return this.#forHer(inbound, id, async (tx, invitation) => {
      if (!isAnswerable(invitation)) return false;
      const { cardId, threadId, invitee } = invitation;
      await tx.setMessage(id, message);
      await tx.appendEvent(id, { kind: 'answer', detail: { message } });
      auditInvitation(tx, 'answered', invitation, { why: 'message' });
      const { name, ids } = invitee;
      const said = { name, words: message, ...(ids ? { ids } : {}) };
      const notice = { cardId, invitationIds: [], message: said };
      await tx.notice(threadId, notice);
      return true;
    });
  }

  /** Forgets who says so, as far as it is over; the cards that show her are drawn without her. */
  async forget(inbound: Inbound): Promise<Receipt> {
    const { store, auditDays = AUDIT_DAYS } = this.#options;
    return decide(store, inbound, async (tx) => {
      const { invitations, reminders, notYet, cards } = await tx.forgetPerson(inbound.actor.id);
      for (const card of cards) await tx.draw(card);
      const says: Say[] = [{ code: 'forgotten', facts: { invitations, reminders, days: auditDays } }];
      if (notYet > 0) says.push({ code: 'forgotten-not-yet', facts: { count: notYet } });
      return { ...NOTHING, says };
    });
  }

  /** Rings somebody who has asked for it, unless that was taken back, or she is rung or in already. Safe to repeat. */
  async ringAgain(id: InvitationId): Promise<void> {
    const { store, desk } = this.#options;
    const content = await store.personalCard(id);
    if (!content) return;
    const { thread, invitation } = content;
    const entrance = { via: 'clock', verb: 'later', about: id } as const;
    const activityId = `ring ${crypto.randomUUID()}`;
    const inbound = { activityId, thread, actor: invitation.inviter, entrance };
    // Race: taken back until the moment in which it is decided.
    await desk.again({ ...inbound, author: 'granted' }, id, hasAsked, showRung);
    await store.commit(async (tx) => {
      const asking = await tx.invitation(id);
      if (!asking || !hasAsked(asking)) return;
      await tx.setAnswer(id, null);
      await tx.draw(asking.cardId);
      await drawPersonalCard(tx, asking);
    });
  }

  /** Her card as it stands now; undefined: it is none. */
  async personalToDraw(id: CardId): Promise<PersonalToDraw | undefined> {
    const content = await this.#options.store.personalCard(id as string as InvitationId);
    if (!content) return undefined;
    const { invitation, thread, personalThread, activityId, refusedIds } = content;
    const view = personalView(content, this.#options.joinUrl);
    const ids = (invitation.invitee.ids ?? []).filter((one) => !refusedIds.includes(one));
    return { view, thread: personalThread ?? thread, isOpen: personalThread !== undefined, ids, activityId };
  }

  /** Her own chat with the bot is open: her card is shown there. */
  async opened(id: InvitationId, personalThread: Thread): Promise<void> {
    await this.#options.store.commit((tx) => tx.setPersonalThread(id, personalThread));
  }

  /** Nobody knows whether her card has arrived: unless that is known by then, it is posted once more after a while. */
  async unsure(id: InvitationId): Promise<void> {
    await this.#options.store.commit(async (tx) => {
      if (await tx.setCardUnsure(personalCardId(id))) await tx.drawPersonalAfter(id, POSTED_AGAIN_SECONDS);
    });
  }

  /** In each other product the thread from which she may be reached. */
  elsewhere(channel: string, ids: readonly string[]): Promise<readonly Thread[]> {
    return this.#options.store.threadsElsewhere(channel, ids);
  }

  /**
   * She cannot be written to by these ids, not for a day. Another way is tried; where none is left, her thread is told so, and
   * her row gets the buttons.
   */
  async unreachable(id: InvitationId, refused: readonly string[]): Promise<void> {
    await this.#options.store.commit(async (tx) => {
      const invitation = await tx.invitation(id);
      if (invitation?.inChat !== 'wanted') return;
      const { invitee, cardId, threadId } = invitation;
      const ids = invitee.ids ?? [];
      const before = await tx.reachable(ids);
      await tx.rememberUnreachable(refused);
      const isKnown = before.length === 0;
      if (!isKnown && (await tx.reachable(ids)).length > 0) {
        await tx.setPersonalThread(id, undefined);
        return tx.drawPersonal(id);
      }
      await tx.setInChat(id, 'refused');
      await tx.draw(cardId);
      if (isKnown) return;
      await tx.notice(threadId, { cardId, invitationIds: [], unreachable: { name: invitee.name } });
    });
  }

  /** One commit for one press of hers; both cards that show her are drawn. `work` says whether it was in time. */
  async #forHer(
    inbound: Inbound,
    id: InvitationId,
    work: (tx: Transaction, invitation: InvitationRecord, content: PersonalContent) => Promise<boolean>,
  ): Promise<Receipt> {
    const { store } = this.#options;
    const content = await store.personalCard(id);
    if (!content) return NOTHING;
    const { invitation, thread, personalThread, activityId, lastId } = content;
    const { invitee, cardId } = invitation;
    const isInHerChat = personalThread?.id === inbound.thread.id;
    if (!isInHerChat && !isOneOf(invitee.ids ?? [], inbound.actor.id)) {
      const says: Say[] = [{ code: 'not-hers', facts: { name: invitee.name } }];
      return decide(store, inbound, async () => ({ ...NOTHING, says }));
    }
    const shown = isInHerChat ? personalCardId(activityId === null ? lastId : id) : cardId;
    const isInThread = thread.id === inbound.thread.id;
    const receipt = await decide(store, inbound, async (tx): Promise<Receipt> => {
      // Race: the conference ends, or somebody rings her again; both lock its thread first.
      if (!isInThread) await tx.lockThread(thread);
      const invitation = await tx.invitation(id);
      // Race: her phone was answered, somebody has withdrawn her, or she has pressed before.
      if (!invitation || !(await work(tx, invitation, content))) {
        return { ...NOTHING, says: [{ code: 'incoming-over', facts: {} }] };
      }
      await tx.draw(cardId);
      // Those behind her have waited until she is called no more.
      if (invitation.retryAt !== null) await tx.moveOn(cardId);
      await drawPersonalCard(tx, invitation);
      return NOTHING;
    });
    return { ...receipt, cardId: shown };
  }
}

async function write(tx: Transaction, invitation: InvitationRecord, answer: PersonalAnswer): Promise<void> {
  const { id } = invitation;
  await tx.setAnswer(id, answer);
  await tx.appendEvent(id, { kind: 'answer', detail: { ...answer } });
  auditInvitation(tx, 'answered', invitation, { why: answer.wish });
}

/** False: it is too late. */
async function acceptLate(tx: Transaction, invitation: InvitationRecord, hasLink: boolean): Promise<boolean> {
  const { id, cardId, threadId, conferenceId, invitee } = invitation;
  const conference = await tx.activeConference(threadId);
  if (!isMissed(invitation) || conference?.id !== conferenceId) return false;
  // Race: somebody has rung her again; her newer card asks her.
  if ((await tx.lastInvitation(conference.uri, invitee.key))?.id !== id) return false;
  await write(tx, invitation, { wish: hasLink ? 'link' : 'call', words: null });
  if (!hasLink) await tx.ringAgainAfter(id, 0);
  else {
    await tx.setAcceptedLate(id);
    await tx.notice(threadId, { cardId, invitationIds: [id] });
  }
  return true;
}

/** Who has just accepted is not asked once more: her card goes on with the new call. */
async function showRung(tx: Transaction, rung: InvitationRecord, asking: InvitationRecord): Promise<void> {
  await tx.setAnswer(asking.id, null);
  if (asking.answer?.wish !== 'call') return wantPersonalCard(tx, rung);
  await tx.setAnswer(rung.id, { wish: 'phone', words: null });
  if (asking.inChat !== 'wanted') return wantPersonalCard(tx, rung);
  await tx.movePersonalCard(asking.id, rung.id);
  await tx.drawPersonal(rung.id);
}

function shortened(words: string): string {
  return Array.from(words.replace(/\s+/g, ' ').trim()).slice(0, MAX_WORDS).join('');
}
