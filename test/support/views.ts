/** Views as the desk hands them out. */
import type {
  CardId,
  CardView,
  GatheringView,
  IncomingId,
  IncomingView,
  InvitationId,
  InvitationRow,
  PersonalView,
  QuestionId,
  QuestionRow,
} from '../../src/desk/index.ts';

export const SINCE = new Date('2026-03-01T09:30:15.250Z');

export function invitationRow(part: Partial<InvitationRow> = {}): InvitationRow {
  return {
    kind: 'invitation',
    id: 'invitation-1' as InvitationId,
    attempt: 1,
    name: 'Mary Miller',
    address: 'sip:mary@example.com',
    guessed: false,
    status: 'ringing',
    queued: false,
    outcome: null,
    removal: null,
    since: SINCE,
    actions: [],
    answers: [],
    answer: null,
    message: null,
    ...part,
  };
}

export function questionRow(part: Partial<QuestionRow> = {}): QuestionRow {
  return {
    kind: 'question',
    id: 'question-1' as QuestionId,
    typed: 'alex',
    candidates: [
      { key: 'sip:alex.a@example.com', name: 'Alex Abel', address: 'sip:alex.a@example.com' },
      { key: 'sip:alex.b@example.com', name: 'Alex Bell', address: 'sip:alex.b@example.com' },
    ],
    ...part,
  };
}

export function cardView(part: Partial<CardView> = {}): CardView {
  return {
    id: 'card-1' as CardId,
    subject: 'Standup',
    conferenceUri: 'sip:standup@conf.example.com',
    conferenceState: 'active',
    joinUrl: undefined,
    toast: null,
    urgent: false,
    inviter: { id: 'user-ann', name: 'Ann' },
    rows: [invitationRow()],
    ...part,
  };
}

export function gatheringView(part: Partial<GatheringView> = {}): GatheringView {
  return {
    subject: 'Standup',
    conferenceUri: 'sip:standup@conf.example.com',
    joinUrl: undefined,
    rows: [invitationRow()],
    questions: [],
    roster: 'known',
    others: [],
    ...part,
  };
}

export function incomingView(part: Partial<IncomingView> = {}): IncomingView {
  return {
    kind: 'incoming',
    id: 'incoming-1' as IncomingId,
    inviter: { address: 'sip:lee@contoso.com', name: 'Lee Smith' },
    subject: 'Standup',
    toast: null,
    conferenceUri: 'sip:standup@conf.contoso.com',
    status: 'invited',
    answeredBy: undefined,
    rings: undefined,
    since: SINCE,
    actions: ['join', 'decline'],
    ...part,
  };
}

export function personalView(part: Partial<PersonalView> = {}): PersonalView {
  return {
    kind: 'personal',
    id: 'card-2' as CardId,
    invitationId: 'invitation-1' as InvitationId,
    attempt: 1,
    inviter: { id: 'user-ann', name: 'Ann' },
    subject: 'Standup',
    toast: null,
    urgent: false,
    status: 'ringing',
    answer: null,
    joinUrl: undefined,
    since: SINCE,
    late: null,
    actions: ['accept', 'refuse', 'later', 'tell'],
    ...part,
  };
}
