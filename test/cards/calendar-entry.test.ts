import assert from 'node:assert/strict';
import nodeIcal, { type VEvent } from 'node-ical';
import { type CalendarEntry, calendarEntry } from '../../src/cards/calendar-entry.ts';

const STANDUP: CalendarEntry = {
  uid: '7c0e@usher',
  sequence: 0,
  isWithdrawn: false,
  subject: 'Standup',
  description: 'Lee invites you. You are called then.',
  local: '2027-03-22T09:30',
  zone: 'Europe/Berlin',
  rule: null,
  skipped: [],
  organizer: { name: 'Lee', address: 'mailto:lee@contoso.com' },
  attendee: { name: 'Mary', address: 'sip:mary@contoso.com', response: 'none' },
  changedAt: new Date('2027-03-01T12:00:00Z'),
  joinUrl: undefined,
};

/** Read by a library that has not written it. */
function read(entry: CalendarEntry): VEvent {
  const events = Object.values(nodeIcal.sync.parseICS(calendarEntry(entry))).filter(
    (part) => part?.type === 'VEVENT',
  );
  assert.equal(events.length, 1);
  return events[0] as VEvent;
}

/** Content lines, unfolded (RFC 5545 3.1). */
function linesOf(text: string): string[] {
  return text.replace(/\r\n[ \t]/g, '').split('\r\n');
}

const propertyOf = (text: string, name: string) =>
  linesOf(text)
    .find((line) => line.startsWith(name))
    ?.slice(name.length + 1);

describe('calendar entry', () => {
  it('is read by others as it is meant', () => {
    const event = read({ ...STANDUP, joinUrl: 'https://meet.example/a;b' });
    assert.equal(event.uid, '7c0e@usher');
    assert.equal(event.summary, 'Standup');
    assert.equal(event.start.toISOString(), '2027-03-22T08:30:00.000Z');
    assert.equal(event.url, 'https://meet.example/a;b');
    assert.equal(event.method, 'REQUEST');
    assert.equal((event.organizer as { val: string }).val, 'mailto:lee@contoso.com');
    assert.equal((event.attendee as { val: string }).val, 'sip:mary@contoso.com');
  });

  it('is a request that has all that RFC 5546 3.2.2 asks for', () => {
    const text = calendarEntry(STANDUP);
    const names = linesOf(text).map((line) => /^[A-Z-]+/.exec(line)?.[0]);
    for (const once of ['METHOD', 'PRODID', 'VERSION', 'DTSTAMP', 'DTSTART', 'ORGANIZER', 'SUMMARY', 'UID']) {
      const inEvent = names.slice(names.lastIndexOf('BEGIN'));
      const where = ['METHOD', 'PRODID', 'VERSION'].includes(once) ? names : inEvent;
      assert.equal(where.filter((name) => name === once).length, 1, once);
    }
    assert.equal(propertyOf(text, 'METHOD'), 'REQUEST');
    // RFC 5545 3.8.7.2: in UTC.
    assert.equal(propertyOf(text, 'DTSTAMP'), '20270301T120000Z');
    assert.match(linesOf(text).find((line) => line.startsWith('ATTENDEE')) ?? '', /PARTSTAT=NEEDS-ACTION/);
    assert.ok(!names.includes('REQUEST-STATUS'));
    assert.ok(!names.includes('RECURRENCE-ID'));
  });

  it('is withdrawn by the same UID, with the next SEQUENCE', () => {
    const text = calendarEntry({ ...STANDUP, isWithdrawn: true, sequence: 3 });
    assert.equal(propertyOf(text, 'METHOD'), 'CANCEL');
    assert.equal(propertyOf(text, 'STATUS'), 'CANCELLED');
    assert.equal(propertyOf(text, 'UID'), STANDUP.uid);
    assert.equal(propertyOf(text, 'SEQUENCE'), '3');
    assert.ok(!text.includes('VALARM'));
  });

  it('ends every line with CRLF, none longer than 75 octets', () => {
    const text = calendarEntry({
      ...STANDUP,
      subject: 'Größe 会議 '.repeat(20),
      description: 'a'.repeat(300),
    });
    assert.ok(text.endsWith('END:VCALENDAR\r\n'));
    assert.equal(text.replaceAll('\r\n', '').match(/[\r\n]/), null);
    for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line);
    assert.equal(
      read({ ...STANDUP, subject: 'Größe 会議 '.repeat(20).trim() }).summary,
      'Größe 会議 '.repeat(20).trim(),
    );
  });

  it('carries the zone that its times are in, under the same name', () => {
    for (const zone of ['Europe/Berlin', 'America/New_York', 'Asia/Calcutta', 'UTC', 'Australia/Sydney']) {
      const text = calendarEntry({ ...STANDUP, zone, skipped: ['2027-03-23T09:30'], rule: 'FREQ=DAILY' });
      const declared = propertyOf(text, 'TZID');
      for (const name of ['DTSTART', 'EXDATE']) {
        const inEvent = text.slice(text.indexOf('BEGIN:VEVENT'));
        assert.equal(/TZID=([^:;]+)/.exec(propertyOf(inEvent, name) ?? '')?.[1], declared, zone);
      }
    }
  });

  it('keeps the local time of a series when the clocks change, without what is skipped', () => {
    const event = read({ ...STANDUP, rule: 'FREQ=WEEKLY;BYDAY=MO', skipped: ['2027-04-05T09:30'] });
    const span = [new Date('2027-03-20T00:00:00Z'), new Date('2027-04-20T00:00:00Z')] as const;
    const instances = nodeIcal.expandRecurringEvent(event, { from: span[0], to: span[1] });
    assert.deepEqual(
      instances.map(({ start }) => start.toISOString()),
      [
        '2027-03-22T08:30:00.000Z',
        '2027-03-29T07:30:00.000Z',
        '2027-04-12T07:30:00.000Z',
        '2027-04-19T07:30:00.000Z',
      ],
    );
  });

  it('tells what she has answered', () => {
    const expected = {
      none: 'NEEDS-ACTION',
      accepted: 'ACCEPTED',
      tentative: 'TENTATIVE',
      declined: 'DECLINED',
    };
    for (const response of ['none', 'accepted', 'tentative', 'declined'] as const) {
      const { attendee } = read({ ...STANDUP, attendee: { ...STANDUP.attendee, response } });
      assert.equal((attendee as { params: { PARTSTAT: string } }).params.PARTSTAT, expected[response]);
    }
  });

  it('takes names and words as data', () => {
    const evil = 'Eve", x;y:z,\\ \r\nATTENDEE:mailto:eve@evil.example\r\nEND:VCALENDAR\t^n';
    const text = calendarEntry({
      ...STANDUP,
      subject: evil,
      description: evil,
      organizer: { ...STANDUP.organizer, name: evil },
      attendee: { ...STANDUP.attendee, name: evil },
    });
    const begun = linesOf(text).filter((line) => /^(ATTENDEE|END:VCALENDAR)/.test(line));
    assert.equal(begun.length, 2);
    assert.ok(
      !begun.some((line) => line.includes('mailto:eve@evil.example') && line.startsWith('ATTENDEE:')),
    );
    const event = read({ ...STANDUP, subject: evil });
    assert.equal(event.uid, STANDUP.uid);
    assert.match(String(event.summary), /^Eve", x;y:z,\\ \n?/);
  });
});
