import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AsteriskOptions } from '../../../src/drivers/asterisk/index.ts';
import { AriBot } from './ari-bot.ts';
import { Asterisk } from './asterisk.ts';
import { Baresip, type BaresipOptions } from './baresip.ts';
import { Bot, type BotOptions } from './bot.ts';
import { Kamailio, type KamailioOptions } from './kamailio.ts';
import { Linphone } from './linphone.ts';
import { RosterServer } from './roster-server.ts';
import { Sipp, type SippOptions } from './sipp.ts';

interface Stoppable {
  stop(): Promise<void>;
}

/**
 * Starts what a test asks for, all on loopback, with everything that is written in one folder. What was started last is
 * stopped first.
 */
export class Lab {
  #folder = '';
  #kamailio: Kamailio | undefined;
  readonly #started: Stoppable[] = [];

  asterisk(options?: Parameters<typeof Asterisk.start>[1]): Promise<Asterisk> {
    return this.#keep(Asterisk.start(this.#folder, options));
  }

  /** What tells who is in the conferences of conf.lab.test. */
  rosterServer(): Promise<RosterServer> {
    return this.#keep(RosterServer.start(this.#folder));
  }

  /** The proxy, which everybody started after it uses. */
  async kamailio(conferencePort: number, options?: KamailioOptions): Promise<Kamailio> {
    const kamailio = await this.#keep(Kamailio.start(this.#folder, conferencePort, options));
    this.#kamailio = kamailio;
    return kamailio;
  }

  /** A softphone of `user@lab.test` that answers at once (`auto`), or rings until told otherwise (`manual`). */
  softphone(
    user: string,
    name: string,
    answer: 'auto' | 'manual',
    options: Pick<BaresipOptions, 'isSecret'> = {},
  ): Promise<Baresip> {
    const proxyPort = this.#proxy.port;
    return this.#keep(Baresip.start(this.#folder, { ...options, user, name, answer, proxyPort }));
  }

  /** Another maker's softphone of `user@lab.test`; it rings until told otherwise. */
  async linphone(user: string, name: string): Promise<Linphone> {
    const phone = await this.#keep(Linphone.start(this.#folder, { user, name, proxyPort: this.#proxy.port }));
    await this.#proxy.register(user, phone.port);
    return phone;
  }

  /** A conference server that follows a script. */
  scriptedFocus(name: string, options?: SippOptions): Promise<Sipp> {
    return this.#keep(Sipp.start(this.#folder, name, options));
  }

  /** A phone of `user@lab.test` that follows a script. */
  async scriptedPhone(user: string, name: string, options?: SippOptions): Promise<Sipp> {
    const phone = await this.scriptedFocus(name, options);
    await this.#proxy.register(user, phone.port);
    return phone;
  }

  bot(options: BotOptions): Promise<Bot> {
    return this.#keep(Bot.start(join(this.#folder, 'bot.log'), this.#proxy, options));
  }

  /** A bot that speaks to Asterisk through ARI. */
  ariBot(asterisk: Asterisk, options?: Partial<AsteriskOptions>): Promise<AriBot> {
    return this.#keep(AriBot.start(asterisk, this.#proxy, join(this.#folder, 'bot.log'), options));
  }

  get #proxy(): Kamailio {
    if (!this.#kamailio) throw new Error('The proxy comes first');
    return this.#kamailio;
  }

  async #keep<T extends Stoppable>(starting: Promise<T>): Promise<T> {
    const peer = await starting;
    this.#started.push(peer);
    return peer;
  }

  open(): void {
    this.#folder = mkdtempSync(join(tmpdir(), 'usher-interop-'));
  }

  get logs(): string {
    return readdirSync(this.#folder)
      .filter((name) => name.endsWith('.log'))
      .map((name) => `──── ${name}\n${readFileSync(join(this.#folder, name), 'utf8')}`)
      .join('\n');
  }

  async close(): Promise<void> {
    for (const peer of this.#started.splice(0).reverse()) await peer.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** A fresh lab for each test of a describe block; the logs of a test that fails are printed. */
export function useLab(): Lab {
  const lab = new Lab();
  beforeEach(() => lab.open());
  afterEach(function () {
    if (this.currentTest?.isFailed()) console.error(lab.logs);
    return lab.close();
  });
  return lab;
}
