import { castOf } from './cast.ts';
import type { Decision, DeskOptions } from './desk.ts';
import { mayInviteThem } from './may-invite.ts';
import type { Transaction } from './ports.ts';
import { putOnCard } from './put-on-card.ts';
import { tooMany } from './rates.ts';
import type { QuestionId, WaitingRecord } from './records.ts';
import type { Inbound } from './requests.ts';
import type { Say } from './views.ts';

const NOTHING = { duplicate: false, says: [], cardId: undefined, started: [] } as const;

/**
 * Answers a question: the chosen ones of its candidates are rung, the first of them on the question's row; or nobody is. `all`
 * answers a question whether they all shall be.
 */
export async function choose(
  tx: Transaction,
  { policy, now }: Pick<DeskOptions, 'policy' | 'now'>,
  inbound: Inbound,
  id: QuestionId,
  chosen: readonly string[] | 'all',
): Promise<Decision> {
  const question = await tx.question(id);
  const candidates = question?.candidates ?? [];
  const invitees = chosen === 'all' ? [...candidates] : candidates.filter(({ key }) => chosen.includes(key));
  const isOffered = chosen === 'all' ? question?.kind === 'all' : invitees.length === chosen.length;
  const card = question && (await tx.lockCard(question.cardId));
  const conference = await tx.activeConference(inbound.thread.id);
  if (!question || !isOffered || !card || question.state !== 'open' || conference?.id !== card.conferenceId) {
    const says = [say('question-answered', { typed: question?.typed ?? '' })];
    return { ...NOTHING, says, cardId: card?.id };
  }
  const request = { ...inbound, invitees, cardId: card.id, urgent: card.urgent };
  const cast = await castOf(tx, policy, conference, request, now());
  const isRefused = question.kind === 'all' && invitees.length === 0;
  const line = question.kind === 'all' ? (await tx.waitingOn(card.id)).filter(isWaiting) : [];
  const behind = line.map(({ invitee }) => invitee);
  const denied =
    (invitees.length > 0 ? mayInviteThem(policy, request, true) : undefined) ??
    (await tooMany(tx, policy, request, isRefused ? [] : [...cast.rows, ...behind]));
  // It can still be answered, by somebody else or a moment later.
  if (denied) return { ...NOTHING, says: [denied], cardId: card.id };
  await tx.closeQuestion(id, 'answered');
  await tx.draw(card.id);
  // Who did not want so many does not want those behind them.
  if (isRefused) for (const { id } of line) await tx.setWaiting(id, 'withdrawn');
  // Those behind it have waited for the answer.
  await tx.moveOn(card.id);
  if (invitees.length === 0) {
    const says = [say('question-dropped', { typed: question.typed })];
    return { ...NOTHING, says, cardId: card.id };
  }
  if (cast.rows.length === 0) return { ...NOTHING, says: cast.says, cardId: card.id };
  const rows = { from: question.position, count: question.kind === 'all' ? candidates.length : 1 };
  const rung = await putOnCard(tx, conference, request, cast, card.toast, rows);
  return { ...NOTHING, ...rung, cardId: card.id };
}

function isWaiting({ state }: WaitingRecord): boolean {
  return state === 'waiting';
}

function say(code: Say['code'], facts: Say['facts']): Say {
  return { code, facts };
}
