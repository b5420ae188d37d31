import pino from 'pino';
import {
  Conference,
  ConferenceInvitation,
  type DeliverOptions,
  type DeliveryMethod,
  type Outcome,
  type Participant,
  RealTimeError,
} from '../../../src/core/index.ts';
import {
  Bridge,
  type CallJournal,
  type CallTimers,
  ConferenceFactory,
  DialOut,
  type LegRecord,
  Pacer,
  type RecoveryResult,
  Refer,
  recoverCall,
  SipConferenceServer,
  type SipMethodOptions,
  SipUserAgent,
  TraceFile,
  type WireMessage,
} from '../../../src/sip/index.ts';
import type { Cable } from './cable.ts';
import type { Kamailio, ProxyTransport } from './kamailio.ts';

export interface BotOptions {
  readonly methods: readonly ('bridge' | 'dial-out' | 'refer')[];
  /** STEP_OUT; `auto` unless given. */
  readonly stepOut?: 'auto' | 'never';
  /** SIP_LISTEN; none unless given. */
  readonly listen?: string;
  /** How it reaches the proxy; TCP unless given. */
  readonly transport?: ProxyTransport;
  /** Where it finds the proxy, if not at its own port. */
  readonly cable?: Cable;
  /** User part of SIP_URI; `usher` unless given. */
  readonly user?: string;
  readonly password?: string;
  readonly timers?: Partial<CallTimers>;
  /** What a bot before this one has written down; nothing unless given. */
  readonly legs?: readonly LegRecord[];
}

export interface InviteOptions extends DeliverOptions {
  /** Conference URI; `sip:conf77@conf.lab.test` unless given. */
  readonly room?: string;
  /** Of the address of the person; `lab.test` unless given. */
  readonly domain?: string;
  /** Withdraws it. */
  readonly signal?: AbortSignal;
}

export interface Invited {
  readonly outcome: Outcome;
  /** `State Reason` of every change, in order. */
  readonly changes: readonly string[];
  readonly participant: Participant | undefined;
}

/** The product without its chat: a user agent at the proxy, the methods, and the core above them. */
export class Bot {
  readonly #options: SipMethodOptions;
  readonly #methods: readonly DeliveryMethod[];
  readonly #legs: ReadonlyMap<string, LegRecord>;
  readonly #trace: TraceFile;
  /** Everything that left or arrived, in order. */
  readonly wire: readonly WireMessage[];

  private constructor(
    options: SipMethodOptions,
    methods: readonly DeliveryMethod[],
    legs: ReadonlyMap<string, LegRecord>,
    trace: TraceFile,
    wire: readonly WireMessage[],
  ) {
    this.#options = options;
    this.#methods = methods;
    this.#legs = legs;
    this.#trace = trace;
    this.wire = wire;
  }

  static async start(logFile: string, proxy: Kamailio, given: BotOptions): Promise<Bot> {
    const {
      methods,
      stepOut = 'auto',
      listen,
      transport = 'tcp',
      cable,
      user = 'usher',
      password,
      timers = {},
      legs: before = [],
    } = given;
    const log = pino({ level: 'debug' }, pino.destination({ dest: logFile, sync: true }));
    const trace = new TraceFile({ path: logFile.replace(/\.log$/, '.sip.log'), log });
    const wire: WireMessage[] = [];
    const userAgent = new SipUserAgent({
      server: proxy.server(transport, cable?.port),
      tls: { ca: proxy.tls.ca },
      uri: `sip:${user}@lab.test`,
      log,
      observe: (message) => {
        trace.observe(message);
        wire.push(message);
      },
      ...(listen === undefined ? {} : { listen }),
      ...(password === undefined ? {} : { username: user, password }),
    });
    const legs = new Map(before.map((leg) => [leg.callId, leg]));
    const journal: CallJournal = { save: async (record) => void legs.set(record.callId, record) };
    const pacer = new Pacer(5);
    const options = { userAgent, journal, pacer, mayCall: () => true, stepOut, timers };
    await userAgent.start();
    const make = { bridge: Bridge, 'dial-out': DialOut, refer: Refer };
    const built = methods.map((name) => new make[name](options));
    return new Bot(options, built, legs, trace, wire);
  }

  /** Invites `user@domain`, to the end of the delivery, whatever it is. */
  async invite(
    user: string,
    { room, domain = 'lab.test', signal, ...options }: InviteOptions = {},
  ): Promise<Invited> {
    const conference = new Conference({
      uri: room ?? 'sip:conf77@conf.lab.test',
      subject: 'Standup',
      methods: this.#methods,
    });
    const changes: string[] = [];
    const invitation = new ConferenceInvitation(conference).onStateChanged(({ state, reason }) =>
      changes.push(`${state} ${reason}`),
    );
    try {
      const { outcome, participant } = await invitation.deliver(`sip:${user}@${domain}`, options, signal);
      return { outcome, changes, participant };
    } catch (error) {
      if (!(error instanceof RealTimeError) || !invitation.outcome) throw error;
      return { outcome: invitation.outcome, changes, participant: undefined };
    }
  }

  /** Legs that are written down as living. */
  get livingLegs(): readonly LegRecord[] {
    return [...this.#legs.values()].filter(({ state }) => state !== 'ended');
  }

  /** Its subscriptions last so many seconds. Returns what was told, and how to stop that. */
  followRoster(
    conferenceUri: string,
    expiresSeconds: number,
  ): { readonly told: string[]; stop(): Promise<void> } {
    const timers = { expiresMs: expiresSeconds * 1_000, retryMinMs: 100, retryMaxMs: 500 };
    const server = new SipConferenceServer(this.#options, { timers });
    const told: string[] = [];
    const stop = server.followRoster(conferenceUri, (roster) => {
      if (roster.kind === 'known')
        told.push(roster.entries.map(({ name, status }) => `${name} ${status}`).join(', '));
      else told.push(roster.kind === 'none' ? `none ${roster.code}` : roster.kind);
    });
    return { told, stop };
  }

  /** Has this factory make a conference. */
  makeConference(factoryUri: string): ReturnType<ConferenceFactory['make']> {
    const order = { conferenceId: 'conference-1', subject: 'Standup', save: async () => {} };
    return new ConferenceFactory({ ...this.#options, factoryUri }).make(order, new AbortController().signal);
  }

  /** Takes over the call that the bot before this one has left. */
  recover(): Promise<RecoveryResult> {
    return recoverCall({ ...this.#options, records: this.livingLegs });
  }

  /** Ends without a word to anybody, like a process that is killed. */
  async stop(): Promise<void> {
    await this.#options.userAgent.stop();
    await this.#trace.close();
  }
}
