/**
 * The composition root: the only place that knows every room. Reading on from here: `chat/turn.ts` is the way in,
 * `desk/desk.ts` decides, `desk/call-owner.ts` delivers, `sip/methods/bridge.ts` is the wire, `chat/draw.ts` is the way back.
 */
import { hostname } from 'node:os';
import type { Logger } from 'pino';
import { doAfterCommits } from './after-commits.ts';
import { beInvited } from './being-invited.ts';
import { createChat } from './chat/index.ts';
import type { Config } from './config.ts';
import {
  Attendance,
  CallingOrder,
  CallOwner,
  ConferenceMaker,
  callBackTarget,
  Desk,
  keepWatch,
  PersonalDoor,
} from './desk/index.ts';
import { createHttpServer } from './http/index.ts';
import { knownPeople } from './known-people.ts';
import { observing, refusing, watch } from './observing.ts';
import { randomText } from './random-text.ts';
import { routesOf } from './routes.ts';
import { pagePeople, startPlayground } from './sandbox/index.ts';
import { scheduling } from './scheduling.ts';
import { leave, STOP, within } from './stopping.ts';
import { defaultDataDir, PostgresStore, startEmbeddedPostgres } from './store/index.ts';
import { type CallRecord, openWire } from './wire.ts';

export interface Usher {
  /** Where chat services reach it. */
  readonly url: string;
  /** The chat page of the sandbox. */
  readonly page: string | undefined;
  /** Answers turns under way, stops phones that ring, draws the last cards, stops the database. Running calls go on. */
  stop(): Promise<void>;
}

/** Starts everything; what was started is stopped again when something fails. */
export async function startUsher(config: Config, log: Logger): Promise<Usher> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const step of stops.splice(0).reverse()) {
      await step().catch((err: unknown) => log.error({ err }, 'a part did not stop in order'));
    }
  };
  try {
    return { ...(await start(config, log, stops)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  config: Config,
  log: Logger,
  stops: (() => Promise<unknown>)[],
): Promise<Omit<Usher, 'stop'>> {
  const { ringSeconds, fromName, joinUrl, retentionDays, auditDays } = config;
  const dataDir = config.dataDir ?? defaultDataDir();
  const metrics = observing();

  const embedded = config.databaseUrl ? undefined : await startEmbeddedPostgres({ dataDir, log });
  if (embedded) stops.push(() => embedded.stop());
  const databaseUrl = config.databaseUrl ?? embedded?.url ?? '';
  const store = await PostgresStore.open({
    ...{ url: databaseUrl, retentionDays, auditDays },
    ...{ log, watcher: metrics.jobs },
  });
  stops.push(() => store.close());

  const journal = store.callJournal<CallRecord>();
  const wire = await openWire({
    instance: `${hostname()} ${config.http.port}`,
    config,
    journal,
    log,
    stops,
    observe: metrics.sipMessage,
    refused: metrics.refused,
    callBackTarget: (from) => callBackTarget(store, from, new Date()),
  });
  const { sandbox, sip, policy, userAgent, methods, conferenceServer, factory } = wire;
  const { people, ldap } = await knownPeople(config, { sandbox, log, stops });

  const memory = store.callMemory();
  const conferences = factory && new ConferenceMaker({ store, factory, calls: store.factoryCalls(), log });
  const ways = { conferences, conferenceServer, methods };
  const watcher = metrics.deliveries;
  const owner = new CallOwner({ store, memory, ...ways, ringSeconds, fromName, log, watcher });
  watch(metrics, { store, owner, userAgent });
  const desk = new Desk({
    store,
    owner,
    policy,
    conferenceUri: sip.isFactory ? undefined : sip.conferenceUri,
    joinUrl,
    now: () => new Date(),
    randomText,
  });
  const recover = async (id: string) => wire.recover(await journal.legs(id));

  const { incoming, reception } = beInvited({ store, desk, policy, userAgent, log });
  const order = new CallingOrder({ store, owner, policy, now: () => new Date() });
  const personal = new PersonalDoor({ store, desk, joinUrl, auditDays });
  const clock = scheduling({
    ...{ store, desk, owner, policy, people, config, ownUri: sip.uri },
    ...{ publicUrl: () => config.publicUrl ?? (sandbox && url), log },
  });
  const { teams: credentials = {}, slack } = config;
  const chat = createChat({
    ...{ desk, reception, personal, ...clock.doors, people, credentials, log },
    ...{ turned: metrics.turned, refused: refusing(metrics, log) },
    slack: slack && { ...slack, inbox: store.inbox() },
  });
  const routes = routesOf({ config, chat, store, wire, calendar: clock.calendar, metrics, ldap });
  const server = createHttpServer({ ...config.http, ...routes, log });
  const { port } = await server.start();
  stops.push(() => server.drain(0));
  const url = `http://${config.http.host}:${port}`;
  const { playgroundPort: pagePort } = config;
  const page = { botEndpoint: `${url}/api/messages`, dataDir, log, people: pagePeople(sip.uri) };
  const playground = pagePort === undefined ? undefined : await startPlayground({ ...page, port: pagePort });
  if (playground) stops.push(() => playground.stop());

  const stopClock = await doAfterCommits({ store, chat, personal, order, clock });
  stops.push(() => store.drained(STOP.cardsMs));
  const isReady = () => userAgent.ready && !owner.isLeaving;
  const attendance = new Attendance({ store, conferenceServer, ownUri: sip.uri, log });
  const stopWatch = keepWatch({
    ...{ store, owner, attendance, incoming, inbox: chat.slack, calls: { recover }, log, isReady },
    now: () => new Date(),
  });
  const phonesStopped = () => Promise.all([owner.drain(), incoming.drain(), stopWatch()]);
  stops.push(() => within(STOP.phonesMs, phonesStopped()));
  stops.push(() => server.drain(STOP.turnsMs));
  stops.push(() => leave({ store, owner, server, log }));
  if (chat.slack && slack?.appToken) {
    const socket = chat.slack.listen(slack.appToken);
    stops.push(() => socket.stop());
  }
  // What is due from here on is the next process': a phone that rang here would be stopped at once.
  stops.push(stopClock);
  return { url, page: playground?.url };
}
