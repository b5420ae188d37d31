/** Records → views: what is shown, and what can still be done about it. */
import type { CardContent, Gathering } from './ports.ts';
import type { ConferenceRecord, InvitationRecord, Status } from './records.ts';
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

export function cardView(
  { card, conference, invitations, questions }: CardContent,
  joinUrl?: string,
): CardView {
  const rows: { position: number; row: RowView }[] = [
    ...invitations.map((invitation) => ({
      position: invitation.position,
      row: invitationRow(invitation, conference),
    })),
    ...questions.map((question) => ({ position: question.position, row: questionRow(question) })),
  ];
  return {
    id: card.id,
    subject: conference.subject,
    conferenceUri: conference.uri,
    conferenceState: conference.state,
    joinUrl: expandJoinUrl(joinUrl, conference),
    toast: card.toast,
    inviter: card.inviter,
    rows: rows.sort((a, b) => a.position - b.position).map(({ row }) => row),
  };
}

export function gatheringView({ conference, invitations }: Gathering, joinUrl?: string): GatheringView {
  return {
    subject: conference.subject,
    conferenceUri: conference.uri,
    joinUrl: expandJoinUrl(joinUrl, conference),
    rows: invitations.map((invitation) => invitationRow(invitation, conference)),
  };
}

function invitationRow(invitation: InvitationRecord, conference: ConferenceRecord): InvitationRow {
  const { id, attempt, invitee, status, queued, outcome, changedAt } = invitation;
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
    actions: actionsFor(invitation, conference),
  };
}

const SUCCEEDED: ReadonlySet<Status> = new Set(['joined', 'answered', 'accepted']);

function actionsFor(invitation: InvitationRecord, conference: ConferenceRecord): InvitationRow['actions'] {
  if (conference.state === 'ended') return [];
  if (isLiving(invitation)) return invitation.wanted === 'in' ? ['cancel'] : [];
  return SUCCEEDED.has(invitation.status) ? [] : ['again'];
}

function questionRow({ id, typed, candidates }: CardContent['questions'][number]): QuestionRow {
  return {
    kind: 'question',
    id,
    typed,
    candidates: candidates.map(({ key, name, address }) => ({ key, name, address })),
  };
}

/** `{id}` is the user part of the conference URI, `{uri}` all of it, both escaped for a link. */
function expandJoinUrl(template: string | undefined, { uri }: ConferenceRecord): string | undefined {
  const id = /^sips?:([^@]*)@/.exec(uri)?.[1] ?? '';
  return template
    ?.replaceAll('{id}', () => encodeURIComponent(id))
    .replaceAll('{uri}', () => encodeURIComponent(uri));
}
