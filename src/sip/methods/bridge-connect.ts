/**
 * Joins a person who has answered to the conference, so that media flows between the two.
 *
 * late offer (RFC 3725 flow I)                      early offer (after flow III, with ordinary offers only)
 *   person  us  conference                            person  us  conference
 *      ◄─INVITE─┤                                        ◄─INVITE─┤            our offer, port 9
 *      ├─200 O──►                                        ├─200 A1─►
 *      │        ├─INVITE O─►                             ◄─ACK────┤
 *      │        ◄─200 A────┤                             │        ├─INVITE A1─►  her answer as an offer
 *      ◄─ACK A──┼─ACK──────►                             │        ◄─200 A2────┤
 *      ◄════════════════════►  media                     │        ├─ACK───────►
 *                                                        ◄─INVITE─┤ A2
 *                                                        ├─200 A3─►            A3 ≠ A1: one re-INVITE to the conference
 *                                                        ◄─ACK────┤
 *
 * The phone that refuses an INVITE without an offer, and the conference that does, never see one in the right column.
 */
import type { Body, IncomingResponseMessage } from 'sip.js/lib/core/index.js';
import type { Delivery, Outcome, OutcomeDetail } from '../../core/index.ts';
import { answerOf } from '../calls/answer.ts';
import { bodyOf } from '../calls/body.ts';
import type { Call } from '../calls/call.ts';
import type { CallTimers } from '../calls/call-timers.ts';
import { type AnsweredLeg, answerOfLeg, InviteLeg } from '../calls/invite-leg.ts';
import { continuedOffer, mediaDiffers, rejectingAnswer } from '../calls/sdp.ts';
import { codeOf, isMadeHere } from '../user-agent/responses.ts';
import { conferenceHeaders } from './invite-headers.ts';
import type { SipMethodOptions } from './method-options.ts';

export type BridgeForm = 'late-offer' | 'early-offer';

export interface ConnectOptions extends Omit<SipMethodOptions, 'timers'> {
  readonly timers: CallTimers;
  readonly delivery: Delivery;
  readonly person: AnsweredLeg;
  readonly form: BridgeForm;
}

export type ConnectResult =
  | { readonly kind: 'connected'; readonly conference: Call }
  | { readonly kind: 'ended'; readonly outcome: Outcome };

/** Resolves when both legs are acknowledged, or both are ended. Never rejects for what a peer does. */
export async function connectToConference(options: ConnectOptions): Promise<ConnectResult> {
  const { person, form, userAgent } = options;
  if (form === 'early-offer') person.ack();
  if (!person.body)
    return await giveUp(options, { ...failed('no-common-media'), answer: answerOfLeg(person) });
  const answered = await callConference(options, person.body);
  if ('outcome' in answered) return await giveUp(options, answered.outcome);
  answered.ack();
  const conference = answered.call;
  // Races: withdrawn between the two 200s; person hangs up × conference answers.
  const interruption = interruptionOf(options);
  if (interruption) return await giveUp(options, interruption, conference);
  if (!answered.body) return await giveUp(options, failed('conference-unreachable'), conference);
  if (form === 'late-offer') {
    person.ack(answered.body);
    return { kind: 'connected', conference };
  }
  const offer = continuedOffer(answered.body, userAgent.address);
  const reply = await reinviteOnce(options, person.call, offer);
  const late = interruptionOf(options);
  if (late) return await giveUp(options, late, conference);
  if ('refusal' in reply) return await giveUp(options, failed('no-common-media', reply.refusal), conference);
  if (reply.body && mediaDiffers(reply.body, person.body))
    await reinviteOnce(options, conference, reply.body);
  return { kind: 'connected', conference };
}

async function callConference(
  { userAgent, journal, delivery, person, form, timers }: ConnectOptions,
  offer: Body,
): Promise<AnsweredLeg | { readonly outcome: Outcome }> {
  const leg = new InviteLeg({
    userAgent,
    journal,
    identity: { invitationId: delivery.id, leg: 'conference', method: 'bridge', form },
    target: delivery.conference.uri,
    // The roster shows who calls: that is her, not us.
    fromName: delivery.inviteeName,
    headers: conferenceHeaders(delivery),
    body: offer,
    timers,
    answerMs: timers.conferenceMs,
    signal: delivery.signal,
  });
  void person.call.ended.then(() => leg.cancel('withdrawn'));
  const result = await leg.run();
  if (result.kind === 'answered') return result;
  const interruption = interruptionOf({ delivery, person });
  if (interruption) return { outcome: interruption };
  const { answer, word, detail } = result.outcome;
  // A connection of ours that breaks says nothing about the conference, and leaves her phone waiting for an ACK.
  if (word === 'unknown' && detail !== 'cancel-unanswered' && detail !== 'no-response')
    return { outcome: result.outcome };
  return {
    outcome: answer ? { ...failed('conference-unreachable'), answer } : failed('conference-unreachable'),
  };
}

/** Why it makes no sense to go on, if so. */
function interruptionOf({
  delivery,
  person,
}: Pick<ConnectOptions, 'delivery' | 'person'>): Outcome | undefined {
  if (delivery.signal.aborted) return { word: 'withdrawn' };
  if (person.call.isOver) return { ...failed('hung-up-early'), answer: answerOfLeg(person) };
  return undefined;
}

/** Ends what there is. Her media is refused properly first: an ACK without an answer puts phones into an error. */
async function giveUp(options: ConnectOptions, outcome: Outcome, conference?: Call): Promise<ConnectResult> {
  const { person, form, userAgent } = options;
  if (form === 'late-offer') person.ack(person.body && rejectingAnswer(person.body, userAgent.address));
  await Promise.all([person.call.bye(reasonHeader(outcome)), conference?.bye()]);
  return { kind: 'ended', outcome };
}

/** RFC 3326: why she is hung up on; 487 where it was taken back. */
function reasonHeader({ word, answer }: Outcome): string {
  const cause = word === 'withdrawn' ? 487 : answer && answer.code >= 300 ? answer.code : 480;
  return `SIP;cause=${cause}`;
}

type Reply = { readonly body: Body | undefined } | { readonly refusal: IncomingResponseMessage };

/** A re-INVITE of ours, repeated once after a glare (RFC 3261 14.1). */
async function reinviteOnce({ timers }: ConnectOptions, call: Call, body: Body): Promise<Reply> {
  const first = await reinvite(call, body);
  if (!('refusal' in first) || codeOf(first.refusal) !== 491) return first;
  await new Promise((resolve) => setTimeout(resolve, timers.glareMs));
  return call.isOver ? first : await reinvite(call, body);
}

function reinvite(call: Call, body: Body): Promise<Reply> {
  return new Promise((resolve) => {
    call.reinvite(body, {
      onAccept: ({ message, ack }) => {
        ack();
        resolve({ body: bodyOf(message) });
      },
      onReject: ({ message }) => resolve({ refusal: message }),
    });
  });
}

function failed(detail: OutcomeDetail, response?: IncomingResponseMessage): Outcome {
  if (!response || isMadeHere(response)) return { word: 'failed', detail };
  return {
    word: 'failed',
    detail,
    answer: answerOf(response, { answeredBy: 'person', rang: true, request: 'INVITE' }),
  };
}
