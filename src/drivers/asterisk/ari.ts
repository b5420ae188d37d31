/** What Asterisk's REST interface says, as far as we read it (its own description: /ari/api-docs/resources.json). */

export interface AriChannel {
  readonly id: string;
  /** `PJSIP/trunk-00000001`. */
  readonly name: string;
  /** `Down`, `Ring`, `Ringing`, `Up` … */
  readonly state: string;
  /** Call-ID of a SIP channel; empty for others, missing in older versions. */
  readonly protocol_id?: string;
  readonly caller: { readonly name: string; readonly number: string };
  readonly dialplan: { readonly app_name?: string };
}

export interface AriBridge {
  readonly id: string;
  /** Of a ConfBridge: the name of the conference. */
  readonly name: string;
  /** The application that made it. */
  readonly creator: string;
  /** Ids of the channels in it. */
  readonly channels: readonly string[];
}

export interface AriEvent {
  readonly type: string;
  readonly channel?: AriChannel;
  /** Of a Dial event: the channel that is dialled. */
  readonly peer?: AriChannel;
  readonly bridge?: AriBridge;
  readonly dialstatus?: string;
  readonly digit?: string;
  readonly playback?: { readonly id: string; readonly target_uri: string; readonly state: string };
  readonly cause?: number;
  readonly cause_txt?: string;
  /** SIP code behind the cause; older versions do not tell it. */
  readonly tech_cause?: number;
  /** Of a ChannelHangupRequest: Asterisk itself hangs up, not the far end. */
  readonly soft?: boolean;
  readonly eventname?: string;
}

/** Of all channels and bridges; the keys that people press are not among them. */
export const WATCHED_EVENTS = [
  'Dial',
  'ChannelStateChange',
  'ChannelHangupRequest',
  'ChannelDestroyed',
  'ChannelEnteredBridge',
  'ChannelLeftBridge',
  'ChannelUserevent',
] as const;

/** Beside these, of the channels that are in our hands. */
export const HELD_EVENTS = ['StasisStart', 'ChannelDtmfReceived', 'PlaybackFinished'] as const;

export function isRoom(bridge: AriBridge | undefined, room: string): boolean {
  return bridge?.creator === 'ConfBridge' && bridge.name === room;
}

/** `code`: of the HTTP response; 0: nobody answered, so nobody knows whether it was done. */
export interface AriResponse {
  readonly code: number;
  readonly body: unknown;
}

/** Undefined: no JSON, as a proxy on the way may answer. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
