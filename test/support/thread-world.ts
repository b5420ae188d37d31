/**
 * A thread, a database and the sandbox's phones, which all outlive the product: processes of it come and go, and what
 * people see is read where they see it, in the messages of the thread.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type PersonId, SANDBOX_PEOPLE } from '../../src/sandbox/index.ts';
import { Connector } from './connector.ts';
import { execute, freshDatabase } from './postgres.ts';
import { type SandboxProcess, startSandboxProcess } from './sandbox-process.ts';
import { readCard, rowOf, type ShownCard } from './shown-card.ts';
import { GROUP, TeamsClient } from './teams-client.ts';
import { killUshers, startUsherProcess, type UsherProcess } from './usher-process.ts';

/** Far longer than anything takes here; whoever waits for so long has found a fault. */
const UNTIL_MS = 15_000;
const POLL_MS = 20;

type Env = Readonly<Record<string, string>>;

export class ThreadWorld {
  readonly sandbox: SandboxProcess;
  readonly #connector: Connector;
  readonly #env: Env;
  #activities = 0;

  /** `url`: of the database; a fresh one unless given. */
  static async open(url?: string): Promise<ThreadWorld> {
    const [sandbox, connector, database] = await Promise.all([
      startSandboxProcess({ delays: { answerMs: 20, declineMs: 20 } }),
      new Connector().start(),
      url ?? freshDatabase(),
    ]);
    connector.pageSize = 100;
    connector.members = SANDBOX_PEOPLE.map(({ id, name, email }) => ({ id: `29:${id}`, name, email }));
    const { server, uri, conferenceUri } = sandbox;
    return new ThreadWorld(sandbox, connector, {
      SIP_SERVER: server,
      SIP_URI: uri,
      CONFERENCE_URI: conferenceUri,
      DATABASE_URL: database,
      RING_SECONDS: '120',
      LOG_LEVEL: 'warn',
    });
  }

  private constructor(sandbox: SandboxProcess, connector: Connector, env: Env) {
    this.sandbox = sandbox;
    this.#connector = connector;
    this.#env = env;
  }

  /** Ends everything, and every process of the product that still lives. */
  async close(): Promise<void> {
    await killUshers();
    this.thaw();
    await this.sandbox.stop();
    await this.#connector.stop();
  }

  /** What its processes have beside PATH. */
  get environment(): Record<string, string> {
    return { ...this.#env };
  }

  /** She is no member of the thread, though her phone is there. */
  leaves(id: PersonId): void {
    this.#connector.members = this.#connector.members.filter((member) => member.id !== `29:${id}`);
  }

  /** A process of the product, on the same phones, thread and (unless `env` says otherwise) database. */
  start(env: Env = {}): Promise<UsherProcess> {
    return startUsherProcess({ ...this.#env, ...env });
  }

  /** Nothing answers SIP any more, though every connection stays; until `thaw`. */
  freeze(): void {
    process.kill(this.sandbox.pid, 'SIGSTOP');
  }

  thaw(): void {
    process.kill(this.sandbox.pid, 'SIGCONT');
  }

  /** Somebody types a line, which this process gets. */
  async type({ endpoint }: UsherProcess, text: string): Promise<void> {
    this.#activities += 1;
    const part = { id: `typed-${this.#activities}`, conversation: GROUP };
    await new TeamsClient(endpoint, this.#connector.url).type(text, part);
  }

  /** Somebody presses a button, which this process gets. */
  async press({ endpoint }: UsherProcess, verb: string, data: object): Promise<void> {
    this.#activities += 1;
    const part = { id: `pressed-${this.#activities}`, conversation: GROUP };
    await new TeamsClient(endpoint, this.#connector.url).press(verb, data, part);
  }

  /** Somebody presses a button, which any of these gets: one that does not answer, or with an error, is passed over. */
  async pressAny(ushers: readonly UsherProcess[], verb: string, data: object): Promise<void> {
    this.#activities += 1;
    const part = { id: `pressed-${this.#activities}`, conversation: GROUP };
    for (let attempt = this.#activities; ; attempt += 1) {
      const { endpoint } = ushers[attempt % ushers.length] ?? {};
      const client = new TeamsClient(endpoint ?? '', this.#connector.url);
      const { status } = await client.press(verb, data, part).catch(() => ({ status: 503 }));
      if (status < 500) return;
      await sleep(POLL_MS);
    }
  }

  /** Waits until this was answered or told in the thread. */
  async said(text: string): Promise<void> {
    const texts = () => [...this.#connector.messages.values()].map((message) => message.text);
    await this.until(text, () => texts().some((one) => one?.includes(text)), texts);
  }

  /** The cards in the thread, as they look now, oldest first. */
  get cards(): ShownCard[] {
    return [...this.#connector.messages.values()].flatMap(({ attachments = [] }) =>
      attachments.map(({ content }) => readCard(content)),
    );
  }

  /** Waits until the row of somebody says this word, and this under it where it is given. */
  async row(name: string, word: string, detail?: RegExp): Promise<void> {
    await this.until(
      `${name}: ${word} ${detail ?? ''}`,
      () => {
        const row = this.cards.map((card) => rowOf(card, name)).findLast((one) => one !== undefined);
        return row?.word === word && (detail?.test(row.details.join('\n')) ?? true);
      },
      () => this.cards.map(({ rows }) => rows),
    );
  }

  /** Waits until a row of the database is there. */
  async rows(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
    let found: Record<string, unknown>[] = [];
    await this.until(text, async () => {
      found = await this.query(text, values);
      return found.length > 0;
    });
    return found;
  }

  /**
   * Waits until all is drawn and said. Who is killed before has posted a message that nobody knows as his, or holds a job
   * that others wait for.
   */
  async drawn(): Promise<void> {
    await this.rows(
      `select 1 where not exists (select 1 from pgboss.job where name in ('draw', 'remind', 'notice') and state <> 'completed')`,
    );
  }

  query(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
    return execute(this.#env.DATABASE_URL ?? '', text, values);
  }

  async until(
    what: string,
    isSo: () => boolean | Promise<boolean>,
    instead: () => unknown = () => '',
  ): Promise<void> {
    const giveUpAt = performance.now() + UNTIL_MS;
    while (!(await isSo())) {
      if (performance.now() > giveUpAt) {
        throw new Error(`Not so after ${UNTIL_MS} ms: ${what}, but ${JSON.stringify(instead())}`);
      }
      await sleep(POLL_MS);
    }
  }
}
