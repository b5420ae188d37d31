/** Records → views: what is shown, and what can still be done about it. */

import { isMade } from './conference-uri.ts';
import { othersOf } from './others.ts';
import type { CardContent, Gathering } from './ports.ts';
import type { ConferenceRecord, InvitationRecord, QuestionRecord, Status, WaitingRecord } from './records.ts';
import type { CardView, GatheringView, InvitationRow, QuestionRow, RowView } from './views.ts';

/** On its way: her phone may ring. */
export function isLiving({ state }: Pick<InvitationRecord, 'state'>): boolean {
  return state !== 'Terminated';
}

/** In the conference as far as we can see: her call runs through us. Who stepped out may have left since. */
export function isIn({ state, presence }: Pick<InvitationRecord, 'state' | 'presence'>): boolean {
  return state === 'Terminated' && presence === 'bridged';
}

/** Brought in, and her call does not run through us: as far as we know she is still in. */
export function isByHerself({ state, presence }: Pick<InvitationRecord, 'state' | 'presence'>): boolean {
  return state === 'Terminated' && presence === 'independent';
}

/** In, one way or the other, as far as we know. */
export function isHere(invitation: Pick<InvitationRecord, 'state' | 'presence'>): boolean {
  return isIn(invitation) || isByHerself(invitation);
}

const SUCCEEDED: ReadonlySet<Status> = new Set(['joined', 'answered', 'accepted']);

/** She is in, or was, or has accepted: nobody needs to be called in her place. */
export function hasCome(
  invitation: Pick<InvitationRecord, 'state' | 'presence' | 'status' | 'outcome'>,
): boolean {
  const { status, outcome } = invitation;
  return isHere(invitation) || SUCCEEDED.has(status) || (outcome !== null && SUCCEEDED.has(outcome.word));
}

/** She can still answer in the chat: she is on her way, wanted in, and has not answered yet. */
export function isAnswerable(invitation: Pick<InvitationRecord, 'state' | 'wanted' | 'answer'>): boolean {
  return isLiving(invitation) && invitation.wanted === 'in' && invitation.answer === null;
}

/** She has asked to be rung again, and nobody has taken that back. */
export function isPostponed(invitation: Pick<InvitationRecord, 'state' | 'presence' | 'answer'>): boolean {
  return !isLiving(invitation) && !isHere(invitation) && invitation.answer?.wish === 'later';
}

/** She is to be called again because she did not answer. */
export function isRetried(invitation: Pick<InvitationRecord, 'state' | 'presence' | 'retryAt'>): boolean {
  return !isLiving(invitation) && !isHere(invitation) && invitation.retryAt !== null;
}

/** How long a card offers to take out who has answered, and may be a voicemail. */
export const REMOVE_OFFERED_SECONDS = 30;

/** `now` decides what is still offered. */
export function cardView(
  { card, conference, invitations, waiting, questions }: CardContent,
  now: Date,
  joinUrl?: string,
): CardView {
  const rows: { position: number; row: RowView }[] = [
    ...invitations.map((invitation) => ({
      position: invitation.position,
      row: {
        ...invitationRow(invitation, offeredActions(invitation, conference, now)),
        ...retryOf(invitation, card, conference),
      },
    })),
    ...waiting.map((one) => ({ position: one.position, row: waitingRow(one, conference) })),
    ...questions.map((question) => ({ position: question.position, row: questionRow(question, waiting) })),
  ];
  return {
    id: card.id,
    subject: conference.subject,
    conferenceUri: shownUri(conference),
    conferenceState: conference.state,
    joinUrl: expandJoinUrl(joinUrl, conference),
    toast: card.toast,
    urgent: card.urgent,
    inviter: card.inviter,
    rows: rows.sort((a, b) => a.position - b.position).map(({ row }) => row),
  };
}

/** So long "her" and "the second one" are understood. */
const LATELY_MS = 5 * 60_000;

export function gatheringView(gathering: Gathering, now: Date, joinUrl?: string): GatheringView {
  const { conference, invitations, waiting, questions, roster } = gathering;
  const isLate = (at: Date) => now.getTime() - at.getTime() > LATELY_MS;
  return {
    subject: conference.subject,
    conferenceUri: shownUri(conference),
    joinUrl: expandJoinUrl(joinUrl, conference),
    roster: roster.state,
    others: othersOf(gathering),
    rows: [
      ...invitations.map((invitation) => {
        const row = invitationRow(invitation, possibleActions(invitation, conference));
        const { inviter, createdAt, cardId } = invitation;
        return isLate(createdAt) ? row : { ...row, lately: { by: inviter.id, at: createdAt, cardId } };
      }),
      ...waiting.map((one) => waitingRow(one, conference)),
    ],
    questions: questions
      .filter(({ askedAt }) => !isLate(askedAt))
      .map((question) => {
        const { askedBy, askedAt, cardId } = question;
        return { ...questionRow(question, waiting), lately: { by: askedBy, at: askedAt, cardId } };
      }),
  };
}

function invitationRow(invitation: InvitationRecord, actions: InvitationRow['actions']): InvitationRow {
  const { id, attempt, invitee, status, queued, outcome, changedAt, answer, message, inChat } = invitation;
  return {
    kind: 'invitation',
    id,
    attempt,
    name: invitee.name,
    address: invitee.address,
    guessed: invitee.guessed,
    status,
    queued,
    outcome,
    since: changedAt,
    removal: removalOf(invitation),
    actions,
    answers: inChat === 'refused' && isAnswerable(invitation) ? ['accept', 'refuse', 'later'] : [],
    answer,
    message,
  };
}

const WAITING_STATUS = {
  waiting: 'in-turn',
  'not-needed': 'not-needed',
  withdrawn: 'withdrawn',
  'passed-over': 'passed-over',
} as const satisfies Record<WaitingRecord['state'], Status>;

/** Somebody who is not called yet; a press finds her invitation under the same id once she is. */
function waitingRow(waiting: WaitingRecord, conference: ConferenceRecord): InvitationRow {
  const { id, invitee, state, why, changedAt } = waiting;
  const canCancel = state === 'waiting' && conference.state === 'active';
  return {
    ...{ kind: 'invitation', id, attempt: 1, status: WAITING_STATUS[state], since: changedAt },
    ...{ name: invitee.name, address: invitee.address, guessed: invitee.guessed },
    ...{ queued: false, outcome: null, removal: null, answers: [], answer: null, message: null },
    actions: canCancel ? ['cancel'] : [],
    ...(why ? { passedOver: why } : {}),
  };
}

function retryOf(
  invitation: InvitationRecord,
  { persist }: CardContent['card'],
  { state }: ConferenceRecord,
): Pick<InvitationRow, 'retry'> {
  const { retryAt, attempt } = invitation;
  if (!isRetried(invitation) || retryAt === null || !persist || state === 'ended') return {};
  return { retry: { at: retryAt, next: attempt + 1, of: persist.times } };
}

/** What can still be done about somebody. */
function possibleActions(
  invitation: InvitationRecord,
  conference: ConferenceRecord,
): InvitationRow['actions'] {
  const { wanted, status, removalCode } = invitation;
  if (conference.state === 'ended') return [];
  if (isLiving(invitation)) return wanted === 'in' ? ['cancel'] : [];
  if (isHere(invitation)) return wanted === 'in' || removalCode !== null ? ['remove'] : [];
  if (isPostponed(invitation) || isRetried(invitation)) return ['again', 'cancel'];
  return SUCCEEDED.has(status) ? [] : ['again'];
}

/**
 * What a card offers of it. Taking somebody out is a command; it is offered only where it may be needed at once: somebody
 * answered, and nobody knows yet whether that is a person.
 */
function offeredActions(
  invitation: InvitationRecord,
  conference: ConferenceRecord,
  now: Date,
): InvitationRow['actions'] {
  const { status, changedAt, wanted } = invitation;
  const isFresh = now.getTime() - changedAt.getTime() < REMOVE_OFFERED_SECONDS * 1_000;
  const mayBeMachine = status === 'answered' && wanted === 'in' && isFresh;
  const possible = possibleActions(invitation, conference);
  return mayBeMachine ? possible : possible.filter((action) => action !== 'remove');
}

function removalOf(invitation: InvitationRecord): InvitationRow['removal'] {
  const { wanted, removalCode } = invitation;
  if (wanted === 'in' || !isHere(invitation)) return null;
  return removalCode === null ? { kind: 'under-way' } : { kind: 'refused', code: removalCode };
}

function questionRow(
  { id, cardId, kind, typed, candidates }: QuestionRecord,
  waiting: readonly WaitingRecord[],
): QuestionRow {
  const behind = waiting.filter((one) => one.cardId === cardId && one.state === 'waiting');
  return {
    kind: 'question',
    id,
    typed,
    candidates: candidates.map(({ key, name, address }) => ({ key, name, address })),
    ...(kind === 'all' ? { rings: candidates.length + behind.length } : {}),
  };
}

function shownUri({ uri }: ConferenceRecord): string | undefined {
  return isMade(uri) ? uri : undefined;
}

/** `{id}` is the user part of the conference URI, `{uri}` all of it, both escaped for a link. */
export function expandJoinUrl(template: string | undefined, { uri }: ConferenceRecord): string | undefined {
  if (!isMade(uri)) return undefined;
  const id = /^sips?:([^@]*)@/.exec(uri)?.[1] ?? '';
  return template
    ?.replaceAll('{id}', () => encodeURIComponent(id))
    .replaceAll('{uri}', () => encodeURIComponent(uri));
}
