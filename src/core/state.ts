/**
 * States of a conference invitation and why they change, spelled as UCMA spells them
 * (ConferenceInvitationState, ConferenceInvitationStateTransitionReason).
 *
 *   outbound                  ┌──────┐  Ringing (once), Deflected…, FallingBackToMcuDialOut
 *                             ▼      │
 *   Idle ──None, Ringing──► Delivering ──None, Accepted, DeliverFailed,──► Terminating ──the same──► Terminated
 *                                        TerminatedLocally, …Remotely                  but None
 *
 *   inbound   Incoming ──TerminatedLocally, TerminatedRemotely──► Terminating ──the same──► Terminated
 *
 * State says *where* an invitation is, the reason says *why*. An accepted invitation ends Terminated too:
 * Terminated + Accepted is success. There is no way back: one object is one delivery to one person.
 */
import { InvalidOperationError } from './errors.ts';

export type State = 'Idle' | 'Incoming' | 'Delivering' | 'Terminating' | 'Terminated';

export type TransitionReason =
  | 'None'
  | 'Ringing'
  | 'Accepted'
  | 'DeliverFailed'
  | 'TerminatedLocally'
  | 'TerminatedRemotely'
  | 'Deflected'
  | 'DeflectedWithUnknownReason'
  | 'DeflectedToAnotherDestination'
  | 'DeflectedToTeam'
  | 'DeflectedToDelegate'
  | 'FallingBackToMcuDialOut';

const ENDS = ['Accepted', 'DeliverFailed', 'TerminatedLocally', 'TerminatedRemotely'] as const;
const BY_HAND = ['TerminatedLocally', 'TerminatedRemotely'] as const;

const EDGES: Readonly<Record<string, readonly TransitionReason[]>> = {
  'Idle>Delivering': ['None', 'Ringing'],
  'Delivering>Delivering': [
    'Ringing',
    'Deflected',
    'DeflectedWithUnknownReason',
    'DeflectedToAnotherDestination',
    'DeflectedToTeam',
    'DeflectedToDelegate',
    'FallingBackToMcuDialOut',
  ],
  'Delivering>Terminating': ['None', ...ENDS],
  'Terminating>Terminated': ENDS,
  'Incoming>Terminating': BY_HAND,
};

/** Whether the machine has this edge. `None` on the way into Terminating may end for any reason. */
export function isAllowed(from: State, to: State, reason: TransitionReason): boolean {
  return EDGES[`${from}>${to}`]?.includes(reason) ?? false;
}

/** Throws InvalidOperationError `state.transition` where the machine has no such edge. */
export function checkTransition(from: State, to: State, reason: TransitionReason): void {
  if (isAllowed(from, to, reason)) return;
  throw new InvalidOperationError('state.transition', `No way from ${from} to ${to} because of ${reason}`, {
    from,
    to,
    reason,
  });
}
