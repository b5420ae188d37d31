import type { Transaction as KyselyTransaction } from 'kysely';
import type { Transaction } from '../desk/ports.ts';
import type { CardId, ProcessId } from '../desk/records.ts';
import type { Lines } from './audit-rows.ts';
import { audited } from './audited.ts';
import { blockRows } from './blocks.ts';
import { callingOrderRows } from './calling-order-rows.ts';
import { cardRows, lockCards } from './card-rows.ts';
import { AHEAD_MS } from './due-ahead.ts';
import { incomingRows } from './incoming-rows.ts';
import { invitationRows } from './invitation-rows.ts';
import type { Jobs } from './jobs.ts';
import { personalRows } from './personal-rows.ts';
import { rateRows } from './rates.ts';
import { rosterRows } from './roster-rows.ts';
import { scheduleRows } from './schedule-rows.ts';
import type { Tables } from './tables.ts';
import { threadRows } from './thread-rows.ts';

export interface TransactionParts {
  readonly processId: ProcessId;
  readonly jobs: Jobs;
}

/** The queues whose workers are woken when a commit that has ordered something of them is made. */
export type Ordered = Set<'draw' | 'toast' | 'remind' | 'ring' | 'next' | 'notice'>;

/**
 * What the desk does in one commit: the rows it reads and writes, and the jobs it orders, which are noted in `ordered`;
 * what it adds to histories is gathered in `lines`, and still to be written.
 */
export function transaction(
  trx: KyselyTransaction<Tables>,
  { processId, jobs }: TransactionParts,
  ordered: Ordered,
  lines: Lines,
): Transaction {
  const locked = new Set<CardId>();
  const toast = async (cardId: CardId) => {
    await jobs.sendDraw(trx, cardId, 'toast');
    ordered.add('toast');
  };
  const rows = { ...threadRows(trx, processId), ...invitationRows(trx, processId) };
  return {
    ...rows,
    ...audited(rows, lines),
    ...lines.rows(),
    ...cardRows(trx, locked),
    ...rosterRows(trx, processId),
    ...incomingRows(trx, processId),
    ...personalRows(trx),
    ...rateRows(trx),
    ...scheduleRows(trx),
    dueAt: async (due, at) => {
      if (at.getTime() < Date.now() + AHEAD_MS) await jobs.sendDue(trx, [{ ...due, at }]);
    },
    ...blockRows(trx),
    ...callingOrderRows(trx),
    moveOn: async (cardId) => {
      await jobs.sendMoveOn(trx, cardId);
      ordered.add('next');
    },
    ringAgainAfter: async (id, seconds) => {
      await jobs.sendRingAgain(trx, id, seconds);
      ordered.add('ring');
    },
    draw: async (cardId) => {
      if (!locked.has(cardId)) await lockCards(trx, [{ cardId }]);
      await jobs.sendDraw(trx, cardId);
      ordered.add('draw');
    },
    drawPersonal: (id) => toast(id as string as CardId),
    drawAttendee: (id) => toast(id),
    drawAttendeeAfter: (id, seconds) => jobs.sendRedraw(trx, id, seconds, 'toast'),
    drawReminders: async (ids) => {
      if (ids.length > 0) await jobs.sendReminders(trx, ids);
      ordered.add('remind');
    },
    drawAfter: (cardId, seconds) => jobs.sendRedraw(trx, cardId, seconds, 'draw'),
    drawPersonalAfter: (id, seconds) => jobs.sendRedraw(trx, id as string as CardId, seconds, 'toast'),
    notice: async (threadId, notice) => {
      await jobs.sendNotice(trx, threadId, notice);
      ordered.add('notice');
    },
  };
}
