import { formatsOf, listOf as list, pluralOf } from '../formats.ts';
import { timesOf } from '../times.ts';
import { readBack, spanOf } from './read-back.ts';
import type { ScheduleWords } from './schedule-words.ts';

const formats = formatsOf('en');
const plural = pluralOf('en');
const times = timesOf('en');
const NTH: Readonly<Record<number, string>> = {
  1: 'first',
  2: 'second',
  3: 'third',
  4: 'fourth',
  5: 'fifth',
  [-1]: 'last',
};

export const scheduleEn: ScheduleWords = {
  times,
  repeats,
  says: {
    'time.unclear':
      'I do not understand when “{words}” is. Write for example: tomorrow at 9:30, in 20 minutes, every weekday at 9:30',
    'time.no-hour': 'At what time? Write for example: {words} at 9:30',
    'time.past': ({ local }) =>
      `${times.wall(String(local))} has gone by. Write a time that is still to come.`,
    'time.too-far': 'That is too far ahead: I schedule {days} days ahead at most.',
    'time.zone-unknown': 'I know no time zone “{zone}”. Write a city, for example: at 15:00 Berlin time',
    'time.zone-ambiguous':
      '“{zone}” can be several time zones: {zones}. Write a city, for example: at 15:00 Berlin time',
    'time.none': 'When? Write for example: remind Mary in 10 minutes',
    'schedule.past': ({ local }) =>
      `${times.wall(String(local))} has gone by. Write a time that is still to come.`,
    'schedule.too-far': ({ years }) =>
      `That is too far ahead: I schedule for ${plural(years, '{years} year', '{years} years')} at most.`,
    'schedule.zone': 'I know no time zone “{zone}”. Write a city, for example: at 15:00 Berlin time',
    'schedule.rule': 'I cannot repeat that. Write for example: every weekday at 9:30',
    'schedule.never': 'That time never comes. Write for example: every Monday at 9:30',
    'schedule.which':
      'Nothing is scheduled yet: {typed} could be {names}. Write it again with the full name.',
    'schedule.over': ({ state }) =>
      state === 'cancelled' ? '“{subject}” was cancelled.' : '“{subject}” is over.',
    'schedule.changed':
      '“{subject}” was changed by somebody else meanwhile; the card shows how it stands now.',
    'schedule.once':
      '“{subject}” takes place once, so there is nothing to skip. To call it off, press Cancel.',
    'schedule.moved': (facts) => `“{subject}” is moved: ${readBack(facts, scheduleEn)}`,
    'schedule.skipped': (facts) => `“{subject}” is skipped this time: ${readBack(facts, scheduleEn)}`,
    'schedule.cancelled': '“{subject}” is cancelled.',
    'schedule.full':
      '{limit} things are scheduled in this thread already. Cancel some first; to see them, write: scheduled',
    'reminder.set': (facts) => {
      const whom = list(facts.names).length === 0 ? 'Everybody' : '{names}';
      const ahead =
        typeof facts.before === 'number' ? ` ${formats.duration(facts.before)} before “{subject}”:` : ':';
      return `${whom} will be reminded${ahead} ${readBack(facts, scheduleEn)}`;
    },
    'reminder.nothing-ahead':
      'Nothing is scheduled in this thread, so there is nothing to be reminded of before. Write: remind NAME in 10 minutes',
    'reminder.too-late': ({ before }) =>
      `“{subject}” begins sooner than ${spanOf(before, formats)} from now. Write a shorter time before it.`,
    'reminder.cancelled': 'The reminder is cancelled.',
    'reminder.over': 'This reminder has been sent, or was cancelled.',
    'reminder.snoozed': ({ seconds }) => `You will be reminded again in ${spanOf(seconds, formats)}.`,
  },
  notices: {
    missed: ({ count }) =>
      count === 1
        ? '“{subject}” was due at {time}, but I was not running then. Nobody has been called.'
        : '“{subject}” was due {count} times, last at {time}, but I was not running then. Nobody has been called.',
    nobody: ({ names }) =>
      `“{subject}” is due, but nobody is called.${list(names).length > 0 ? ' Declined: {names}.' : ''}`,
    'not-all': '“{subject}” is due, but not everybody is called.',
    'reminder-missed': 'A reminder for {names} was due at {time}, but I was not running then: {subject}',
  },
  card: {
    by: 'Scheduled by {name}',
    later: 'Called if nobody before has come.',
    series: '{repeats}; next: {time}',
    theirs: 'For {names}: {time}',
    gap: 'Clocks are set forward on that day, and {local} does not exist: it is later by as much.',
    overlap: 'Clocks are set back on that day, and {local} comes twice: the first one is meant.',
    state: { over: 'Over', cancelled: 'Cancelled' },
    response: { none: 'No answer yet', accepted: 'Accepted', tentative: 'Tentative', declined: 'Declined' },
    input: 'New time, for example: tomorrow at 10',
  },
  attendee: {
    invites: '{name} invites you. Your phone is called then.',
    yours: 'For you: {time}',
    open: 'Invites you',
    hints: {
      accepted: 'Your phone is called then.',
      tentative: 'Your phone is called then all the same.',
      declined: 'Your phone is not called.',
    },
  },
  reminder: {
    title: 'Reminder',
    by: 'From {name}',
    everyone: 'Everybody',
    about: '“{subject}” begins: {time}',
    late: 'This comes {duration} late.',
    state: { waiting: 'Scheduled', fired: 'Now', cancelled: 'Cancelled' },
  },
  list: {
    title: 'What is scheduled here',
    nothing: 'Nothing is scheduled here. Write for example: invite Mary tomorrow at 9:30',
    reminds: 'Reminds {names}: {time}',
    remindsBefore: 'Reminds {names} {duration} before “{subject}”',
    more: 'and {count} more, later',
  },
  buttons: {
    attend: 'Accept',
    tentative: 'Tentative',
    regret: 'Decline',
    move: 'Move',
    skip: 'Skip next',
    unschedule: 'Cancel',
    unremind: 'Cancel',
    snooze: 'In {duration}',
    calendar: 'Add to calendar',
  },
};

function repeats(rule: string): string {
  const { unit, every, isWeekdays, days, nth, monthDays } = times.repetition(rule);
  const named = formats.and(days);
  if (unit === 'day') return every === 1 ? 'Every day' : `Every ${every} days`;
  if (unit === 'week') {
    const which = isWeekdays ? 'weekday' : named;
    if (every === 1) return which === '' ? 'Every week' : `Every ${which}`;
    return which === ''
      ? `Every ${every} weeks`
      : `Every ${every} weeks on ${isWeekdays ? 'weekdays' : named}`;
  }
  const months = every === 1 ? 'the month' : `every ${every} months`;
  if (unit === 'month' && nth !== undefined) {
    return `On the ${NTH[nth] ?? nth} ${isWeekdays ? 'weekday' : named} of ${months}`;
  }
  if (unit === 'month') {
    const on = monthDays.map((day) => (day === -1 ? 'the last day' : `day ${day}`));
    return on.length > 0
      ? `On ${formats.and(on)} of ${months}`
      : every === 1
        ? 'Every month'
        : `Every ${every} months`;
  }
  return every === 1 ? 'Every year' : `Every ${every} years`;
}
