/**
 * A scheduled invitation as calendars take it (.ics): a meeting request, or its withdrawal (iTIP, RFC 5546 3.2.2 and 3.2.5), in
 * iCalendar (RFC 5545). A calendar knows by UID and SEQUENCE which entry it replaces.
 */
import ical from 'ical.js';
import { tzlib_get_ical_block as timeZoneBlock } from 'timezones-ical-library';
import type { CalendarView } from '../desk/index.ts';
import { fill } from './sentence.ts';
import { wordsOf } from './words/words-of.ts';

export interface CalendarEntry {
  /** The same for all versions of one person's entry. */
  readonly uid: string;
  /** Raised by each change of time, and by the withdrawal (RFC 5545 3.8.7.4). */
  readonly sequence: number;
  readonly isWithdrawn: boolean;
  readonly subject: string;
  readonly description: string;
  /** `2027-03-14T09:30`, in `zone` (IANA); of a series its first. */
  readonly local: string;
  readonly zone: string;
  /** RECUR value (RFC 5545 3.3.10), as `FREQ=WEEKLY;BYDAY=MO`; null: once. */
  readonly rule: string | null;
  /** Occurrences that do not take place, as `local`. */
  readonly skipped: readonly string[];
  readonly organizer: Party;
  readonly attendee: Party & { readonly response: 'none' | 'accepted' | 'tentative' | 'declined' };
  /** When this version was made. */
  readonly changedAt: Date;
  /** Link to join by; undefined: none is known before. */
  readonly joinUrl: string | undefined;
}

export interface Party {
  readonly name: string;
  /** `mailto:`, by which calendars know people, where there is one; else `sip:`, `sips:` or `tel:`. */
  readonly address: string;
}

/** A call has no end that anybody knows before: what calendars show, in place of nothing. */
const DURATION = 'PT30M';
const PRODUCT = '-//Usher//Invitations//EN';

const PARTSTAT = {
  none: 'NEEDS-ACTION',
  accepted: 'ACCEPTED',
  tentative: 'TENTATIVE',
  declined: 'DECLINED',
} as const;

// It counts the octets of a line without the blank in front of a continued one (RFC 5545 3.1).
ical.foldLength = 74;

/** The text of an .ics file: lines end in CRLF and are folded at 75 octets. */
export function calendarEntry(entry: CalendarEntry): string {
  const calendar = new ical.Component('vcalendar');
  calendar.addPropertyWithValue('version', '2.0');
  calendar.addPropertyWithValue('prodid', PRODUCT);
  calendar.addPropertyWithValue('method', entry.isWithdrawn ? 'CANCEL' : 'REQUEST');
  const [block = ''] = timeZoneBlock(entry.zone);
  const zone = ical.Component.fromString(block);
  calendar.addSubcomponent(zone);
  calendar.addSubcomponent(eventOf(entry, String(zone.getFirstPropertyValue('tzid'))));
  return `${calendar.toString()}\r\n`;
}

function eventOf(entry: CalendarEntry, zoneId: string): ical.Component {
  const { uid, sequence, isWithdrawn, subject, description, local, rule, skipped, changedAt, joinUrl } =
    entry;
  const event = new ical.Component('vevent');
  event.addPropertyWithValue('uid', uid);
  event.addPropertyWithValue('sequence', sequence);
  event.addPropertyWithValue('dtstamp', ical.Time.fromJSDate(changedAt, true));
  addLocalTime(event, 'dtstart', local, zoneId);
  event.addPropertyWithValue('duration', ical.Duration.fromString(DURATION));
  if (rule !== null) event.addPropertyWithValue('rrule', ical.Recur.fromString(rule));
  for (const one of skipped) addLocalTime(event, 'exdate', one, zoneId);
  event.addPropertyWithValue('summary', oneLine(subject));
  if (description !== '')
    event.addPropertyWithValue(
      'description',
      description.replace(/\r\n?/g, '\n').replace(/(?!\n)\p{Cc}/gu, ' '),
    );
  if (joinUrl !== undefined) event.addPropertyWithValue('url', joinUrl);
  event.addPropertyWithValue('status', isWithdrawn ? 'CANCELLED' : 'CONFIRMED');
  addParty(event, 'organizer', entry.organizer);
  const attendee = addParty(event, 'attendee', entry.attendee);
  attendee.setParameter('role', 'REQ-PARTICIPANT');
  attendee.setParameter('partstat', PARTSTAT[entry.attendee.response]);
  // She answers where she is invited: nobody reads a reply by mail.
  attendee.setParameter('rsvp', 'FALSE');
  return event;
}

/** Local time with its zone, so that a series keeps it; gap and overlap are as RFC 5545 3.3.5 has them. */
function addLocalTime(event: ical.Component, name: string, local: string, zoneId: string): void {
  const property = event.addPropertyWithValue(name, ical.Time.fromDateTimeString(`${local}:00`.slice(0, 19)));
  property.setParameter('tzid', zoneId);
}

function addParty(event: ical.Component, name: string, { name: shown, address }: Party): ical.Property {
  const property = event.addPropertyWithValue(name, address);
  if (shown !== '') property.setParameter('cn', oneLine(shown));
  return property;
}

/** Names and titles hold no control characters (RFC 5545 3.1); all else is escaped where it is written (3.3.11, RFC 6868). */
function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trim();
}

/** What an entry says to people, in the language of who has scheduled it. */
export function describeEntry({
  organizer,
  subject,
  toast,
}: Pick<CalendarView, 'organizer' | 'subject' | 'toast'>): Pick<CalendarEntry, 'subject' | 'description'> {
  const words = wordsOf(organizer.locale);
  const invites = fill(words.schedule.attendee.invites, { name: organizer.name }, words);
  return {
    subject: subject || words.card.untitled,
    description: toast === null ? invites : `${invites}\n${toast}`,
  };
}
