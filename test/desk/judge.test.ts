import assert from 'node:assert/strict';
import { judge } from '../../src/desk/judge.ts';
import type { InvitationRecord } from '../../src/desk/records.ts';

type Subject = Pick<InvitationRecord, 'state' | 'status' | 'presence' | 'seen'>;

const ended = (
  status: InvitationRecord['status'],
  presence: InvitationRecord['presence'] = null,
  seen = false,
): Subject => ({ state: 'Terminated', status, presence, seen });

describe('desk/judge', () => {
  const JOINED = { seen: true, status: 'joined', presence: 'independent' } as const;
  const LEFT = { seen: false, status: 'left', presence: null } as const;

  it('who answered, or joined by herself, is in when she is seen', () => {
    assert.deepEqual(judge(ended('answered', 'independent'), true), JOINED);
    assert.deepEqual(judge(ended('accepted', 'independent'), true), JOINED);
    assert.deepEqual(judge(ended('joined', 'independent'), true), { seen: true });
    assert.equal(judge(ended('joined', 'independent', true), true), undefined);
  });

  it('has left when she was seen and is not any more, and only then', () => {
    assert.deepEqual(judge(ended('joined', 'independent', true), false), LEFT);
    assert.deepEqual(judge(ended('answered', 'independent'), false, true), LEFT);
    for (const status of ['answered', 'joined', 'accepted'] as const) {
      assert.equal(judge(ended(status, 'independent'), false), undefined, status);
    }
    for (const status of ['declined', 'left', 'unknown'] as const) {
      assert.equal(judge(ended(status, null, true), false, true), undefined, status);
    }
  });

  it('who comes by herself after all is in, whatever her invitation came to', () => {
    for (const status of ['declined', 'no-answer', 'left', 'withdrawn', 'failed'] as const) {
      assert.deepEqual(judge(ended(status), true), { ...JOINED, wanted: 'in' }, status);
    }
  });

  it('who came in though nobody could say so is still wanted out, if she was', () => {
    assert.deepEqual(judge(ended('unknown'), true), JOINED);
  });

  it('leaves those who are on their way, and those whose calls run through us, to their dialogs', () => {
    const bridged = ended('joined', 'bridged');
    for (const subject of [
      bridged,
      ...(['inviting', 'ringing', 'calling'] as const).map((status) => ({
        ...ended(status),
        state: 'Delivering' as const,
      })),
    ]) {
      assert.deepEqual(judge(subject, true), { seen: true }, subject.status);
      assert.equal(judge({ ...subject, seen: true }, true), undefined, subject.status);
      assert.equal(judge({ ...subject, seen: true }, false, true), undefined, subject.status);
    }
  });
});
