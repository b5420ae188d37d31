import {
  ByeUserAgentClient,
  type IncomingInviteRequest,
  type IncomingReferRequest,
  type Session,
  SessionDialog,
} from 'sip.js/lib/core/index.js';
import type { SipResponse } from '../core/index.ts';
import { type Line, sdpBody } from './line.ts';
import { hasAudio } from './media.ts';
import { type ReferReport, sipfrag } from './refer.ts';

export interface CallParty {
  /** Display name; empty where none was given. */
  readonly name: string;
  readonly uri: string;
}

export interface CallEvents {
  /** Its state or its media is another than before. */
  changed(call: Call): void;
  /** A REFER inside the call; without a handler it is refused with 405. */
  referred?(request: IncomingReferRequest, report: ReferReport): void;
}

/**
 * One call of a line, in either direction.
 *
 *   ringing ──answered──► up ──BYE, from either side──► ended        ringing ──refused, cancelled──► ended
 */
export abstract class Call {
  readonly remote: CallParty;
  /** What the caller wrote into Subject; empty: nothing. */
  readonly subject: string;
  protected readonly line: Line;
  protected readonly events: CallEvents;
  #state: 'ringing' | 'up' | 'ended' = 'ringing';
  #media: 'none' | 'connected' | 'rejected' = 'none';
  #session: Session | undefined;

  constructor(line: Line, remote: CallParty, subject: string, events: CallEvents) {
    this.line = line;
    this.remote = remote;
    this.subject = subject;
    this.events = events;
  }

  abstract readonly direction: 'in' | 'out';
  abstract readonly callId: string;

  get state(): 'ringing' | 'up' | 'ended' {
    return this.#state;
  }

  /** What came of offer and answer: `rejected` is an answer without a single open port. */
  get media(): 'none' | 'connected' | 'rejected' {
    return this.#media;
  }

  /** Ends it whatever its state: BYE, CANCEL, or a refusal. */
  hangUp(): void {
    if (this.#state === 'ended') return;
    if (this.#state === 'ringing') this.abandon();
    // A person does not wait for the other side's ACK before she puts the receiver down, though RFC 3261 15 wants it.
    else if (this.#session instanceof SessionDialog) new ByeUserAgentClient(this.#session);
    this.ended();
  }

  protected abstract abandon(): void;

  protected answered(session: Session): void {
    this.#session = session;
    this.#state = 'up';
    const { referred } = this.events;
    session.delegate = {
      onAck: ({ message }) => this.described(message.body),
      onAckTimeout: () => this.hangUp(),
      onBye: (request) => {
        request.accept();
        this.ended();
      },
      onInvite: (request) => this.#redescribe(request),
      onRefer: (request) => {
        if (referred) referred(request, { notify: (response, isLast) => this.#notify(response, isLast) });
        else request.reject({ statusCode: 405, extraHeaders: [this.line.allowHeader] });
      },
    };
    this.events.changed(this);
  }

  /** Takes note of the other side's description, if there is one in this message. */
  protected described(description: string): void {
    if (description === '') return;
    this.#media = hasAudio(description) ? 'connected' : 'rejected';
    this.events.changed(this);
  }

  protected ended(): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.events.changed(this);
  }

  /** A re-INVITE: hold, another codec, a session refresh, another Contact; without a body it asks for our offer. */
  #redescribe(request: IncomingInviteRequest): void {
    const { body } = request.message;
    const description = body === '' ? this.line.media.offer() : this.line.media.answer(body);
    const extraHeaders = [this.line.allowHeader, this.line.contactHeader];
    if (description === undefined) request.reject({ statusCode: 488, extraHeaders });
    else request.accept({ statusCode: 200, extraHeaders, body: sdpBody(description) });
    this.described(body);
  }

  #notify(response: SipResponse, isLast: boolean): void {
    // The one who referred us may have hung up meanwhile.
    if (this.#state !== 'up') return;
    const { headers, body } = sipfrag(response, isLast);
    this.#session?.notify({}, { extraHeaders: [this.line.contactHeader, ...headers], body });
  }
}
