import assert from 'node:assert/strict';
import {
  checkTransition,
  InvalidOperationError,
  isAllowed,
  type State,
  type TransitionReason,
} from '../../src/core/index.ts';

const STATES: readonly State[] = ['Idle', 'Incoming', 'Delivering', 'Terminating', 'Terminated'];
const REASONS: readonly TransitionReason[] = [
  'None',
  'Ringing',
  'Accepted',
  'DeliverFailed',
  'TerminatedLocally',
  'TerminatedRemotely',
  'Deflected',
  'DeflectedWithUnknownReason',
  'DeflectedToAnotherDestination',
  'DeflectedToTeam',
  'DeflectedToDelegate',
  'FallingBackToMcuDialOut',
];

/** UCMA's table of transitions, a line each; everything else is refused. */
const ALLOWED = new Set(
  `
  Idle Delivering None
  Idle Delivering Ringing
  Delivering Delivering Ringing
  Delivering Delivering Deflected
  Delivering Delivering DeflectedWithUnknownReason
  Delivering Delivering DeflectedToAnotherDestination
  Delivering Delivering DeflectedToTeam
  Delivering Delivering DeflectedToDelegate
  Delivering Delivering FallingBackToMcuDialOut
  Delivering Terminating None
  Delivering Terminating Accepted
  Delivering Terminating DeliverFailed
  Delivering Terminating TerminatedLocally
  Delivering Terminating TerminatedRemotely
  Terminating Terminated Accepted
  Terminating Terminated DeliverFailed
  Terminating Terminated TerminatedLocally
  Terminating Terminated TerminatedRemotely
  Incoming Terminating TerminatedLocally
  Incoming Terminating TerminatedRemotely`
    .trim()
    .split('\n')
    .map((line) => line.trim()),
);

describe('core/state', () => {
  it('walks every edge, allowed and refused', () => {
    let allowed = 0;
    let refused = 0;
    for (const from of STATES) {
      for (const to of STATES) {
        for (const reason of REASONS) {
          const edge = `${from} ${to} ${reason}`;
          assert.equal(isAllowed(from, to, reason), ALLOWED.has(edge), edge);
          if (ALLOWED.has(edge)) {
            checkTransition(from, to, reason);
            allowed += 1;
          } else {
            assert.throws(() => checkTransition(from, to, reason), InvalidOperationError, edge);
            refused += 1;
          }
        }
      }
    }
    assert.deepEqual([allowed, refused], [20, 280]);
  });
});
