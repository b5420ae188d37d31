import assert from 'node:assert/strict';
import { scheduleNoticeText } from '../../src/cards/index.ts';
import { LANGUAGES } from '../../src/cards/words/words-of.ts';
import type { ScheduleNotice } from '../../src/desk/index.ts';

function notice(part: Partial<ScheduleNotice>): ScheduleNotice {
  return {
    ...{ kind: 'missed', subject: 'Standup', at: '2027-03-01T08:30:00Z', zone: 'Europe/Berlin' },
    ...{ count: 1, by: { id: 'ann', name: 'Ann' }, names: [], says: [] },
    ...part,
  };
}

const text = (part: Partial<ScheduleNotice>) => scheduleNoticeText(notice(part)).replaceAll('\u202f', ' ');

describe('what a thread is told of its schedule', () => {
  it('says what was missed, and that nobody was called', () => {
    assert.equal(
      text({}),
      '“Standup” was due at Monday, March 1, 2027 at 9:30 AM Central European Time, but I was not running then. Nobody has been called.',
    );
    assert.match(text({ count: 3 }), /was due 3 times, last at Monday/);
  });

  it('says why nobody, or not everybody, is called', () => {
    const refusal = { code: 'policy.number', facts: { name: 'Bob' } } as const;
    assert.match(text({ kind: 'nobody', names: ['Mary'] }), /nobody is called\. Declined: Mary\.$/);
    assert.match(
      text({ kind: 'not-all', says: [refusal] }),
      /not everybody is called\. Bob is not called: telephone numbers/,
    );
  });

  it('tells of a reminder that came to nothing', () => {
    assert.match(
      text({ kind: 'reminder-missed', subject: '', names: [] }),
      /^A reminder for Everybody was due/,
    );
  });

  it('speaks the language of who has scheduled it, and takes names as data', () => {
    for (const locale of Object.keys(LANGUAGES)) {
      const said = scheduleNoticeText(
        notice({ by: { id: 'ann', name: 'Ann', locale }, subject: '{names}\n# x' }),
      );
      assert.match(said, /\{names\} # x/);
      assert.doesNotMatch(said.replace('{names} # x', ''), /[{}]|undefined/);
    }
  });
});
