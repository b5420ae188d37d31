/**
 * An Asterisk whose ConfBridges are the conferences, spoken to through its REST interface (ARI): it dials people, tells who is
 * in, and takes people out. A conference is the ConfBridge that is named as the user part of its URI; what the dialplan
 * needs for it is in docs/connect-asterisk.md.
 */
import { parseAddress } from '../../core/index.ts';
import { DrivenServer, type Driver } from '../driven-server.ts';
import type { LinkTimers } from '../link.ts';
import type {
  Confirming,
  Dialled,
  Dialling,
  DialOutSurroundings,
  DialOutTimers,
} from '../server-dial-out.ts';
import { type AriEvent, isRoom } from './ari.ts';
import { AriClient } from './ari-client.ts';
import { Bridges } from './bridges.ts';
import { askToConfirm } from './confirmation.ts';
import { dialString, roomOf } from './dial-string.ts';
import { identities, isSip, sipHeaders } from './dial-variables.ts';
import { DialledChannel } from './dialled-channel.ts';

export interface AsteriskOptions extends DialOutSurroundings {
  /** ARI_URL, ARI_USERNAME, ARI_PASSWORD. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** SIP_URI: its user part is the number that phones show. */
  readonly uri: string;
  /** ARI_ENDPOINT. */
  readonly endpoint: string;
  /** ARI_CONTEXT. */
  readonly context: string;
  /** CONFIRM_PROMPT; undefined: nobody is asked. */
  readonly confirmPrompt?: string;
  readonly timers?: Partial<AsteriskTimers>;
}

export interface AsteriskTimers extends LinkTimers, DialOutTimers {
  /** How long somebody may take to press 1, after each time that she was asked. */
  readonly confirmMs: number;
}

const CONFIRM_MS = 7_000;

export class AsteriskServer extends DrivenServer<AriEvent, DialledChannel> {
  constructor(options: AsteriskOptions) {
    const client = new AriClient({ ...options, app: `usher-${crypto.randomUUID()}` });
    super(driverOf(client, options), options, options.timers);
  }
}

function driverOf(client: AriClient, options: AsteriskOptions): Driver<AriEvent, DialledChannel> {
  const { uri, endpoint, confirmPrompt } = options;
  const { host: domain } = parseAddress(uri);
  const bridges = new Bridges(client);
  return {
    driver: 'asterisk',
    link: client,
    roomOf,
    dialString: (address) => dialString(endpoint, address, domain),
    callOf: (callId, room) => new DialledChannel(client, callId, room),
    dial: (channel, asked) => dial(channel, asked, options),
    ...(confirmPrompt === undefined ? {} : { confirm: confirming(confirmPrompt, options) }),
    changedRoom: ({ bridge }) => (isRoom(bridge, bridge?.name ?? '') ? bridge?.name : undefined),
    entries: (room, known) => bridges.entries(room, known),
    takeOut: async (_room, key) => {
      const { code } = await client.request('DELETE', `/channels/${encodeURIComponent(key)}`);
      return code === 204 || code === 404 ? undefined : code;
    },
  };
}

async function dial(
  channel: DialledChannel,
  { delivery, dialString: endpoint, room, timeoutSeconds }: Dialling,
  { uri, context, confirmPrompt }: AsteriskOptions,
): Promise<Dialled> {
  const { code, body } = await channel.dial({
    ...{ endpoint, timeoutSeconds },
    variables: {
      ...identities(delivery, parseAddress(uri).user),
      ...(isSip(endpoint) ? sipHeaders(delivery) : {}),
    },
    leadsTo: confirmPrompt === undefined ? { context, extension: room } : 'ask',
  });
  if (code === 200) return { kind: 'dialled' };
  return code === 0 ? { kind: 'unanswered' } : { kind: 'refused', code, reason: body };
}

function confirming(prompt: string, { context, log, timers }: AsteriskOptions): Confirming<DialledChannel> {
  const waitMs = timers?.confirmMs ?? CONFIRM_MS;
  return {
    ask: (channel) => askToConfirm(channel, { prompt, waitMs, log }),
    letIn: async (channel, room) => {
      const { code } = await channel.sendTo(context, room);
      return code === 204 || code === 404;
    },
  };
}
