import type { DeliverOptions } from '../../src/core/index.ts';
import type { ServerCallRecord } from '../../src/drivers/call-record.ts';
import { type FreeswitchOptions, FreeswitchServer } from '../../src/drivers/freeswitch/index.ts';
import { Pacer } from '../../src/sip/index.ts';
import { type Invited, inviteThrough } from './invite-through.ts';
import { quietLog } from './quiet-log.ts';
import { ScriptedEsl } from './scripted-esl.ts';

/** Our side of the Event Socket, and a scripted FreeSWITCH. */
export class EslWorld {
  readonly esl: ScriptedEsl;
  readonly server: FreeswitchServer;
  /** What is written down, in order. */
  readonly written: ServerCallRecord[];

  private constructor(esl: ScriptedEsl, server: FreeswitchServer, written: ServerCallRecord[]) {
    this.esl = esl;
    this.server = server;
    this.written = written;
  }

  static async start(more: Partial<FreeswitchOptions> = {}): Promise<EslWorld> {
    const esl = await ScriptedEsl.start();
    const written: ServerCallRecord[] = [];
    const server = new FreeswitchServer({
      ...{ host: '127.0.0.1', port: esl.port, password: 'open sesame', uri: 'sip:usher@contoso.com' },
      ...{ endpoint: 'sofia/gateway/trunk/{user}', profile: 'wideband' },
      ...{ mayCall: () => true, pacer: new Pacer(100) },
      journal: { save: async (record) => void written.push(record) },
      log: quietLog,
      ...more,
      timers: {
        ...{ requestMs: 500, firstPauseMs: 2, longestPauseMs: 10, endMs: 50, beginMs: 30 },
        ...more.timers,
      },
    });
    await server.start();
    return new EslWorld(esl, server, written);
  }

  invite(options?: DeliverOptions, signal?: AbortSignal, to?: string, room?: string): Promise<Invited> {
    return inviteThrough(this.server.dialOut, options, signal, to, room);
  }

  async stop(): Promise<void> {
    await this.server.stop();
    await this.esl.stop();
  }
}
