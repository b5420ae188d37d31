import type {
  CardView,
  GatheringView,
  InvitationRow,
  OtherPerson,
  QuestionRow,
  RowView,
  Status,
} from '../desk/index.ts';
import { ALL_OF_THEM, type Button, type Card, type CardRow, NOBODY, type Tone } from './card.ts';
import { notRemovedText } from './notice.ts';
import { answerButton } from './personal-card.ts';
import { rowDetails } from './row-detail.ts';
import { fill } from './sentence.ts';
import { showLine, showName, showText } from './show.ts';
import { type Spoken, speech } from './speech.ts';
import { en } from './words/en.ts';
import type { Words } from './words/words.ts';
import { wordsOf } from './words/words-of.ts';

/** Up to so many people have a row each; of more, only those who need attention, and not more of them either. */
export const MAX_ROWS = 12;
const MAX_LINE = 200;
/** Adaptive Cards show no more buttons than this side by side. */
const MAX_CANDIDATES = 5;
const MAX_NOTE = 500;
const MAX_TOAST = 1024;
const MAX_SUBJECT = 120;

const TONES: Readonly<Partial<Record<Status, Tone>>> = {
  joined: 'good',
  answered: 'good',
  accepted: 'good',
  declined: 'bad',
  busy: 'bad',
  'no-answer': 'bad',
  offline: 'bad',
  'not-found': 'bad',
  'not-allowed': 'bad',
  cannot: 'bad',
  failed: 'bad',
  unknown: 'bad',
};

/** The live card of one invite command. `notes` are for one reader: what became of her press. */
export function threadCard(
  view: CardView,
  notes: readonly string[] = [],
  maxRows: number = MAX_ROWS,
  words: Words = wordsOf(view.inviter.locale),
): Card {
  const title = showLine(view.subject, MAX_SUBJECT) || words.card.untitled;
  const isActive = view.conferenceState === 'active';
  const buttons: Button[] = [];
  if (isActive && view.joinUrl) buttons.push({ kind: 'link', title: words.buttons.join, url: view.joinUrl });
  if (isActive) {
    buttons.push({ kind: 'press', title: words.buttons.me, verb: 'me', data: { id: view.id, version: 0 } });
  }
  const { rows, lines, spoken } = peopleOf(view.rows, maxRows, words);
  return {
    lang: words.language,
    ...{ rows, lines, title },
    lead: [
      ...(view.urgent ? [words.card.urgent] : []),
      ...notes.map((note) => showLine(note, MAX_NOTE)),
      fill(words.card.invitedBy, { name: view.inviter.name }, words),
      ...(view.toast ? [toastLine(view.toast, words)] : []),
      ...(isActive ? [] : [words.card.ended]),
    ],
    buttons,
    speak: speech(view.urgent ? `${words.card.urgent}. ${title}` : title, spoken, words),
  };
}

/** The answer to `who`: everybody of the thread's conference, without buttons that would have to be kept fresh. */
export function gatheringCard(view: GatheringView, words: Words = en): Card {
  const title = showLine(view.subject, MAX_SUBJECT) || words.card.untitled;
  const rows = view.rows.map((row) => ({ ...row, actions: [], answers: [] }));
  const people = peopleOf(rows, MAX_ROWS, words);
  const roster = rosterLines(view, words);
  return {
    lang: words.language,
    title,
    rows: people.rows,
    lead: [
      ...(view.conferenceUri ? [fill(words.card.conference, { uri: view.conferenceUri }, words)] : []),
      ...(rows.length === 0 ? [words.card.nobody] : []),
    ],
    lines: [...people.lines, ...roster],
    speak: speech(title, [...people.spoken, ...roster.map((text) => ({ text, people: 0 }))], words),
    buttons: view.joinUrl ? [{ kind: 'link', title: words.buttons.join, url: view.joinUrl }] : [],
  };
}

/** Who is in without an invitation, or that nobody can say. */
function rosterLines({ roster, others }: GatheringView, words: Words): string[] {
  if (roster !== 'known') return [roster === 'none' ? words.card.rosterNone : words.card.rosterUnknown];
  if (others.length === 0) return [];
  const nameOf = ({ name, address }: OtherPerson) => name || address.replace(/^(sips?|tel):/, '');
  const names = others.map(nameOf);
  return [
    showLine(fill(words.card.others, { count: others.length, names }, words), MAX_LINE),
    ...others.flatMap((other) =>
      other.removal?.kind === 'refused'
        ? [notRemovedText({ name: nameOf(other), code: other.removal.code }, words)]
        : [],
    ),
  ];
}

function peopleOf(
  all: readonly RowView[],
  maxRows: number,
  words: Words,
): Pick<Card, 'rows' | 'lines'> & { readonly spoken: readonly Spoken[] } {
  const withRow = new Set(all.length > maxRows ? mostUrgent(all, maxRows) : all);
  const rows = all.filter((row) => withRow.has(row));
  const others = all.filter((row) => !withRow.has(row));
  const cardRows = rows.map((row) =>
    row.kind === 'question' ? questionRow(row, words) : personRow(row, words),
  );
  const lines = linesOf(others, words);
  const spoken = cardRows.map(({ head, word }) => ({
    text: word === undefined ? head : fill(words.card.speakRow, { name: head, word }, words),
    people: 1,
  }));
  const told = lines.map(({ text, people }) => ({ text, people }));
  return { rows: cardRows, lines: lines.map(({ text }) => text), spoken: [...spoken, ...told] };
}

/** The most urgent first, of those the latest. Of more people than there is room for, only who needs attention. */
function mostUrgent(rows: readonly RowView[], maxRows: number): RowView[] {
  return rows
    .filter((row) => rows.length <= MAX_ROWS || urgencyOf(row) <= LEAST_ATTENTION)
    .sort((a, b) => urgencyOf(a) - urgencyOf(b) || sinceOf(b) - sinceOf(a))
    .slice(0, maxRows);
}

const LEAST_ATTENTION = 2;

/** 0 a question, 1 what came to nothing, 2 who can answer nowhere else, 3 who is on the way, 4 who needs nothing. */
function urgencyOf(row: RowView): 0 | 1 | 2 | 3 | 4 {
  if (row.kind === 'question') return 0;
  if (TONES[row.status] === 'bad' || row.removal?.kind === 'refused') return 1;
  if (row.answers.length > 0) return 2;
  return row.actions.includes('cancel') ? 3 : 4;
}

function sinceOf(row: RowView): number {
  return row.kind === 'invitation' ? row.since.getTime() : 0;
}

/** One line per outcome for those without a row. */
function linesOf(rows: readonly RowView[], words: Words): Spoken[] {
  const names = new Map<string, string[]>();
  for (const row of rows) {
    const word = row.kind === 'invitation' ? words.status[row.status] : words.card.openQuestion;
    const name =
      row.kind === 'invitation' ? row.name : row.typed || words.and(row.candidates.map((one) => one.name));
    names.set(word, [...(names.get(word) ?? []), name]);
  }
  return [...names].map(([word, people]) => ({
    text: showLine(fill(words.card.line, { word, count: people.length, names: people }, words), MAX_LINE),
    people: people.length,
  }));
}

function personRow(row: InvitationRow, words: Words): CardRow {
  return {
    head: showName(row.name),
    word: words.status[row.status],
    since: row.since,
    tone: TONES[row.status] ?? 'neutral',
    details: rowDetails(row, words),
    ...nextOf(row, words),
    buttons: [
      ...row.actions.map((verb) => ({
        kind: 'press' as const,
        title: words.buttons[verb],
        verb,
        data: { id: row.id, version: row.attempt },
      })),
      ...row.answers.map((verb) => answerButton(verb, row.id, row.attempt, words)),
    ],
  };
}

function nextOf({ retry }: InvitationRow, words: Words): Pick<CardRow, 'next'> {
  if (!retry) return {};
  const { at, next, of } = retry;
  const text = fill(words.card.again.replace('{time}', '\u0000'), { next, of }, words).replace(
    '\u0000',
    '{time}',
  );
  return { next: { at, text, plain: fill(words.card.againSoon, { next, of }, words) } };
}

function questionRow(question: QuestionRow, words: Words): CardRow {
  const { id, typed, candidates, rings } = question;
  if (rings !== undefined) return manyRow(question, rings, words);
  const shown = candidates.slice(0, MAX_CANDIDATES);
  const hidden = candidates.length - shown.length;
  return {
    head: fill(words.card.question, { typed }, words),
    tone: 'neutral',
    details: hidden > 0 ? [fill(words.card.moreCandidates, { count: hidden }, words)] : [],
    buttons: shown.map(({ key, name, address }) => ({
      kind: 'press',
      // Two of one name differ in the address only.
      title: candidates.some((other) => other.key !== key && other.name === name)
        ? `${showName(name)} (${showLine(address.replace(/^(sips?|tel):/, ''), 60)})`
        : showName(name),
      verb: 'choose',
      data: { id, version: 0, person: key },
    })),
  };
}

/** Whether so many shall be rung. */
function manyRow({ id, candidates }: QuestionRow, count: number, words: Words): CardRow {
  const names = showLine(words.and(candidates.map(({ name }) => showName(name))), MAX_LINE);
  const button = (title: string, person: string): Button => {
    return { kind: 'press', title, verb: 'choose', data: { id, version: 0, person } };
  };
  return {
    head: fill(words.card.many, { count }, words),
    tone: 'neutral',
    details: [names, words.card.manyHint],
    buttons: [
      button(fill(words.buttons.ringAll, { count }, words), ALL_OF_THEM),
      button(words.buttons.ringNobody, NOBODY),
    ],
  };
}

/** Kept in its lines, which a fact of a sentence is not. */
function toastLine(toast: string, words: Words): string {
  return words.card.toast.replace('{toast}', () => showText(toast, MAX_TOAST));
}
