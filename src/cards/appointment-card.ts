import type { AppointmentView, AttendeeAction, AttendeeRow, AttendeeView, Response } from '../desk/index.ts';
import type { Button, Card, CardRow, PressButton, Tone, Verb } from './card.ts';
import { fill } from './sentence.ts';
import { showLine, showName, showText } from './show.ts';
import { readBack } from './words/schedule/read-back.ts';
import type { Words } from './words/words.ts';
import { wordsOf } from './words/words-of.ts';

const MAX_NOTE = 500;
const MAX_TOAST = 1024;
const MAX_SUBJECT = 120;
const MAX_LINE = 200;
/** Of a time that is typed beside the buttons. */
const MAX_TIME = 200;
/** Who has declined, and who has not answered, get rows before the others. */
const URGENCY: readonly Response[] = ['declined', 'tentative', 'none', 'accepted'];

const TONES: Readonly<Partial<Record<Response, Tone>>> = { accepted: 'good', declined: 'bad' };

const ANSWERS: Readonly<Record<AttendeeAction, { verb: Verb; title: 'attend' | 'tentative' | 'regret' }>> = {
  accept: { verb: 'attend', title: 'attend' },
  tentative: { verb: 'tentative', title: 'tentative' },
  decline: { verb: 'regret', title: 'regret' },
};

const CHANGES = { move: 'move', skip: 'skip', cancel: 'unschedule' } as const;

/** What is scheduled, in its thread: when, in the zones of those who are invited, and who comes. */
export function appointmentCard(
  view: AppointmentView,
  notes: readonly string[] = [],
  maxRows: number,
  words: Words = wordsOf(view.organizer.locale),
): Card {
  const { id, version, subject, organizer, toast, next, rows, actions } = view;
  const title = showLine(subject, MAX_SUBJECT) || words.card.untitled;
  const time = timeLines(view, words);
  const most = [...rows].sort((a, b) => URGENCY.indexOf(a.response) - URGENCY.indexOf(b.response));
  const withRow = new Set(most.slice(0, maxRows));
  const shown = rows.filter((row) => withRow.has(row)).map((row) => attendeeRow(row, version, words));
  const lines = linesOf(
    rows.filter((row) => !withRow.has(row)),
    words,
  );
  return {
    lang: words.language,
    title,
    lead: [
      ...notes.map((note) => showLine(note, MAX_NOTE)),
      ...(view.urgent ? [words.card.urgent] : []),
      ...time,
      ...theirTimes(view, words),
      fill(words.schedule.card.by, { name: organizer.name }, words),
      ...(toast ? [words.card.toast.replace('{toast}', () => showText(toast, MAX_TOAST))] : []),
    ],
    rows: shown,
    lines,
    ...(actions.includes('move')
      ? { input: { id: 'words', label: words.schedule.card.input, maxLength: MAX_TIME } }
      : {}),
    buttons: actions.map((action) => {
      const verb = CHANGES[action];
      const data = { id, version, ...(action === 'skip' && next ? { occurrence: next.local } : {}) };
      return { kind: 'press', title: words.schedule.buttons[verb], verb, data };
    }),
    speak: [
      ...(view.urgent ? [`${words.card.urgent}.`] : []),
      `${title}.`,
      ...time.map((line) => `${line}.`),
      ...shown.map(({ head, word = '' }) => fill(words.card.speakRow, { name: head, word }, words)),
      ...lines,
    ].join(' '),
  };
}

/** The same for one person, in a chat of hers. `calendarUrl`: of her .ics file; undefined: it is not to be had. */
export function attendeeCard(
  view: AttendeeView,
  notes: readonly string[] = [],
  words: Words = wordsOf(view.organizer.locale),
  calendarUrl?: string,
): Card {
  const { id, version, subject, organizer, toast, state, response, actions, next, ownZone, zone } = view;
  const { attendee, buttons, card } = words.schedule;
  const title = showLine(subject, MAX_SUBJECT) || words.card.untitled;
  const time = timeLines(view, words);
  const isOther = next !== null && ownZone !== undefined && differs(next.at, zone, ownZone, words);
  const yours = isOther
    ? [fill(attendee.yours, { time: words.schedule.times.moment(next.at, ownZone) }, words)]
    : [];
  const isOpen = state === 'active';
  const word = !isOpen ? card.state[state] : response === 'none' ? attendee.open : card.response[response];
  const calendar: Button[] =
    calendarUrl === undefined || state === 'over'
      ? []
      : [{ kind: 'link', title: buttons.calendar, url: calendarUrl }];
  return {
    lang: words.language,
    title,
    lead: [
      ...notes.map((note) => showLine(note, MAX_NOTE)),
      ...(view.urgent ? [words.card.urgent] : []),
      ...time,
      ...yours,
      fill(attendee.invites, { name: organizer.name }, words),
      ...(toast ? [words.card.toast.replace('{toast}', () => showText(toast, MAX_TOAST))] : []),
    ],
    rows: [
      {
        head: showName(organizer.name),
        word,
        tone: isOpen ? (TONES[response] ?? 'neutral') : 'neutral',
        details: isOpen ? hintsOf(view, words) : [],
        buttons: [],
      },
    ],
    lines: [],
    buttons: [...actions.map((action) => answerButton(action, id, version, words)), ...calendar],
    speak: [`${title}.`, ...[...time, ...yours].map((line) => `${line}.`), `${word}.`].join(' '),
  };
}

/** What she can expect, as she has answered. */
function hintsOf({ response, isLater }: AttendeeView, { schedule: { attendee, card } }: Words): string[] {
  const later = isLater && response !== 'declined' ? [card.later] : [];
  return response === 'none' ? later : [attendee.hints[response], ...later];
}

/** When it is, read back with its zone, and what daylight saving does to it; or that it is no more. */
function timeLines(
  { state, next, zone, rule }: Pick<AppointmentView, 'state' | 'next' | 'zone' | 'rule'>,
  words: Words,
): string[] {
  if (state !== 'active') return [words.schedule.card.state[state]];
  if (next === null) return [];
  const { at, local, shift } = next;
  const facts = { at: at.toISOString(), zone, local, shift, ...(rule === null ? {} : { rule }) };
  return [readBack(facts, words.schedule)];
}

/** The same instant for those whose clocks show something else. */
function theirTimes({ next, zone, rows }: AppointmentView, words: Words): string[] {
  if (next === null) return [];
  const byZone = new Map<string, string[]>();
  for (const { name, zone: theirs } of rows) {
    if (theirs === undefined || !differs(next.at, zone, theirs, words)) continue;
    byZone.set(theirs, [...(byZone.get(theirs) ?? []), name]);
  }
  return [...byZone].map(([theirs, names]) =>
    showLine(
      fill(words.schedule.card.theirs, { names, time: words.schedule.times.moment(next.at, theirs) }, words),
      MAX_LINE * 2,
    ),
  );
}

function differs(at: Date, zone: string, other: string, { schedule: { times } }: Words): boolean {
  return times.moment(at, zone) !== times.moment(at, other);
}

function attendeeRow(
  { id, name, response, isLater, answers }: AttendeeRow,
  version: number,
  words: Words,
): CardRow {
  return {
    head: showName(name),
    word: words.schedule.card.response[response],
    tone: TONES[response] ?? 'neutral',
    details: isLater ? [words.schedule.card.later] : [],
    buttons: answers.map((action) => answerButton(action, id, version, words)),
  };
}

function answerButton(action: AttendeeAction, id: string, version: number, words: Words): PressButton {
  const { verb, title } = ANSWERS[action];
  return { kind: 'press', title: words.schedule.buttons[title], verb, data: { id, version } };
}

/** One line per response for those without a row. */
function linesOf(rows: readonly AttendeeRow[], words: Words): string[] {
  return URGENCY.flatMap((response) => {
    const names = rows.filter((row) => row.response === response).map(({ name }) => name);
    if (names.length === 0) return [];
    const word = words.schedule.card.response[response];
    return [showLine(fill(words.card.line, { word, count: names.length, names }, words), MAX_LINE)];
  });
}
