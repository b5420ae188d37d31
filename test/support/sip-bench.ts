/** A user agent connected to a scripted peer, with a journal in memory: what each test of a delivery method starts from. */
import { pino } from 'pino';
import type { Delivery, Progress } from '../../src/core/index.ts';
import type { CallJournal, LegRecord } from '../../src/sip/calls/call-journal.ts';
import type { CallTimers } from '../../src/sip/calls/call-timers.ts';
import { Bridge } from '../../src/sip/methods/bridge.ts';
import type { SipMethodOptions } from '../../src/sip/methods/method-options.ts';
import { Pacer } from '../../src/sip/methods/pacer.ts';
import { SipUserAgent } from '../../src/sip/user-agent/user-agent.ts';
import type { SipUserAgentOptions } from '../../src/sip/user-agent/user-agent-options.ts';
import { ScriptedSipPeer, type SipText } from './scripted-sip-peer.ts';

/** Keeps each record that was ever saved, and the newest per Call-ID. */
export class MemoryJournal implements CallJournal {
  readonly history: LegRecord[] = [];
  /** Runs before each save resolves. */
  before: (record: LegRecord) => Promise<void> = async () => {};

  async save(record: LegRecord): Promise<void> {
    await this.before(record);
    this.history.push(structuredClone(record));
    for (const wake of this.#waiting.splice(0)) wake();
  }

  readonly #waiting: (() => void)[] = [];

  /** Resolves when the newest record of this leg is in this state. */
  async reaches(leg: LegRecord['leg'], state: LegRecord['state']): Promise<void> {
    while (this.of(leg)?.state !== state) await new Promise<void>((wake) => this.#waiting.push(wake));
  }

  get latest(): LegRecord[] {
    return [...new Map(this.history.map((record) => [record.callId, record])).values()];
  }

  of(leg: LegRecord['leg']): LegRecord | undefined {
    return this.latest.findLast((record) => record.leg === leg);
  }
}

export class SipBench {
  peer: ScriptedSipPeer;
  readonly journal = new MemoryJournal();
  readonly agents: SipUserAgent[] = [];

  private constructor(peer: ScriptedSipPeer) {
    this.peer = peer;
  }

  static async start(): Promise<SipBench> {
    const bench = new SipBench(await ScriptedSipPeer.listen());
    await bench.agent();
    return bench;
  }

  /** One more user agent, as after a restart. */
  async agent(options: Partial<SipUserAgentOptions> = {}): Promise<SipUserAgent> {
    const agent = new SipUserAgent({
      uri: 'sip:usher@example.com',
      server: this.peer.uri,
      log: pino({ level: 'silent' }),
      timers: { reconnectMinMs: 5 },
      ...options,
    });
    this.agents.push(agent);
    await agent.start();
    return agent;
  }

  get userAgent(): SipUserAgent {
    const [agent] = this.agents;
    if (!agent) throw new Error('not started');
    return agent;
  }

  async stop(): Promise<void> {
    await Promise.all(this.agents.map((agent) => agent.stop()));
    await this.peer.close();
  }

  /** Mary's phone rings and answers with an offer; resolves with her INVITE and the one to the conference. */
  async untilConferenceIsCalled(
    headers: readonly string[] = [],
  ): Promise<{ person: SipText; conference: SipText }> {
    const person = await this.peer.request('INVITE', 'mary');
    this.peer.reply(person, 180);
    this.peer.reply(person, 200, { body: PHONE_SDP, headers });
    return { person, conference: await this.peer.request('INVITE', 'standup') };
  }

  /** A bridge that is up: both INVITEs, both ACKs, and what the delivery came to. */
  async joined(options = this.options(), delivery: Delivery = deliveryTo(), headers: readonly string[] = []) {
    const delivered = new Bridge(options).deliver(delivery);
    const { person, conference } = await this.untilConferenceIsCalled(headers);
    this.peer.reply(conference, 200, { body: CONFERENCE_SDP });
    const result = await delivered;
    const acks = [await this.peer.request('ACK'), await this.peer.request('ACK')];
    return { person, conference, result, acks };
  }

  /** Whether what she does still reaches the conference; nobody has been hung up. */
  async relays(person: SipText): Promise<boolean> {
    this.peer.sendInDialog(person, 'INVITE', { body: PHONE_SDP, cseq: 5_000 });
    this.peer.reply(await this.peer.request('INVITE', 'standup'), 200, { body: CONFERENCE_SDP });
    await this.peer.response(200, person.callId, 'INVITE');
    this.peer.sendInDialog(person, 'ACK', { cseq: 5_000 });
    return !this.peer.has('BYE');
  }

  /** What was sent before it has been handled after it. */
  async roundTrip(agent = this.userAgent): Promise<void> {
    agent.request('MESSAGE', agent.uri);
    this.peer.reply(await this.peer.request('MESSAGE'), 200);
    agent.request('MESSAGE', agent.uri);
    await this.peer.request('MESSAGE');
  }

  options(timers: Partial<CallTimers> = {}, more: Partial<SipMethodOptions> = {}): SipMethodOptions {
    return {
      userAgent: this.userAgent,
      journal: this.journal,
      pacer: new Pacer(1_000),
      mayCall: () => true,
      timers: { glareMs: 5, stepOutOverlapMs: 5, ...timers },
      ...more,
    };
  }
}

/** A delivery to Mary; `progress` collects what it tells. */
export function deliveryTo(
  destination = 'sip:mary@example.com',
  more: Partial<Delivery> = {},
): Delivery & { readonly told: Progress[] } {
  const told: Progress[] = [];
  return {
    id: 'invitation-1',
    destination,
    inviteeName: 'Mary Poppins',
    fromName: 'Bert: Standup',
    conference: { uri: 'sip:standup@conf.example.com', subject: 'Standup' },
    toast: undefined,
    headers: [],
    ringSeconds: 20,
    signal: new AbortController().signal,
    progress: (progress) => told.push(progress),
    told,
    ...more,
  };
}

export const PHONE_SDP = [
  'v=0',
  'o=mary 7 7 IN IP4 192.0.2.10',
  's=-',
  'c=IN IP4 192.0.2.10',
  't=0 0',
  'm=audio 4000 RTP/AVP 8 0',
  'm=video 4002 RTP/AVP 96',
  '',
].join('\r\n');

export const CONFERENCE_SDP = [
  'v=0',
  'o=conf 9 9 IN IP4 192.0.2.20',
  's=-',
  'c=IN IP4 192.0.2.20',
  't=0 0',
  'm=audio 5000 RTP/AVP 8',
  'm=video 0 RTP/AVP 96',
  '',
].join('\r\n');
