import { auditEnd, auditInvitation } from './audit.ts';
import { afterEnd } from './calling-order.ts';
import { judgeNow } from './judge.ts';
import { drawPersonalCard, endWithAnswer } from './personal-card.ts';
import type { InvitationPatch, Log, Notice, Store, Transaction } from './ports.ts';
import type { InvitationEvent, InvitationRecord } from './records.ts';
import { endless, retried } from './retried.ts';
import { tellWhenSettled } from './settled.ts';
import { isByHerself, REMOVE_OFFERED_SECONDS } from './view-of.ts';

export interface InvitationJournalOptions {
  readonly store: Store;
  readonly log: Log;
  readonly invitation: InvitationRecord;
  /** Called once when another process has taken the invitation over; nothing is written from then on. */
  readonly onFenced: () => void;
}

/** Changes that wait for a database that is away. A phone that tells on and on of being forwarded tells no news after so many. */
const MAX_PENDING = 100;
/** Of the database and of the process that draws. */
const CLOCKS_DIFFER_SECONDS = 1;

/**
 * Writes what happens to one invitation, in order, each change with its line of history, its draw and, when the last person
 * of a card has an end, its notice, in one commit. A database that is away delays the writing for as long as it takes, and loses nothing.
 */
export class InvitationJournal {
  readonly #options: InvitationJournalOptions;
  #tail: Promise<void> = Promise.resolve();
  #pending = 0;
  #fenced = false;

  constructor(options: InvitationJournalOptions) {
    this.#options = options;
  }

  write(patch: InvitationPatch, event: InvitationEvent): void {
    const isNews = patch.state !== 'Delivering';
    if (this.#pending >= MAX_PENDING && !isNews) return;
    this.#pending += 1;
    this.#tail = this.#tail
      .then(() => this.#commit(patch, event))
      .finally(() => {
        this.#pending -= 1;
      });
  }

  /** Resolves when everything written so far is committed, or has become pointless. */
  written(): Promise<void> {
    return this.#tail;
  }

  async #commit(patch: InvitationPatch, event: InvitationEvent): Promise<void> {
    if (this.#fenced) return;
    const { store, log, invitation, onFenced } = this.#options;
    try {
      const commit = () =>
        store
          .commit((tx) => record(tx, invitation, patch, event))
          .catch((err: unknown) => {
            log.debug({ err, invitation: invitation.id }, 'a change is not written yet');
            throw err;
          });
      if (await retried(commit, isFinal, endless())) return;
      this.#fenced = true;
      log.warn({ invitation: invitation.id }, 'another process has taken this invitation over');
      onFenced();
    } catch (err) {
      // A later change writes the newest state; if there is none, the next takeover finds the truth.
      const { state, status } = patch;
      const level = isClosed(err) ? 'debug' : 'error';
      log[level]({ err, invitation: invitation.id, state, status }, 'a change could not be written');
    }
  }
}

/** That stays so for ever: PostgreSQL says that the statement is wrong (classes 22, 23, 42), or we leave. */
function isFinal(error: unknown): boolean {
  return isClosed(error) || /^(?:22|23|42)...$/.test(codeOf(error));
}

function isClosed(error: unknown): boolean {
  return codeOf(error) === 'store.closed';
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** False: the fence has moved on, nothing was written. */
export async function record(
  tx: Transaction,
  invitation: InvitationRecord,
  patch: InvitationPatch,
  event: InvitationEvent,
): Promise<boolean> {
  const card = await tx.lockCard(invitation.cardId);
  // Race: she answers in the chat while her phone does; both lock the card first, so whichever commits first is seen by the other.
  const isEnd = patch.state === 'Terminated';
  const answer = (isEnd && (await tx.invitation(invitation.id))?.answer) || null;
  const updated = await tx.update(invitation, endWithAnswer(patch, answer));
  if (!updated) return false;
  await tx.appendEvent(invitation.id, event);
  if (isEnd) auditEnd(tx, updated, event.detail);
  else if (patch.status === 'left') auditInvitation(tx, 'left', updated);
  if (isShown(patch)) await tx.draw(invitation.cardId);
  if (isEnd || patch.presence !== undefined) await drawPersonalCard(tx, updated);
  // Who was just taken out may stand in the roster for a moment longer.
  const isTakenOut = patch.status === 'left' && updated.wanted === 'out';
  if (!isTakenOut) await judgeNow(tx, updated);
  if (patch.status === 'answered')
    await tx.drawAfter(invitation.cardId, REMOVE_OFFERED_SECONDS + CLOCKS_DIFFER_SECONDS);
  // Race: she left by herself while her conference was asked.
  if (patch.removalCode !== undefined && isByHerself(updated)) await tellNotRemoved(tx, updated);
  if (isEnd && card) {
    await afterEnd(tx, card, updated);
    await tellWhenSettled(tx, card);
  }
  return true;
}

/** That a delivery begins changes nothing of what the commit before has ordered to be drawn: an update less for the channel. */
function isShown({ state, ...rest }: InvitationPatch): boolean {
  return state === 'Terminated' || Object.keys(rest).length > 0;
}

/** Whoever wanted her out is to know that she may still be in; an edited card notifies nobody. */
async function tellNotRemoved(tx: Transaction, { id, cardId, threadId }: InvitationRecord): Promise<void> {
  await tx.notice(threadId, { cardId, invitationIds: [id] } satisfies Notice);
}
