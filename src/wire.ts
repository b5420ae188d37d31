/** The way to the phones, made from the configuration: what the product (`main.ts`) and a single call (`call.ts`) share. */
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { openConferenceServer } from './conference-driver.ts';
import type { Config, MethodName, SipConfig } from './config.ts';
import type { ConferenceServer, DeliveryMethod } from './core/index.ts';
import { Policy } from './desk/index.ts';
import type { ServerCallRecord } from './drivers/call-record.ts';
import { type Sandbox, startSandbox } from './sandbox/index.ts';
import {
  Bridge,
  type CallBackTarget,
  ConferenceFactory,
  ConfInvite,
  type LegRecord,
  Pacer,
  type RecoveryResult,
  Refer,
  Registration,
  recoverCall,
  SipUserAgent,
  TraceFile,
  type WireObserver,
} from './sip/index.ts';

/** What is written down about a call, of ours or of the conference server. */
export type CallRecord = LegRecord | ServerCallRecord;

export interface WireOptions {
  readonly config: Config;
  readonly journal: { save(record: CallRecord): Promise<void> };
  readonly log: Logger;
  /** Takes what has to be stopped, in the order in which it was started. */
  readonly stops: (() => Promise<unknown>)[];
  /** Names this program among others that register the same SIP_URI, over restarts; another one each time unless given. */
  readonly instance?: string;
  /** Sees every message, beside SIP_TRACE. */
  readonly observe?: WireObserver;
  /** Who calls back a missed call is sent there; without, nobody is. */
  readonly callBackTarget?: CallBackTarget;
  /** Hears by a stable code of what the policy refuses, and of SIP messages that are refused or dropped. */
  readonly refused?: (door: 'desk' | 'sip', reason: string) => void;
}

export interface Wire {
  /** Undefined where a SIP server is configured. */
  readonly sandbox: Sandbox | undefined;
  readonly sip: SipConfig;
  readonly policy: Policy;
  readonly userAgent: SipUserAgent;
  /** With SIP_REGISTER. */
  readonly registration: Registration | undefined;
  /** Resolves when the first attempt to register is over, however it ended; calls need not wait for it. */
  readonly registered: Promise<void> | undefined;
  /** With CONFERENCE_FACTORY. */
  readonly factory: ConferenceFactory | undefined;
  readonly conferenceServer: ConferenceServer;
  /** Why the conference server is not reached, where it has a way of its own. */
  conferenceProblem(): { readonly code: string; readonly message: string } | undefined;
  /** In the order of INVITE_METHODS. */
  readonly methods: readonly DeliveryMethod[];
  /** Cleans up after a dead process, or takes over from it: see `recoverCall`. All records of one invitation. */
  recover(records: readonly CallRecord[]): Promise<RecoveryResult | { readonly kind: 'nothing' }>;
}

/** Resolves when the first attempt to reach the SIP server is over, however it ended. */
export async function openWire({
  config,
  journal,
  log,
  stops,
  instance = randomUUID(),
  observe,
  callBackTarget,
  refused,
}: WireOptions): Promise<Wire> {
  const sandbox = config.sip ? undefined : await startSandbox({ log });
  if (sandbox) stops.push(() => sandbox.stop());
  const sip = sandbox ? sipOf(sandbox) : (config.sip as SipConfig);
  const policy = new Policy({
    sipDomains: sip.domains,
    telPrefixes: config.telPrefixes,
    conferenceUri: sip.conferenceUri,
    ...{ ...config.policy, refused: (reason) => refused?.('desk', reason) },
  });
  const trace = config.sipTrace === undefined ? undefined : new TraceFile({ path: config.sipTrace, log });
  if (trace) stops.push(() => trace.close());
  const userAgent = new SipUserAgent({
    ...sip,
    log,
    observe: (message) => {
      trace?.observe(message);
      observe?.(message);
    },
    refused: (reason) => refused?.('sip', reason),
    callBackTarget,
    maxCalls: config.maxCalls,
  });
  await userAgent.start();
  stops.push(() => userAgent.stop());
  const registration = sip.register ? new Registration({ userAgent, instance, log }) : undefined;
  const registered = registration?.start();
  if (registration) stops.push(() => registration.stop());
  const shared = {
    userAgent,
    journal,
    pacer: new Pacer(config.callsPerSecond),
    mayCall: (uri: string, as?: 'conference') => policy.refusal(uri, as) === undefined,
    stepOut: config.stepOut,
    callerId: sip.callerId,
  };
  const { conference: driver } = config;
  const conference = await openConferenceServer({
    ...shared,
    conference: driver,
    uri: sip.uri,
    ...{ registered, log, stops },
  });
  const known: Record<MethodName, () => DeliveryMethod> = {
    bridge: () => new Bridge(shared),
    'dial-out': () => conference.server.dialOut,
    refer: () => new Refer(shared),
    'conf-invite': () => new ConfInvite({ ...shared, conferenceServer: conference.server }),
  };
  const factory = sip.isFactory
    ? new ConferenceFactory({ ...shared, factoryUri: sip.conferenceUri })
    : undefined;
  const methods = config.methods.map((name) => known[name]());
  const recover = async (records: readonly CallRecord[]) => {
    if (records.length === 0) return { kind: 'nothing' } as const;
    const living = records.filter(isOfServer).find(({ state }) => state !== 'ended');
    const { server: conferenceServer } = conference;
    if (!living) return recoverCall({ userAgent, journal, records: records.filter(isLeg), conferenceServer });
    return conference.recover(living);
  };
  return {
    ...{ sandbox, sip, policy, userAgent, registration, registered, methods, recover, factory },
    conferenceServer: conference.server,
    conferenceProblem: conference.problem,
  };
}

function isOfServer(record: CallRecord): record is ServerCallRecord {
  return 'driver' in record;
}

function isLeg(record: CallRecord): record is LegRecord {
  return !isOfServer(record);
}

function sipOf({ server, uri, domain, conferenceUri }: Sandbox): SipConfig {
  return { server, uri, register: false, conferenceUri, domains: [domain] };
}
