/**
 * Method `dial-out`: the conference calls the person, asked by a REFER outside any dialog (RFC 4579 5.5). Her phone needs
 * nothing for it; the conference has to take it, mostly once somebody is in the room.
 *
 *   REFER ──400 with headers in Refer-To──► REFER without
 *     │ └── refused ──► outcome by the conference's answer
 *     │ 2xx
 *     ▼
 *   waiting for NOTIFYs ──1xx──► ringing …   ──final──► outcome by the person's answer
 *     │  └── silence ──► unknown
 *     └── withdrawn, rung for long enough ──► REFER method=BYE (RFC 4579 5.11) ──► withdrawn, no answer
 *
 * Reading on: referral.ts is one REFER and its NOTIFYs.
 */
import { type Delivery, type DeliveryResult, type Outcome, outcomeOf } from '../../core/index.ts';
import { outcomeOfResponse } from '../calls/answer.ts';
import { subject } from '../calls/header-text.ts';
import { Independent, takeOut } from './independent.ts';
import { priorityOf } from './invite-headers.ts';
import { personUri } from './preflight.ts';
import { Referral, type ReferralEnd } from './referral.ts';
import { SipMethod } from './sip-method.ts';

export class DialOut extends SipMethod {
  readonly name = 'dial-out';
  readonly isDialOut = true;
  /** FreeSWITCH with `rfc-4579` and others refuse where there is no conference yet. */
  readonly needsCompany = true;

  protected async attempt(delivery: Delivery): Promise<DeliveryResult> {
    const about = subject(delivery.toast?.line ?? delivery.conference.subject);
    const priority = priorityOf(delivery);
    const said = [
      ...(about === '' ? [] : [`Subject=${encodeURIComponent(about)}`]),
      ...(priority ? [`Priority=${encodeURIComponent(priority)}`] : []),
    ];
    const withHeaders = said.length === 0 ? '' : `?${said.join('&')}`;
    const first = await this.#refer(delivery, withHeaders);
    const refusedHeaders = first.outcome.answer?.request === 'REFER' && first.outcome.answer.code === 400;
    return refusedHeaders && withHeaders !== '' ? await this.#refer(delivery, '') : first;
  }

  async #refer(delivery: Delivery, referToHeaders: string): Promise<DeliveryResult> {
    const { userAgent, pacer } = this.options;
    const kept = await pacer.turn(delivery);
    if (kept) return { outcome: kept };
    const person = personUri(delivery, userAgent);
    const referral = new Referral(this.options, delivery, {
      method: this.name,
      target: delivery.conference.uri,
      referTo: person,
      referToHeaders,
      fromName: delivery.fromName,
      onRinging: (response, isFirst) => {
        if (isFirst) referral.limit(delivery.ringSeconds * 1_000, 'ring-timeout');
        if (response.code === 181) delivery.progress({ kind: 'deflected', response });
        else if (response.code !== 182) delivery.progress({ kind: 'ringing', response });
      },
    });
    const nothingSent = await referral.open();
    if (nothingSent) return { outcome: nothingSent };
    const outcome = await this.#watch(delivery, referral);
    referral.close();
    const { entry } = referral;
    if (outcome.detail === 'connection-lost') {
      // The conference may call her all the same: as soon as there is a connection again it is told not to.
      userAgent.once('ready', async () => {
        await takeOut(userAgent, entry.record);
        await entry.change({ state: 'ended' });
      });
      return { outcome };
    }
    const isIn = outcome.word === 'answered';
    await entry.change({ state: isIn ? 'confirmed' : 'ended' });
    return isIn
      ? { outcome, acceptedBy: person, participant: new Independent(userAgent, entry) }
      : { outcome };
  }

  async #watch(delivery: Delivery, referral: Referral): Promise<Outcome> {
    const withdraw = () => referral.stop('withdrawn');
    delivery.signal.addEventListener('abort', withdraw, { once: true });
    referral.limit(this.timers.notifyMs, 'silence');
    const end = await referral.run();
    delivery.signal.removeEventListener('abort', withdraw);
    return await this.#outcomeOf(end, referral);
  }

  async #outcomeOf(end: ReferralEnd, referral: Referral): Promise<Outcome> {
    const { rang } = referral;
    switch (end.kind) {
      case 'refused':
        return outcomeOfResponse(end.message, { answeredBy: 'conference', rang, request: 'REFER' });
      case 'status':
        return outcomeOf({ ...end.status, answeredBy: 'person', rang, request: 'INVITE' });
      case 'silence':
        return { word: 'unknown', detail: 'no-notify' };
      case 'withdrawn':
      case 'ring-timeout':
        return await this.#takeBack(end.kind, referral);
    }
  }

  /** Race: what her phone did meanwhile counts where it tells more than that it was stopped. */
  async #takeBack(cancelled: 'withdrawn' | 'ring-timeout', referral: Referral): Promise<Outcome> {
    const isRemoved = await takeOut(this.options.userAgent, referral.entry.record);
    const { status, rang } = referral;
    const isStopped = isRemoved && !(status && status.code >= 300);
    if (isStopped) return { word: cancelled === 'withdrawn' ? 'withdrawn' : 'no-answer' };
    if (!status) return { word: 'unknown', detail: 'cancel-unanswered' };
    return outcomeOf({ ...status, answeredBy: 'person', rang, request: 'INVITE', cancelled });
  }
}
