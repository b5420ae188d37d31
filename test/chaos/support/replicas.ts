/** Processes of the product that share one database: killed, replaced, and spoken to as a load balancer before them does. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const START = fileURLToPath(new URL('../../../src/start.mjs', import.meta.url));
/** They are started many times: nothing is compiled twice. */
const COMPILED = join(tmpdir(), 'usher-compiled');
/** Teams waits so long for an answer to what it has posted. */
const ANSWER_MS = 15_000;
const AGAIN_MS = 200;
const START_MS = 60_000;

interface Replica {
  readonly child: ChildProcess;
  endpoint: string | undefined;
  /** We have ended it. */
  isKilled: boolean;
}

export class Replicas {
  readonly #env: Readonly<Record<string, string>>;
  readonly #folder: string;
  #living: Replica[] = [];
  #started = 0;
  #isClosed = false;
  kills = 0;
  /** Those that ended though nobody had ended them, with their code or signal. */
  readonly fallen: string[] = [];
  /** Posts that were not answered, or with an error, and went to another process. */
  redelivered = 0;

  /** What they log goes into files in `folder`. */
  constructor(folder: string, env: Readonly<Record<string, string>>) {
    this.#folder = folder;
    this.#env = env;
  }

  /** Resolves when one more takes activities. One that does not come up, because the database is away, is started again. */
  async add(): Promise<void> {
    while (!(await this.#start())) await sleep(AGAIN_MS);
  }

  /** False: it did not come up. */
  async #start(): Promise<boolean> {
    if (this.#isClosed) return true;
    this.#started += 1;
    const name = `replica-${this.#started}`;
    const child = spawn(process.execPath, [START], {
      cwd: this.#folder,
      env: {
        PATH: process.env.PATH,
        NODE_COMPILE_CACHE: COMPILED,
        PORT: '0',
        HOST: '127.0.0.1',
        // One person does it all.
        INVITES_PER_MINUTE: '0',
        ...this.#env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const log = createWriteStream(join(this.#folder, `${name}.log`));
    child.stderr?.pipe(log);
    const replica: Replica = { child, endpoint: undefined, isKilled: false };
    this.#living.push(replica);
    const greeted = Promise.withResolvers<string | undefined>();
    let greeting = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      greeting += chunk;
      const [, endpoint] = /Messaging endpoint: (\S+)\n/.exec(greeting) ?? [];
      if (endpoint) greeted.resolve(endpoint);
    });
    child.once('exit', (code, signal) => {
      this.#living = this.#living.filter((one) => one !== replica);
      if (!replica.isKilled && replica.endpoint !== undefined) this.fallen.push(`${name}: ${code ?? signal}`);
      greeted.resolve(undefined);
    });
    const limit = setTimeout(() => greeted.resolve(undefined), START_MS);
    replica.endpoint = await greeted.promise;
    clearTimeout(limit);
    return replica.endpoint !== undefined;
  }

  /**
   * `kill -9` of the one that has lived longest, as soon as `atLeast` take activities: a machine that is busy with other things starts
   * them slowly. Resolves when it is dead, with the start of the one that comes in its place.
   */
  async killOne(atLeast: number): Promise<{ readonly replaced: Promise<void> }> {
    while (this.#ready.length < atLeast) await sleep(AGAIN_MS);
    const [oldest] = this.#ready;
    if (oldest) await end(oldest);
    this.kills += 1;
    return { replaced: this.add() };
  }

  get #ready(): readonly Replica[] {
    return this.#living.filter(({ endpoint, isKilled }) => endpoint !== undefined && !isKilled);
  }

  /** Posts an activity to any of them, and to another one until it is answered. Resolves with the body of the answer. */
  async deliver(activity: object): Promise<unknown> {
    for (;;) {
      const endpoint = this.#ready[Math.floor(Math.random() * this.#ready.length)]?.endpoint;
      const answer = endpoint === undefined ? undefined : await post(endpoint, activity);
      if (answer) return answer.body;
      if (endpoint !== undefined) this.redelivered += 1;
      await sleep(AGAIN_MS);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#living.map(end));
  }
}

async function end(replica: Replica): Promise<void> {
  replica.isKilled = true;
  if (replica.child.exitCode !== null || replica.child.signalCode !== null) return;
  replica.child.kill('SIGKILL');
  await once(replica.child, 'exit');
}

/** Undefined: nobody has answered, or with an error of the server. */
async function post(endpoint: string, activity: object): Promise<{ readonly body: unknown } | undefined> {
  try {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(activity),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const text = await response.text();
    if (response.status >= 500) return undefined;
    return { body: text === '' ? undefined : JSON.parse(text) };
  } catch {
    return undefined;
  }
}
