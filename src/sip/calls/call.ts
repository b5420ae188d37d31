/**
 * One confirmed INVITE dialog of ours, set up by this process or adopted from a dead one.
 *
 *   confirmed ──their BYE: `remote`──► ended
 *             ──our BYE:   `local`───► ended
 *             ──481 or 408 to a re-INVITE: `lost` (RFC 3261 12.2.1.2)──► ended
 */
import type {
  Body,
  IncomingInfoRequest,
  IncomingInviteRequest,
  IncomingResponseMessage,
  OutgoingInviteRequestDelegate,
  OutgoingRequestDelegate,
  Session,
} from 'sip.js/lib/core/index.js';
import { codeOf, isConnectionLost, isMadeHere } from '../user-agent/responses.ts';
import type { SipUserAgent } from '../user-agent/user-agent.ts';
import { bodyOf } from './body.ts';
import type { LegEntry } from './leg-entry.ts';

export type CallEnd = 'remote' | 'local' | 'lost';

export class Call {
  readonly entry: LegEntry;
  /** Resolves when the dialog is over; never rejects. */
  readonly ended: Promise<CallEnd>;
  /** Takes their re-INVITEs; nobody there: 491, they may try again. */
  onReinvite: ((request: IncomingInviteRequest) => void) | undefined;
  /** Takes the body of the ACK to a re-INVITE of theirs. */
  onAck: ((body: Body | undefined) => void) | undefined;
  /** Takes their INFOs; nobody there: 469, none was asked for (RFC 6086 4.2.2). */
  onInfo: ((request: IncomingInfoRequest) => void) | undefined;
  readonly #userAgent: SipUserAgent;
  readonly #session: Session;
  readonly #end = Promise.withResolvers<CallEnd>();
  #isOver = false;

  constructor(userAgent: SipUserAgent, session: Session, entry: LegEntry) {
    this.#userAgent = userAgent;
    this.#session = session;
    this.entry = entry;
    this.ended = this.#end.promise;
    session.delegate = {
      onBye: (uas) => {
        uas.accept();
        this.#over('remote');
      },
      onInvite: (uas) => (this.onReinvite ? this.onReinvite(uas) : uas.reject({ statusCode: 491 })),
      onAck: ({ message }) => this.onAck?.(bodyOf(message)),
      onInfo: (uas) =>
        this.onInfo ? this.onInfo(uas) : uas.reject({ statusCode: 469, extraHeaders: ['Recv-Info:'] }),
      onRefer: (uas) => uas.reject({ statusCode: 405 }),
      onMessage: (uas) => uas.reject({ statusCode: 405 }),
    };
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  get callId(): string {
    return this.#session.callId;
  }

  get localTag(): string {
    return this.#session.localTag;
  }

  get remoteTarget(): string {
    return this.#session.remoteTarget.toString();
  }

  /** Hangs up; resolves when the far end has answered, or cannot be reached. `reason` is the value of a Reason header. */
  async bye(reason?: string): Promise<void> {
    if (this.#isOver) return;
    const said = this.#sayBye(reason);
    this.#over('local');
    if (await said) {
      await this.entry.change({ state: 'ended' });
      return;
    }
    // The connection is lost, and she waits: until the BYE is said, this leg has not ended for a successor either.
    this.#userAgent.once('ready', async () => {
      await this.#sayBye(reason);
      await this.entry.change({ state: 'ended' });
    });
  }

  /** Resolves false when it could not leave. Never rejects. */
  #sayBye(reason: string | undefined): Promise<boolean> {
    return new Promise((resolve) => {
      const done = ({ message }: { message: IncomingResponseMessage }) => resolve(!isConnectionLost(message));
      const extraHeaders = reason === undefined ? [] : [`Reason: ${reason}`];
      this.#session.bye({ onAccept: done, onReject: done, onRedirect: done }, { extraHeaders });
    });
  }

  /** Sends a re-INVITE, with our present Contact. Throws where another one is under way: that is a glare. */
  reinvite(body: Body | undefined, delegate: OutgoingInviteRequestDelegate): void {
    const onRefusal = (response: { message: IncomingResponseMessage }) => {
      delegate.onReject?.(response);
      if (isGone(response.message)) this.#over('lost');
    };
    this.#session.invite(
      {
        ...delegate,
        onAccept: (response) => {
          void this.entry.change({ contact: this.#userAgent.contact });
          delegate.onAccept?.(response);
        },
        onReject: onRefusal,
        onRedirect: onRefusal,
      },
      { extraHeaders: this.#userAgent.contactHeaders, ...(body ? { body } : {}) },
    );
  }

  /** Sends a REFER inside the dialog. */
  refer(headers: readonly string[], delegate: OutgoingRequestDelegate): void {
    this.#session.refer(delegate, { extraHeaders: [`Contact: ${this.#userAgent.contact}`, ...headers] });
  }

  /** Sends an INFO inside the dialog. */
  info(body: Body, headers: readonly string[], delegate: OutgoingRequestDelegate): void {
    const onReject = (response: { message: IncomingResponseMessage }) => {
      delegate.onReject?.(response);
      if (isGone(response.message)) this.#over('lost');
    };
    const extraHeaders = [`Contact: ${this.#userAgent.contact}`, ...headers];
    this.#session.info({ ...delegate, onReject }, { extraHeaders, body });
  }

  /**
   * Sends an UPDATE without a body, which sip.js does not know: it keeps the session (RFC 4028 7.4), and tells our present
   * Contact (RFC 3311 5.1). Where the far end knows the dialog no more, the call is over.
   */
  update(headers: readonly string[]): void {
    const { core, contact } = this.#userAgent;
    const dialog = core.dialogs.get(this.#session.id);
    if (this.#isOver || !dialog) return;
    const message = dialog.createOutgoingRequestMessage('UPDATE', {
      extraHeaders: [`Contact: ${contact}`, ...headers],
    });
    const onReject = (response: { message: IncomingResponseMessage }) => {
      if (isGone(response.message)) this.#over('lost');
    };
    core.request(message, { onReject });
  }

  #over(how: CallEnd): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#session.dispose();
    if (how !== 'local') void this.entry.change({ state: 'ended' });
    this.#end.resolve(how);
  }
}

/** The far end knows the dialog no more (RFC 3261 12.2.1.2); a 408 of our own says only that nobody answered. */
function isGone(message: IncomingResponseMessage): boolean {
  const code = codeOf(message);
  return code === 481 || (code === 408 && !isMadeHere(message));
}
