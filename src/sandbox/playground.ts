/**
 * The Microsoft 365 Agents Playground as a child process: a page that plays Teams, so that the bot can be tried with
 * nothing configured. Bound to 127.0.0.1, without telemetry, without opening a browser, and never outliving us.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { on, once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { RealTimeError } from '../core/index.ts';
import { type PagePerson, playgroundConfig } from './playground-config.ts';

export interface PlaygroundOptions {
  /** Where the bot takes activities: `http://127.0.0.1:3978/api/messages`. */
  readonly botEndpoint: string;
  /** 0: the system chooses. */
  readonly port: number;
  /** At least six; the first is the one who types. */
  readonly people: readonly PagePerson[];
  /** It keeps its configuration and log in `playground/` of this folder. */
  readonly dataDir: string;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

export interface Playground {
  /** Address of the page, without a slash at the end. */
  readonly url: string;
  readonly pid: number;
  /** Ends it; resolves when the process is gone. */
  stop(): Promise<void>;
}

type Child = ChildProcessByStdio<Writable, Readable, null>;

const PRELOADS = ['loopback-only', 'own-pages-only', 'ends-with-parent', 'any-number-of-people'].map(
  (name) => `./playground-preload/${name}.cjs`,
);

const START_MS = 30_000;
const STOP_MS = 2_000;
const PING_EVERY_MS = 50;

/**
 * Resolves when the page answers. Throws RealTimeError `port.taken` (facts: port, variable), `playground.missing`, or
 * `playground.failed` (facts: log, the path of its log file).
 */
export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
  const { port, log } = options;
  const folder = resolve(options.dataDir, 'playground');
  const logFile = join(folder, 'playground.log');
  const child = await spawnPlayground(options, folder, logFile);
  const gone = new AbortController();
  child.once('error', (error) => gone.abort(error));
  child.once('exit', (code, signal) => gone.abort(new Error(`It ended: ${code ?? signal}`)));
  try {
    const url = await ready(child, port, AbortSignal.any([gone.signal, AbortSignal.timeout(START_MS)]));
    log.info({ url, pid: child.pid }, 'playground started');
    const warn = () => log.warn({ logFile, cause: gone.signal.reason }, 'playground ended by itself');
    gone.signal.addEventListener('abort', warn);
    const stop = () => {
      gone.signal.removeEventListener('abort', warn);
      return end(child, gone.signal);
    };
    return { url, pid: child.pid ?? 0, stop };
  } catch (cause) {
    await end(child, gone.signal);
    if (cause instanceof RealTimeError) throw cause;
    // On a bad configuration it says only in its own log what is wrong.
    const said = await readFile(logFile, 'utf8').catch(() => '');
    log.warn({ said: said.slice(-2000) }, 'playground failed to start');
    throw new RealTimeError(
      'playground.failed',
      `The Playground did not start; its log is ${logFile}`,
      { log: logFile },
      { cause },
    );
  }
}

async function spawnPlayground(options: PlaygroundOptions, folder: string, logFile: string): Promise<Child> {
  const program = findProgram();
  const configFile = join(folder, 'playground.yml');
  await mkdir(folder, { recursive: true });
  await writeFile(configFile, playgroundConfig(options.people));
  return spawn(
    process.execPath,
    [
      ...PRELOADS.flatMap((name) => ['--require', fileURLToPath(new URL(name, import.meta.url))]),
      program,
      ...['--app-endpoint', options.botEndpoint, '--channel-id', 'msteams'],
      ...['--port', String(options.port), '--disable-telemetry'],
    ],
    {
      cwd: folder,
      // Not our environment: it holds our secrets, and variables of the same names mean something else there.
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        TEAMSAPPTESTER_BROWSER: 'none',
        // Its --disable-telemetry leaves the statistics of its telemetry library on, which call home every few minutes.
        APPLICATION_INSIGHTS_NO_STATSBEAT: '1',
        M365_AGENTS_PLAYGROUND_CONFIG_PATH: configFile,
        M365_AGENTS_PLAYGROUND_LOGFILE: logFile,
      },
      // A group of its own: Ctrl-C is for us, and while we drain the last cards still have to arrive there.
      detached: true,
      stdio: ['pipe', 'pipe', 'ignore'],
    },
  );
}

/** An optional package, because its licence lets it be evaluated and not passed on: no image holds it. */
function findProgram(): string {
  try {
    return fileURLToPath(import.meta.resolve('@microsoft/m365agentsplayground/cli.js'));
  } catch (cause) {
    throw new RealTimeError(
      'playground.missing',
      'The page of the sandbox is not installed. Run npm ci without --omit=optional, or set SIP_SERVER and a chat channel.',
      {},
      { cause },
    );
  }
}

/** Learns its port from the line it prints, then waits until the backend behind the page answers. */
async function ready(child: Child, wanted: number, signal: AbortSignal): Promise<string> {
  const port = await listeningPort(child, signal);
  // It takes another port without a word when the one it was given is in use.
  if (wanted !== 0 && port !== wanted) {
    const facts = { port: wanted, variable: 'PLAYGROUND_PORT' };
    throw new RealTimeError(
      'port.taken',
      `The Playground's port ${wanted} is taken. Stop the program that has it, or set PLAYGROUND_PORT to a free one.`,
      facts,
    );
  }
  const url = `http://127.0.0.1:${port}`;
  for (;;) {
    const answers = await fetch(`${url}/_debug/ping`, { signal }).then(
      (response) => response.ok,
      () => false,
    );
    signal.throwIfAborted();
    if (answers) return url;
    await delay(PING_EVERY_MS, undefined, { signal });
  }
}

async function listeningPort(child: Child, signal: AbortSignal): Promise<number> {
  const lines = createInterface(child.stdout);
  for await (const [line] of on(lines, 'line', { signal })) {
    const port = /^Listening on (\d+)$/.exec(line)?.[1];
    if (port) return Number(port);
  }
  throw new Error('It closed its output');
}

async function end(child: Child, gone: AbortSignal): Promise<void> {
  if (!gone.aborted) {
    child.kill('SIGTERM');
    const kill = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await once(gone, 'abort');
    clearTimeout(kill);
  }
}
