import assert from 'node:assert/strict';
import { instantOf } from '../../../src/desk/schedule/local-time.ts';
import { isRule, nextOccurrence, nextOf } from '../../../src/desk/schedule/recurrence.ts';

const WEEKDAYS = 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR';

function first(count: number, rule: string, start: string, skipped: readonly string[] = []): string[] {
  const found: string[] = [];
  for (let next = nextOccurrence(rule, start, undefined, skipped); next && found.length < count; ) {
    found.push(next);
    next = nextOccurrence(rule, start, next, skipped);
  }
  return found;
}

describe('recurrence', () => {
  it('passes over the weekend', () => {
    // 12 March 2027 is a Friday.
    assert.deepEqual(first(3, WEEKDAYS, '2027-03-12T09:30:00'), [
      '2027-03-12T09:30:00',
      '2027-03-15T09:30:00',
      '2027-03-16T09:30:00',
    ]);
  });

  it('begins with the first that fits its rule, not with its start', () => {
    assert.deepEqual(first(2, 'FREQ=MONTHLY;BYDAY=1MO', '2027-03-02T15:00:00'), [
      '2027-04-05T15:00:00',
      '2027-05-03T15:00:00',
    ]);
  });

  it('keeps the day of the month, and passes over months without it', () => {
    assert.deepEqual(first(3, 'FREQ=MONTHLY;BYMONTHDAY=31', '2027-01-31T08:00:00'), [
      '2027-01-31T08:00:00',
      '2027-03-31T08:00:00',
      '2027-05-31T08:00:00',
    ]);
    assert.equal(first(2, 'FREQ=MONTHLY;BYMONTHDAY=-1', '2027-01-31T08:00:00')[1], '2027-02-28T08:00:00');
  });

  it('counts weeks from its start, whatever was skipped', () => {
    assert.deepEqual(first(2, 'FREQ=WEEKLY;INTERVAL=2', '2027-03-01T10:00:00', ['2027-03-15T10:00:00']), [
      '2027-03-01T10:00:00',
      '2027-03-29T10:00:00',
    ]);
  });

  it('ends with its count or its last day', () => {
    assert.equal(first(9, 'FREQ=DAILY;COUNT=3', '2027-03-01T10:00:00').length, 3);
    assert.equal(first(9, 'FREQ=DAILY;UNTIL=20270304T100000', '2027-03-01T10:00:00').length, 4);
    assert.equal(first(9, 'FREQ=DAILY;COUNT=3', '2027-03-01T10:00:00', ['2027-03-03T10:00:00']).length, 2);
  });

  const changes: readonly [string, string, number][] = [
    ['America/New_York', '2027-03-13T09:30:00', 23],
    ['America/New_York', '2027-11-06T09:30:00', 25],
    ['Europe/Berlin', '2027-03-27T09:30:00', 23],
    ['Europe/Berlin', '2027-10-30T09:30:00', 25],
    ['Europe/London', '2027-03-27T09:30:00', 23],
    ['Europe/London', '2027-10-30T09:30:00', 25],
    ['Australia/Sydney', '2027-04-03T09:30:00', 25],
    ['Australia/Sydney', '2027-10-02T09:30:00', 23],
    ['Asia/Kolkata', '2027-03-27T09:30:00', 24],
    ['America/Sao_Paulo', '2027-10-16T09:30:00', 24],
  ];
  for (const [zone, start, hours] of changes) {
    it(`keeps its local time in ${zone} after ${start.slice(0, 10)}: the next day is ${hours} hours later`, () => {
      const next = nextOccurrence('FREQ=DAILY', start, start, []) ?? '';
      assert.equal(next.slice(11), '09:30:00');
      const apartMs = instantOf(next, zone).at.getTime() - instantOf(start, zone).at.getTime();
      assert.equal(apartMs / 3_600_000, hours);
    });
  }

  it('of a time in a gap moves that one day only', () => {
    const days = first(3, 'FREQ=DAILY', '2027-03-13T02:30:00');
    const told = days.map((local) => instantOf(local, 'America/New_York'));
    assert.deepEqual(
      told.map(({ at, shift }) => `${at.toISOString().slice(11, 16)} ${shift}`),
      ['07:30 none', '07:30 gap', '06:30 none'],
    );
  });

  it('of what comes once is that, unless it is skipped or gone by', () => {
    const once = { local: '2027-03-01T10:00:00', rule: null, skipped: [] };
    assert.equal(nextOf(once), once.local);
    assert.equal(nextOf(once, once.local), undefined);
    assert.equal(nextOf({ ...once, skipped: [once.local] }), undefined);
  });

  it('is daily at most, and nothing else is taken for a rule', () => {
    for (const rule of [WEEKDAYS, 'FREQ=DAILY', 'FREQ=YEARLY', 'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1']) {
      assert.equal(isRule(rule), true, rule);
    }
    for (const rule of [
      'FREQ=HOURLY',
      'FREQ=SECONDLY',
      'FREQ=DAILY;BYHOUR=1,2,3',
      'FREQ=NEVER',
      'daily',
      '',
    ]) {
      assert.equal(isRule(rule), false, rule);
    }
  });
});
