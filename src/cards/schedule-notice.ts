import type { ScheduleNotice } from '../desk/index.ts';
import { fill, sentence } from './sentence.ts';
import type { Words } from './words/words.ts';
import { wordsOf } from './words/words-of.ts';

/** What the thread is told of its schedule when something was due. */
export function scheduleNoticeText(
  { kind, subject, at, zone, count, by, names, says }: ScheduleNotice,
  words: Words = wordsOf(by.locale),
): string {
  const { schedule, card } = words;
  const facts = {
    subject: subject || (kind === 'reminder-missed' ? schedule.reminder.title : card.untitled),
    time: schedule.times.moment(at, zone),
    count,
    names: names.length === 0 && kind === 'reminder-missed' ? [schedule.reminder.everyone] : names,
  };
  const why = says.map((say) => sentence(say.code, say.facts, words));
  return [fill(schedule.notices[kind], facts, words), ...why].join(' ');
}
