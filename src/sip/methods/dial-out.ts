/**
 * Method `dial-out`: the conference calls the person, asked by a REFER outside any dialog (RFC 4579 5.5). Her phone needs
 * nothing for it; the conference has to take it, mostly once somebody is in the room.
 *
 *   REFER ──400 with a Subject in Refer-To──► REFER without
 *     │ └── refused ──► outcome by the conference's answer (which wins over any NOTIFY that came first)
 *     │ 2xx
 *     ▼
 *   waiting for NOTIFYs ──1xx──► ringing …   ──final──► outcome by the person's answer
 *     │  └── `terminated` without a status, silence, `Refer-Sub: false` ──► unknown
 *     └── withdrawn, rung for long enough ──► REFER method=BYE (RFC 4579 5.11) ──► withdrawn, no answer
 */
import type { IncomingResponseMessage, OutgoingRequestMessage } from 'sip.js/lib/core/index.js';
import {
  type Answer,
  type Delivery,
  type DeliveryMethod,
  type DeliveryResult,
  type Outcome,
  outcomeOf,
  type SipResponse,
} from '../../core/index.ts';
import { outcomeOfResponse } from '../calls/answer.ts';
import type { LegRecord } from '../calls/call-journal.ts';
import { CALL_TIMERS, type CallTimers } from '../calls/call-timers.ts';
import { displayName, headerLine, subject } from '../calls/header-text.ts';
import { LegEntry } from '../calls/leg-entry.ts';
import { newBranch, newCallId, newTag } from '../user-agent/identifiers.ts';
import { isMadeHere } from '../user-agent/responses.ts';
import { parseUri } from '../user-agent/uri.ts';
import { DialledOut, removeFromConference } from './dialled-out.ts';
import type { SipMethodOptions } from './method-options.ts';
import { personUri, refusalBefore } from './preflight.ts';
import { ReferProgress } from './refer-progress.ts';

type End =
  /** The conference refused the REFER. */
  | { readonly kind: 'refused'; readonly message: IncomingResponseMessage }
  /** NOTIFY: what became of her call. */
  | { readonly kind: 'status'; readonly status: SipResponse }
  | { readonly kind: 'silence' | 'ring-timeout' | 'withdrawn' };

export class DialOut implements DeliveryMethod {
  readonly name = 'dial-out';
  readonly isDialOut = true;
  readonly #options: SipMethodOptions;
  readonly #timers: CallTimers;

  constructor(options: SipMethodOptions) {
    this.#options = options;
    this.#timers = { ...CALL_TIMERS, ...options.timers };
  }

  async deliver(delivery: Delivery): Promise<DeliveryResult> {
    const refusal = refusalBefore(this.#options, delivery);
    if (refusal) return { outcome: refusal };
    const person = personUri(delivery, this.#options.userAgent);
    const about = subject(delivery.toast?.line ?? delivery.conference.subject);
    const withSubject = about === '' ? person : `${person}?Subject=${encodeURIComponent(about)}`;
    const first = await this.#refer(delivery, person, withSubject);
    const refusedSubject = first.outcome.answer?.request === 'REFER' && first.outcome.answer.code === 400;
    if (!refusedSubject || withSubject === person) return first;
    return await this.#refer(delivery, person, person);
  }

  async #refer(delivery: Delivery, person: string, referTo: string): Promise<DeliveryResult> {
    const { userAgent, journal, pacer } = this.#options;
    if (!(await pacer.turn(delivery))) return { outcome: { word: 'withdrawn' } };
    const message = this.#message(delivery, referTo);
    const identity = { invitationId: delivery.id, leg: 'person', method: this.name, form: 'refer' } as const;
    const entry = LegEntry.of(userAgent, journal, { ...identity, referTo: person }, message);
    if (!(await entry.open())) return { outcome: { word: 'unknown', detail: 'ownership-lost' } };
    // Race: withdrawn while its identity was being written.
    const outcome: Outcome = delivery.signal.aborted
      ? { word: 'withdrawn' }
      : await this.#watch(delivery, message, entry.record);
    if (outcome.detail === 'connection-lost') {
      // The conference may call her all the same: as soon as there is a connection again it is told not to.
      userAgent.once('ready', async () => {
        await removeFromConference(userAgent, entry.record);
        await entry.change({ state: 'ended' });
      });
      return { outcome };
    }
    if (outcome.word !== 'answered') {
      await entry.change({ state: 'ended' });
      return { outcome };
    }
    await entry.change({ state: 'confirmed' });
    return { outcome, acceptedBy: person, participant: new DialledOut(userAgent, entry) };
  }

  #message(delivery: Delivery, referTo: string): OutgoingRequestMessage {
    const { userAgent } = this.#options;
    const target = parseUri(delivery.conference.uri);
    const message = userAgent.core.makeOutgoingRequestMessage(
      'REFER',
      target,
      userAgent.uri,
      target,
      { callId: newCallId(), fromTag: newTag(), fromDisplayName: displayName(delivery.fromName) },
      [
        ...userAgent.contactHeaders,
        `Refer-To: <${referTo}>`,
        `Referred-By: <${userAgent.uri.toString()}>`,
        'Accept: message/sipfrag',
        ...delivery.headers.map(({ name, value }) => headerLine(name, value)),
      ],
    );
    message.branch = newBranch();
    return message;
  }

  /** Sends it and waits for its end. */
  async #watch(delivery: Delivery, message: OutgoingRequestMessage, record: LegRecord): Promise<Outcome> {
    const { userAgent } = this.#options;
    const end = Promise.withResolvers<End>();
    let rang = false;
    let timeout = setTimeout(() => end.resolve({ kind: 'silence' }), this.#timers.notifyMs);
    const progress = new ReferProgress(
      userAgent,
      { callId: message.callId, localTag: message.fromTag },
      (response) => {
        if (response.code < 180 || response.code > 183) return;
        if (!rang) {
          rang = true;
          clearTimeout(timeout);
          const ringMs = delivery.ringSeconds * 1_000;
          timeout = setTimeout(() => end.resolve({ kind: 'ring-timeout' }), ringMs);
        }
        if (response.code === 181) delivery.progress({ kind: 'deflected', response });
        else if (response.code !== 182) delivery.progress({ kind: 'ringing', response });
      },
    );
    const withdraw = () => end.resolve({ kind: 'withdrawn' });
    delivery.signal.addEventListener('abort', withdraw, { once: true });
    void Promise.all([this.#send(message, progress), progress.final]).then(([refused, status]) => {
      // The answer to the REFER wins over a NOTIFY that came before it, unless nobody sent that answer.
      if (refused && !(status && isMadeHere(refused))) end.resolve({ kind: 'refused', message: refused });
      else end.resolve(status ? { kind: 'status', status } : { kind: 'silence' });
    });
    const ended = await end.promise;
    clearTimeout(timeout);
    progress.close();
    delivery.signal.removeEventListener('abort', withdraw);
    return await this.#outcomeOf(ended, rang, record);
  }

  /** Resolves with the refusal, or undefined where the conference took it. */
  #send(
    message: OutgoingRequestMessage,
    progress: ReferProgress,
  ): Promise<IncomingResponseMessage | undefined> {
    return new Promise((resolve) => {
      const refused = (response: { message: IncomingResponseMessage }) => {
        progress.close();
        resolve(response.message);
      };
      this.#options.userAgent.core.request(message, {
        onAccept: (response) => {
          // RFC 4488: then no NOTIFY will come.
          if (/^\s*false/i.test(response.message.getHeader('refer-sub') ?? '')) progress.close();
          resolve(undefined);
        },
        onReject: refused,
        onRedirect: refused,
      });
    });
  }

  async #outcomeOf(end: End, rang: boolean, record: LegRecord): Promise<Outcome> {
    const { userAgent } = this.#options;
    switch (end.kind) {
      case 'refused':
        return outcomeOfResponse(end.message, { answeredBy: 'conference', rang, request: 'REFER' });
      case 'status': {
        const answer: Answer = { ...end.status, answeredBy: 'person', rang, request: 'INVITE' };
        return outcomeOf(answer);
      }
      case 'silence':
        return { word: 'unknown', detail: 'no-notify' };
      case 'withdrawn':
      case 'ring-timeout': {
        if (!(await removeFromConference(userAgent, record)))
          return { word: 'unknown', detail: 'cancel-unanswered' };
        return { word: end.kind === 'withdrawn' ? 'withdrawn' : 'no-answer' };
      }
    }
  }
}
