import { Conference, ConferenceInvitation, type DeliverOptions, type Outcome } from '../../src/core/index.ts';
import { type AsteriskOptions, AsteriskServer } from '../../src/drivers/asterisk/index.ts';
import type { ServerCallRecord } from '../../src/drivers/call-record.ts';
import { Pacer } from '../../src/sip/index.ts';
import { quietLog } from './quiet-log.ts';
import { ScriptedAri } from './scripted-ari.ts';

export const ROOM = 'sip:conf77@conf.contoso.com';
export const MARY = 'sip:mary@contoso.com';
/** The one invitation of a test, and its channel. */
const ID = '1b671a64-40d5-491e-99b0-da01ff1f3341';
export const CHANNEL = `usher-${ID}`;

export interface Invited {
  readonly outcome: Outcome | undefined;
  /** `State Reason` of every change, in order. */
  readonly changes: readonly string[];
  readonly response: Awaited<ReturnType<ConferenceInvitation['deliver']>> | undefined;
}

/** Our side of ARI, and a scripted Asterisk. */
export class AriWorld {
  readonly ari: ScriptedAri;
  readonly server: AsteriskServer;
  /** What is written down, in order. */
  readonly written: ServerCallRecord[];

  private constructor(ari: ScriptedAri, server: AsteriskServer, written: ServerCallRecord[]) {
    this.ari = ari;
    this.server = server;
    this.written = written;
  }

  static async start(more: Partial<AsteriskOptions> = {}): Promise<AriWorld> {
    const ari = await ScriptedAri.start();
    const written: ServerCallRecord[] = [];
    const server = new AsteriskServer({
      ...{ url: ari.url, username: 'usher', password: 'open sesame', uri: 'sip:usher@contoso.com' },
      ...{ endpoint: 'PJSIP/{user}', context: 'conferences', mayCall: () => true, pacer: new Pacer(100) },
      journal: { save: async (record) => void written.push(record) },
      log: quietLog,
      ...more,
      timers: {
        requestMs: 500,
        firstPauseMs: 2,
        longestPauseMs: 10,
        endMs: 50,
        confirmMs: 20,
        ...more.timers,
      },
    });
    await server.start();
    return new AriWorld(ari, server, written);
  }

  /** Invites, to the end of the delivery. */
  async invite(options: DeliverOptions = {}, signal?: AbortSignal, to = MARY, room = ROOM): Promise<Invited> {
    const conference = new Conference({ uri: room, subject: 'Standup', methods: [this.server.dialOut] });
    const changes: string[] = [];
    const invitation = new ConferenceInvitation(conference, ID).onStateChanged(({ state, reason }) =>
      changes.push(`${state} ${reason}`),
    );
    const response = await invitation.deliver(to, options, signal).catch(() => undefined);
    return { outcome: invitation.outcome, changes, response };
  }

  async stop(): Promise<void> {
    await this.server.stop();
    await this.ari.stop();
  }
}
