/**
 * Method `conf-invite`, experimental: Lync and Skype for Business are told of the conference by an App-INVITE, show a toast, and
 * whoever accepts it joins by herself (UCMA ConferenceInvitation.BeginDeliver). Nothing of hers runs through us.
 *
 *   App-INVITE ──180──► ringing, 181──► deflected
 *     │ └── 400, 415, 488 …──► cannot: her application knows no invitations, so dial-out comes next
 *     │ └── 603 …──► outcome by the answer           └── 302 …──► the same there (redirection.ts)
 *     │ 2xx, written down as *she joins by herself*
 *     ▼
 *   ACK and BYE at once ──► answered (joined is what a roster says)
 *
 * Accepting is final: a 2xx that crosses a CANCEL gets ACK and BYE like any other, so her application joins all the same.
 * After a ring timeout that is *answered*; after a withdrawal nobody can say whether she comes: *outcome unknown*.
 */
import type { Answer, ConferenceServer, Delivery, DeliveryResult } from '../../core/index.ts';
import { type AnsweredLeg, answerOfLeg, type EndedLeg, InviteLeg } from '../calls/invite-leg.ts';
import { followRedirects, type Reached } from '../calls/redirection.ts';
import { rejectingAnswer } from '../calls/sdp.ts';
import { inviteHeaders } from '../methods/invite-headers.ts';
import type { SipMethodOptions } from '../methods/method-options.ts';
import { personUri } from '../methods/preflight.ts';
import { SipMethod } from '../methods/sip-method.ts';
import { assertedIdentity } from '../user-agent/asserted-identity.ts';
import { appInviteBody, appInviteHeaders } from './app-invite.ts';
import { OnHerOwn } from './on-her-own.ts';

export interface ConfInviteOptions extends SipMethodOptions {
  readonly conferenceServer: Pick<ConferenceServer, 'remove'>;
}

interface InviteResult extends DeliveryResult, Reached {}

export class ConfInvite extends SipMethod {
  readonly name = 'conf-invite';
  readonly isDialOut = false;
  readonly #conferenceServer: ConfInviteOptions['conferenceServer'];

  constructor(options: ConfInviteOptions) {
    super(options);
    this.#conferenceServer = options.conferenceServer;
  }

  protected async attempt(delivery: Delivery): Promise<DeliveryResult> {
    // No telephone takes an invitation.
    if (delivery.destination.startsWith('tel:')) return { outcome: { word: 'cannot' } };
    const person = personUri(delivery, this.options.userAgent);
    const first = await this.#reach(delivery, person);
    if (!first.redirectedTo) return first;
    return await followRedirects({
      first,
      from: person,
      mayCall: this.options.mayCall,
      call: (target) => this.#reach(delivery, target),
      progress: (progress) => delivery.progress(progress),
    });
  }

  async #reach(delivery: Delivery, target: string): Promise<InviteResult> {
    const { userAgent, journal, pacer } = this.options;
    const kept = (await pacer.turn(delivery)) ?? userAgent.calls.refusal(1);
    if (kept) return { outcome: kept };
    const leg = new InviteLeg({
      userAgent,
      journal,
      identity: { invitationId: delivery.id, leg: 'person', method: this.name, form: 'app-invite' },
      whenAnswered: { steppingOut: 'taken' },
      target,
      fromName: delivery.fromName,
      headers: [...inviteHeaders(delivery), ...appInviteHeaders(delivery)],
      body: appInviteBody(delivery),
      timers: this.timers,
      ringMs: delivery.ringSeconds * 1_000,
      signal: delivery.signal,
      progress: (progress) => delivery.progress(progress),
    });
    const result = await leg.run();
    if (result.kind === 'ended') return this.#ended(delivery, result, target);
    const { call, message, body, ack } = result;
    if (body?.contentDisposition === 'session') return await this.#notUnderstood(result);
    ack();
    void call.bye();
    const identity = assertedIdentity(message, userAgent.uri.host);
    return this.#accepted(delivery, answerOfLeg(result), target, { identity, endpoint: call.remoteTarget });
  }

  #ended(delivery: Delivery, leg: EndedLeg, target: string): InviteResult {
    const { kind: _, ...result } = leg;
    const { answer } = leg.outcome;
    if (!answer || answer.code >= 300) return result;
    // Race: CANCEL × 200.
    return answer.cancelled === 'withdrawn'
      ? { outcome: { word: 'unknown', detail: 'not-recallable', answer } }
      : this.#accepted(delivery, answer, target);
  }

  /** A phone that took it for an ordinary call: she has picked up, and would hear nothing for ever. */
  async #notUnderstood(leg: AnsweredLeg): Promise<InviteResult> {
    leg.ack(leg.body && rejectingAnswer(leg.body, this.options.userAgent.address));
    void leg.call.entry.change({ steppingOut: 'failed' });
    await leg.call.bye('SIP;cause=415');
    return { outcome: { word: 'cannot', answer: answerOfLeg(leg) } };
  }

  /** By whom, as the server asserts it, or as a redirect has led to her; else it is who was invited. */
  #accepted(
    delivery: Delivery,
    answer: Answer,
    target: string,
    by: { readonly identity?: string | undefined; readonly endpoint?: string } = {},
  ): InviteResult {
    const { conference, destination } = delivery;
    const isAnother = target !== personUri(delivery, this.options.userAgent);
    const identity = by.identity ?? (isAnother ? target : undefined);
    const hangUp = () => this.#conferenceServer.remove(conference.uri, { address: identity ?? destination });
    return {
      outcome: { word: 'answered', answer: { ...answer, ...(identity && { identity }) } },
      acceptedBy: identity ?? by.endpoint ?? target,
      participant: new OnHerOwn(hangUp),
    };
  }
}
