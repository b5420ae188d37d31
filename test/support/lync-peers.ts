/**
 * What Lync puts on the wire, written from the public documents ([MS-CONFBAS], [MS-CONFIM], [MS-OCER]) and traces that were
 * published; no such server has ever been asked. It reads C3P with expressions, so that it shares no code with the product.
 */
import type { ScriptedSipPeer, SipText } from './scripted-sip-peer.ts';

export const FOCUS = 'sip:bert@example.com;gruu;opaque=app:conf:focus:id:JL3GPNYP';
export const AV_MCU = 'sip:bert@example.com;gruu;opaque=app:conf:audio-video:id:JL3GPNYP';

const CCCP = 'application/cccp+xml';

/** One request in C3P, as it came in an INVITE or an INFO. */
export class C3pText {
  readonly sip: SipText;

  constructor(sip: SipText) {
    this.sip = sip;
  }

  /** Value of the first attribute of this name, entities resolved as far as addresses need them. */
  attribute(name: string): string {
    return this.#first(new RegExp(`\\s${name}="([^"]*)"`));
  }

  /** What stands in the first element of this name. */
  element(name: string): string {
    return this.#first(new RegExp(`<(?:\\w+:)?${name}[^>]*>([^<]*)<`));
  }

  /** Which command it is. */
  get command(): string {
    return this.#first(/<request[^>]*><(\w+)/);
  }

  response(code: string, inner = '', reason = ''): string {
    const why = reason === '' ? '' : ` reason="${reason}"`;
    return `<?xml version="1.0"?><c:response xmlns:c="urn:ietf:params:xml:ns:cccp" C3PVersion="1" requestId="${this.attribute('requestId')}" from="${FOCUS}" to="${this.attribute('from')}" code="${code}"${why}>${inner}</c:response>`;
  }

  #first(pattern: RegExp): string {
    return pattern.exec(this.sip.body)?.[1]?.replaceAll('&#38;', '&') ?? '';
  }
}

/** A focus that one user agent joins. */
export class LyncFocus {
  readonly #peer: ScriptedSipPeer;
  #cseq = 1;

  constructor(peer: ScriptedSipPeer) {
    this.#peer = peer;
  }

  /** Its next join, accepted as a presenter. */
  async join(sessionExpires = '1800;refresher=uac'): Promise<C3pText> {
    const joining = await this.joining();
    this.#peer.reply(joining.sip, 200, {
      headers: ['Require: timer', `Session-Expires: ${sessionExpires}`],
      contentType: CCCP,
      body: joining.response('success', '<addUser/>'),
    });
    await this.#peer.request('ACK');
    return joining;
  }

  async joining(): Promise<C3pText> {
    return new C3pText(await this.#peer.request('INVITE', 'bert'));
  }

  async command(): Promise<C3pText> {
    return new C3pText(await this.#peer.request('INFO'));
  }

  /** Accepted for processing, as [MS-CONFIM] 4.3.1 shows; what became of it comes later. */
  take(command: C3pText): void {
    this.#peer.reply(command.sip, 202);
  }

  /** Answers in the 200 itself. */
  answer(command: C3pText, code: string, reason = ''): void {
    const body = command.response(code, `<${command.command}/>`, reason);
    this.#peer.reply(command.sip, 200, { contentType: CCCP, body });
  }

  /** Answers in an INFO of its own, inside the dialog of the join. */
  async tell(joined: C3pText, command: C3pText, code: string, reason = ''): Promise<void> {
    await this.sendInfo(joined, command.response(code, `<${command.command}/>`, reason));
  }

  /** Resolves when the INFO is answered with this code. */
  async sendInfo(joined: C3pText, body: string, code = 200): Promise<void> {
    this.#cseq += 1;
    this.#peer.sendInDialog(joined.sip, 'INFO', { body, contentType: CCCP, cseq: this.#cseq });
    await this.#peer.response(code, joined.sip.callId, 'INFO');
  }

  async left(): Promise<void> {
    this.#peer.reply(await this.#peer.request('BYE', 'bert'), 200);
  }
}
