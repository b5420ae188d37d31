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
  type Contact,
  type IncomingInviteRequest,
  type IncomingReferRequest,
  type IncomingRequestMessage,
  IncomingResponseMessage,
  type OutgoingRequestDelegate,
  type OutgoingRequestMessage,
  TransactionState,
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
import type { Challenge } from './digest/challenges.ts';
import { DigestCredentials, offerChallenges } from './digest/digest-credentials.ts';
import { NonceCounts } from './digest/nonce-counts.ts';
import { Drops } from './drops.ts';
import './grammar.ts';
import { installBranches, newCallId, newTag } from './identifiers.ts';
import { readInbound } from './read-inbound.ts';
import { connectionLost, seenAddress } from './responses.ts';
import { sipLog } from './sip-log.ts';
import { refusalOfStranger } from './strangers.ts';
import { Subscriptions } from './subscriptions.ts';
import { parseUri } from './uri.ts';
import {
  type Invitations,
  type SipUserAgentOptions,
  USER_AGENT_TIMERS,
  type UserAgentTimers,
} from './user-agent-options.ts';

const DEFAULT_ALLOW = ['INVITE', 'ACK', 'CANCEL', 'BYE', 'OPTIONS', 'NOTIFY'];
const CONTACT_USER = 'usher';

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
  readonly subscriptions = new Subscriptions();
  readonly allow: string;
  /** Takes invitations to conferences that our server passes on; without, whoever sends one is a stranger. */
  invitations: Invitations | undefined;
  readonly #options: SipUserAgentOptions;
  readonly #timers: UserAgentTimers;
  readonly #transport: SipTransport;
  readonly #server: ServerAddress | undefined;
  readonly #listen: HostPort | undefined;
  readonly #contact: Contact;
  #contactText: string;
  // Made once: each request that waits keeps them.
  #contactHeader: string;
  readonly #allowHeader: string;
  readonly #identity: { viaHost: string; aor: URI };
  readonly #drops: Drops;
  readonly #callBack: CallBack | undefined;
  readonly #contactLearnt = Promise.withResolvers<void>();
  #transportOnce: Transport | undefined;
  #ready = false;
  #wasReady = false;

  /** Throws ArgumentError (`sip.server`, `sip.listen`) and TypeError for a `uri` that is none. */
  constructor(options: SipUserAgentOptions) {
    super();
    this.setMaxListeners(0); // one for each living bridge
    installBranches();
    this.#options = options;
    this.log = options.log;
    this.#drops = new Drops(options.log);
    this.allow = (options.allow ?? DEFAULT_ALLOW).join(', ');
    this.#allowHeader = `Allow: ${this.allow}`;
    this.#timers = { ...USER_AGENT_TIMERS, ...options.timers };
    const { callBackTarget } = options;
    this.#callBack = callBackTarget && new CallBack(callBackTarget, this.#timers.callBackMs, options.log);
    this.#listen = options.listen === undefined ? undefined : parseListen(options.listen);
    this.#server = options.server === undefined ? undefined : parseServerAddress(options.server);
    this.uri = parseUri(options.uri);
    const contactUri = new URI('sip', CONTACT_USER, '127.0.0.1', undefined, {
      transport: this.#uriTransport,
    });
    this.#contactText = `<${contactUri}>`;
    this.#contactHeader = `Contact: ${this.#contactText}`;
    this.#contact = {
      uri: contactUri,
      pubGruu: undefined,
      tempGruu: undefined,
      toString: () => this.#contactText,
    };
    this.#transport = new SipTransport({
      ...this.#timers,
      server: this.#server,
      tls: options.tls ?? {},
      resolver: options.resolver ?? SYSTEM_RESOLVER,
      random: options.random ?? Math.random,
      listen: this.#listen,
      maxInbound: options.maxInbound,
      log: options.log,
      observe: options.observe,
      onMessage: (text, connection) => this.#receive(text, connection),
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
    const loggerFactory = sipLog(options.log);
    const { username, password = '' } = options;
    const nonceCounts = new NonceCounts();
    const configuration = {
      aor: this.uri.clone(),
      contact: this.#contact,
      displayName: '',
      loggerFactory,
      hackViaTcp: false,
      routeSet: [],
      sipjsId: '',
      supportedOptionTags: [],
      supportedOptionTagsResponse: [],
      userAgentHeaderFieldValue: 'Usher',
      viaForceRport: true,
      viaHost: '127.0.0.1',
      authenticationFactory: () =>
        username === undefined
          ? undefined
          : new DigestCredentials(loggerFactory, { username, password }, nonceCounts, (id) =>
              this.core.dialogs.get(id),
            ),
      transportAccessor: () => this.#transportOnce ?? wire,
    };
    this.#identity = configuration;
    const onInvite = (call: IncomingInviteRequest) => {
      if (this.invitations?.takes(call.message)) return this.invitations.invite(call);
      this.#callBack?.answer(call, this.uri.host).catch((err) => this.log.warn({ err }, 'call not answered'));
    };
    const onRefer = (refer: IncomingReferRequest) => this.invitations?.refer(refer);
    this.core = new UserAgentCore(configuration, { onInvite, onRefer, ...options.delegate });
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
    this.#failPending(() => true);
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
    return this.#contactText;
  }

  /** Our Contact for a request to this address: a `sips` one has to be answered with `sips` (RFC 3261 8.1.1.8). */
  contactTo({ scheme }: URI): string {
    if (scheme !== 'sips') return this.contact;
    const uri = this.#contact.uri.clone();
    uri.scheme = scheme;
    if (this.#uriTransport === 'tls') uri.setParam('transport', 'tcp'); // 26.2.2: sips says TLS already
    return `<${uri}>`;
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
    return [this.#contactHeader, this.#allowHeader];
  }

  /** `contactHeaders` of a request to this address. */
  headersTo(target: URI): string[] {
    return target.scheme === 'sips'
      ? [`Contact: ${this.contactTo(target)}`, this.#allowHeader]
      : this.contactHeaders;
  }

  get #uriTransport(): string {
    return uriTransport(this.#server?.transport ?? 'tcp');
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

  /** Whatever arrives, from whomever: nothing in here may throw. */
  #receive(text: string, connection: Connection): void {
    try {
      const inbound = readInbound(text, connection.remote, this.core.loggerFactory.getLogger('sip.parser'));
      if (inbound.kind === 'fault') {
        this.#drops.count(inbound.fault.reason, connection);
        if (inbound.refusal !== undefined) this.#transport.answer(inbound.refusal, connection);
      } else if (inbound.message instanceof IncomingResponseMessage) {
        this.#receiveResponse(inbound.message, inbound.challenges, connection);
      } else {
        this.#receiveRequest(inbound.message, connection);
      }
    } catch (error) {
      this.#drops.count('not-handled', connection);
      this.log.warn({ err: error, from: connection.remote }, 'sip message that could not be handled');
    }
  }

  #receiveResponse(
    message: IncomingResponseMessage,
    challenges: readonly Challenge[],
    connection: Connection,
  ): void {
    const isAwaited = this.core.userAgentClients.has(`${message.viaBranch}${message.method}`);
    if (!isAwaited) this.#drops.count('response-unexpected', connection);
    // sip.js would make an early dialog of each 18x, drop those without a Contact, and later keep the 18x's target for the
    // whole call. For its transaction any 1xx is as good as 100; `codeOf` still finds the real code.
    const { statusCode } = message;
    if (message.method === 'INVITE' && statusCode && statusCode < 200) message.statusCode = 100;
    if (statusCode === 401 || statusCode === 407) offerChallenges(message, challenges);
    this.core.receiveIncomingResponseFromTransport(message);
  }

  #receiveRequest(request: IncomingRequestMessage, connection: Connection): void {
    const refusal = refusalOfStranger(request, this.#options.delegate ?? {});
    const listener = request.method === 'NOTIFY' ? this.subscriptions.listenerOf(request) : undefined;
    if (refusal !== undefined && !this.#isHeard(request, connection)) {
      this.#drops.count('stranger', connection);
      this.core.replyStateless(request, { statusCode: refusal, extraHeaders: [`Allow: ${this.allow}`] });
    } else if (request.method === 'OPTIONS' && (!request.toTag || this.#hasDialog(request))) {
      const extraHeaders = [...this.contactHeaders, 'Accept: application/sdp, message/sipfrag'];
      this.core.replyStateless(request, { statusCode: 200, extraHeaders });
    } else if (listener) {
      this.core.replyStateless(request, listener(request) ?? { statusCode: 200 });
    } else {
      if (!this.#isExpected(request)) this.#drops.count('no-dialog', connection);
      // sip.js compares the user of the Request-URI with ours; a proxy may write another one, and the sandbox has many.
      this.#identity.aor.user = request.ruri?.user;
      this.core.receiveIncomingRequestFromTransport(request);
    }
  }

  /**
   * Who calls back or invites, as our own server passes it on: what others say on SIP_LISTEN about who they are is worth
   * nothing.
   */
  #isHeard(request: IncomingRequestMessage, connection: Connection): boolean {
    if (connection !== this.#transport.serverConnection) return false;
    if (this.invitations?.takes(request)) return true;
    return request.method === 'INVITE' && (this.#callBack?.takes(request) ?? false);
  }

  #isExpected(request: IncomingRequestMessage): boolean {
    if (request.method === 'CANCEL') return this.core.userAgentServers.has(request.viaBranch);
    return !request.toTag || this.#hasDialog(request);
  }

  #hasDialog({ callId, toTag, fromTag }: IncomingRequestMessage): boolean {
    return this.core.dialogs.has(callId + toTag + fromTag);
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
      const transport = this.#uriTransport;
      const server = new URI('sip', '', bracketed(remote.host), remote.port, { transport });
      this.request('OPTIONS', server, [], { onAccept: onAnswer, onReject: onAnswer, onRedirect: onAnswer });
    });
    if (!connection.isOpen) return;
    if (!listening) this.#advertise(seen ?? local);
    else this.#advertise(isWildcard(listening) ? { host: seen?.host ?? local.host, port } : listening);
    this.#setReady();
  }

  #advertise({ host, port }: HostPort): void {
    const before = this.contact;
    this.#contact.uri.host = bracketed(host);
    this.#contact.uri.port = port;
    this.#contactText = `<${this.#contact.uri}>`;
    this.#contactHeader = `Contact: ${this.#contactText}`;
    if (this.#wasReady && before !== this.contact) this.emit('contactChanged');
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
    this.#failPending((request) => this.#transport.isStranded(request, connection));
  }

  /** sip.js would let what waits on a lost connection wait for 32 s. */
  #failPending(isStranded: (request: string) => boolean): void {
    for (const client of [...this.core.userAgentClients.values()]) {
      const { state } = client.transaction;
      const waits =
        state === TransactionState.Calling ||
        state === TransactionState.Trying ||
        state === TransactionState.Proceeding;
      if (!waits || !isStranded(client.message.toString())) continue;
      try {
        client.transaction.receiveResponse(connectionLost(client.message));
      } catch (error) {
        this.log.warn({ err: error }, 'request on a lost connection');
      }
    }
  }
}
