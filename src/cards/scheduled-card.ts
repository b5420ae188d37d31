import type { ScheduledAppointment, ScheduledReminder, ScheduledView } from '../desk/index.ts';
import type { Card, CardRow } from './card.ts';
import { fill } from './sentence.ts';
import { showLine } from './show.ts';
import { en } from './words/en.ts';
import { readBack } from './words/schedule/read-back.ts';
import type { Words } from './words/words.ts';

const MAX_SUBJECT = 120;
const CHANGES = { move: 'move', skip: 'skip', cancel: 'unschedule' } as const;
const MAX_TIME = 200;

/** The answer to `scheduled`: what comes next in this thread, with what can be done about it. */
export function scheduledCard({ items }: ScheduledView, maxRows: number, words: Words = en): Card {
  const { list, card } = words.schedule;
  const rows = items
    .slice(0, maxRows)
    .map((item) => (item.kind === 'appointment' ? appointmentRow(item, words) : reminderRow(item, words)));
  const hidden = items.length - rows.length;
  const lines = [
    ...(items.length === 0 ? [list.nothing] : []),
    ...(hidden > 0 ? [fill(list.more, { count: hidden }, words)] : []),
  ];
  const canMove = rows.some(({ buttons }) =>
    buttons.some((one) => one.kind === 'press' && one.verb === 'move'),
  );
  return {
    lang: words.language,
    title: list.title,
    lead: [],
    rows,
    lines,
    ...(canMove ? { input: { id: 'words', label: card.input, maxLength: MAX_TIME } } : {}),
    buttons: [],
    speak: [`${list.title}.`, ...rows.map(({ head, word = '' }) => `${head}: ${word}.`), ...lines].join(' '),
  };
}

function appointmentRow(item: ScheduledAppointment, words: Words): CardRow {
  const { id, version, subject, organizer, zone, rule, next, names, actions } = item;
  const { buttons, card } = words.schedule;
  const facts = {
    at: next.at.toISOString(),
    local: next.local,
    shift: next.shift,
    zone,
    ...(rule === null ? {} : { rule }),
  };
  return {
    head: showLine(subject, MAX_SUBJECT) || words.card.untitled,
    word: readBack(facts, words.schedule),
    tone: 'neutral',
    details: [
      ...(names.length === 0 ? [] : [fill('{names}', { names }, words)]),
      fill(card.by, { name: organizer.name }, words),
    ],
    buttons: actions.map((action) => {
      const verb = CHANGES[action];
      const data = { id, version, ...(action === 'skip' ? { occurrence: next.local } : {}) };
      return { kind: 'press', title: buttons[verb], verb, data };
    }),
  };
}

function reminderRow(item: ScheduledReminder, words: Words): CardRow {
  const { id, by, words: said, at, zone, rule, about, actions } = item;
  const { buttons, list, reminder } = words.schedule;
  const names = item.names === 'everyone' ? [reminder.everyone] : item.names;
  const time = readBack(
    { at: at.toISOString(), ...(zone ? { zone } : {}), ...(rule ? { rule } : {}) },
    words.schedule,
  );
  const what =
    about === null
      ? fill(list.reminds, { names, time }, words)
      : fill(
          list.remindsBefore,
          {
            names,
            duration: words.duration(about.secondsBefore),
            subject: about.subject || words.card.untitled,
          },
          words,
        );
  return {
    head: said === null ? reminder.title : showLine(said, MAX_SUBJECT),
    word: reminder.state.waiting,
    tone: 'neutral',
    // A word is read as Markdown, and there are names in it.
    details: [what, fill(reminder.by, { name: by.name }, words)],
    buttons: actions.map(() => ({
      kind: 'press',
      title: buttons.unremind,
      verb: 'unremind',
      data: { id, version: 0 },
    })),
  };
}
