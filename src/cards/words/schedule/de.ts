import { formatsOf, listOf as list, pluralOf } from '../formats.ts';
import { timesOf } from '../times.ts';
import { readBack, spanOf } from './read-back.ts';
import type { ScheduleWords } from './schedule-words.ts';

const formats = formatsOf('de');
const plural = pluralOf('de');
const times = timesOf('de');
const NTH: Readonly<Record<number, string>> = {
  1: 'ersten',
  2: 'zweiten',
  3: 'dritten',
  4: 'vierten',
  5: 'fünften',
  [-1]: 'letzten',
};

export const scheduleDe: ScheduleWords = {
  times,
  repeats,
  says: {
    'time.unclear':
      'Ich verstehe nicht, wann „{words}“ ist. Schreiben Sie zum Beispiel: morgen um 9:30, in 20 Minuten, jeden Werktag um 9:30',
    'time.no-hour': 'Um wie viel Uhr? Schreiben Sie zum Beispiel: {words} um 9:30',
    'time.past': ({ local }) =>
      `${times.wall(String(local))} ist schon vorbei. Schreiben Sie eine Zeit, die noch kommt.`,
    'time.too-far': 'Das ist zu weit voraus: Ich plane höchstens {days} Tage im Voraus.',
    'time.zone-unknown':
      'Ich kenne keine Zeitzone „{zone}“. Schreiben Sie eine Stadt, zum Beispiel: um 15:00 Berliner Zeit',
    'time.zone-ambiguous':
      '„{zone}“ kann mehrere Zeitzonen meinen: {zones}. Schreiben Sie eine Stadt, zum Beispiel: um 15:00 Berliner Zeit',
    'time.none': 'Wann? Schreiben Sie zum Beispiel: erinnere Mary in 10 Minuten',
    'schedule.past': ({ local }) =>
      `${times.wall(String(local))} ist schon vorbei. Schreiben Sie eine Zeit, die noch kommt.`,
    'schedule.too-far': ({ years }) =>
      `Das ist zu weit voraus: Ich plane höchstens ${plural(years, '{years} Jahr', '{years} Jahre')} im Voraus.`,
    'schedule.zone':
      'Ich kenne keine Zeitzone „{zone}“. Schreiben Sie eine Stadt, zum Beispiel: um 15:00 Berliner Zeit',
    'schedule.rule': 'Das kann ich nicht wiederholen. Schreiben Sie zum Beispiel: jeden Werktag um 9:30',
    'schedule.never': 'Diese Zeit kommt nie. Schreiben Sie zum Beispiel: jeden Montag um 9:30',
    'schedule.which':
      'Noch ist nichts geplant: {typed} könnte {names} sein. Schreiben Sie es noch einmal mit dem ganzen Namen.',
    'schedule.over': ({ state }) =>
      state === 'cancelled' ? '„{subject}“ wurde abgesagt.' : '„{subject}“ ist vorbei.',
    'schedule.changed':
      '„{subject}“ wurde inzwischen von jemand anderem geändert; die Karte zeigt, wie es jetzt steht.',
    'schedule.once':
      '„{subject}“ findet nur einmal statt, es gibt also nichts auszulassen. Zum Absagen drücken Sie „Absagen“.',
    'schedule.moved': (facts) => `„{subject}“ ist verschoben: ${readBack(facts, scheduleDe)}`,
    'schedule.skipped': (facts) => `„{subject}“ fällt dieses Mal aus: ${readBack(facts, scheduleDe)}`,
    'schedule.cancelled': '„{subject}“ ist abgesagt.',
    'schedule.full':
      'In diesem Thread ist schon {limit}-mal etwas geplant. Sagen Sie zuerst etwas ab; was geplant ist, zeigt: geplant',
    'reminder.set': (facts) => {
      const isAll = list(facts.names).length === 0;
      const whom = isAll ? 'Alle werden' : plural(facts.names, '{names} wird', '{names} werden');
      const before = facts.before;
      const ahead = typeof before === 'number' ? ` ${formats.duration(before)} vor „{subject}“` : '';
      return `${whom}${ahead} erinnert: ${readBack(facts, scheduleDe)}`;
    },
    'reminder.nothing-ahead':
      'In diesem Thread ist nichts geplant, vor dem erinnert werden könnte. Schreiben Sie: erinnere NAME in 10 Minuten',
    'reminder.too-late': ({ before }) =>
      `„{subject}“ beginnt früher als in ${spanOf(before, formats)}. Schreiben Sie eine kürzere Zeit davor.`,
    'reminder.cancelled': 'Die Erinnerung ist abgesagt.',
    'reminder.over': 'Diese Erinnerung wurde schon geschickt oder abgesagt.',
    'reminder.snoozed': ({ seconds }) => `Sie werden in ${spanOf(seconds, formats)} noch einmal erinnert.`,
  },
  notices: {
    missed: ({ count }) =>
      count === 1
        ? '„{subject}“ war fällig ({time}), aber ich lief zu der Zeit nicht. Niemand wurde angerufen.'
        : '„{subject}“ war {count}-mal fällig, zuletzt {time}, aber ich lief zu der Zeit nicht. Niemand wurde angerufen.',
    nobody: ({ names }) =>
      `„{subject}“ ist fällig, aber niemand wird angerufen.${list(names).length > 0 ? ' Abgelehnt: {names}.' : ''}`,
    'not-all': '„{subject}“ ist fällig, aber nicht alle werden angerufen.',
    'reminder-missed':
      'Eine Erinnerung für {names} war fällig ({time}), aber ich lief zu der Zeit nicht: {subject}',
  },
  card: {
    by: 'Geplant von {name}',
    later: 'Wird angerufen, wenn vorher niemand gekommen ist.',
    series: '{repeats}; das nächste Mal: {time}',
    theirs: 'Für {names}: {time}',
    gap: 'An diesem Tag werden die Uhren vorgestellt, und {local} gibt es nicht: Es ist um so viel später.',
    overlap:
      'An diesem Tag werden die Uhren zurückgestellt, und {local} gibt es zweimal: Gemeint ist das erste Mal.',
    state: { over: 'Vorbei', cancelled: 'Abgesagt' },
    response: {
      none: 'Noch keine Antwort',
      accepted: 'Zugesagt',
      tentative: 'Mit Vorbehalt',
      declined: 'Abgelehnt',
    },
    input: 'Neue Zeit, zum Beispiel: morgen um 10 Uhr',
  },
  attendee: {
    invites: '{name} lädt Sie ein. Ihr Telefon wird dann angerufen.',
    yours: 'Für Sie: {time}',
    open: 'Lädt Sie ein',
    hints: {
      accepted: 'Ihr Telefon wird dann angerufen.',
      tentative: 'Ihr Telefon wird dann trotzdem angerufen.',
      declined: 'Ihr Telefon wird nicht angerufen.',
    },
  },
  reminder: {
    title: 'Erinnerung',
    by: 'Von {name}',
    everyone: 'Alle',
    about: '„{subject}“ beginnt: {time}',
    late: 'Das kommt {duration} zu spät.',
    state: { waiting: 'Geplant', fired: 'Jetzt', cancelled: 'Abgesagt' },
  },
  list: {
    title: 'Was hier geplant ist',
    nothing: 'Hier ist nichts geplant. Schreiben Sie zum Beispiel: lade Mary morgen um 9:30 ein',
    reminds: 'Erinnert {names}: {time}',
    remindsBefore: 'Erinnert {names} {duration} vor „{subject}“',
    more: 'und {count} weitere, später',
  },
  buttons: {
    attend: 'Zusagen',
    tentative: 'Mit Vorbehalt',
    regret: 'Ablehnen',
    move: 'Verschieben',
    skip: 'Nächstes auslassen',
    unschedule: 'Absagen',
    unremind: 'Absagen',
    snooze: 'In {duration}',
    calendar: 'In den Kalender',
  },
};

function repeats(rule: string): string {
  const { unit, every, isWeekdays, days, nth, monthDays } = times.repetition(rule);
  const named = isWeekdays ? 'Werktag' : formats.and(days);
  if (unit === 'day') return every === 1 ? 'Jeden Tag' : `Alle ${every} Tage`;
  if (unit === 'week') {
    if (every === 1) return named === '' ? 'Jede Woche' : `Jeden ${named}`;
    return named === '' ? `Alle ${every} Wochen` : `Alle ${every} Wochen: ${isWeekdays ? 'werktags' : named}`;
  }
  const months = every === 1 ? 'im Monat' : `alle ${every} Monate`;
  if (unit === 'month' && nth !== undefined) return `Am ${NTH[nth] ?? `${nth}.`} ${named} ${months}`;
  if (unit === 'month') {
    const on = monthDays.map((day) => (day === -1 ? 'letzten Tag' : `${day}.`));
    return on.length > 0
      ? `Am ${formats.and(on)} ${months}`
      : every === 1
        ? 'Jeden Monat'
        : `Alle ${every} Monate`;
  }
  return every === 1 ? 'Jedes Jahr' : `Alle ${every} Jahre`;
}
