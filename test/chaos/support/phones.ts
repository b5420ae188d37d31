/** Phones of `lab.test` behind a Kamailio: sipp plays all of them, and writes down what each has heard and said. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kamailio } from '../../interop/support/kamailio.ts';
import { freePort, isListening, Peer } from '../../interop/support/peer.ts';

export interface Ring {
  readonly callId: string;
  readonly beganAt: Date;
  /** Undefined: it still rings. */
  readonly endedAt: Date | undefined;
}

export class Phones {
  readonly #proxy: Kamailio;
  readonly #sipp: Peer;
  readonly #log: string;

  /** `users` have a phone each; nobody listens where conferences are. */
  static async start(folder: string, users: readonly string[]): Promise<Phones> {
    const port = await freePort();
    const log = join(folder, 'phones.messages');
    const options = {
      sf: join(import.meta.dirname, 'ringing.xml'),
      i: '127.0.0.1',
      p: port,
      t: 't1',
      error_file: join(folder, 'phones.errors.log'),
      shortmessage_file: log,
    };
    const args = [
      ...['-nostdin', '-trace_err', '-trace_shortmsg'],
      ...Object.entries(options).flatMap(([name, value]) => [`-${name}`, `${value}`]),
    ];
    const sipp = new Peer('sipp', 'sipp', args, join(folder, 'phones.screen'));
    await sipp.ready(() => isListening(port));
    const proxy = await Kamailio.start(folder, await freePort());
    for (const user of users) await proxy.register(user, port);
    return new Phones(proxy, sipp, log);
  }

  private constructor(proxy: Kamailio, sipp: Peer, log: string) {
    this.#proxy = proxy;
    this.#sipp = sipp;
    this.#log = log;
  }

  get server(): string {
    return this.#proxy.server('tcp');
  }

  /** All that have rung, and when they stopped: with a final answer to the INVITE, or to a BYE (RFC 3261 15.1.2). */
  get rings(): readonly Ring[] {
    const begun = new Map<string, Date>();
    const ended = new Map<string, Date>();
    for (const line of readFileSync(this.#log, 'utf8').split('\n')) {
      const [, , seconds, direction, callId, cseq = '', what = ''] = line.split('\t');
      const isBye = cseq.includes('BYE');
      if (direction !== 'S' || callId === undefined || !(isBye || cseq.includes('INVITE'))) continue;
      const at = new Date(Number(seconds) * 1_000);
      const status = Number(/SIP\/2\.0 (\d{3})/.exec(what)?.[1]);
      if (status === 180) begun.set(callId, at);
      else if (status >= 200) ended.set(callId, at);
    }
    return [...begun].map(([callId, beganAt]) => ({ callId, beganAt, endedAt: ended.get(callId) }));
  }

  async stop(): Promise<void> {
    await this.#proxy.stop();
    await this.#sipp.stop();
  }
}
