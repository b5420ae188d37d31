import type {
  Body,
  Contact,
  OutgoingInviteRequest,
  OutgoingInviteRequestDelegate,
  UserAgentCore,
} from 'sip.js/lib/core/index.js';
import { URI } from 'sip.js/lib/core/index.js';
import { parseUri, type SipUserAgent } from '../sip/index.ts';
import { newCallId, newTag } from '../sip/user-agent/identifiers.ts';
import type { Media } from './media.ts';

export interface LineOptions {
  /** Address of record, as in From. */
  readonly uri: string;
  readonly name: string;
  /** User part of Contact. */
  readonly contactUser: string;
  /** Contact where it has to be something that others can call, too; at our listener unless given. */
  readonly contactUri?: string;
  /** Parameters of the Contact header, with the semicolon: `;isfocus`. */
  readonly contactParameters?: string;
  readonly allow: readonly string[];
}

/** One SIP identity on the sandbox's one user agent: a phone's, or a conference room's. */
export class Line {
  readonly uri: URI;
  readonly name: string;
  readonly media: Media;
  readonly #agent: SipUserAgent;
  readonly #allow: string;
  readonly #contact: Contact;
  readonly #route: string;

  /** Throws TypeError for a `uri` that is none. The agent has to be listening. */
  constructor(agent: SipUserAgent, media: Media, options: LineOptions) {
    const port = agent.listening?.port;
    const here = new URI('sip', options.contactUser, '127.0.0.1', port, { transport: 'tcp' });
    const contact = options.contactUri === undefined ? here : parseUri(options.contactUri);
    this.uri = parseUri(options.uri);
    this.name = options.name;
    this.media = media;
    this.#agent = agent;
    this.#allow = options.allow.join(', ');
    this.#contact = {
      uri: contact,
      pubGruu: undefined,
      tempGruu: undefined,
      toString: () => `<${contact}>${options.contactParameters ?? ''}`,
    };
    this.#route = `<sip:127.0.0.1:${port};transport=tcp;lr>`;
  }

  /** For responses to INVITE: sip.js writes the Contact itself. */
  get allowHeader(): string {
    return `Allow: ${this.#allow}`;
  }

  /** For dialogs that sip.js has no user agent for. */
  get core(): UserAgentCore {
    return this.#agent.core;
  }

  get contactHeader(): string {
    return `Contact: ${this.#contact}`;
  }

  /** Lets sip.js, which has one Contact for all its responses, write this line's. It makes a response without waiting. */
  responding<T>(act: () => T): T {
    const { configuration } = this.#agent.core;
    const shared = configuration.contact;
    configuration.contact = this.#contact;
    try {
      return act();
    } finally {
      configuration.contact = shared;
    }
  }

  /** Calls somebody of the sandbox, over TCP through its own listener. */
  invite(
    target: URI,
    options: { toName?: string; fromName?: string; headers?: readonly string[]; body: Body },
    delegate: OutgoingInviteRequestDelegate,
  ): OutgoingInviteRequest {
    const { core } = this.#agent;
    const identity = {
      callId: newCallId(),
      fromTag: newTag(),
      fromDisplayName: options.fromName ?? this.name,
      toDisplayName: options.toName ?? '',
      routeSet: [this.#route],
    };
    const headers = [this.contactHeader, this.allowHeader, ...(options.headers ?? [])];
    const message = core.makeOutgoingRequestMessage(
      'INVITE',
      target,
      this.uri,
      target,
      identity,
      headers,
      options.body,
    );
    return core.invite(message, delegate);
  }

  /** A request that belongs to no call, such as the NOTIFY of a REFER outside a dialog. */
  request(
    method: string,
    target: URI,
    identity: { callId: string; fromTag: string; toTag: string; cseq: number; to: URI },
    headers: readonly string[],
    body: Body,
  ): void {
    const { core } = this.#agent;
    const extraHeaders = [this.contactHeader, ...headers];
    const message = core.makeOutgoingRequestMessage(
      method,
      target,
      this.uri,
      identity.to,
      identity,
      extraHeaders,
      body,
    );
    core.request(message, {});
  }
}

/** `sip:user@host`, as people and rosters name somebody. */
export function addressOf({ scheme, aor }: URI): string {
  return `${scheme}:${aor}`;
}

export function sdpBody(content: string): Body {
  return { contentDisposition: 'session', contentType: 'application/sdp', content };
}
