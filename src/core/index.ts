/**
 * The invitation core: pure, and usable alone.
 *
 *   const conference = new Conference({ uri: 'sip:standup@conf.example.com', subject: 'Standup', methods: [bridge] });
 *   const invitation = new ConferenceInvitation(conference).onStateChanged((change) => console.log(change.reason));
 *   await invitation.deliver('sip:mary@contoso.com', { toast: new ToastMessage('Join us') });
 */

// Commonly used
export { Conference, type ConferenceOptions } from './conference.ts';
export {
  ConferenceInvitation,
  type ConferenceInvitationResponse,
  DEFAULT_RING_SECONDS,
  type DeliverOptions,
  type StateChange,
} from './conference-invitation.ts';
export { MAX_TOAST_CHARACTERS, ToastMessage } from './toast-message.ts';

// Being invited
export {
  type DeclineOptions,
  type IncomingEnd,
  IncomingInvitation,
  type IncomingInvitationOptions,
  type IncomingStateChange,
  type InvitationReply,
  type Inviter,
  type Refusal,
} from './incoming-invitation.ts';

// What became of it
export {
  ArgumentError,
  type Facts,
  type FailureReason,
  FailureResponseError,
  InvalidOperationError,
  OperationFailureError,
  OperationTimeoutError,
  RealTimeError,
} from './errors.ts';
export {
  type Answer,
  type AnsweredBy,
  type Outcome,
  type OutcomeDetail,
  type OutcomeWord,
  outcomeOf,
  type SipResponse,
} from './outcome.ts';
export type { State, TransitionReason } from './state.ts';

// For those who bring a delivery method of their own
export type {
  Delivery,
  DeliveryMethod,
  DeliveryResult,
  Participant,
  ParticipantEnd,
  Progress,
  Way,
} from './delivery-method.ts';

// For those who bring a conference server of their own
export {
  type ConferenceServer,
  type EndpointStatus,
  isTakingPart,
  type Removal,
  type Roster,
  type RosterEntry,
  type RosterTarget,
} from './conference-server.ts';

// Small parts that others need too
export { type Address, formatAddress, MAX_ADDRESS_LENGTH, parseAddress, toSipUri } from './address.ts';
export { checkHeaders, type Header } from './headers.ts';
export { checkTransition, isAllowed } from './state.ts';
