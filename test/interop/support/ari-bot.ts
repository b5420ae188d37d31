import pino from 'pino';
import {
  Conference,
  ConferenceInvitation,
  type DeliverOptions,
  type Outcome,
  type Participant,
  type Roster,
} from '../../../src/core/index.ts';
import { type AsteriskOptions, AsteriskServer } from '../../../src/drivers/asterisk/index.ts';
import type { ServerCallRecord } from '../../../src/drivers/call-record.ts';
import { Pacer } from '../../../src/sip/index.ts';
import type { Asterisk } from './asterisk.ts';
import type { Kamailio } from './kamailio.ts';
import { until } from './peer.ts';

export const ROOM = 'sip:conf77@conf.lab.test';

export interface AriInvited {
  readonly outcome: Outcome | undefined;
  readonly participant: Participant | undefined;
}

/** The product without its chat, where CONFERENCE_DRIVER is asterisk: the core above ARI. Its people are dialled through the proxy. */
export class AriBot {
  readonly server: AsteriskServer;
  /** What is written down, the newest of each call. */
  readonly records = new Map<string, ServerCallRecord>();
  #roster: Roster = { kind: 'unknown' };

  private constructor(asterisk: Asterisk, proxy: Kamailio, logFile: string, more: Partial<AsteriskOptions>) {
    this.server = new AsteriskServer({
      ...asterisk.ari,
      uri: 'sip:usher@lab.test',
      endpoint: `PJSIP/people/sip:{user}@127.0.0.1:${proxy.port};transport=tcp`,
      context: 'rooms',
      mayCall: () => true,
      pacer: new Pacer(5),
      journal: { save: async (record) => void this.records.set(record.callId, record) },
      log: pino({ level: 'debug' }, pino.destination({ dest: logFile, sync: true })),
      ...more,
      timers: { firstPauseMs: 100, ...more.timers },
    });
  }

  static async start(
    asterisk: Asterisk,
    proxy: Kamailio,
    logFile: string,
    more: Partial<AsteriskOptions> = {},
  ): Promise<AriBot> {
    const bot = new AriBot(asterisk, proxy, logFile, more);
    await bot.server.start();
    bot.server.followRoster(ROOM, (roster) => {
      bot.#roster = roster;
    });
    return bot;
  }

  /** Invites `user@lab.test`, to the end of the delivery, whatever it is. `onRinging` is called when her phone rings. */
  async invite(
    user: string,
    options: DeliverOptions & { readonly room?: string; onRinging?(): void; signal?: AbortSignal } = {},
  ): Promise<AriInvited> {
    const { room = ROOM, onRinging, signal, ...rest } = options;
    const conference = new Conference({ uri: room, subject: 'Standup', methods: [this.server.dialOut] });
    const invitation = new ConferenceInvitation(conference).onStateChanged(
      ({ reason }) => reason === 'Ringing' && onRinging?.(),
    );
    const response = await invitation.deliver(`sip:${user}@lab.test`, rest, signal).catch(() => undefined);
    return { outcome: invitation.outcome, participant: response?.participant };
  }

  get roster(): Roster {
    return this.#roster;
  }

  /** Resolves when the roster names these addresses and no other. */
  async rosterHolds(...users: readonly string[]): Promise<void> {
    const wanted = users.map((user) => `sip:${user}@lab.test`).toSorted();
    await until(`the roster holds [${users}]`, () => {
      const roster = this.#roster;
      if (roster.kind !== 'known') return false;
      return `${roster.entries.map(({ address }) => address).toSorted()}` === `${wanted}`;
    });
  }

  /** Ends without a word to anybody, like a process that is killed. */
  stop(): Promise<void> {
    return this.server.stop();
  }
}
