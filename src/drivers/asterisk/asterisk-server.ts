/**
 * An Asterisk whose ConfBridges are the conferences, spoken to through its REST interface (ARI): it dials people, tells who is
 * in, and takes people out. A conference is the ConfBridge that is named as the user part of its URI; what the dialplan
 * needs for it is in docs/connect-asterisk.md.
 */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ConferenceServer,
  type Participant,
  parseAddress,
  type Removal,
  type Roster,
  type RosterEntry,
  type RosterTarget,
} from '../../core/index.ts';
import { CallEntry, type ServerCallRecord } from '../call-record.ts';
import type { LinkProblem, LinkTimers } from '../link.ts';
import type { AriChannel } from './ari.ts';
import { AriClient } from './ari-client.ts';
import { AsteriskDialOut, type AsteriskDialOutOptions, type DialOutTimers } from './asterisk-dial-out.ts';
import { roomOf } from './dial-string.ts';
import { Rooms } from './rooms.ts';

export interface AsteriskOptions
  extends Omit<AsteriskDialOutOptions, 'client' | 'callerNumber' | 'domain' | 'timers'> {
  /** ARI_URL, ARI_USERNAME, ARI_PASSWORD. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** SIP_URI. */
  readonly uri: string;
  readonly timers?: Partial<LinkTimers & DialOutTimers>;
}

export type AsteriskRecovery =
  /** Her phone does not ring any more because of us. */
  | { readonly kind: 'cancelled' }
  /** There is no call any more. */
  | { readonly kind: 'ended' }
  /** The call goes on. */
  | { readonly kind: 'adopted'; readonly participant: Participant };

/** Pause after an answer that says nothing. */
const AGAIN_MS = 1_000;

export class AsteriskServer implements ConferenceServer {
  readonly dialOut: AsteriskDialOut;
  readonly #options: Pick<AsteriskOptions, 'journal' | 'log'>;
  readonly #client: AriClient;
  readonly #rooms: Rooms;

  constructor(options: AsteriskOptions) {
    this.#options = options;
    const { user, host } = parseAddress(options.uri);
    const timers = options.timers ?? {};
    this.#client = new AriClient({ ...options, app: `usher-${crypto.randomUUID()}`, timers });
    this.dialOut = new AsteriskDialOut({
      ...options,
      client: this.#client,
      callerNumber: user,
      domain: host,
      timers,
    });
    this.#rooms = new Rooms(this.#client);
  }

  /** Why it is not reached; undefined: it is. */
  get problem(): LinkProblem | undefined {
    return this.#client.problem;
  }

  /** Begins to connect, and heals by itself from then on. Resolves when the first attempt is over, however it ended. */
  start(): Promise<void> {
    return this.#client.start();
  }

  stop(): Promise<void> {
    return this.#client.stop();
  }

  followRoster(conferenceUri: string, listener: (roster: Roster) => void): () => Promise<void> {
    const room = roomOf(conferenceUri);
    if (room === undefined) {
      listener({ kind: 'none', code: 404 });
      return async () => {};
    }
    const stop = this.#rooms.follow(room, listener);
    return async () => stop();
  }

  async remove(conferenceUri: string, target: RosterTarget): Promise<Removal> {
    const room = roomOf(conferenceUri);
    if (room === undefined) return { kind: 'not-in' };
    const entries = await this.#rooms.entries(room);
    if (!entries) return { kind: 'refused', code: 0 };
    const hers = [...entries.values()].filter((entry) => isTarget(entry, target));
    if (hers.length === 0) return { kind: 'not-in' };
    for (const { key } of hers) {
      const { code } = await this.#client.request('DELETE', `/channels/${encodeURIComponent(key)}`);
      if (code !== 204 && code !== 404) return { kind: 'refused', code };
    }
    return { kind: 'removed' };
  }

  /**
   * What becomes of a call whose process has died: a phone that rings is stopped, somebody who is in stays in. Waits until
   * Asterisk is reached. Who was being asked to press 1 is hung up: nobody listened to her any more.
   */
  async recover(record: ServerCallRecord): Promise<AsteriskRecovery> {
    const found = await this.#find(record);
    const { journal, log } = this.#options;
    await new CallEntry(journal, log, record).change(found.kind === 'adopted' ? 'confirmed' : 'ended');
    return found;
  }

  async #find({ callId, conferenceUri }: ServerCallRecord): Promise<AsteriskRecovery> {
    const path = `/channels/${encodeURIComponent(callId)}`;
    for (;;) {
      if (!this.#client.ready) await once(this.#client, 'ready');
      const { code, body } = await this.#client.request('GET', path);
      if (code === 404) return { kind: 'ended' };
      if (code === 200) {
        const { state, dialplan } = body as AriChannel;
        if (state === 'Up' && dialplan.app_name !== 'Stasis') {
          const channel = this.dialOut.attach(callId, roomOf(conferenceUri) ?? '');
          await channel.look();
          return { kind: 'adopted', participant: this.dialOut.participant(channel) };
        }
        const { code: stopped } = await this.#client.request('DELETE', path);
        if (stopped === 204 || stopped === 404) return { kind: 'cancelled' };
      }
      await sleep(AGAIN_MS, undefined, { ref: false });
    }
  }
}

function isTarget(entry: RosterEntry, { address, key }: RosterTarget): boolean {
  return key === undefined ? isSamePerson(entry.address, address) : entry.key === key;
}

/** Ports and parameters aside; a number is the same one in whichever domain. */
function isSamePerson(one: string, other: string): boolean {
  try {
    const [a, b] = [parseAddress(one), parseAddress(other)];
    const isNumber = a.scheme === 'tel' || b.scheme === 'tel';
    return a.user !== '' && a.user === b.user && (isNumber || a.host === b.host);
  } catch {
    return false;
  }
}
