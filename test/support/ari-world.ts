import type { DeliverOptions } from '../../src/core/index.ts';
import { type AsteriskOptions, AsteriskServer } from '../../src/drivers/asterisk/index.ts';
import type { ServerCallRecord } from '../../src/drivers/call-record.ts';
import { Pacer } from '../../src/sip/index.ts';
import { type Invited, inviteThrough } from './invite-through.ts';
import { quietLog } from './quiet-log.ts';
import { ScriptedAri } from './scripted-ari.ts';

export { CHANNEL, MARY, ROOM } from './invite-through.ts';

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
  invite(options?: DeliverOptions, signal?: AbortSignal, to?: string, room?: string): Promise<Invited> {
    return inviteThrough(this.server.dialOut, options, signal, to, room);
  }

  async stop(): Promise<void> {
    await this.server.stop();
    await this.ari.stop();
  }
}
