/** One call that FreeSWITCH makes for us: a channel with the name that we gave it (`origination_uuid`). */
import { setTimeout as sleep } from 'node:timers/promises';
import type { SipResponse } from '../../core/index.ts';
import type { Hangup } from '../hangup.ts';
import type { CallEnd, ServerCall, Standing } from '../server-call.ts';
import type { Dialled } from '../server-dial-out.ts';
import { channelOf } from './channel.ts';
import type { EslClient } from './esl-client.ts';
import type { Facts } from './facts.ts';

/** How long what ended a call may be on its way to us. */
const LATE_EVENT_MS = 500;

export class DialledCall implements ServerCall<Facts> {
  readonly id: string;
  readonly #client: EslClient;
  readonly #room: string;
  readonly #begun = Promise.withResolvers<void>();
  readonly #answered = Promise.withResolvers<'answered'>();
  readonly #entered = Promise.withResolvers<'entered'>();
  readonly #ended = Promise.withResolvers<CallEnd>();
  #onRinging: (response: SipResponse) => void = () => {};
  #isThere = false;
  #rang = false;

  constructor(client: EslClient, id: string, room: string) {
    this.#client = client;
    this.id = id;
    this.#room = room;
  }

  get rang(): boolean {
    return this.#rang;
  }

  get answered(): Promise<'answered'> {
    return this.#answered.promise;
  }

  get entered(): Promise<'entered'> {
    return this.#entered.promise;
  }

  get ended(): Promise<CallEnd> {
    return this.#ended.promise;
  }

  get isThere(): boolean {
    return this.#isThere;
  }

  onRinging(listener: (response: SipResponse) => void): void {
    this.#onRinging = listener;
  }

  /** Has it dialled by this command, and waits until there is something to be hung up: at most `beginMs`. */
  async dial(command: string, beginMs: number): Promise<Dialled> {
    const reply = await this.#client.api(command);
    if (reply === undefined) return { kind: 'unanswered' };
    if (!/^\+?OK/.test(reply)) return { kind: 'refused', reason: reply.slice(0, 200) };
    this.#isThere = true;
    const late = sleep(beginMs, 'late' as const, { ref: false });
    const first = await Promise.race([this.#begun.promise, late]);
    // No gateway of that name, nobody registered by it …: then there never was a channel whose end could be told.
    const isNone = first === 'late' && (await channelOf(this.#client, this.id)) === 'gone';
    return isNone ? { kind: 'refused', reason: 'no channel' } : { kind: 'dialled' };
  }

  async look(): Promise<Standing | undefined> {
    this.#isThere = true;
    const channel = await channelOf(this.#client, this.id);
    if (channel === undefined) return undefined;
    if (channel === 'gone') {
      void sleep(LATE_EVENT_MS, undefined, { ref: false }).then(() => this.#ended.resolve({ kind: 'gone' }));
      return 'gone';
    }
    const { 'Channel-Call-State': state = '', variable_conference_name: room } = channel;
    if (state === 'RINGING') this.#ring(180, 'Ringing');
    if (state === 'EARLY') this.#ring(183, 'Session Progress');
    if (!IN_CALL.has(state)) return 'waiting';
    this.#answered.resolve('answered');
    if (room === this.#room) this.#entered.resolve('entered');
    return 'in';
  }

  take(event: Facts): void {
    if (event['Unique-ID'] !== this.id) return;
    this.#begun.resolve();
    switch (event['Event-Name']) {
      case 'CHANNEL_PROGRESS':
        this.#ring(180, 'Ringing');
        return;
      case 'CHANNEL_PROGRESS_MEDIA':
        this.#ring(183, 'Session Progress');
        return;
      case 'CHANNEL_ANSWER':
        this.#answered.resolve('answered');
        return;
      case 'CUSTOM':
        if (event.Action !== 'add-member' || event['Conference-Name'] !== this.#room) return;
        this.#answered.resolve('answered');
        this.#entered.resolve('entered');
        return;
      case 'CHANNEL_HANGUP_COMPLETE': {
        const isHers = event.variable_sip_hangup_disposition === 'recv_bye';
        const by = isHers ? 'person' : 'conference';
        this.#ended.resolve({ kind: 'ended', hangup: hangupOf(event), by });
      }
    }
  }

  async hangUp(): Promise<boolean> {
    const reply = await this.#client.api(`uuid_kill ${this.id}`);
    return reply !== undefined && (reply.startsWith('+OK') || /no such channel/i.test(reply));
  }

  #ring(code: number, reasonPhrase: string): void {
    if (this.#rang) return;
    this.#rang = true;
    this.#onRinging({ code, reasonPhrase });
  }
}

/** Values of Channel-Call-State: somebody has answered. */
const IN_CALL = new Set(['ACTIVE', 'HELD', 'UNHELD']);

/** Causes of FreeSWITCH's own, as Q.850 has it. */
const OWN_CAUSES: Readonly<Record<string, number>> = {
  USER_NOT_REGISTERED: 20,
  GATEWAY_DOWN: 27,
  INVALID_GATEWAY: 27,
  PROGRESS_TIMEOUT: 18,
  ALLOTTED_TIMEOUT: 19,
};

function hangupOf(event: Facts): Hangup {
  const text = event['Hangup-Cause'] ?? '';
  const cause = OWN_CAUSES[text] ?? Number(event.variable_hangup_cause_q850 ?? 0);
  const sipCode = Number(
    /^sip:(\d{3})$/.exec(event.variable_proto_specific_hangup_cause ?? '')?.[1] ??
      event.variable_sip_term_status,
  );
  // A 200 was her answer, and no end.
  return { cause: Number.isInteger(cause) ? cause : 0, text, ...(sipCode >= 300 ? { sipCode } : {}) };
}
