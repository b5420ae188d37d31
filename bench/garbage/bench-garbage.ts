/** What 10,000 requests of garbage a second do to the whole product, and to those who have something to say meanwhile. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../test/support/free-port.ts';
import { KeyServer, makeKey } from '../../test/support/key-server.ts';
import { type Product, startProduct, type Vitals } from '../load/product.ts';
import { ScriptedPhones } from '../load/scripted-phones.ts';
import { StubSlack } from '../load/stub-slack.ts';
import { quantile } from '../numbers.ts';
import type { Report, Row } from '../report.ts';
import { type Thrown, throwGarbage } from './thrower.ts';

const PER_SECOND = { http: 8_000, peers: 1_000, strangers: 1_000 };
/** Addresses that may connect to SIP_LISTEN: a proxy and its neighbours. */
const PEERS = 3;
const SECONDS = { before: 10, during: 20, after: 10 };
const COMMANDS_PER_SECOND = 2;
/** Compiling and filling caches is not what is measured. */
const WARM_UP_SECONDS = 8;
/** Garbage of its own kind is to be compiled and forgotten as well. */
const WARM_UP_THROWS = 4;
const GOALS = { grownMb: 32, delayP99Ms: 50, lost: 0 };
const APP_ID = '00000000-0000-4000-8000-000000000001';

/** One third of the run. */
interface Phase {
  readonly vitals: Vitals;
  /** From the signed event to its first answer in the channel, and to the INVITE, in ms; infinite: never. */
  readonly answerMs: readonly number[];
  readonly sipMs: readonly number[];
}

export async function benchGarbage(): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'usher-bench-'));
  // The database belongs to another user where root runs this.
  chmodSync(folder, 0o755);
  const slack = await new StubSlack().start();
  const phones = await new ScriptedPhones().start();
  const keys = await new KeyServer().start();
  const sipPort = await freePort();
  let product: Product | undefined;
  try {
    product = await startProduct({
      ...slack.env,
      MicrosoftAppId: APP_ID,
      MicrosoftAppPassword: 'none',
      MicrosoftAppTenantId: APP_ID,
      BENCH_KEYS: keys.configuration(),
      DATA_DIR: join(folder, 'data'),
      SIP_SERVER: `sip:127.0.0.1:${phones.port};transport=tcp`,
      SIP_LISTEN: `127.0.0.1:${sipPort}`,
      SIP_ALLOWED_PEERS: Array.from({ length: PEERS }, (_, n) => `127.0.1.${n + 1}`).join(','),
      SIP_URI: 'sip:usher@phones.test',
      SIP_CALLS_PER_SECOND: '50',
      CONFERENCE_URI: 'sip:{id}@conf.phones.test',
      RING_SECONDS: '5',
    });
    const { url } = product;
    const tokens = badTokens(keys);
    const httpPort = Number(new URL(url).port);
    const commands = new Commands(url, slack, phones);
    const throwing = (seconds: number) =>
      throwGarbage({ httpPort, sipPort, perSecond: PER_SECOND, peers: PEERS, seconds, tokens });
    say('warming up');
    await Promise.all([commands.type(WARM_UP_SECONDS), throwing(WARM_UP_THROWS)]);
    await sleep(2_000);
    const phase = async (name: keyof typeof SECONDS): Promise<Phase> => {
      say(name);
      await product?.vitals(true);
      const times = await commands.type(SECONDS[name]);
      return { vitals: await (product as Product).vitals(true), ...times };
    };
    const before = await phase('before');
    const thrown = throwing(SECONDS.during);
    const during = await phase('during');
    const threw = await thrown;
    await sleep(2_000);
    const after = await phase('after');
    return {
      name: 'garbage',
      rows: rowsOf({ before, during, after }, threw),
      versions: {},
      notes: [
        `garbage: routes that are not there, what is no JSON, activities without a token and with forged ones (RS256 by another key, none, HS256), events that Slack has not signed, what is no HTTP, and INVITE, REGISTER, OPTIONS and BYE of nobody's at SIP_LISTEN, from ${PEERS} addresses that may connect there and 37 that may not; all on 127.0.0.1, where the thrower takes a core of its own. Load of the machine in the end: ${(loadavg()[0] ?? 0).toFixed(1)}.`,
        'limit of garbage: what is to be thrown; less where all connections wait for an answer, or, at SIP_LISTEN, to be read; the connections of strangers are closed at once.',
        `answers: ${Object.entries(threw.answers)
          .map(([what, count]) => `${what}: ${count}`)
          .join(', ')}.`,
        `commands: ${COMMANDS_PER_SECOND} signed events of Slack per second, each an invitation, from being sent to the first answer in the channel, and to its INVITE.`,
        `baseline: the same product for ${SECONDS.before} s before. Memory: in use after a forced collection of garbage; resident, without.`,
      ],
    };
  } finally {
    await product?.stop();
    slack.stop();
    phones.stop();
    await keys.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** None of them is to be believed, and each looks better than the one before it. */
function badTokens(keys: KeyServer): string[] {
  const claims = {
    iss: 'https://api.botframework.com',
    aud: APP_ID,
    nbf: Math.floor(Date.now() / 1_000) - 60,
    exp: Math.floor(Date.now() / 1_000) + 3_600,
    serviceurl: 'https://example.com',
  };
  const own = makeKey(keys.keys[0]?.kid ?? '');
  return ['Bearer x', keys.unsigned(claims), keys.hashed(claims), keys.bearer(claims, { key: own })];
}

/** Somebody with something to say, in a chat of her own each time. */
class Commands {
  readonly #url: string;
  readonly #slack: StubSlack;
  readonly #phones: ScriptedPhones;
  #typed = 0;

  constructor(url: string, slack: StubSlack, phones: ScriptedPhones) {
    this.#url = url;
    this.#slack = slack;
    this.#phones = phones;
  }

  async type(seconds: number): Promise<Pick<Phase, 'answerMs' | 'sipMs'>> {
    const from = performance.now();
    const all: Promise<readonly [number, number]>[] = [];
    for (let n = 0; n < seconds * COMMANDS_PER_SECOND; n += 1) {
      await sleep(Math.max(0, from + (n * 1_000) / COMMANDS_PER_SECOND - performance.now()));
      all.push(this.#typeOne());
    }
    const times = await Promise.all(all);
    return { answerMs: times.map(([answer]) => answer), sipMs: times.map(([, sip]) => sip) };
  }

  async #typeOne(): Promise<readonly [number, number]> {
    this.#typed += 1;
    const channel = `D${this.#typed}`;
    const user = `decline-${this.#typed}`;
    const from = performance.now();
    // One that is not answered is sent again, as Slack does.
    const event = this.#slack.type(this.#url, channel, `invite sip:${user}@phones.test`).catch(() => 0);
    let sipAt = Number.POSITIVE_INFINITY;
    while (performance.now() - from < 30_000) {
      if (this.#phones.called.has(user)) sipAt = Math.min(sipAt, performance.now());
      if (this.#slack.answeredAt.has(channel) && sipAt < Number.POSITIVE_INFINITY) break;
      await sleep(5);
    }
    await event;
    return [(this.#slack.answeredAt.get(channel) ?? Number.POSITIVE_INFINITY) - from, sipAt - from];
  }
}

function rowsOf({ before, during, after }: Record<keyof typeof SECONDS, Phase>, threw: Thrown): Row[] {
  const row = (metric: string, unit: string, usher: number, baseline: number | null, goal?: number): Row => ({
    ...{ metric, unit, usher, baseline, limit: null },
    ratio: baseline === null ? null : baseline / usher,
    goal: goal === undefined ? null : `≤ ${goal}`,
    met: goal === undefined ? null : usher <= goal,
  });
  const grown = ({ vitals }: Phase, of: (vitals: Vitals) => number) => of(vitals) - of(before.vitals);
  const inUse = ({ heapMb, outsideMb }: Vitals) => heapMb + outsideMb;
  const lost = [...during.answerMs, ...during.sipMs].filter((ms) => !Number.isFinite(ms)).length;
  return [
    { ...row('garbage at HTTP', 'per second', threw.perSecond.http, null), limit: PER_SECOND.http },
    {
      ...row('garbage at SIP, by its peers', 'per second', threw.perSecond.peers, null),
      limit: PER_SECOND.peers,
    },
    {
      ...row('garbage at SIP, by strangers', 'per second', threw.perSecond.strangers, null),
      limit: PER_SECOND.strangers,
    },
    row('event loop meanwhile', 'p50 ms', during.vitals.delay.p50, before.vitals.delay.p50),
    row('event loop meanwhile', 'p99 ms', during.vitals.delay.p99, before.vitals.delay.p99, GOALS.delayP99Ms),
    row('event loop meanwhile', 'longest ms', during.vitals.delay.max, before.vitals.delay.max),
    row('event loop afterwards', 'p99 ms', after.vitals.delay.p99, before.vitals.delay.p99),
    row('commands: first answer', 'p50 ms', quantile(during.answerMs, 0.5), quantile(before.answerMs, 0.5)),
    row('commands: first answer', 'p99 ms', quantile(during.answerMs, 0.99), quantile(before.answerMs, 0.99)),
    row('commands: first SIP byte', 'p50 ms', quantile(during.sipMs, 0.5), quantile(before.sipMs, 0.5)),
    row('commands: first SIP byte', 'p99 ms', quantile(during.sipMs, 0.99), quantile(before.sipMs, 0.99)),
    row('commands lost', 'of them', lost, null, GOALS.lost),
    row('memory in use, grown meanwhile', 'MB', grown(during, inUse), null, GOALS.grownMb),
    row('memory in use, grown afterwards', 'MB', grown(after, inUse), null, GOALS.grownMb),
    row(
      'resident memory, grown meanwhile',
      'MB',
      grown(during, ({ rssMb }) => rssMb),
      null,
    ),
    row('open files afterwards', 'files', after.vitals.openFiles, before.vitals.openFiles),
  ];
}

function say(what: string): void {
  process.stderr.write(`… ${what}\n`);
}
