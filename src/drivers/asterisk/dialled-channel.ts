/** One channel that Asterisk dials for us. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { SipResponse } from '../../core/index.ts';
import type { Hangup } from '../hangup.ts';
import type { CallEnd, ServerCall, Standing } from '../server-call.ts';
import { type AriChannel, type AriEvent, type AriResponse, isRoom } from './ari.ts';
import type { AriClient } from './ari-client.ts';

/** What a channel is dialled with. */
export interface Dialling {
  readonly endpoint: string;
  readonly timeoutSeconds: number;
  /** Variables of the channel, functions among them. */
  readonly variables: Readonly<Record<string, string>>;
  /** Where it goes when answered: by itself into the dialplan, or to us, who send it there. */
  readonly leadsTo: { readonly context: string; readonly extension: string } | 'ask';
}

export class DialledChannel implements ServerCall<AriEvent> {
  readonly id: string;
  readonly #client: AriClient;
  readonly #room: string;
  readonly #answered = Promise.withResolvers<'answered'>();
  readonly #entered = Promise.withResolvers<'entered'>();
  readonly #ended = Promise.withResolvers<CallEnd>();
  readonly #digit = Promise.withResolvers<string>();
  #playback: { readonly id: string; over(state: string): void } | undefined;
  #isAsked = false;
  #isThere = false;
  #onRinging: (response: SipResponse) => void = () => {};
  #rang = false;
  #hungUpBy: 'person' | 'conference' = 'conference';

  constructor(client: AriClient, id: string, room: string) {
    this.#client = client;
    this.id = id;
    this.#room = room;
  }

  get rang(): boolean {
    return this.#rang;
  }

  /** Her phone was answered, and is where `Dialling.leadsTo` says. */
  get answered(): Promise<'answered'> {
    return this.#answered.promise;
  }

  get entered(): Promise<'entered'> {
    return this.#entered.promise;
  }

  get ended(): Promise<CallEnd> {
    return this.#ended.promise;
  }

  /** The first key that she presses. */
  get digit(): Promise<string> {
    return this.#digit.promise;
  }

  onRinging(listener: (response: SipResponse) => void): void {
    this.#onRinging = listener;
  }

  get isThere(): boolean {
    return this.#isThere;
  }

  /** Has it dialled. */
  async dial({ endpoint, timeoutSeconds, variables, leadsTo }: Dialling): Promise<AriResponse> {
    this.#isAsked = leadsTo === 'ask';
    const target =
      leadsTo === 'ask'
        ? { app: this.#client.holding }
        : { context: leadsTo.context, extension: leadsTo.extension, priority: 1 };
    const query = { endpoint, timeout: timeoutSeconds, ...target };
    const response = await this.#request('POST', '', query, { variables });
    if (response.code === 200) await this.look();
    return response;
  }

  async look(): Promise<Standing | undefined> {
    this.#isThere = true;
    const { code, body } = await this.#request('GET', '');
    if (code === 404) {
      // What ended it may be on its way to us.
      void sleep(LATE_EVENT_MS, undefined, { ref: false }).then(() => this.#ended.resolve({ kind: 'gone' }));
      return 'gone';
    }
    if (code !== 200) return undefined;
    const channel = body as AriChannel;
    this.#see(channel);
    return channel.state === 'Up' && channel.dialplan.app_name !== 'Stasis' ? 'in' : 'waiting';
  }

  take(event: AriEvent): void {
    if (event.playback && event.playback.id === this.#playback?.id) this.#playback.over(event.playback.state);
    if (event.channel?.id !== this.id && event.peer?.id !== this.id) return;
    switch (event.type) {
      case 'Dial':
        if (event.dialstatus === 'RINGING') this.#ring(180, 'Ringing');
        if (event.dialstatus === 'PROGRESS') this.#ring(183, 'Session Progress');
        return;
      case 'ChannelStateChange':
      case 'StasisStart':
        if (event.channel) this.#see(event.channel);
        return;
      case 'ChannelEnteredBridge':
        if (!isRoom(event.bridge, this.#room)) return;
        this.#answered.resolve('answered');
        this.#entered.resolve('entered');
        return;
      case 'ChannelDtmfReceived':
        this.#digit.resolve(event.digit ?? '');
        return;
      case 'ChannelHangupRequest':
        if (!event.soft) this.#hungUpBy = 'person';
        return;
      case 'ChannelDestroyed':
        this.#ended.resolve({ kind: 'ended', hangup: hangupOf(event), by: this.#hungUpBy });
    }
  }

  /** Resolves when it is over, or stopped; false: it cannot be played. */
  async play(media: string): Promise<boolean> {
    const over = Promise.withResolvers<string>();
    const id = `${this.id}-${crypto.randomUUID()}`;
    this.#playback = { id, over: over.resolve };
    const { code } = await this.#request('POST', `/play/${id}`, { media });
    const hasFailed = code !== 201 || (await over.promise) === 'failed';
    return !hasFailed || this.#hungUpBy === 'person';
  }

  async stopPlaying(): Promise<void> {
    if (this.#playback) await this.#client.request('DELETE', `/playbacks/${this.#playback.id}`);
  }

  /** Who was asked goes on into the dialplan. */
  async sendTo(context: string, extension: string): Promise<AriResponse> {
    return await this.#request('POST', '/continue', { context, extension, priority: 1 });
  }

  async hangUp(): Promise<boolean> {
    const { code } = await this.#request('DELETE', '');
    return code === 204 || code === 404;
  }

  #request(
    method: string,
    path: string,
    query?: Readonly<Record<string, string | number>>,
    body?: object,
  ): Promise<AriResponse> {
    return this.#client.request(method, `/channels/${encodeURIComponent(this.id)}${path}`, query, body);
  }

  #see({ state, dialplan }: AriChannel): void {
    if (state === 'Ringing') this.#ring(180, 'Ringing');
    if (state !== 'Up') return;
    // Nothing can be played before it is in our hands, a moment after it is up.
    if (!this.#isAsked || dialplan.app_name === 'Stasis') this.#answered.resolve('answered');
    if (dialplan.app_name === 'ConfBridge') this.#entered.resolve('entered');
  }

  #ring(code: number, reasonPhrase: string): void {
    if (this.#rang) return;
    this.#rang = true;
    this.#onRinging({ code, reasonPhrase });
  }
}

const LATE_EVENT_MS = 500;

function hangupOf({ cause = 0, cause_txt = '', tech_cause }: AriEvent): Hangup {
  return { cause, text: cause_txt, ...(tech_cause === undefined ? {} : { sipCode: tech_cause }) };
}
