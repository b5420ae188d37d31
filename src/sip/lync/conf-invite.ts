/**
 * Method `conf-invite`, experimental: Lync and Skype for Business are told of the conference by an App-INVITE, show a toast, and
 * whoever accepts it joins by herself (UCMA ConferenceInvitation.BeginDeliver). Nothing of hers runs through us.
 *
 *   App-INVITE ──180──► ringing, 181──► deflected
 *     │ └── 400, 415, 488 …──► cannot: her application knows no invitations, so dial-out comes next
 *     │ └── 603 …──► outcome by the answer
 *     │ 2xx, written down as *she joins by herself*
 *     ▼
 *   ACK and BYE at once ──► answered (joined is what a roster says)
 *
 * Accepting is final: a 2xx that crosses a CANCEL gets ACK and BYE like any other, so her application joins all the same.
 * After a ring timeout that is *answered*; after a withdrawal nobody can say whether she comes: *outcome unknown*.
 */
import type { ConferenceServer, Delivery, DeliveryResult, Outcome } from '../../core/index.ts';
import { type AnsweredLeg, answerOfLeg, InviteLeg } from '../calls/invite-leg.ts';
import { rejectingAnswer } from '../calls/sdp.ts';
import { inviteHeaders } from '../methods/invite-headers.ts';
import type { SipMethodOptions } from '../methods/method-options.ts';
import { personUri } from '../methods/preflight.ts';
import { SipMethod } from '../methods/sip-method.ts';
import { appInviteBody, appInviteHeaders } from './app-invite.ts';
import { OnHerOwn } from './on-her-own.ts';

export interface ConfInviteOptions extends SipMethodOptions {
  readonly conferenceServer: Pick<ConferenceServer, 'remove'>;
}

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
    const { userAgent, journal, pacer } = this.options;
    if (!(await pacer.turn(delivery))) return { outcome: { word: 'withdrawn' } };
    const target = personUri(delivery, userAgent);
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
    if (result.kind === 'ended') return this.#ended(delivery, result.outcome, target);
    const { call, body, ack } = result;
    if (body?.contentDisposition === 'session') return await this.#notUnderstood(result);
    ack();
    void call.bye();
    return this.#accepted(delivery, { word: 'answered', answer: answerOfLeg(result) }, call.remoteTarget);
  }

  /** Race: CANCEL × 200. */
  #ended(delivery: Delivery, outcome: Outcome, target: string): DeliveryResult {
    const { answer } = outcome;
    if (!answer || answer.code >= 300) return { outcome };
    return answer.cancelled === 'withdrawn'
      ? { outcome: { word: 'unknown', detail: 'not-recallable', answer } }
      : this.#accepted(delivery, { word: 'answered', answer }, target);
  }

  /** A phone that took it for an ordinary call: she has picked up, and would hear nothing for ever. */
  async #notUnderstood(leg: AnsweredLeg): Promise<DeliveryResult> {
    leg.ack(leg.body && rejectingAnswer(leg.body, this.options.userAgent.address));
    void leg.call.entry.change({ steppingOut: 'failed' });
    await leg.call.bye('SIP;cause=415');
    return { outcome: { word: 'cannot', answer: answerOfLeg(leg) } };
  }

  #accepted({ conference, destination }: Delivery, outcome: Outcome, acceptedBy: string): DeliveryResult {
    const hangUp = () => this.#conferenceServer.remove(conference.uri, { address: destination });
    return { outcome, acceptedBy, participant: new OnHerOwn(hangUp) };
  }
}
