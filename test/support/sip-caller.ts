import { EventEmitter, once } from 'node:events';
import pino from 'pino';
import type { OutgoingInviteRequest, Session, SessionDelegate } from 'sip.js/lib/core/index.js';
import { codeOf, parseUri, SipUserAgent } from '../../src/sip/index.ts';

/** An ordinary offer, as a phone makes it. */
export const AUDIO_OFFER = [
  ...['v=0', 'o=- 7 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0'],
  ...['m=audio 40000 RTP/AVP 0 8 96', 'a=rtpmap:96 telephone-event/8000', 'a=sendrecv', ''],
].join('\r\n');

export const REJECTED_AUDIO = AUDIO_OFFER.replace('m=audio 40000', 'm=audio 0');

/** Somebody who calls the sandbox over a TCP connection of her own, and writes down what she is answered. */
export class SipCaller {
  readonly agent: SipUserAgent;

  constructor(server: string, uri = 'sip:usher@usher.example') {
    this.agent = new SipUserAgent({ server, uri, log: pino({ level: 'silent' }) });
  }

  start(): Promise<void> {
    return this.agent.start();
  }

  stop(): Promise<void> {
    return this.agent.stop();
  }

  call(target: string, options: CallOptions = {}): CallerCall {
    return new CallerCall(this.agent, target, options);
  }

  /** REFER outside a dialog; resolves with the answer, then with the code of each NOTIFY. */
  refer(target: string, referTo: string, headers: readonly string[] = []): CallerRefer {
    return new CallerRefer(this.agent, target, referTo, headers);
  }
}

interface CallOptions {
  readonly fromName?: string;
  readonly subject?: string;
  /** None: the other side has to offer. */
  readonly offer?: string;
}

export class CallerCall extends EventEmitter<{ changed: [] }> {
  /** Every response code, in order, without 100. */
  readonly codes: number[] = [];
  /** What was in the 2xx. */
  body = '';
  contact = '';
  allow = '';
  session: Session | undefined;
  ended = false;
  readonly #request: OutgoingInviteRequest;
  #ack: (body?: string) => void = () => {};

  constructor(agent: SipUserAgent, target: string, { fromName = '', subject, offer }: CallOptions) {
    super();
    const uri = parseUri(target);
    const headers = [...agent.contactHeaders, ...(subject ? [`Subject: ${subject}`] : [])];
    const message = agent.core.makeOutgoingRequestMessage(
      'INVITE',
      uri,
      agent.uri,
      uri,
      { fromDisplayName: fromName },
      headers,
      offer === undefined ? undefined : sdp(offer),
    );
    const note = (code: number) => {
      if (code > 100) this.codes.push(code);
      this.emit('changed');
    };
    this.#request = agent.core.invite(message, {
      onTrying: (response) => note(codeOf(response.message)),
      onReject: (response) => note(codeOf(response.message)),
      onRedirect: (response) => {
        this.contact = response.message.getHeader('contact') ?? '';
        note(codeOf(response.message));
      },
      onAccept: (response) => {
        this.body = response.message.body;
        this.contact = response.message.getHeader('contact') ?? '';
        this.allow = response.message.getHeader('allow') ?? '';
        this.session = response.session;
        this.session.delegate = this.#delegate;
        this.#ack = (body) => response.ack(body === undefined ? {} : { body: sdp(body) });
        note(codeOf(response.message));
      },
    });
  }

  /** Resolves with the last code as soon as it is not provisional. */
  async final(): Promise<number> {
    await this.until(() => (this.codes.at(-1) ?? 0) >= 200);
    return this.codes.at(-1) ?? 0;
  }

  async until(predicate: () => boolean): Promise<void> {
    while (!predicate()) await once(this, 'changed');
  }

  ack(body?: string): void {
    this.#ack(body);
  }

  get callId(): string {
    return this.#request.message.callId;
  }

  cancel(): void {
    this.#request.cancel();
  }

  bye(): void {
    this.session?.bye();
  }

  /** REFER inside the call. Resolves with the codes of the answer and of the NOTIFYs until the last one. */
  async refer(referTo: string): Promise<number[]> {
    const codes: number[] = [];
    let isOver = false;
    this.#notified = (code, isLast) => {
      codes.push(code);
      isOver = isLast;
      this.emit('changed');
    };
    const answered = (code: number) => {
      codes.push(code);
      isOver ||= code >= 300;
      this.emit('changed');
    };
    this.session?.refer(
      {
        onAccept: (response) => answered(codeOf(response.message)),
        onReject: (response) => answered(codeOf(response.message)),
      },
      { extraHeaders: [`Refer-To: <${referTo}>`, 'Contact: <sip:usher@127.0.0.1>'] },
    );
    await this.until(() => isOver);
    return codes;
  }

  #notified: (code: number, isLast: boolean) => void = () => {};

  readonly #delegate: SessionDelegate = {
    onBye: (request) => {
      request.accept();
      this.ended = true;
      this.emit('changed');
    },
    onNotify: (request) => {
      request.accept();
      this.#notified(...notified(request.message));
    },
  };
}

export class CallerRefer extends EventEmitter<{ changed: [] }> {
  /** The answer to the REFER. */
  code = 0;
  /** What the NOTIFYs told, in order. */
  readonly told: number[] = [];
  #isOver = false;

  constructor(agent: SipUserAgent, target: string, referTo: string, headers: readonly string[]) {
    super();
    const uri = parseUri(target);
    const all = [...agent.contactHeaders, `Refer-To: <${referTo}>`, ...headers];
    const message = agent.core.makeOutgoingRequestMessage('REFER', uri, agent.uri, uri, {}, all);
    const key = `${message.callId}${message.fromTag}refer`;
    // The first NOTIFY may come before the answer.
    agent.core.subscribers.set(key, {
      dispose: () => {},
      onNotify: (request: NotifyRequest) => {
        request.accept();
        const [code, isLast] = notified(request.message);
        this.told.push(code);
        this.#over(isLast);
      },
    } as never);
    const answered = (code: number) => {
      this.code = code;
      this.#over(code >= 300);
    };
    agent.core.request(message, {
      onAccept: (response) => answered(codeOf(response.message)),
      onReject: (response) => answered(codeOf(response.message)),
    });
  }

  /** Resolves when it is refused or the last NOTIFY has come. */
  async over(): Promise<this> {
    await this.until(() => this.#isOver);
    return this;
  }

  async until(predicate: () => boolean): Promise<void> {
    while (!predicate()) await once(this, 'changed');
  }

  #over(isOver: boolean): void {
    this.#isOver ||= isOver;
    this.emit('changed');
  }
}

type NotifyRequest = Parameters<NonNullable<SessionDelegate['onNotify']>>[0];

function notified(message: NotifyRequest['message']): [code: number, isLast: boolean] {
  const code = Number(/^SIP\/2\.0 (\d{3})/.exec(message.body)?.[1]);
  return [code, /^terminated/.test(message.getHeader('subscription-state') ?? '')];
}

function sdp(content: string) {
  return { contentDisposition: 'session', contentType: 'application/sdp', content };
}
