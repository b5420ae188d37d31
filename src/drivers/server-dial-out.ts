/**
 * Method `dial-out` where the conference server speaks a language of its own: it is asked to dial the person, and to lead her
 * into the room.
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
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
  Delivery,
  DeliveryMethod,
  DeliveryResult,
  Outcome,
  OutcomeWord,
  Participant,
} from '../core/index.ts';
import { CallEntry, type Log, type ServerCallJournal, type ServerCallRecord } from './call-record.ts';
import { isAnswer, outcomeOfHangup } from './hangup.ts';
import type { Link } from './link.ts';
import { type CallEnd, callIdOf, type ServerCall } from './server-call.ts';
import { ServerParticipant } from './server-participant.ts';
import { isStop, type Stop, Stopper } from './stopper.ts';

/** What the product hands to every driver. */
export interface DialOutSurroundings {
  readonly journal: ServerCallJournal;
  /** The same for all methods. */
  readonly pacer: { turn(delivery: Pick<Delivery, 'signal' | 'progress'>): Promise<Outcome | undefined> };
  /** The gate: whether this canonical address may be called; `as`: where the call is to lead. */
  readonly mayCall: (address: string, as?: 'conference') => boolean;
  readonly log: Log;
}

/** What a driver knows of its server. */
export interface Dialler<Event, Call extends ServerCall<Event>> {
  /** As in CONFERENCE_DRIVER. */
  readonly driver: string;
  readonly link: Link<Event>;
  /** What is dialled for an address; undefined: it could mean something else in a dial string. */
  dialString(address: string): string | undefined;
  /** The room of a conference URI; undefined: no room of this server could have it. */
  roomOf(conferenceUri: string): string | undefined;
  /** A call of this name, whether it is there already or not. */
  callOf(callId: string, room: string): Call;
  /** Has it dialled, and her led into the room once she answers. */
  dial(call: Call, asked: Dialling): Promise<Dialled>;
  /** Who answers is asked first; undefined: she is led into the room at once. */
  readonly confirm?: Confirming<Call>;
}

export interface Dialling {
  readonly delivery: Delivery;
  readonly dialString: string;
  readonly room: string;
  /** Longer than a phone may ring: it stops ringing after this time also when we die and nobody comes after us. */
  readonly timeoutSeconds: number;
}

export type Dialled =
  | { readonly kind: 'dialled' }
  /** Nobody knows whether it is dialled. */
  | { readonly kind: 'unanswered' }
  /** `code`: where the server tells one. */
  | { readonly kind: 'refused'; readonly code?: number; readonly reason: unknown };

/** What a human being has said by a key; a voicemail presses none. */
export type Confirmation = 'confirmed' | 'declined' | 'not-confirmed';

export interface Confirming<Call> {
  ask(call: Call): Promise<Confirmation>;
  /** Whoever has pressed 1 goes on into the room; resolves whether she does, or has hung up. */
  letIn(call: Call, room: string): Promise<boolean>;
}

export interface DialOutTimers {
  /** How long the way into the room may take: there may be a greeting. */
  readonly enterMs: number;
  /** How long the end of a call may take to be told. */
  readonly endMs: number;
}

const TIMERS: DialOutTimers = { enterMs: 15_000, endMs: 2_000 };

export type CallRecovery =
  /** Her phone does not ring any more because of us. */
  | { readonly kind: 'cancelled' }
  /** There is no call any more. */
  | { readonly kind: 'ended' }
  /** The call goes on. */
  | { readonly kind: 'adopted'; readonly participant: Participant; readonly word: 'answered' };

const NET_SECONDS = 35;
/** Pause after an answer that says nothing. */
const AGAIN_MS = 1_000;

const IN: ReadonlySet<OutcomeWord> = new Set(['answered', 'joined', 'accepted']);
const NO_SERVER: Outcome = { word: 'failed', detail: 'no-conference-server' };

export class ServerDialOut<Event, Call extends ServerCall<Event>> implements DeliveryMethod {
  readonly name = 'dial-out';
  readonly isDialOut = true;
  readonly #dialler: Dialler<Event, Call>;
  readonly #surroundings: DialOutSurroundings;
  readonly #timers: DialOutTimers;
  readonly #calls = new Map<string, Call>();
  /** Nobody confirmed that they were hung up: done as soon as the server is back. */
  readonly #unwanted = new Set<Call>();

  constructor(
    dialler: Dialler<Event, Call>,
    surroundings: DialOutSurroundings,
    timers?: Partial<DialOutTimers>,
  ) {
    this.#dialler = dialler;
    this.#surroundings = surroundings;
    this.#timers = { ...TIMERS, ...timers };
    dialler.link.on('event', (event) => {
      for (const call of this.#calls.values()) call.take(event);
    });
    dialler.link.on('ready', () => {
      for (const call of this.#unwanted) void this.#takeDown(call);
      for (const call of this.#calls.values()) if (call.isThere) void call.look();
    });
  }

  async deliver(delivery: Delivery): Promise<DeliveryResult> {
    const { driver, link, roomOf } = this.#dialler;
    const { pacer, journal, log, mayCall } = this.#surroundings;
    const { id, destination: address, conference, ringSeconds } = delivery;
    if (!mayCall(address)) return { outcome: { word: 'not-allowed', detail: 'gate' } };
    if (!mayCall(conference.uri, 'conference'))
      return { outcome: { word: 'failed', detail: 'conference-not-allowed' } };
    const dialString = this.#dialler.dialString(address);
    if (dialString === undefined) return { outcome: { word: 'not-found', detail: 'address' } };
    const room = roomOf(conference.uri);
    if (room === undefined) return { outcome: { word: 'failed', detail: 'conference-address' } };
    if (!link.ready) return { outcome: NO_SERVER };
    const kept = await pacer.turn(delivery);
    if (kept) return { outcome: kept };
    const callId = callIdOf(id);
    const entry = new CallEntry(journal, log, {
      ...{ driver, invitationId: id, callId, address },
      ...{ conferenceUri: conference.uri, state: 'inviting' },
    });
    if (!(await entry.open())) return { outcome: { word: 'unknown', detail: 'ownership-lost' } };
    const call = this.#attach(callId, room);
    const timeoutSeconds = Math.ceil(ringSeconds) + NET_SECONDS;
    // Race: withdrawn while it was being written down.
    const outcome: Outcome = delivery.signal.aborted
      ? { word: 'withdrawn' }
      : await this.#call(call, { delivery, dialString, room, timeoutSeconds });
    if (IN.has(outcome.word)) {
      await entry.change('confirmed');
      void call.ended.then(() => entry.change('ended'));
      return { outcome, acceptedBy: address, participant: this.#participant(call) };
    }
    this.#calls.delete(callId);
    await entry.change('ended');
    return { outcome };
  }

  /**
   * What becomes of a call whose process has died: a phone that rings is stopped, somebody who is in stays in. Waits until
   * the server is reached. Who was being asked to press 1 is hung up: nobody listened to her any more.
   */
  async recover(record: ServerCallRecord): Promise<CallRecovery> {
    const { callId, conferenceUri } = record;
    const call = this.#attach(callId, this.#dialler.roomOf(conferenceUri) ?? '');
    const found = await this.#find(call);
    if (found.kind !== 'adopted') this.#calls.delete(callId);
    const { journal, log } = this.#surroundings;
    await new CallEntry(journal, log, record).change(found.kind === 'adopted' ? 'confirmed' : 'ended');
    return found;
  }

  async #find(call: Call): Promise<CallRecovery> {
    const { link } = this.#dialler;
    for (;;) {
      if (!link.ready) await once(link, 'ready');
      const standing = await call.look();
      if (standing === 'gone') return { kind: 'ended' };
      if (standing === 'in')
        return { kind: 'adopted', participant: this.#participant(call), word: 'answered' };
      if (standing === 'waiting' && (await call.hangUp())) return { kind: 'cancelled' };
      await sleep(AGAIN_MS, undefined, { ref: false });
    }
  }

  /** Listens to a call until it ends. */
  #attach(callId: string, room: string): Call {
    const call = this.#dialler.callOf(callId, room);
    this.#calls.set(callId, call);
    void call.ended.then(() => this.#calls.delete(callId));
    return call;
  }

  #participant(call: Call): Participant {
    return new ServerParticipant(call.ended, () => this.#takeDown(call));
  }

  async #call(call: Call, dialling: Dialling): Promise<Outcome> {
    const { delivery, room, timeoutSeconds } = dialling;
    const stop = new Stopper(delivery.signal);
    call.onRinging((response) => {
      stop.limit(delivery.ringSeconds * 1_000);
      delivery.progress({ kind: 'ringing', response });
    });
    // Where the connection is lost before it rings, nobody tells us that it never will.
    stop.limit(timeoutSeconds * 1_000 + this.#timers.endMs);
    try {
      const refusal = await this.#dial(call, dialling);
      if (refusal) return refusal;
      const first = await Promise.race([stop.stopped, call.answered, call.ended]);
      if (isStop(first)) return await this.#takeBack(call, first);
      if (first !== 'answered') return outcomeOfEnd(first, call.rang);
      stop.limit(undefined);
      return await this.#welcome(call, room, stop);
    } finally {
      stop.close();
    }
  }

  /** Undefined: the server dials. */
  async #dial(call: Call, dialling: Dialling): Promise<Outcome | undefined> {
    const dialled = await this.#dialler.dial(call, dialling);
    if (dialled.kind === 'dialled') return undefined;
    if (dialled.kind === 'unanswered') {
      // It may dial all the same.
      return (await this.#takeDown(call)) ? NO_SERVER : { word: 'unknown', detail: 'connection-lost' };
    }
    const { code, reason } = dialled;
    this.#surroundings.log.warn({ callId: call.id, code, reason }, 'the conference server does not dial');
    const answer = { reasonPhrase: '', answeredBy: 'conference', rang: false } as const;
    return {
      ...{ word: 'failed', detail: 'conference-refused' },
      ...(code === undefined ? {} : { answer: { ...answer, code } }),
    };
  }

  /** From her answer to the room. */
  async #welcome(call: Call, room: string, stop: Stopper): Promise<Outcome> {
    const { confirm } = this.#dialler;
    if (confirm) {
      const said = await Promise.race([stop.stopped, confirm.ask(call)]);
      if (isStop(said)) return await this.#takeBack(call, said);
      if (said !== 'confirmed') {
        await this.#takeDown(call);
        return said === 'declined' ? { word: 'declined' } : { word: 'no-answer', detail: 'not-confirmed' };
      }
      if (!(await confirm.letIn(call, room))) {
        // She would wait in silence.
        await this.#takeDown(call);
        return { word: 'failed', detail: 'conference-unreachable' };
      }
    }
    const late = sleep(this.#timers.enterMs, 'late' as const, { ref: false });
    const way = await Promise.race([stop.stopped, call.entered, call.ended, late]);
    if (isStop(way)) return await this.#takeBack(call, way);
    const answer = { code: 200, reasonPhrase: 'OK', answeredBy: 'person', rang: call.rang } as const;
    if (way === 'entered') return { word: confirm ? 'joined' : 'answered', answer };
    // A greeting, or a room that is not open yet: she is on the line, and the roster tells when she is in.
    if (way === 'late') return { word: confirm ? 'accepted' : 'answered', answer };
    const isHers = way.kind === 'ended' && way.by === 'person';
    return { word: 'failed', detail: isHers ? 'hung-up-early' : 'conference-unreachable' };
  }

  /** Race: what her phone did meanwhile counts where it tells more than that it was stopped. */
  async #takeBack(call: Call, why: Stop): Promise<Outcome> {
    if (!(await this.#takeDown(call))) return { word: 'unknown', detail: 'cancel-unanswered' };
    const late = sleep(this.#timers.endMs, undefined, { ref: false });
    const end = await Promise.race([call.ended, late]);
    if (end?.kind === 'ended' && isAnswer(end.hangup)) return outcomeOfHangup(end.hangup, call.rang);
    return { word: why === 'withdrawn' ? 'withdrawn' : 'no-answer' };
  }

  async #takeDown(call: Call): Promise<boolean> {
    const isDown = await call.hangUp();
    if (isDown) this.#unwanted.delete(call);
    else this.#unwanted.add(call);
    return isDown;
  }
}

function outcomeOfEnd(end: CallEnd, rang: boolean): Outcome {
  return end.kind === 'gone'
    ? { word: 'unknown', detail: 'connection-lost' }
    : outcomeOfHangup(end.hangup, rang);
}
