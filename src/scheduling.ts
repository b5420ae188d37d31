/** What is scheduled: its doors, what is done when it is due, and the calendar entries of those who are invited. */
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { calendarEntry, describeEntry } from './cards/index.ts';
import { asTurn, identify } from './chat/index.ts';
import type { Config } from './config.ts';
import {
  type Actor,
  type AttendeeId,
  Blocks,
  type CallOwner,
  type Desk,
  doDue,
  type Policy,
  Reminders,
  Schedule,
} from './desk/index.ts';
import type { Directory, Member } from './directory/index.ts';
import type { PostgresStore } from './store/index.ts';

export interface SchedulingOptions {
  readonly store: PostgresStore;
  readonly desk: Desk;
  readonly owner: CallOwner;
  readonly policy: Policy;
  readonly people: Directory;
  readonly config: Config;
  /** SIP address of the bot: it is who invites, as far as calendars are concerned. */
  readonly ownUri: string;
  /** Where people reach this process; undefined: nowhere that is known. */
  readonly publicUrl: () => string | undefined;
  readonly log: Logger;
}

export function scheduling({ config, ownUri, publicUrl, people, log, ...options }: SchedulingOptions) {
  const calendarUrl = (id: AttendeeId) => {
    const url = publicUrl();
    return url === undefined ? undefined : `${url}/calendar/${id}.ics`;
  };
  const { timeZone: zone } = Intl.DateTimeFormat().resolvedOptions();
  const parts = { ...options, scheduled: options.store.schedule(), calendarUrl, now: () => new Date(), zone };
  const schedule = new Schedule(parts);
  const whoIs =
    config.policy.inviters && ((organizer: Actor) => identify(people, organizer, memberOnly(organizer)));
  return {
    doors: { schedule, reminders: new Reminders(parts), blocks: new Blocks(parts) },
    /** From now on, also what was due while nothing ran. Returns how to take no more. */
    begin: () =>
      options.store.onDue((due) =>
        asTurn({ newId: randomUUID }, () => {
          const appointments = due.filter(({ kind }) => kind === 'appointment').map(({ id }) => id);
          if (appointments.length > 0) log.info({ appointments }, 'appointments are due');
          return doDue(due, { ...parts, whoIs });
        }),
      ),
    async calendar(id: string): Promise<string | undefined> {
      const view = await schedule.calendar(id as AttendeeId);
      if (!view) return undefined;
      // Which conference it will be is known before only where all have the same.
      const joinUrl = /[{]/.test(config.joinUrl ?? '') ? undefined : config.joinUrl;
      const organizer = { name: view.organizer.name, address: ownUri };
      return calendarEntry({ ...view, organizer, joinUrl, ...describeEntry(view) });
    },
  };
}

/** No roster can be read when something is due: she is who she was when she scheduled it. */
function memberOnly({ id, name, mail: email }: Actor): () => Promise<readonly Member[]> {
  return async () => [{ id, name, email }];
}
