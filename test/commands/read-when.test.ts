import assert from 'node:assert/strict';
import { readWhen } from '../../src/commands/index.ts';

/** Friday, 10:20 in New York. */
const MOMENT = { now: new Date('2027-03-12T15:20Z'), zone: 'America/New_York' };

describe('a time that stands alone', () => {
  for (const [text, expected] of [
    ['tomorrow at 9:30', '2027-03-13T09:30'],
    ['to Monday at 10', '2027-03-15T10:00'],
    ['10:00', '2027-03-13T10:00'],
    ['11', '2027-03-12T11:00'],
    ['noon', '2027-03-12T12:00'],
    ['Monday, 9am', '2027-03-15T09:00'],
    ['in 20 minutes', 1200],
    ['morgen um 9:30', '2027-03-13T09:30'],
    ['um halb zehn', '2027-03-13T09:30'],
    ['demain à 9h30', '2027-03-13T09:30'],
    ['mañana a las 9:30', '2027-03-13T09:30'],
    ['明日9時30分', '2027-03-13T09:30'],
    ['20分後', 1200],
    ['in 20 Minuten', 1200],
    ['tomorrow', 'time.no-hour tomorrow'],
    ['morgen', 'time.no-hour morgen'],
    ['sometime', 'time.unclear sometime'],
    ['Mary tomorrow at 9', 'time.unclear Mary tomorrow at 9'],
    ['', 'time.unclear '],
    ['at 9 IST', 'time.zone-ambiguous'],
    ['yesterday at 9', 'time.past'],
  ] as const) {
    it(`${text} → ${expected}`, () => {
      const when = readWhen(text, MOMENT);
      if ('code' in when)
        assert.equal([when.code, when.facts.words].filter((one) => one !== undefined).join(' '), expected);
      else assert.equal(when.kind === 'in' ? when.seconds : when.local, expected);
    });
  }
});
