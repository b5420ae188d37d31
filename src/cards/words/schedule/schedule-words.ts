import type {
  AppointmentState,
  ReminderState,
  Response,
  ScheduleNotice,
  ScheduleSayCode,
} from '../../../desk/index.ts';
import type { Times } from '../times.ts';
import type { Sentence } from '../words.ts';

/** Of commands/: a time that cannot be taken as it was written. */
export type TimeCode =
  | 'time.unclear' // words
  | 'time.no-hour' // words
  | 'time.past' // local, zone
  | 'time.too-far' // days
  | 'time.zone-unknown' // zone
  | 'time.zone-ambiguous' // zone, zones
  | 'time.none';

/** What a language says of what is scheduled. `{time}` is read back with its zone. */
export interface ScheduleWords {
  readonly times: Times;
  /** `every weekday`; rule: RECUR value. */
  readonly repeats: (rule: string) => string;
  readonly says: Readonly<Record<ScheduleSayCode | TimeCode, Sentence>>;
  /** In the thread, when it is due; subject, time, count, names, why (sentences). */
  readonly notices: Readonly<Record<ScheduleNotice['kind'], Sentence>>;
  readonly card: {
    readonly by: string; // name
    /** On the row of who is called only where nobody of those before has come. */
    readonly later: string;
    readonly series: string; // repeats, time
    /** In the zone of those people. */
    readonly theirs: string; // names, time
    readonly gap: string; // local
    readonly overlap: string; // local
    readonly state: Readonly<Record<Exclude<AppointmentState, 'active'>, string>>;
    readonly response: Readonly<Record<Response, string>>;
    readonly input: string;
  };
  readonly attendee: {
    readonly invites: string; // name
    readonly yours: string; // time
    readonly open: string;
    readonly hints: Readonly<Record<'accepted' | 'tentative' | 'declined', string>>;
  };
  readonly reminder: {
    readonly title: string;
    readonly by: string; // name
    readonly everyone: string;
    readonly about: string; // subject, time
    readonly late: string; // duration
    readonly state: Readonly<Record<ReminderState, string>>;
  };
  readonly list: {
    readonly title: string;
    readonly nothing: string;
    /** A line about one reminder; names (or everyone), time. */
    readonly reminds: Sentence; // names, time, words?
    readonly remindsBefore: string; // names, duration, subject
    readonly more: Sentence; // count
  };
  readonly buttons: {
    readonly attend: string;
    readonly tentative: string;
    readonly regret: string;
    readonly move: string;
    readonly skip: string;
    readonly unschedule: string;
    readonly unremind: string;
    readonly snooze: string; // duration
    readonly calendar: string;
  };
}
