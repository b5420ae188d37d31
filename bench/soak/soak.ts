/**
 * `npm run soak [-- --minutes N]`: the whole product under mixed load for a while, in a process of its own, on its embedded PostgreSQL:
 * does its memory stay flat, its event loop free, is nothing lost? Prints a table, writes `bench/results/soak.json`, ends with 1 where
 * a goal is missed. Everything stays on 127.0.0.1 and ends by itself.
 */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { homeOf } from '../../src/store/embedded/data-directory.ts';
import { findPostmaster } from '../../src/store/embedded/postmaster.ts';
import { patientQuery } from '../../test/chaos/support/patient-query.ts';
import { UnreliableChat } from '../../test/chaos/support/unreliable-chat.ts';
import { type Product, startProduct, type Vitals } from '../load/product.ts';
import { ScriptedPhones } from '../load/scripted-phones.ts';
import { publish, type Report } from '../report.ts';
import { growthRows, vitalRows } from './flat.ts';
import { lostRows } from './lost.ts';
import { Stories } from './stories.ts';

/** Of these two cores can carry five and more; half of that leaves the measuring something. */
const STORIES_PER_SECOND = 2.5;
/** What is no request of anybody's, beside them. */
const GARBAGE_PER_SECOND = 5;
/** As often as memory is looked at, evenly. */
const LOOKS = 30;
/** Long enough to be pressed away also where the machine is busy. */
const RING_SECONDS = 60;
/** Until the last one has ended: what is scheduled comes a minute later. */
const SETTLE_MS = 150_000;

const { values } = parseArgs({ options: { minutes: { type: 'string' } } });
const minutes = Number(values.minutes ?? process.env.SOAK_MINUTES ?? (process.env.CI ? 3 : 30));
if (!(minutes > 0 && minutes <= 24 * 60)) {
  process.stderr.write(
    'npm run soak [-- --minutes N]: for how many minutes; 30 unless given, 3 with CI set\n',
  );
  process.exit(2);
}
const startedAt = performance.now();
const report = await soak();
publish(report, (performance.now() - startedAt) / 1_000, `npm run soak -- --minutes ${minutes}`);
const missed = report.rows.filter(({ met }) => met === false);
for (const { metric, usher, goal } of missed) console.error(`Missed: ${metric}: ${usher} (${goal})`);
// The product is gone; what is left open here waits for nobody.
process.exit(missed.length > 0 ? 1 : 0);

async function soak(): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'usher-soak-'));
  // The database belongs to another user where root runs this.
  chmodSync(folder, 0o755);
  const peopleFile = join(folder, 'people.csv');
  writeFileSync(peopleFile, Stories.people);
  const chat = await new UnreliableChat().start();
  chat.refusesOneIn = Number.POSITIVE_INFINITY;
  const phones = await new ScriptedPhones().start();
  let product: Product | undefined;
  try {
    product = await startProduct({
      DATA_DIR: join(folder, 'data'),
      SIP_SERVER: `sip:127.0.0.1:${phones.port};transport=tcp`,
      SIP_URI: 'sip:usher@phones.test',
      SIP_CALLS_PER_SECOND: '50',
      SIP_MAX_CALLS: '5000',
      // One person does it all.
      INVITES_PER_MINUTE: '0',
      CONFERENCE_URI: 'sip:{id}@conf.phones.test',
      RING_SECONDS: String(RING_SECONDS),
      PEOPLE_FILE: peopleFile,
    });
    const query = patientQuery(() => databaseIn(join(folder, 'data')));
    const stories = new Stories(`${product.url}/api/messages`, chat);
    const looks = await load(product, stories);
    say('settling');
    await stories.settle();
    const settled = await settle(query);
    const last = await product.vitals(true);
    const url = await databaseIn(join(folder, 'data'));
    return {
      name: 'soak',
      rows: [
        ...growthRows(looks),
        ...vitalRows(looks, last),
        ...(await lostRows({ query, url, stories, phones, chat, settled })),
      ],
      versions: {},
      notes: [
        `${stories.told} stories of ${stories.turns} turns at ${STORIES_PER_SECOND} per second, with ${GARBAGE_PER_SECOND} requests per second that are none, for ${minutes} minutes; phones and chat service are scripts in a process of their own, the database is the embedded one. Load of the machine in the end: ${(loadavg()[0] ?? 0).toFixed(1)}.`,
        'grown: the median of the last third of the time above that of the middle third; the first third is for warming up. In use: after a forced collection of garbage, every thirtieth of the time.',
        'event loop: by how much a timer of 10 ms is late, over the whole time; the forced collections are left out.',
      ],
    };
  } finally {
    await product?.stop();
    phones.stop();
    await chat.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Resolves when it is over, with what was seen meanwhile. */
async function load(product: Product, stories: Stories): Promise<readonly Vitals[]> {
  const looks: Vitals[] = [];
  const totalMs = minutes * 60_000;
  const from = performance.now();
  let [told, thrown] = [0, 0];
  await product.vitals(false);
  for (;;) {
    const ms = performance.now() - from;
    for (; told < (ms / 1_000) * STORIES_PER_SECOND; told += 1) stories.begin();
    for (; thrown < (ms / 1_000) * GARBAGE_PER_SECOND; thrown += 1) throwGarbage(product.url, thrown);
    if (looks.length < Math.floor((ms / totalMs) * LOOKS)) {
      const seen = await product.vitals(true);
      looks.push(seen);
      const { rssMb, heapMb, delay } = seen;
      say(
        `${(ms / 60_000).toFixed(1)} min: ${stories.told} stories, ${stories.underWay} under way, RSS ${rssMb.toFixed(0)} MB, in use ${heapMb.toFixed(1)} MB, event loop p99 ${delay.p99.toFixed(0)} ms`,
      );
    }
    if (looks.length >= LOOKS) return looks;
    await sleep(20);
  }
}

function throwGarbage(url: string, n: number): void {
  const [path, body] = n % 2 === 0 ? ['nowhere', 'x'.repeat(1_000)] : ['api/messages', '{"text":'];
  const request = fetch(`${url}/${path}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json' },
  });
  request.then((response) => response.arrayBuffer()).catch(() => undefined);
}

/** Whether everything has ended in time. */
async function settle(query: ReturnType<typeof patientQuery>): Promise<boolean> {
  const giveUpAt = performance.now() + SETTLE_MS;
  while (performance.now() < giveUpAt) {
    const [left] = await query<{ n: string }>(
      `select (select count(*) from invitations where state <> 'Terminated' or presence = 'bridged')
        + (select count(*) from reminders where state = 'waiting')
        + (select count(*) from appointments where state = 'active' and next_at is not null)
        + (select count(*) from pgboss.job where name in ('draw', 'remind', 'notice') and state in ('created', 'retry', 'active')) as n`,
    );
    if (left?.n === '0') return true;
    await sleep(1_000);
  }
  return false;
}

async function databaseIn(dataDir: string): Promise<string> {
  const data = join(homeOf(dataDir), 'cluster', 'data');
  const { port } = (await findPostmaster(data)) ?? {};
  const password = await readFile(join(data, '../password'), 'utf8');
  return `postgres://usher:${password}@127.0.0.1:${port}/postgres`;
}

function say(what: string): void {
  process.stderr.write(`… ${what}\n`);
}
