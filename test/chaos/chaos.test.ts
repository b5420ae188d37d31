/**
 * The product in a storm: processes of it are killed again and again, the database goes away and comes back, the chat service refuses a
 * third of all, while phones ring and people press. What must be true in the end is counted, printed and asserted. `CHAOS=short`: the
 * same in a minute.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { homeOf } from '../../src/store/embedded/data-directory.ts';
import { findPostmaster } from '../../src/store/embedded/postmaster.ts';
import { startEmbeddedPostgres } from '../../src/store/index.ts';
import { quietLog } from '../support/quiet-log.ts';
import { scratch } from '../support/scratch.ts';
import { cardFigures } from './support/cards.ts';
import { drawn } from './support/drawn.ts';
import { judge } from './support/figures.ts';
import { Invitations } from './support/invitations.ts';
import type { Part, World } from './support/part.ts';
import { patientQuery } from './support/patient-query.ts';
import { Phones } from './support/phones.ts';
import { PostgresServer } from './support/postgres-server.ts';
import { Reminders } from './support/reminders.ts';
import { Replicas } from './support/replicas.ts';
import { UnreliableChat } from './support/unreliable-chat.ts';

const IS_SHORT = process.env.CHAOS === 'short';
const KILLS = IS_SHORT ? 5 : 20;
const INVITATIONS = IS_SHORT ? 60 : 300;
const REMINDERS = IS_SHORT ? 150 : 1_500;
const KILL_EVERY_MS = 2_500;
const STIR_EVERY_MS = 500;
/** How long a database that is restarted is away at least. */
const AWAY_MS = 1_500;
/** A machine that is busy with other things takes its time. */
const LIMIT_MS = 900_000;
const REFUSING_ON_MS = IS_SHORT ? 0 : 60_000;
const DRAWN_MS = 240_000;
/** A process draws four cards at once, so that one kill may leave as many; over twenty kills it is less than one. */
const COPIES_PER_KILL = IS_SHORT ? 4 : 1;

interface Storm {
  readonly replicas: number;
  /** Where processes of the product and whoever looks from outside find the database. */
  readonly env: Readonly<Record<string, string>>;
  readonly url: () => Promise<string>;
  /** Takes the database away, and brings it back where nobody else does. */
  readonly restart: () => Promise<void>;
}

describe('a storm', function () {
  this.timeout(LIMIT_MS);
  let folder: Awaited<ReturnType<typeof scratch>>;
  const stops: (() => Promise<unknown>)[] = [];

  beforeEach(async () => {
    folder = await scratch();
  });
  afterEach(async function () {
    for (const stop of stops.splice(0).reverse()) await stop();
    if (this.currentTest?.isFailed()) console.error(`Logs are in ${folder.path}`);
    else await folder.remove();
  });

  it('over three processes on one PostgreSQL', async () => {
    const database = await PostgresServer.start(folder.path, process.env.POSTGRES_PROGRAMS);
    stops.push(() => database.stop());
    await pass('three processes on one PostgreSQL', {
      replicas: 3,
      env: { DATABASE_URL: database.url },
      url: async () => database.url,
      restart: async () => {
        await database.crash();
        await sleep(AWAY_MS);
        await database.start();
      },
    });
  });

  it('over one process on the embedded database', async () => {
    const data = join(homeOf(folder.path), 'cluster', 'data');
    const url = async () => {
      const { port } = (await findPostmaster(data)) ?? {};
      const password = await readFile(join(data, '../password'), 'utf8');
      return `postgres://usher:${password}@127.0.0.1:${port}/postgres`;
    };
    // The processes have killed it with them, or have left it behind.
    stops.push(async () => (await startEmbeddedPostgres({ dataDir: folder.path, log: quietLog })).stop());
    await pass('one process on the embedded database', {
      replicas: 1,
      env: { DATA_DIR: folder.path },
      url,
      restart: async () => {
        const { pid } = (await findPostmaster(data)) ?? {};
        // PostgreSQL's immediate stop: the process that uses it has to bring it back.
        if (pid) process.kill(pid, 'SIGQUIT');
      },
    });
  });

  async function pass(title: string, { replicas: count, env, url, restart }: Storm): Promise<void> {
    const chat = await new UnreliableChat().start();
    stops.push(() => chat.stop());
    const phones = await Phones.start(folder.path, Invitations.users(INVITATIONS));
    stops.push(() => phones.stop());
    const replicas = new Replicas(folder.path, {
      ...env,
      SIP_SERVER: phones.server,
      SIP_URI: 'sip:usher@lab.test',
      CONFERENCE_URI: 'sip:{id}@conf.lab.test',
      RING_SECONDS: IS_SHORT ? '10' : '30',
      SIP_CALLS_PER_SECOND: '50',
      SIP_MAX_CALLS: '5000',
      LOG_LEVEL: 'info',
    });
    stops.push(() => replicas.close());
    await Promise.all(Array.from({ length: count }, () => replicas.add()));
    const world: World = { chat, phones, replicas, query: patientQuery(url) };
    const stormSeconds = (KILLS * KILL_EVERY_MS) / 1_000;
    const invitations = new Invitations(world, INVITATIONS);
    const parts: Part[] = [invitations, new Reminders(world, await url(), REMINDERS, stormSeconds)];

    const startedAt = performance.now();
    await Promise.all(parts.map((part) => part.begin()));
    let isOver = false;
    const stirred = (async () => {
      while (!isOver) {
        for (const part of parts) await part.stir();
        await sleep(STIR_EVERY_MS);
      }
    })();
    const restartBefore = [Math.floor(KILLS / 3), Math.floor((2 * KILLS) / 3)];
    const restarts: Promise<void>[] = [];
    const replaced: Promise<void>[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      if (restartBefore.includes(kill)) restarts.push(restart());
      await sleep(KILL_EVERY_MS);
      replaced.push((await replicas.killOne(Math.min(2, count))).replaced);
    }
    await Promise.all([...restarts, ...replaced]);
    isOver = true;
    await stirred;
    await Promise.all(parts.map((part) => part.settle()));
    // Of a hundred cards one has bad luck for minutes: what is late is drawn when the service has recovered.
    await drawn(world, REFUSING_ON_MS);
    chat.refusesOneIn = Number.POSITIVE_INFINITY;
    await drawn(world, DRAWN_MS);

    const figures = await Promise.all(parts.map((part) => part.figures()));
    judge(`${title}, ${Math.round((performance.now() - startedAt) / 1_000)} s`, [
      { what: 'processes killed', value: replicas.kills, atLeast: KILLS },
      { what: 'restarts of the database', value: restarts.length, atLeast: 2 },
      {
        what: 'processes that ended by themselves',
        value: replicas.fallen.length,
        atMost: 0,
        of: replicas.fallen,
      },
      { what: 'messages that the chat service took', value: chat.taken },
      { what: 'messages that it refused', value: chat.refused },
      ...figures.flat(),
      ...(await cardFigures(
        await url(),
        chat,
        replicas.kills * COPIES_PER_KILL,
        (thread, replyToId, action) => invitations.press(thread, replyToId, action),
      )),
    ]);
  }
});
