/**
 * Method `bridge`: third-party call control (RFC 3725). We call the person, then the conference, and let the two talk
 * directly; no media comes near us. Works with stock phones and stock conferences.
 *
 *   queued ─► person called, no offer ──refused before any 18x, code in REFUSES_FORM──► person called, ordinary offer
 *                  │        (the other way round where an ordinary offer worked last time)  │
 *                  │        (3xx: the same at each address it names, redirection.ts)         │
 *                  │ 2xx                                                                    │ 2xx
 *                  ▼                                                                        ▼
 *             bridge-connect: conference called ──refused──► person hung up          the same, with one re-INVITE more
 *                  │ 2xx, both acknowledged
 *                  ▼
 *             joined ─► LiveBridge (relay) ─► step out, where her phone can ─► ended
 *
 * Reading on: invite-leg.ts is one INVITE, bridge-connect.ts joins two legs, live-bridge.ts is what follows.
 */
import type { Delivery, DeliveryResult, Outcome } from '../../core/index.ts';
import { type AnsweredLeg, answerOfLeg, InviteLeg, type LegResult } from '../calls/invite-leg.ts';
import { followRedirects, type Reached } from '../calls/redirection.ts';
import { earlyOffer } from '../calls/sdp.ts';
import { assertedIdentity } from '../user-agent/asserted-identity.ts';
import { type BridgeForm, connectToConference } from './bridge-connect.ts';
import { callerIdHeaders, inviteHeaders } from './invite-headers.ts';
import { LiveBridge } from './live-bridge.ts';
import { personUri } from './preflight.ts';
import { SipMethod } from './sip-method.ts';
import { canStepOut } from './step-out.ts';

/** Codes with which phones and servers refuse an INVITE without an offer, not the call (480: FreeSWITCH does). */
const REFUSES_FORM = new Set([400, 406, 415, 480, 488, 500, 501, 606]);

interface BridgeResult extends DeliveryResult, Reached {}

export class Bridge extends SipMethod {
  readonly name = 'bridge';
  readonly isDialOut = false;

  protected attempt(delivery: Delivery): Promise<DeliveryResult> {
    const person = personUri(delivery, this.options.userAgent);
    // Nothing more is kept while her phone rings: where it is sent elsewhere is another story.
    return this.#reach(delivery, person).then((first) =>
      first.redirectedTo ? this.#follow(delivery, person, first) : first,
    );
  }

  #follow(delivery: Delivery, from: string, first: BridgeResult): Promise<BridgeResult> {
    return followRedirects({
      first,
      from,
      mayCall: this.options.mayCall,
      call: (target) => this.#reach(delivery, target),
      progress: (progress) => delivery.progress(progress),
    });
  }

  async #reach(delivery: Delivery, target: string): Promise<BridgeResult> {
    const { pacer, userAgent } = this.options;
    const forms: readonly BridgeForm[] =
      delivery.form === 'early-offer' ? ['early-offer', 'late-offer'] : ['late-offer', 'early-offer'];
    let refused: BridgeResult = { outcome: { word: 'cannot' } };
    for (const form of forms) {
      const kept = (await pacer.turn(delivery)) ?? userAgent.calls.refusal(2);
      if (kept) return { outcome: kept, form };
      const leg = await this.#call(delivery, target, form);
      if (leg.kind === 'answered') return await this.#connect(delivery, leg, form, target);
      const { outcome } = leg;
      if (leg.redirectedTo) return { outcome, form, redirectedTo: leg.redirectedTo };
      if (!isFormRefused(outcome)) return { outcome, form };
      // Refused in both forms: what the ordinary one was answered is about the call, not about the form.
      if (form === 'early-offer') refused = { outcome, form };
    }
    return refused;
  }

  #call(delivery: Delivery, target: string, form: BridgeForm): Promise<LegResult> {
    const { userAgent, journal, callerId } = this.options;
    const leg = new InviteLeg({
      userAgent,
      journal,
      identity: { invitationId: delivery.id, leg: 'person', method: this.name, form },
      target,
      fromName: delivery.fromName,
      headers: [...inviteHeaders(delivery), ...callerIdHeaders(target, callerId)],
      ...(form === 'early-offer' ? { body: earlyOffer(userAgent.address) } : {}),
      timers: this.timers,
      ringMs: delivery.ringSeconds * 1_000,
      signal: delivery.signal,
      progress: (progress) => delivery.progress(progress),
    });
    return leg.run();
  }

  async #connect(
    delivery: Delivery,
    person: AnsweredLeg,
    form: BridgeForm,
    target: string,
  ): Promise<BridgeResult> {
    const options = this.options;
    const connected = await connectToConference({ ...options, timers: this.timers, delivery, person, form });
    if (connected.kind === 'ended') return { outcome: connected.outcome, form };
    const bridge = new LiveBridge(options.userAgent, person.call, connected.conference);
    if (options.stepOut !== 'never' && canStepOut(person.message)) {
      void bridge.stepOut(delivery.conference.uri, this.timers);
    }
    const { userAgent } = options;
    const identity =
      assertedIdentity(person.message, userAgent.uri.host) ??
      (target === personUri(delivery, userAgent) ? undefined : target);
    return {
      outcome: { word: 'joined', answer: { ...answerOfLeg(person), ...(identity && { identity }) } },
      form,
      acceptedBy: identity ?? person.call.remoteTarget,
      participant: bridge,
    };
  }
}

/** No phone rang, and nobody answered: only the form was refused, as far as anybody can tell. */
function isFormRefused({ answer }: Outcome): boolean {
  return answer !== undefined && !answer.rang && !answer.cancelled && REFUSES_FORM.has(answer.code);
}
