import assert from 'node:assert/strict';
import { instantOf, isZone, localOf, wholeLocal } from '../../../src/desk/schedule/local-time.ts';

/** Around the changes of 2027: zone, local time, its instant, and what is told about it. */
const TIMES: readonly [string, string, string, string][] = [
  // New York: 14 March 2:00 → 3:00, 7 November 2:00 → 1:00
  ['America/New_York', '2027-03-13T09:30:00', '2027-03-13T14:30:00.000Z', 'none'],
  ['America/New_York', '2027-03-14T01:59:59', '2027-03-14T06:59:59.000Z', 'none'],
  ['America/New_York', '2027-03-14T02:00:00', '2027-03-14T07:00:00.000Z', 'gap'],
  ['America/New_York', '2027-03-14T02:30:00', '2027-03-14T07:30:00.000Z', 'gap'],
  ['America/New_York', '2027-03-14T02:59:59', '2027-03-14T07:59:59.000Z', 'gap'],
  ['America/New_York', '2027-03-14T03:00:00', '2027-03-14T07:00:00.000Z', 'none'],
  ['America/New_York', '2027-03-14T09:30:00', '2027-03-14T13:30:00.000Z', 'none'],
  ['America/New_York', '2027-11-07T00:59:59', '2027-11-07T04:59:59.000Z', 'none'],
  ['America/New_York', '2027-11-07T01:00:00', '2027-11-07T05:00:00.000Z', 'overlap'],
  ['America/New_York', '2027-11-07T01:59:59', '2027-11-07T05:59:59.000Z', 'overlap'],
  ['America/New_York', '2027-11-07T02:00:00', '2027-11-07T07:00:00.000Z', 'none'],
  // Berlin: 28 March 2:00 → 3:00, 31 October 3:00 → 2:00
  ['Europe/Berlin', '2027-03-27T09:30:00', '2027-03-27T08:30:00.000Z', 'none'],
  ['Europe/Berlin', '2027-03-28T02:30:00', '2027-03-28T01:30:00.000Z', 'gap'],
  ['Europe/Berlin', '2027-03-28T09:30:00', '2027-03-28T07:30:00.000Z', 'none'],
  ['Europe/Berlin', '2027-10-31T02:30:00', '2027-10-31T00:30:00.000Z', 'overlap'],
  ['Europe/Berlin', '2027-10-31T03:00:00', '2027-10-31T02:00:00.000Z', 'none'],
  // London: the same nights, an hour earlier by its clocks
  ['Europe/London', '2027-03-28T01:30:00', '2027-03-28T01:30:00.000Z', 'gap'],
  ['Europe/London', '2027-03-28T02:30:00', '2027-03-28T01:30:00.000Z', 'none'],
  ['Europe/London', '2027-10-31T01:30:00', '2027-10-31T00:30:00.000Z', 'overlap'],
  // Sydney: the seasons are the other way round, 4 April back, 3 October forward
  ['Australia/Sydney', '2027-04-04T02:30:00', '2027-04-03T15:30:00.000Z', 'overlap'],
  ['Australia/Sydney', '2027-04-04T03:00:00', '2027-04-03T17:00:00.000Z', 'none'],
  ['Australia/Sydney', '2027-10-03T02:30:00', '2027-10-02T16:30:00.000Z', 'gap'],
  ['Australia/Sydney', '2027-10-03T03:00:00', '2027-10-02T16:00:00.000Z', 'none'],
  // Kolkata and São Paulo change nothing any more
  ['Asia/Kolkata', '2027-03-28T02:30:00', '2027-03-27T21:00:00.000Z', 'none'],
  ['Asia/Kolkata', '2027-10-31T02:30:00', '2027-10-30T21:00:00.000Z', 'none'],
  ['America/Sao_Paulo', '2027-02-20T23:30:00', '2027-02-21T02:30:00.000Z', 'none'],
  ['America/Sao_Paulo', '2027-10-17T00:30:00', '2027-10-17T03:30:00.000Z', 'none'],
  // Half an hour only: Lord Howe Island
  ['Australia/Lord_Howe', '2027-04-04T01:45:00', '2027-04-03T14:45:00.000Z', 'overlap'],
  ['Australia/Lord_Howe', '2027-10-03T02:15:00', '2027-10-02T15:45:00.000Z', 'gap'],
];

describe('local time', () => {
  for (const [zone, local, instant, shift] of TIMES) {
    it(`is ${instant} for ${local} in ${zone}${shift === 'none' ? '' : ` (${shift})`}`, () => {
      const { at, shift: told } = instantOf(local, zone);
      assert.deepEqual([at.toISOString(), told], [instant, shift]);
    });
  }

  it('is read back as what the clocks show then: a time in a gap is later by its length', () => {
    for (const [zone, local, , shift] of TIMES) {
      const shown = localOf(instantOf(local, zone).at, zone);
      const [asked, later] = [Date.parse(`${local}Z`), Date.parse(`${shown}Z`)];
      const gapMs = zone === 'Australia/Lord_Howe' ? 1_800_000 : 3_600_000;
      assert.equal(later - asked, shift === 'gap' ? gapMs : 0, `${zone} ${local}`);
    }
  });

  it('is completed to the second, and nothing else is taken for one', () => {
    assert.equal(wholeLocal('2027-03-14T09:30'), '2027-03-14T09:30:00');
    assert.equal(wholeLocal('2027-03-14T09:30:15'), '2027-03-14T09:30:15');
    for (const wrong of [
      '2027-02-30T09:30',
      '2027-03-14',
      '2027-03-14T25:00',
      '2027-03-14T09:30Z',
      'noon',
      '',
    ]) {
      assert.equal(wholeLocal(wrong), undefined, wrong);
    }
  });

  it('needs a zone that exists', () => {
    assert.equal(isZone('Europe/Berlin'), true);
    for (const wrong of ['Europe/Nowhere', '', 'local']) assert.equal(isZone(wrong), false, wrong);
  });
});
