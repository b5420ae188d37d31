import type { ReminderView } from '../desk/index.ts';
import type { Card } from './card.ts';
import { fill } from './sentence.ts';
import { showLine, showText } from './show.ts';
import { en } from './words/en.ts';
import type { Words } from './words/words.ts';

const MAX_NOTE = 500;
const MAX_WORDS = 1024;
/** Below that nobody minds. */
const LATE_SECONDS = 60;
/** What *snooze* offers. */
export const SNOOZE_SECONDS = [300, 900] as const;

/** A reminder, posted when its time has come. */
export function reminderCard(view: ReminderView, notes: readonly string[] = [], words: Words = en): Card {
  const { id, state, by, people, words: said, about, lateSeconds, actions } = view;
  const { reminder, buttons } = words.schedule;
  const names = people === 'everyone' ? [] : people.map(({ name }) => name);
  const head = names.length === 0 ? reminder.everyone : fill('{names}', { names }, words);
  const what = said === null ? [] : [showText(said, MAX_WORDS)];
  const begins =
    about === null
      ? []
      : [
          fill(
            reminder.about,
            {
              subject: about.subject || words.card.untitled,
              time: words.schedule.times.moment(about.at, about.zone),
            },
            words,
          ),
        ];
  const late =
    lateSeconds < LATE_SECONDS ? [] : [fill(reminder.late, { duration: words.duration(lateSeconds) }, words)];
  const word = reminder.state[state];
  return {
    lang: words.language,
    title: reminder.title,
    lead: [...notes.map((note) => showLine(note, MAX_NOTE)), ...what, ...begins],
    rows: [
      {
        head,
        word,
        tone: 'neutral',
        details: [fill(reminder.by, { name: by.name }, words), ...late],
        buttons: [],
      },
    ],
    lines: [],
    buttons: actions.flatMap(() =>
      SNOOZE_SECONDS.map((seconds) => ({
        kind: 'press' as const,
        title: fill(buttons.snooze, { duration: words.duration(seconds) }, words),
        verb: 'snooze' as const,
        data: { id, version: 0, seconds },
      })),
    ),
    speak: [`${reminder.title}: ${head}.`, ...what, ...begins, ...late].join(' '),
  };
}
