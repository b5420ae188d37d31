/**
 * Method `dial-out` where the conference is an Asterisk: it is asked to dial the person, and to lead her into the ConfBridge.
 *
 *   asked ──refused──► failed           ──no word──► taken back: failed, or unknown
 *     │ dialling ──rings──► …  ──refused──► outcome by what her end said
 *     │    └── withdrawn, rung for long enough ──► hung up ──► withdrawn, no answer
 *     ▼ answered
 *   CONFIRM: asked to press 1 ──2──► declined     ──another key, nothing, hung up──► no answer: not confirmed
 *     ▼
 *   on her way into the room ──seen there──► answered; joined where she pressed 1
 *     └── ended before that ──► failed
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery, DeliveryMethod, DeliveryResult, Outcome, OutcomeWord } from '../../core/index.ts';
import { CallEntry, type Log, type ServerCallJournal } from '../call-record.ts';
import { isAnswer, outcomeOfHangup } from '../hangup.ts';
import type { AriClient } from './ari-client.ts';
import { AsteriskParticipant } from './asterisk-participant.ts';
import { askToConfirm } from './confirmation.ts';
import { dialString, roomOf } from './dial-string.ts';
import { identities, isSip, sipHeaders } from './dial-variables.ts';
import { type ChannelEnd, channelIdOf, DialledChannel, type Dialling } from './dialled-channel.ts';
import { isStop, type Stop, Stopper } from './stopper.ts';

export interface AsteriskDialOutOptions {
  readonly client: AriClient;
  readonly journal: ServerCallJournal;
  /** The same for all methods. */
  readonly pacer: { turn(delivery: Pick<Delivery, 'signal' | 'progress'>): Promise<boolean> };
  /** The gate: whether this canonical address may be called. */
  readonly mayCall: (address: string) => boolean;
  /** User part of our own SIP URI: the number that her phone shows. */
  readonly callerNumber: string;
  /** Domain of our own SIP URI. */
  readonly domain: string;
  /** ARI_ENDPOINT. */
  readonly endpoint: string;
  /** ARI_CONTEXT. */
  readonly context: string;
  /** CONFIRM_PROMPT; undefined: nobody is asked. */
  readonly confirmPrompt?: string;
  readonly log: Log;
  readonly timers?: Partial<DialOutTimers>;
}

export interface DialOutTimers {
  /** How long somebody may take to press 1, after each time that she was asked. */
  readonly confirmMs: number;
  /** How long the way into the room may take: there may be a greeting. */
  readonly enterMs: number;
  /** How long the end of a channel may take to be told. */
  readonly endMs: number;
}

const TIMERS: DialOutTimers = { confirmMs: 7_000, enterMs: 15_000, endMs: 2_000 };

/** Longer than a phone may ring: it stops ringing after this time also when we die and nobody comes after us. */
const NET_SECONDS = 35;

const IN: ReadonlySet<OutcomeWord> = new Set(['answered', 'joined', 'accepted']);

export class AsteriskDialOut implements DeliveryMethod {
  readonly name = 'dial-out';
  readonly isDialOut = true;
  readonly #options: AsteriskDialOutOptions;
  readonly #timers: DialOutTimers;
  readonly #channels = new Map<string, DialledChannel>();
  /** Nobody confirmed that they were hung up: done as soon as Asterisk is back. */
  readonly #unwanted = new Set<DialledChannel>();

  constructor(options: AsteriskDialOutOptions) {
    this.#options = options;
    this.#timers = { ...TIMERS, ...options.timers };
    const { client } = options;
    client.on('event', (event) => {
      for (const channel of this.#channels.values()) channel.take(event);
    });
    client.on('ready', () => {
      for (const channel of this.#unwanted) void this.#takeDown(channel);
      for (const channel of this.#channels.values()) if (channel.isThere) void channel.look();
    });
  }

  async deliver(delivery: Delivery): Promise<DeliveryResult> {
    const { client, pacer, journal, log, mayCall, endpoint, domain } = this.#options;
    const { id, destination: address, conference } = delivery;
    if (!mayCall(address)) return { outcome: { word: 'not-allowed', detail: 'gate' } };
    if (!mayCall(conference.uri)) return { outcome: { word: 'failed', detail: 'conference-not-allowed' } };
    const dialled = dialString(endpoint, address, domain);
    if (dialled === undefined) return { outcome: { word: 'not-found', detail: 'address' } };
    const room = roomOf(conference.uri);
    if (room === undefined) return { outcome: { word: 'failed', detail: 'conference-address' } };
    if (!client.ready) return { outcome: NO_SERVER };
    if (!(await pacer.turn(delivery))) return { outcome: { word: 'withdrawn' } };
    const callId = channelIdOf(id);
    const entry = new CallEntry(journal, log, {
      ...{ driver: 'asterisk', invitationId: id, callId, address },
      ...{ conferenceUri: conference.uri, state: 'inviting' },
    });
    if (!(await entry.open())) return { outcome: { word: 'unknown', detail: 'ownership-lost' } };
    const channel = this.attach(callId, room);
    // Race: withdrawn while it was being written down.
    const outcome: Outcome = delivery.signal.aborted
      ? { word: 'withdrawn' }
      : await this.#call(delivery, channel, dialled, room);
    if (IN.has(outcome.word)) {
      await entry.change('confirmed');
      void channel.ended.then(() => entry.change('ended'));
      return { outcome, acceptedBy: address, participant: this.participant(channel) };
    }
    this.#channels.delete(callId);
    await entry.change('ended');
    return { outcome };
  }

  /** Listens to a channel until it ends. */
  attach(channelId: string, room: string): DialledChannel {
    const channel = new DialledChannel(this.#options.client, channelId, room);
    this.#channels.set(channelId, channel);
    void channel.ended.then(() => this.#channels.delete(channelId));
    return channel;
  }

  /** Somebody who is in by this channel. */
  participant(channel: DialledChannel): AsteriskParticipant {
    return new AsteriskParticipant(channel, () => this.#takeDown(channel));
  }

  async #call(delivery: Delivery, channel: DialledChannel, endpoint: string, room: string): Promise<Outcome> {
    const stop = new Stopper(delivery.signal);
    channel.onRinging((response) => {
      stop.limit(delivery.ringSeconds * 1_000);
      delivery.progress({ kind: 'ringing', response });
    });
    const dialling = this.#dialling(delivery, endpoint, room);
    // Where the connection is lost before it rings, nobody tells us that it never will.
    stop.limit(dialling.timeoutSeconds * 1_000 + this.#timers.endMs);
    try {
      const refusal = await this.#dial(channel, dialling);
      if (refusal) return refusal;
      const first = await Promise.race([stop.stopped, channel.answered, channel.ended]);
      if (isStop(first)) return await this.#takeBack(channel, first);
      if (first !== 'answered') return outcomeOfEnd(first, channel.rang);
      stop.limit(undefined);
      return await this.#welcome(channel, room, stop);
    } finally {
      stop.close();
    }
  }

  /** Undefined: Asterisk dials. */
  async #dial(channel: DialledChannel, dialling: Dialling): Promise<Outcome | undefined> {
    const { code, body } = await channel.dial(dialling);
    if (code === 200) return undefined;
    if (code === 0) {
      // It may dial all the same.
      return (await this.#takeDown(channel)) ? NO_SERVER : { word: 'unknown', detail: 'connection-lost' };
    }
    this.#options.log.warn({ endpoint: dialling.endpoint, code, body }, 'Asterisk does not dial');
    const answer = { code, reasonPhrase: '', answeredBy: 'conference', rang: false } as const;
    return { word: 'failed', detail: 'conference-refused', answer };
  }

  #dialling(delivery: Delivery, endpoint: string, room: string): Dialling {
    const { context, callerNumber, confirmPrompt } = this.#options;
    return {
      endpoint,
      timeoutSeconds: Math.ceil(delivery.ringSeconds) + NET_SECONDS,
      variables: { ...identities(delivery, callerNumber), ...(isSip(endpoint) ? sipHeaders(delivery) : {}) },
      leadsTo: confirmPrompt === undefined ? { context, extension: room } : 'ask',
    };
  }

  /** From her answer to the room. */
  async #welcome(channel: DialledChannel, room: string, stop: Stopper): Promise<Outcome> {
    const { confirmPrompt: prompt, context, log } = this.#options;
    if (prompt !== undefined) {
      const asking = askToConfirm(channel, { prompt, waitMs: this.#timers.confirmMs, log });
      const said = await Promise.race([stop.stopped, asking]);
      if (isStop(said)) return await this.#takeBack(channel, said);
      if (said !== 'confirmed') {
        await this.#takeDown(channel);
        return said === 'declined' ? { word: 'declined' } : { word: 'no-answer', detail: 'not-confirmed' };
      }
      const { code } = await channel.sendTo(context, room);
      if (code !== 204 && code !== 404) {
        // She would wait in silence.
        await this.#takeDown(channel);
        return { word: 'failed', detail: 'conference-unreachable' };
      }
    }
    const late = sleep(this.#timers.enterMs, 'late' as const, { ref: false });
    const way = await Promise.race([stop.stopped, channel.entered, channel.ended, late]);
    if (isStop(way)) return await this.#takeBack(channel, way);
    const answer = { code: 200, reasonPhrase: 'OK', answeredBy: 'person', rang: channel.rang } as const;
    if (way === 'entered') return { word: prompt === undefined ? 'answered' : 'joined', answer };
    // A greeting, or a room that is not open yet: she is on the line, and the roster tells when she is in.
    if (way === 'late') return { word: prompt === undefined ? 'answered' : 'accepted', answer };
    const isHers = way.kind === 'ended' && way.by === 'person';
    return { word: 'failed', detail: isHers ? 'hung-up-early' : 'conference-unreachable' };
  }

  /** Race: what her phone did meanwhile counts where it tells more than that it was stopped. */
  async #takeBack(channel: DialledChannel, why: Stop): Promise<Outcome> {
    if (!(await this.#takeDown(channel))) return { word: 'unknown', detail: 'cancel-unanswered' };
    const late = sleep(this.#timers.endMs, undefined, { ref: false });
    const end = await Promise.race([channel.ended, late]);
    if (end?.kind === 'ended' && isAnswer(end.hangup)) return outcomeOfHangup(end.hangup, channel.rang);
    return { word: why === 'withdrawn' ? 'withdrawn' : 'no-answer' };
  }

  async #takeDown(channel: DialledChannel): Promise<boolean> {
    const isDown = await channel.hangUp();
    if (isDown) this.#unwanted.delete(channel);
    else this.#unwanted.add(channel);
    return isDown;
  }
}

const NO_SERVER: Outcome = { word: 'failed', detail: 'no-conference-server' };

function outcomeOfEnd(end: ChannelEnd, rang: boolean): Outcome {
  return end.kind === 'gone'
    ? { word: 'unknown', detail: 'connection-lost' }
    : outcomeOfHangup(end.hangup, rang);
}
