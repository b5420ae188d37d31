/**
 * What happens in docs/story.md, moment by moment: rows as the store holds them, made into cards by the same way as in the product.
 * `story-pictures.ts` draws them, and a test holds their text against the page.
 */
import { noticeText, personalCard, plainText, type Sizes, threadCard } from '../../../src/cards/index.ts';
import { MAX_ROWS } from '../../../src/cards/thread-card.ts';
import type {
  CardId,
  ConferenceId,
  InvitationId,
  ProcessId,
  QuestionId,
  ThreadId,
} from '../../../src/desk/index.ts';
import { personalView } from '../../../src/desk/personal-view.ts';
import type { CardContent } from '../../../src/desk/ports.ts';
import type { ConferenceRecord, InvitationRecord, Status } from '../../../src/desk/records.ts';
import { cardView } from '../../../src/desk/view-of.ts';

export interface Scene {
  /** Of its picture and of its heading's place in the story. */
  readonly name: string;
  /** What is typed or pressed before; undefined: the phones do it. */
  readonly typed?: string;
  readonly shows: Sizes | string;
}

const SINCE = new Date('2026-11-23T09:30:15Z');
const THREAD = 'thread-1' as ThreadId;
const ANN = { id: '29:ann', name: 'Ann Ames', locale: 'en-GB' };
const CONFERENCE: ConferenceRecord = {
  id: 'conference-1' as ConferenceId,
  threadId: THREAD,
  uri: 'sip:standup@conf.contoso.com',
  subject: 'Standup',
  state: 'active',
  createdAt: SINCE,
};
const JOIN_URL = 'https://meet.contoso.com/{id}';

function invited(name: string, position: number, part: Partial<InvitationRecord> = {}): InvitationRecord {
  const address = `sip:${name.toLowerCase().replaceAll(' ', '.')}@contoso.com`;
  const onTheWay: readonly Status[] = ['inviting', 'ringing', 'forwarded', 'waiting', 'calling'];
  return {
    id: `invitation-${position}` as InvitationId,
    cardId: 'card-1' as CardId,
    threadId: THREAD,
    conferenceId: CONFERENCE.id,
    position,
    attempt: 1,
    invitee: { key: address, name, address, guessed: false },
    inviter: ANN,
    toast: null,
    urgent: false,
    wanted: 'in',
    state: onTheWay.includes(part.status ?? 'inviting') ? 'Delivering' : 'Terminated',
    status: 'inviting',
    queued: false,
    outcome: null,
    presence: part.status === 'joined' ? 'independent' : null,
    seen: false,
    removalCode: null,
    retryAt: null,
    answer: null,
    message: null,
    inChat: 'wanted',
    owner: 'process-1' as ProcessId,
    fence: 1,
    createdAt: SINCE,
    changedAt: SINCE,
    ...part,
  };
}

function content(
  invitations: readonly InvitationRecord[],
  questions: CardContent['questions'] = [],
): CardContent {
  const thread = { id: THREAD, channel: 'msteams', title: 'Standup', reference: null };
  const card = {
    ...{ id: 'card-1' as CardId, threadId: THREAD, conferenceId: CONFERENCE.id },
    ...{ inviter: ANN, toast: 'We are starting', activityId: null },
    ...{ urgent: false, persist: null },
  };
  return { card, thread, conference: CONFERENCE, invitations, waiting: [], questions };
}

function shown(...of: Parameters<typeof content>): Sizes {
  const view = cardView(content(...of), SINCE, JOIN_URL);
  return (maxRows) => threadCard(view, [], maxRows);
}

function forHer(invitation: InvitationRecord): Sizes {
  const to = { invitation: { ...invitation, toast: 'We are starting' }, lastId: invitation.id };
  const { thread } = content([]);
  const view = personalView(
    { ...to, conference: CONFERENCE, thread, personalThread: undefined, activityId: null, refusedIds: [] },
    JOIN_URL,
  );
  return () => personalCard(view);
}

function notice(invitations: readonly InvitationRecord[]): string {
  const view = cardView(content(invitations), SINCE);
  return (
    noticeText(
      view,
      invitations.map(({ id }) => id),
    ) ?? ''
  );
}

const declined = {
  status: 'declined',
  outcome: { word: 'declined' },
  answer: { wish: 'decline', words: 'With a patient until eleven' },
} as const;
const settled = [invited('Mary Lind', 0, { status: 'joined' }), invited('Bob Stone', 1, declined)];

const QUESTION: CardContent['questions'][number] = {
  kind: 'who',
  ...{ id: 'question-1' as QuestionId, cardId: 'card-1' as CardId, position: 0, typed: 'alex' },
  candidates: ['Alex Wong', 'Alex Kim'].map((name, i) => invited(name, i).invitee),
  ...{ state: 'open', askedBy: ANN.id, askedAt: SINCE },
};

const FIRST = ['Ada', 'Ben', 'Cleo', 'Dan', 'Eva', 'Fay', 'Gus', 'Hana', 'Ian', 'Jo'];
const LAST = ['Adler', 'Brandt', 'Costa', 'Dunn', 'Ekström'];
const CROWD: readonly Status[] = ['joined', 'joined', 'ringing', 'joined', 'no-answer', 'joined', 'declined'];

/** So many people, most of whom are in. */
function crowd(count: number): readonly InvitationRecord[] {
  return Array.from({ length: count }, (_, i) => {
    const name = `${FIRST[i % FIRST.length]} ${LAST[(i + Math.floor(i / FIRST.length)) % LAST.length]}`;
    const status = CROWD[i % (count > 12 ? 5 : CROWD.length)] ?? 'joined';
    // In a crowd nearly everybody has come.
    return invited(name, i, { status: count > 12 && i % 10 > 4 ? 'joined' : status });
  });
}

export const SCENES: readonly Scene[] = [
  {
    name: 'invited',
    typed: 'invite mary and bob saying "We are starting"',
    shows: shown([invited('Mary Lind', 0), invited('Bob Stone', 1)]),
  },
  {
    name: 'ringing',
    shows: shown([
      invited('Mary Lind', 0, { status: 'ringing' }),
      invited('Bob Stone', 1, { status: 'ringing' }),
    ]),
  },
  { name: 'personal', shows: forHer(invited('Mary Lind', 0, { status: 'ringing' })) },
  { name: 'ended', shows: shown(settled) },
  { name: 'notice', shows: notice(settled) },
  { name: 'question', typed: 'invite alex', shows: shown([], [QUESTION]) },
  { name: 'twelve', typed: 'invite the on-call doctors', shows: shown(crowd(12)) },
  { name: 'fifty', typed: 'invite everybody', shows: shown(crowd(50)) },
];

/** A moment where nothing but text can be shown. */
export function textOf({ shows }: Scene): string {
  return typeof shows === 'string' ? shows : plainText(shows(MAX_ROWS));
}
