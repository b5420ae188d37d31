/**
 * The door of those who are invited: what they answer on a card of their own, or on their row of the thread's card where they
 * cannot be written to. An answer is a wish, written in one commit; who owns the call makes it so (call-owner.ts), and how
 * that ends is told together with what she has answered (`endWithAnswer`).
 */
import type { Desk } from './desk.ts';
import { drawPersonalCard, isOneOf, personalCardId } from './personal-card.ts';
import type { PersonalContent } from './personal-ports.ts';
import type { Store, Transaction } from './ports.ts';
import type { CardId, InvitationId, InvitationRecord, PersonalAnswer, Thread } from './records.ts';
import type { Inbound } from './requests.ts';
import { withdraw } from './thread-conference.ts';
import { expandJoinUrl, isAnswerable, personalView } from './view-of.ts';
import type { PersonalToDraw, Receipt, Say } from './views.ts';

export interface PersonalDoorOptions {
  readonly store: Store;
  readonly desk: Pick<Desk, 'again'>;
  /** CONFERENCE_JOIN_URL; where it is missing, who accepts takes the call. */
  readonly joinUrl: string | undefined;
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

  /** She accepts, declines (`words`: why, if she says so), or wants to be rung in a few minutes. */
  async answer(
    inbound: Inbound,
    id: InvitationId,
    wish: 'accept' | 'decline' | 'later',
    words = '',
  ): Promise<Receipt> {
    return this.#forHer(inbound, id, async (tx, invitation, { conference }) => {
      const hasLink = expandJoinUrl(this.#options.joinUrl, conference) !== undefined;
      const accepted = hasLink ? 'link' : 'phone';
      const answer: PersonalAnswer = {
        wish: wish === 'accept' ? accepted : wish,
        words: wish === 'decline' ? shortened(words) || null : null,
      };
      await tx.setAnswer(id, answer);
      await tx.appendEvent(id, { kind: 'answer', detail: { ...answer } });
      if (wish !== 'accept') await withdraw(tx, invitation, inbound);
      if (wish === 'later') await tx.ringAgainAfter(id, LATER_SECONDS);
    });
  }

  /** Lets the thread know something; her phone rings on. */
  async tell(inbound: Inbound, id: InvitationId, words: string): Promise<Receipt> {
    const message = shortened(words);
    if (message === '') return { ...NOTHING, says: [{ code: 'message-empty', facts: {} }] };
    return this.#forHer(inbound, id, async (tx, { cardId, threadId, invitee }) => {
      await tx.setMessage(id, message);
      await tx.appendEvent(id, { kind: 'answer', detail: { message } });
      const notice = { cardId, invitationIds: [], message: { name: invitee.name, words: message } };
      await tx.notice(threadId, notice);
    });
  }

  /** Forgets who says so, as far as it is over; the cards that show her are drawn without her. */
  async forget({ thread, activityId, actor }: Inbound): Promise<Receipt> {
    return this.#options.store.commit(async (tx) => {
      const isNew = await tx.claimActivity(thread.channel, `${thread.id} ${activityId}`);
      if (!isNew) return { ...NOTHING, duplicate: true };
      const { invitations, reminders, notYet, cards } = await tx.forgetPerson(actor.id);
      for (const card of cards) await tx.draw(card);
      const says: Say[] = [{ code: 'forgotten', facts: { invitations, reminders } }];
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
    // Race: taken back until the moment in which it is decided.
    await desk.again({ activityId: `later ${id}`, thread, actor: invitation.inviter }, id, isPostponed);
    await store.commit(async (tx) => {
      const postponed = await tx.invitation(id);
      if (!postponed || !isPostponed(postponed)) return;
      await tx.setAnswer(id, null);
      await tx.draw(postponed.cardId);
      await drawPersonalCard(tx, postponed);
    });
  }

  /** Her card as it stands now; undefined: it is none. */
  async personalToDraw(id: CardId): Promise<PersonalToDraw | undefined> {
    const content = await this.#options.store.personalCard(id as string as InvitationId);
    if (!content) return undefined;
    const { invitation, thread, personalThread, activityId } = content;
    const view = personalView(content, this.#options.joinUrl);
    const ids = invitation.invitee.ids ?? [];
    return { view, thread: personalThread ?? thread, isOpen: personalThread !== undefined, ids, activityId };
  }

  /** Her own chat with the bot is open: her card is shown there. */
  async opened(id: InvitationId, personalThread: Thread): Promise<void> {
    await this.#options.store.commit((tx) => tx.setPersonalThread(id, personalThread));
  }

  /** She cannot be written to: not for a day, her thread is told so, and her row gets the buttons. */
  async unreachable(id: InvitationId): Promise<void> {
    await this.#options.store.commit(async (tx) => {
      const invitation = await tx.invitation(id);
      if (invitation?.inChat !== 'wanted') return;
      const { invitee, cardId, threadId } = invitation;
      const ids = invitee.ids ?? [];
      const isKnown = await tx.isUnreachable(ids);
      await tx.rememberUnreachable(ids);
      await tx.setInChat(id, 'refused');
      await tx.draw(cardId);
      if (isKnown) return;
      await tx.notice(threadId, { cardId, invitationIds: [], unreachable: { name: invitee.name } });
    });
  }

  /** One commit for one press of hers; both cards that show her are drawn. */
  async #forHer(
    inbound: Inbound,
    id: InvitationId,
    work: (tx: Transaction, invitation: InvitationRecord, content: PersonalContent) => Promise<void>,
  ): Promise<Receipt> {
    const { store } = this.#options;
    const content = await store.personalCard(id);
    if (!content) return NOTHING;
    const { invitee, cardId } = content.invitation;
    const isInHerChat = content.personalThread?.id === inbound.thread.id;
    if (!isInHerChat && !isOneOf(invitee.ids ?? [], inbound.actor.id)) {
      return { ...NOTHING, says: [{ code: 'not-hers', facts: { name: invitee.name } }] };
    }
    const shown = isInHerChat ? personalCardId(id) : cardId;
    const { channel } = inbound.thread;
    return store.commit(async (tx) => {
      const isNew = await tx.claimActivity(channel, `${inbound.thread.id} ${inbound.activityId}`);
      if (!isNew) return { ...NOTHING, duplicate: true, cardId: shown };
      await tx.lockThread(inbound.thread);
      const invitation = await tx.invitation(id);
      // Race: her phone was answered, somebody has withdrawn her, or she has pressed before.
      if (!invitation || !isAnswerable(invitation)) {
        return { ...NOTHING, says: [{ code: 'incoming-over', facts: {} }], cardId: shown };
      }
      await work(tx, invitation, content);
      await tx.draw(cardId);
      await drawPersonalCard(tx, invitation);
      return { ...NOTHING, cardId: shown };
    });
  }
}

function isPostponed({ answer }: InvitationRecord): boolean {
  return answer?.wish === 'later';
}

function shortened(words: string): string {
  return Array.from(words.replace(/\s+/g, ' ').trim()).slice(0, MAX_WORDS).join('');
}
