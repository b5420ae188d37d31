/**
 * Method `refer`: the person is asked to call the conference herself, by a REFER outside any dialog (RFC 4579 5.6). No phone
 * rings by our INVITE, and no call of hers runs through us. Most phones refuse it, so it is used only where it is named.
 *
 *   REFER ──405, 501, 603 …, or no answer at all──► cannot: it has not reached her, the next method may ring
 *     │ └── refused otherwise ──► outcome by the answer
 *     │ 2xx, or a NOTIFY: her phone has it, and may ask her, or call
 *     ▼
 *   taken ──NOTIFY 2xx of her own INVITE──► joined
 *     ├──NOTIFY 603──► declined (RFC 3515 2.4.5)     ──another failure──► failed: she did not get in
 *     ├──silence, `Refer-Sub: false`──► unknown      ──withdrawn──► unknown: a REFER cannot be taken back
 *
 * What was taken never becomes *cannot*, or the next method would ring her a second time: proxies that do not record-route
 * a REFER lose its NOTIFYs, while her phone is in the conference.
 */
import type { IncomingResponseMessage } from 'sip.js/lib/core/index.js';
import {
  type Delivery,
  type DeliveryResult,
  type Outcome,
  outcomeOf,
  type SipResponse,
} from '../../core/index.ts';
import { outcomeOfResponse } from '../calls/answer.ts';
import { isConnectionLost, isMadeHere } from '../user-agent/responses.ts';
import { Independent } from './independent.ts';
import { personUri } from './preflight.ts';
import { Referral, type ReferralEnd } from './referral.ts';
import { SipMethod } from './sip-method.ts';

export class Refer extends SipMethod {
  readonly name = 'refer';
  readonly isDialOut = false;

  protected async attempt(delivery: Delivery): Promise<DeliveryResult> {
    const { userAgent, pacer } = this.options;
    const kept = await pacer.turn(delivery);
    if (kept) return { outcome: kept };
    const person = personUri(delivery, userAgent);
    const { signal } = delivery;
    const referral = new Referral(this.options, delivery, {
      method: this.name,
      target: person,
      referTo: delivery.conference.uri,
      // Subject is not for REFER (RFC 3515, table 1), and one in Refer-To would reach the conference instead of her.
      fromName: delivery.toast?.line ?? delivery.fromName,
      onTaken: () => {
        if (signal.aborted) referral.stop('withdrawn');
        else referral.limit(delivery.ringSeconds * 1_000, 'silence');
      },
    });
    const nothingSent = await referral.open();
    if (nothingSent) return { outcome: nothingSent };
    referral.limit(this.timers.silenceMs, 'silence');
    // Race: withdrawn × answered. Until it is answered nothing is known; a refusal then means that nothing has happened,
    // and the core makes *withdrawn* of it.
    const withdraw = () => referral.isTaken && referral.stop('withdrawn');
    signal.addEventListener('abort', withdraw, { once: true });
    const end = await referral.run();
    signal.removeEventListener('abort', withdraw);
    referral.close();
    const outcome = outcomeOfEnd(end, referral);
    const { entry } = referral;
    if (outcome.detail === 'connection-lost') {
      // Our process may be about to end: its successor is to know that her phone was asked, and asks it no more.
      userAgent.once('ready', () => void entry.change({ state: 'ended' }));
      return { outcome };
    }
    const isIn = outcome.word === 'joined';
    await entry.change({ state: isIn ? 'confirmed' : 'ended' });
    return isIn
      ? { outcome, acceptedBy: person, participant: new Independent(userAgent, entry) }
      : { outcome };
  }
}

function outcomeOfEnd(end: ReferralEnd, referral: Referral): Outcome {
  switch (end.kind) {
    case 'refused':
      return outcomeOfRefusal(end.message, referral);
    case 'status':
      return outcomeOfStatus(end.status, referral.rang);
    case 'withdrawn':
      // Race: withdrawn × the NOTIFY that says how it ended.
      return referral.status
        ? outcomeOfStatus(referral.status, referral.rang)
        : { word: 'unknown', detail: 'not-recallable' };
    default:
      return referral.isTaken ? SILENT : { word: 'cannot' };
  }
}

const SILENT: Outcome = { word: 'unknown', detail: 'no-word-of-joining' };

function outcomeOfRefusal(message: IncomingResponseMessage, { rang, isTaken }: Referral): Outcome {
  const outcome = outcomeOfResponse(message, { answeredBy: 'person', rang, request: 'REFER' });
  if (isConnectionLost(message)) return outcome;
  // A phone that does not know REFER may say nothing; a 408 of a server means the same, and sip.js takes it for its own.
  if (isMadeHere(message)) return isTaken ? SILENT : { word: 'cannot' };
  // It calls already, whatever it says.
  return outcome.word === 'cannot' && rang ? { ...outcome, ...SILENT } : outcome;
}

/** How her own INVITE ended: what the conference answered her, or her phone when she did not want to call (603). */
function outcomeOfStatus(status: SipResponse, rang: boolean): Outcome {
  const answer = { ...status, answeredBy: 'conference', rang, request: 'INVITE' } as const;
  if (status.code < 300) return { word: 'joined', answer };
  if (status.code === 603) return outcomeOf({ ...answer, answeredBy: 'person' });
  return { word: 'failed', detail: 'joining-failed', answer };
}
