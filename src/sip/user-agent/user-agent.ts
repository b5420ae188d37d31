/**
 * One SIP user agent: the only place where connections, sip.js' core and our identity meet.
 *
 * It is built on sip.js' `UserAgentCore` (transactions, dialogs, digest) and not on its `UserAgent`, which assumes a
 * browser, drops responses by their Via host and answers only to one user name.
 *
 *   stopped ──start──► connecting ──connected, Contact learnt──► ready ──connection lost──► connecting …   ──stop──► stopped
 *
 * Everything that waits for a response when its connection is lost gets a response made here, a 503 without a Via:
 * `isConnectionLost` tells it from one that somebody sent.
 */
import { EventEmitter } from 'node:events';
import type { Logger } from 'pino';
import {
  type IncomingInviteRequest,
  type IncomingReferRequest,
  type IncomingResponseMessage,
  type OutgoingRequestDelegate,
  type OutgoingRequestMessage,
  type Transport,
  URI,
  UserAgentCore,
} from 'sip.js/lib/core/index.js';
import { ConnectError } from '../transport/connect-error.ts';
import type { Connection } from '../transport/connection.ts';
import { bracketed, formatHostPort, type HostPort, isWildcard, parseListen } from '../transport/host-port.ts';
import { repairOutgoing } from '../transport/message-text.ts';
import { parseServerAddress, type ServerAddress, uriTransport } from '../transport/server-address.ts';
import { SYSTEM_RESOLVER } from '../transport/server-targets.ts';
import { SipTransport } from '../transport/sip-transport.ts';
import { CallBack } from './call-back.ts';
import { CallCount } from './call-count.ts';
import { coreConfiguration } from './core-configuration.ts';
import { Drops } from './drops.ts';
import './grammar.ts';
import { installBranches, newCallId, newTag } from './identifiers.ts';
import { InboundDispatch } from './inbound-dispatch.ts';
import { OwnContact } from './own-contact.ts';
import { seenAddress } from './responses.ts';
import { endStrandedRequests } from './stranded-requests.ts';
import { Subscriptions } from './subscriptions.ts';
import { parseUri } from './uri.ts';
import {
  type Invitations,
  type SipUserAgentOptions,
  USER_AGENT_TIMERS,
  type UserAgentTimers,
} from './user-agent-options.ts';

const DEFAULT_ALLOW = ['INVITE', 'ACK', 'CANCEL', 'BYE', 'OPTIONS', 'NOTIFY'];

interface UserAgentEvents {
  /** Ready, for the first time or again. */
  ready: [];
  /** The server connection is lost. */
  disconnected: [];
  /** Our Contact is another one than before: the far ends of living dialogs still have the old one. */
  contactChanged: [];
}

export class SipUserAgent extends EventEmitter<UserAgentEvents> {
  /** sip.js: for `invite`, `request` and `makeOutgoingRequestMessage`. */
  readonly core: UserAgentCore;
  readonly uri: URI;
  readonly log: Logger;
  readonly allow: string;
  /** Who hears the NOTIFYs of our REFERs and SUBSCRIBEs. */
  readonly subscriptions = new Subscriptions();
  readonly calls: CallCount;
  /** Takes invitations to conferences that our server passes on; without, whoever sends one is a stranger. */
  invitations: Invitations | undefined;
  readonly #options: SipUserAgentOptions;
  readonly #timers: UserAgentTimers;
  readonly #transport: SipTransport;
  readonly #server: ServerAddress | undefined;
  readonly #listen: HostPort | undefined;
  readonly #contact: OwnContact;
  readonly #allowHeader: string;
  readonly #identity: { viaHost: string };
  readonly #drops: Drops;
  readonly #inbound: InboundDispatch;
  readonly #contactLearnt = Promise.withResolvers<void>();
  #transportOnce: Transport | undefined;
  #ready = false;
  #wasReady = false;

  /** Throws ArgumentError (`sip.server`, `sip.listen`, `sip.peers`) and TypeError for a `uri` that is none. */
  constructor(options: SipUserAgentOptions) {
    super();
    this.setMaxListeners(0); // one for each living bridge
    installBranches();
    this.#options = options;
    this.log = options.log;
    this.calls = new CallCount(options.maxCalls);
    this.#drops = new Drops(options.log, options.refused);
    this.allow = (options.allow ?? DEFAULT_ALLOW).join(', ');
    this.#allowHeader = `Allow: ${this.allow}`;
    this.#timers = { ...USER_AGENT_TIMERS, ...options.timers };
    this.#listen = options.listen === undefined ? undefined : parseListen(options.listen);
    this.#server = options.server === undefined ? undefined : parseServerAddress(options.server);
    this.uri = parseUri(options.uri);
    this.#contact = new OwnContact(uriTransport(this.#server?.transport ?? 'tcp'));
    this.#transport = new SipTransport({
      ...this.#timers,
      server: this.#server,
      tls: options.tls ?? {},
      resolver: options.resolver ?? SYSTEM_RESOLVER,
      random: options.random ?? Math.random,
      listen: this.#listen,
      allowedPeers: options.allowedPeers,
      maxInbound: options.maxInbound,
      log: options.log,
      observe: options.observe,
      onMessage: (text, connection) => this.#inbound.receive(text, connection),
      onFault: (fault, from) => this.#drops.count(fault, from),
      onServerConnected: (connection) => {
        this.#learnContact(connection).catch((err) => this.log.warn({ err }, 'sip contact not learnt'));
      },
      onLost: (connection) => this.#onLost(connection),
    });
    const wire: Transport = {
      protocol: this.#transport.protocol,
      send: (text) => this.#transport.send(repairOutgoing(text, this.allow)),
    };
    const { username, password = '' } = options;
    const configuration = coreConfiguration({
      uri: this.uri,
      contact: this.#contact,
      account: username === undefined ? undefined : { username, password },
      log: options.log,
      dialogOf: (id) => this.core.dialogs.get(id),
      transport: () => this.#transportOnce ?? wire,
    });
    this.#identity = configuration;
    const { callBackTarget, delegate = {} } = options;
    const callBack = callBackTarget && new CallBack(callBackTarget, this.#timers.callBackMs, options.log);
    const onInvite = (call: IncomingInviteRequest) => {
      if (this.invitations?.takes(call.message)) return this.invitations.invite(call);
      callBack?.answer(call, this.uri.host).catch((err) => this.log.warn({ err }, 'call not answered'));
    };
    const onRefer = (refer: IncomingReferRequest) => this.invitations?.refer(refer);
    this.core = new UserAgentCore(configuration, { onInvite, onRefer, ...delegate });
    this.#inbound = new InboundDispatch({
      core: this.core,
      transport: this.#transport,
      subscriptions: this.subscriptions,
      drops: this.#drops,
      log: options.log,
      delegate,
      callBack,
      invitations: () => this.invitations,
      aor: configuration.aor,
      headers: () => ({ contact: this.#contact.header, allow: this.#allowHeader }),
    });
  }

  /** Listens, and connects to the server; resolves after the first attempt. Rejects when it cannot listen. */
  async start(): Promise<void> {
    await this.#transport.start();
    const listening = this.#transport.listening;
    if (!this.#options.server && listening) {
      this.#identity.viaHost = formatHostPort(listening);
      this.#advertise(listening);
      this.#setReady();
    } else if (this.#transport.isServerConnected) {
      await this.#contactLearnt.promise;
    }
  }

  /**
   * Closes the connections without a word to anybody: who wants BYEs sends them before. What waits for a response ends as on
   * a lost connection.
   */
  async stop(): Promise<void> {
    this.#ready = false;
    this.#transport.stop();
    endStrandedRequests(this.core, () => true, this.log);
    this.core.reset();
  }

  /** Whether requests can leave: connected to the server, and Contact known. */
  get ready(): boolean {
    return this.#ready;
  }

  /** The address it listens on, with the real port. */
  get listening(): HostPort | undefined {
    return this.#transport.listening;
  }

  /** Why requests cannot leave, with a code; undefined while they can. */
  get problem(): ConnectError | undefined {
    return this.#ready ? undefined : (this.#transport.problem ?? new ConnectError('connecting'));
  }

  /** Our Contact as a header value, `<sip:usher@host:port;transport=tcp>`. */
  get contact(): string {
    return `${this.#contact}`;
  }

  /** Our Contact for a request to this address: a `sips` one has to be answered with `sips` (RFC 3261 8.1.1.8). */
  contactTo(target: URI): string {
    return this.#contact.textTo(target);
  }

  /** How many messages were refused or dropped since the start, by reason. */
  get dropped(): ReadonlyMap<string, number> {
    return this.#drops.counts;
  }

  /** The host in Contact, without brackets: for session descriptions of ours. */
  get address(): string {
    return this.#contact.uri.host.replace(/^\[|\]$/g, '');
  }

  /** Contact and Allow, for every request and response that needs them. */
  get contactHeaders(): string[] {
    return [this.#contact.header, this.#allowHeader];
  }

  /** `contactHeaders` of a request to this address. */
  headersTo(target: URI): string[] {
    return target.scheme === 'sips'
      ? [`Contact: ${this.contactTo(target)}`, this.#allowHeader]
      : this.contactHeaders;
  }

  /** Sent-by of our Via headers. */
  get sentBy(): string {
    return this.#identity.viaHost;
  }

  /** A request outside a dialog, with identifiers of its own. Challenges are answered (digest/). */
  request(
    method: string,
    target: URI,
    headers: readonly string[] = [],
    delegate: OutgoingRequestDelegate = {},
  ): OutgoingRequestMessage {
    const options = { callId: newCallId(), fromTag: newTag() };
    const message = this.core.makeOutgoingRequestMessage(method, target, this.uri, target, options, [
      ...headers,
    ]);
    this.core.request(message, delegate);
    return message;
  }

  /** Lets sip.js send its next first message nowhere: for a request that another process has sent before. */
  withoutSending<T>(start: () => T): T {
    const real = this.core.transport;
    let swallowed = false;
    this.#transportOnce = {
      protocol: real.protocol,
      send: (text) => {
        if (swallowed) return real.send(text);
        swallowed = true;
        return Promise.resolve();
      },
    };
    try {
      return start();
    } finally {
      this.#transportOnce = undefined;
    }
  }

  /** Asks the server where it sees us: behind a NAT that is not where the socket thinks it is (RFC 3581). */
  async #learnContact(connection: Connection): Promise<void> {
    const { local, remote } = connection;
    const listening = this.#transport.listening;
    // Listening everywhere is no address that others could use.
    const port = listening?.port ?? local.port;
    const own = listening && !isWildcard(listening) ? listening : { host: local.host, port };
    this.#identity.viaHost = formatHostPort(own);
    const seen = await new Promise<HostPort | undefined>((resolve) => {
      const timeout = setTimeout(() => resolve(undefined), this.#timers.optionsTimeoutMs);
      const onAnswer = ({ message }: { message: IncomingResponseMessage }) => {
        clearTimeout(timeout);
        resolve(seenAddress(message));
      };
      const transport = uriTransport(this.#server?.transport ?? 'tcp');
      const server = new URI('sip', '', bracketed(remote.host), remote.port, { transport });
      this.request('OPTIONS', server, [], { onAccept: onAnswer, onReject: onAnswer, onRedirect: onAnswer });
    });
    if (!connection.isOpen) return;
    if (!listening) this.#advertise(seen ?? local);
    else this.#advertise(isWildcard(listening) ? { host: seen?.host ?? local.host, port } : listening);
    this.#setReady();
  }

  #advertise(address: HostPort): void {
    const hasMoved = this.#contact.moveTo(address);
    if (this.#wasReady && hasMoved) this.emit('contactChanged');
  }

  #setReady(): void {
    this.#ready = true;
    this.#wasReady = true;
    this.#contactLearnt.resolve();
    this.emit('ready');
  }

  #onLost(connection: Connection): void {
    if (this.#options.server && !this.#transport.isServerConnected) {
      const wasReady = this.#ready;
      this.#ready = false;
      this.#contactLearnt.resolve();
      if (wasReady) this.emit('disconnected');
    }
    endStrandedRequests(this.core, (request) => this.#transport.isStranded(request, connection), this.log);
  }
}
