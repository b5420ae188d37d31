/**
 * Has a conference made (RFC 4579 5.4): an INVITE to the factory is answered by the new conference itself, whose Contact with
 * `isfocus` is its URI. It lives as long as somebody is in it, and the first is this call: without any media, and kept.
 *
 *   us ──INVITE factory, inactive──► ──200, Contact: <conference>;isfocus──► ACK: made, and held
 *                                     ├── 200 without isfocus ──► ACK, BYE: nothing that people could be called into
 *                                     └── refused, silence ──► failed
 */
import { once } from 'node:events';
import { type IncomingResponseMessage, NameAddrHeader } from 'sip.js/lib/core/index.js';
import { ArgumentError, formatAddress, type Outcome, parseAddress } from '../../core/index.ts';
import { adoptCall } from '../calls/adopted-call.ts';
import type { CallJournal, LegRecord } from '../calls/call-journal.ts';
import { CALL_TIMERS, type CallTimers } from '../calls/call-timers.ts';
import { headerLine, subject as subjectText } from '../calls/header-text.ts';
import { InviteLeg } from '../calls/invite-leg.ts';
import { LegEntry } from '../calls/leg-entry.ts';
import { silentOffer } from '../calls/sdp.ts';
import type { SipMethodOptions } from '../methods/method-options.ts';
import { recoverCall } from '../recovery.ts';
import { SilentCall } from './silent-call.ts';

export interface ConferenceFactoryOptions extends SipMethodOptions {
  /** CONFERENCE_FACTORY. */
  readonly factoryUri: string;
}

export interface FactoryOrder {
  readonly conferenceId: string;
  readonly subject: string;
  save(record: object): Promise<void>;
}

export type Made =
  | { readonly kind: 'made'; readonly uri: string; readonly call: SilentCall }
  /** Without an outcome: taken back, or over. */
  | { readonly kind: 'failed'; readonly outcome?: Outcome };

export class ConferenceFactory {
  readonly #options: ConferenceFactoryOptions;
  readonly #timers: CallTimers;

  constructor(options: ConferenceFactoryOptions) {
    this.#options = options;
    this.#timers = { ...CALL_TIMERS, ...options.timers };
  }

  /** Aborting `signal` takes the call back. */
  async make({ conferenceId, subject, save }: FactoryOrder, signal: AbortSignal): Promise<Made> {
    const { userAgent, pacer, mayCall, factoryUri } = this.#options;
    if (!mayCall(factoryUri)) return failed('conference-not-allowed');
    if (!userAgent.ready) return failed('no-server');
    const turn = await pacer.turn({ signal, progress: () => {} });
    const kept = turn ?? userAgent.calls.refusal(1);
    if (kept) return { kind: 'failed', ...(kept.word === 'failed' && { outcome: kept }) };
    const about = subjectText(subject);
    const leg = new InviteLeg({
      userAgent,
      journal: { save },
      identity: { invitationId: conferenceId, leg: 'conference', method: 'factory', form: 'early-offer' },
      target: factoryUri,
      fromName: subject,
      headers: about === '' ? [] : [headerLine('Subject', about)],
      body: silentOffer(userAgent.address),
      timers: this.#timers,
      answerMs: this.#timers.conferenceMs,
      signal,
    });
    const result = await leg.run();
    if (result.kind === 'ended') {
      const { answer } = result.outcome;
      return signal.aborted ? { kind: 'failed' } : failed('factory-refused', answer && { answer });
    }
    result.ack();
    const call = new SilentCall(userAgent, result.call);
    const place = this.#placeOf(result.message);
    if ('uri' in place) return { kind: 'made', uri: place.uri, call };
    await call.hangUp();
    return { kind: 'failed', outcome: place };
  }

  /** Goes on with the call that a dead process held for the conference at `uri`. */
  async adopt({ save }: FactoryOrder, uri: string, record: object): Promise<Made> {
    const { userAgent } = this.#options;
    if (!userAgent.ready) await once(userAgent, 'ready');
    const { call, acknowledge } = adoptCall(
      userAgent,
      new LegEntry(userAgent, { save }, record as LegRecord),
    );
    acknowledge();
    const silent = new SilentCall(userAgent, call);
    // Our Contact is another one now; and only an answer shows that the call is still there.
    await silent.refresh();
    return call.isOver ? { kind: 'failed' } : { kind: 'made', uri, call: silent };
  }

  /** Ends what a dead process had begun, before there was a conference. */
  async takeDown({ save }: FactoryOrder, record: object): Promise<void> {
    const journal: CallJournal = { save };
    await recoverCall({ userAgent: this.#options.userAgent, journal, records: [record as LegRecord] });
  }

  /** The conference that has answered, or why it is none. */
  #placeOf(message: IncomingResponseMessage): { readonly uri: string } | Outcome {
    const contact = message.parseHeader('contact');
    if (!(contact instanceof NameAddrHeader) || !contact.hasParam('isfocus')) {
      return { word: 'failed', detail: 'no-focus' };
    }
    try {
      const uri = formatAddress(parseAddress(contact.uri.toString()));
      return this.#options.mayCall(uri) ? { uri } : { word: 'failed', detail: 'conference-not-allowed' };
    } catch (error) {
      if (!(error instanceof ArgumentError)) throw error;
      return { word: 'failed', detail: 'conference-address' };
    }
  }
}

function failed(detail: NonNullable<Outcome['detail']>, more: Pick<Outcome, 'answer'> = {}): Made {
  return { kind: 'failed', outcome: { word: 'failed', detail, ...more } };
}
