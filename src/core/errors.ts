/**
 * The error tree, after UCMA's exception model.
 *
 *   Error
 *   ├─ ArgumentError            what was handed in is wrong; thrown at once
 *   ├─ InvalidOperationError    right input, wrong moment (a conference that has ended); thrown at once
 *   └─ RealTimeError            the outside said no, or nothing
 *      ├─ FailureResponseError    somebody answered with a refusal (UCMA FailureResponseException)
 *      ├─ OperationTimeoutError   nobody answered in time
 *      └─ OperationFailureError   it ended for a known reason that is no answer (withdrawn, connection lost)
 *
 * `message` is for the log, in English. `code` is stable; with `facts` the words room makes a sentence for people.
 */
import type { Outcome } from './outcome.ts';

export type Facts = Readonly<Record<string, string | number | boolean>>;

class CodedError extends Error {
  readonly code: string;
  readonly facts: Facts;

  constructor(code: string, message: string, facts: Facts = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
    this.facts = facts;
  }
}

export class ArgumentError extends CodedError {}

export class InvalidOperationError extends CodedError {}

export class RealTimeError extends CodedError {}

/** The invitation was not accepted: `outcome` says who refused, with which code. */
export class FailureResponseError extends RealTimeError {
  readonly outcome: Outcome;

  constructor(outcome: Outcome, options?: ErrorOptions) {
    super('invitation.refused', `The invitation was not accepted: ${outcome.word}`, {}, options);
    this.outcome = outcome;
  }
}

/** Nobody answered in time; whether a phone still rings is part of `outcome`. */
export class OperationTimeoutError extends RealTimeError {
  readonly outcome: Outcome;

  constructor(outcome: Outcome, options?: ErrorOptions) {
    super('invitation.timeout', `The invitation was not answered in time: ${outcome.word}`, {}, options);
    this.outcome = outcome;
  }
}

/** UCMA OperationFailureException.FailureReason, as far as an invitation meets them. */
export type FailureReason = 'aborted' | 'unknown';

export class OperationFailureError extends RealTimeError {
  readonly outcome: Outcome;
  readonly failureReason: FailureReason;

  constructor(outcome: Outcome, failureReason: FailureReason, options?: ErrorOptions) {
    super('invitation.failed', `The invitation ended without an answer: ${failureReason}`, {}, options);
    this.outcome = outcome;
    this.failureReason = failureReason;
  }
}
