import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import type pg from 'pg';
import { startUsherProcess, type UsherProcess } from '../../test/support/usher-process.ts';
import { StubConnector } from '../chat/stub-connector.ts';
import { type ClockContender, type Done, newDatabase } from './clock-contender.ts';

/** So many threads; nothing that is ordered together shares one, because chat services take only some messages a second in each. */
const THREADS = 10_000;
/** What is cloned, row by row as the product has written it. */
const MODEL = { thread: 'model', line: 'remind sip:bob@phones.test in 30 days to call back' };

/** The whole product. Done is a reminder when its message has reached the chat service. */
export class UsherClock implements ClockContender {
  readonly done: Done[] = [];
  readonly #pool: pg.Pool;
  readonly #env: Readonly<Record<string, string>>;
  readonly #connector: StubConnector;
  readonly #sip: SilentServer;
  /** Instants of those that are not done, by conversation, soonest first. */
  readonly #due = new Map<string, number[]>();
  #process: UsherProcess | undefined;

  static async open(server: string, folder: string): Promise<UsherClock> {
    const { url, pool } = await newDatabase(server, 'usher');
    const connector = await new StubConnector().start();
    return new UsherClock(url, pool, folder, connector, await SilentServer.start());
  }

  private constructor(
    url: string,
    pool: pg.Pool,
    folder: string,
    connector: StubConnector,
    sip: SilentServer,
  ) {
    this.#pool = pool;
    this.#connector = connector;
    this.#sip = sip;
    this.#env = {
      DATABASE_URL: url,
      DATA_DIR: folder,
      SIP_SERVER: `sip:127.0.0.1:${sip.port};transport=tcp`,
      SIP_URI: 'sip:usher@phones.test',
      CONFERENCE_URI: 'sip:{id}@phones.test',
      LOG_LEVEL: 'warn',
    };
    connector.onMessage = (conversation, _method, at) => {
      const dueAt = this.#due.get(conversation)?.shift();
      if (dueAt !== undefined) this.done.push({ dueAt, doneAt: performance.timeOrigin + at });
    };
  }

  async prepare(later: number): Promise<void> {
    await this.start();
    await this.#type(MODEL.line);
    await this.stop();
    await this.#pool.query(
      `insert into threads (id, channel, title, reference)
       select 'thread-' || n, channel, title, jsonb_set(reference, '{conversation,id}', to_jsonb('thread-' || n))
       from threads, generate_series(0, ${THREADS - 1}) n where id = $1`,
      [MODEL.thread],
    );
    await this.#insert(
      `select n % ${THREADS}, now() + interval '1 day' + n * interval '10 s' from generate_series(1, ${later}) n`,
    );
    await this.#pool.query('vacuum analyze');
  }

  async order(due: readonly number[]): Promise<void> {
    for (const [n, at] of due.entries()) {
      const thread = `thread-${n % THREADS}`;
      this.#due.set(
        thread,
        [...(this.#due.get(thread) ?? []), at].toSorted((a, b) => a - b),
      );
    }
    const instants = due.map((at) => new Date(at).toISOString());
    await this.#insert(
      `select (n - 1) % ${THREADS}, at from unnest($1::timestamptz[]) with ordinality as due (at, n)`,
      [instants],
    );
  }

  async start(): Promise<number> {
    this.#process = await startUsherProcess(this.#env);
    return this.#process.pid;
  }

  async open(by: number): Promise<number> {
    const { rows } = await this.#pool.query(
      `select count(*)::integer as open from reminders where state = 'waiting' and at <= $1`,
      [new Date(by)],
    );
    return rows[0].open;
  }

  async stop(): Promise<void> {
    await this.#process?.stop();
    this.#process = undefined;
    this.done.length = 0;
    // What was not done in time is not the next round's.
    this.#due.clear();
    await this.#pool.query(`update reminders set state = 'cancelled' where state = 'waiting' and at < now()`);
    await this.#pool.query(`delete from pgboss.job where name in ('clock', 'remind')`);
  }

  async close(): Promise<void> {
    await this.#process?.kill();
    this.#connector.stop();
    this.#sip.stop();
    await this.#pool.end();
  }

  /** `threads`: numbers of threads and instants. */
  async #insert(threads: string, values: readonly unknown[] = []): Promise<void> {
    const { rowCount } = await this.#pool.query(
      `with model as (select * from reminders where thread_id = '${MODEL.thread}')
       insert into reminders (id, thread_id, made_by, invitees, words, series, occurrence, at, version, state)
       select gen_random_uuid(), 'thread-' || due.n, made_by, invitees, words, series, occurrence, due.at, version, state
       from model, (${threads}) due (n, at)`,
      [...values],
    );
    if (!rowCount) throw new Error('No reminder was made of that line');
  }

  async #type(text: string): Promise<void> {
    const response = await fetch(this.#process?.endpoint ?? '', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        ...{ type: 'message', id: 'activity-1', text, channelId: 'msteams', serviceUrl: this.#connector.url },
        conversation: { id: MODEL.thread, conversationType: 'personal' },
        localTimezone: 'Europe/Berlin',
        from: { id: '29:ann', name: 'Ann' },
        recipient: { id: '28:bot', name: 'Usher' },
      }),
    });
    if (!response.ok) throw new Error(`A turn was answered with ${response.status}`);
  }
}

/** A SIP server that says nothing: nobody is called. */
class SilentServer {
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;

  static async start(): Promise<SilentServer> {
    const sip = new SilentServer();
    sip.#server.listen(0, '127.0.0.1');
    await once(sip.#server, 'listening');
    return sip;
  }

  private constructor() {
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => {}).resume();
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  stop(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}
