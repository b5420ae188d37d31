import {
  appointmentCard,
  attendeeCard,
  incomingCard,
  personalCard,
  reminderCard,
  type Sizes,
  threadCard,
  wordsOf,
} from '../cards/index.ts';
import type {
  AppointmentToDraw,
  AttendeeToDraw,
  CardId,
  CardToDraw,
  IncomingToDraw,
  PersonalToDraw,
  ReminderToDraw,
} from '../desk/index.ts';
import type { Easel, PersonalEasel, ReceptionEasel } from './ports.ts';
import type { ReminderEasel, ScheduleEasel } from './schedule-ports.ts';

/** All kinds of cards: of an invite command, now or later, of an invitation from outside, of one person for herself, and reminders. */
export type AnyCard =
  | CardToDraw
  | IncomingToDraw
  | PersonalToDraw
  | AppointmentToDraw
  | AttendeeToDraw
  | ReminderToDraw;

export interface Easels {
  readonly desk: Pick<Easel, 'cardToDraw'>;
  readonly reception: ReceptionEasel;
  readonly personal: Pick<PersonalEasel, 'personalToDraw'>;
  readonly schedule: Pick<ScheduleEasel, 'appointmentToDraw' | 'attendeeToDraw'>;
  readonly reminders: ReminderEasel;
}

/** A card as it stands now; undefined: no such card. */
export async function cardNow(
  { desk, reception, personal, schedule, reminders }: Easels,
  id: CardId,
): Promise<AnyCard | undefined> {
  return (
    (await desk.cardToDraw(id)) ??
    // Thousands of these may be due at once.
    (await reminders.reminderToDraw(id)) ??
    (await personal.personalToDraw(id)) ??
    (await schedule.appointmentToDraw(id)) ??
    (await schedule.attendeeToDraw(id)) ??
    (await reception.incomingToDraw(id))
  );
}

/** `notes` are for one reader: what became of her press. */
export function faceOf(toDraw: AnyCard, notes: readonly string[] = []): Sizes {
  const { view, thread } = toDraw;
  const calendarUrl = 'calendarUrl' in toDraw ? toDraw.calendarUrl : undefined;
  return (maxRows) => {
    if (!('kind' in view)) return threadCard(view, notes, maxRows);
    const locale = localeOf(thread.reference);
    switch (view.kind) {
      case 'incoming':
        return incomingCard(view, notes, wordsOf(locale));
      case 'personal':
        return personalCard(view, notes, wordsOf(locale ?? view.inviter.locale));
      case 'appointment':
        return appointmentCard(view, notes, maxRows);
      case 'attendee':
        return attendeeCard(view, notes, wordsOf(locale ?? view.organizer.locale), calendarUrl);
      case 'reminder':
        return reminderCard(view, notes, wordsOf(view.by.locale ?? locale));
    }
  };
}

/** The language of who was heard last in a chat; in one with a single person, hers. Undefined: nobody was heard there yet. */
function localeOf(reference: unknown): string | undefined {
  const locale =
    typeof reference === 'object' && reference !== null ? Reflect.get(reference, 'locale') : undefined;
  return typeof locale === 'string' ? locale : undefined;
}
