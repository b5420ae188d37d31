/**
 * The whole product beside a bare botbuilder bot with one reply, round by round in turn: from the typed line until its answer
 * has reached the chat service. Then the way from the line to the wire, and one card that changes all the time.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { type ScriptedCall, ScriptedPhones } from '../load/scripted-phones.ts';
import { median, quantile } from '../numbers.ts';
import { type Report, type Row, version } from '../report.ts';
import { cpuMsOf, endpointOf } from './bot.ts';
import { StubConnector } from './stub-connector.ts';
import { Typist } from './typist.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const ROUNDS = 3;
const WARM_UP = 200;
const TURNS = 250;
const IN_FLIGHT = 10;
const PACED = { perSecond: 50, count: 500 };
/** More than are typed, by all bots together. */
const LINES = 4_000;
const CROWD = { people: 50, changesPerSecond: 1_000, seconds: 31 };
/** What Teams takes in one conversation. */
const LIMITS = [
  { count: 7, seconds: 1 },
  { count: 8, seconds: 2 },
  { count: 60, seconds: 30 },
];
const GOALS = { throughput: 0.6, p99: 1.5, wireP50Ms: 15, wireP99Ms: 60 };

/** Of one round; times in ms. */
interface Round {
  readonly perSecond: number;
  readonly cpuMs: number;
  readonly p50: number;
  readonly p99: number;
}

export async function benchChat(): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'usher-bench-'));
  // The database belongs to another user where root runs this.
  chmodSync(folder, 0o755);
  const connector = await new StubConnector().start();
  const phones = await new ScriptedPhones().start();
  const bots: ChildProcess[] = [];
  try {
    const bot = async (kind: 'echo' | 'usher', text: string) => {
      const env = kind === 'usher' ? usherEnv(folder, phones.port) : {};
      const child = fork(join(import.meta.dirname, 'bot.ts'), [kind], {
        env: { PATH: process.env.PATH, ...env },
      });
      bots.push(child);
      return { child, typist: new Typist(await endpointOf(child), connector, text) };
    };
    const echo = await bot('echo', 'invite mary{n}');
    const usher = await bot('usher', 'invite mary{n}');
    const rounds = await compare(echo, usher);
    const load = loadavg()[0] ?? 0;
    const wire = await toTheWire(usher.typist, phones);
    await ended(usher.child);
    // One that has nothing else to write.
    const fresh = await bot('usher', 'invite mary{n}');
    await fresh.typist.type(IN_FLIGHT, 1);
    const { written, updates } = await oneCard(fresh.typist, phones, connector);
    return {
      name: 'chat',
      rows: [...rounds, ...wire, ...written, ...updates],
      versions: {
        botbuilder: version(join(ROOT, 'node_modules/botbuilder')),
        'pg-boss': version(join(ROOT, 'node_modules/pg-boss')),
      },
      notes: [
        `baseline: a bot of botbuilder and restify that answers with the same text. ${ROUNDS} rounds of ${TURNS} turns in turn, the median of each; ${IN_FLIGHT} in flight, each in a thread of its own; load ${load.toFixed(1)} of the machine in the end.`,
        'usher: a turn ends when the first POST of its card has arrived. Its processor time is without PostgreSQL, and with all that comes after: the INVITE, the SUBSCRIBE for who is in, what they write.',
        `to the first SIP byte: ${PACED.count} invitations at ${PACED.perSecond} per second, from the line being sent to its INVITE being received; SIP_CALLS_PER_SECOND is 1000.`,
        `one card: ${CROWD.people} phones tell in turn that they forward the call, ${CROWD.changesPerSecond} times per second together, for ${CROWD.seconds} s.`,
      ],
    };
  } finally {
    await Promise.all(bots.map(ended));
    connector.stop();
    phones.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function usherEnv(folder: string, port: number): Record<string, string> {
  const peopleFile = join(folder, 'people.csv');
  const crowd = Array.from({ length: CROWD.people }, (_, i) => `Crowd ${i},sip:crowd${i}@phones.test,crowd`);
  // Nobody is rung by several people within a minute.
  const each = Array.from({ length: LINES }, (_, i) => `Mary${i} Lind,sip:mary${i}@phones.test,`);
  writeFileSync(peopleFile, ['name,sip,groups', ...each, ...crowd].join('\n'));
  return {
    PORT: '0',
    DATA_DIR: join(folder, `data-${port}-${Date.now()}`),
    SIP_SERVER: `sip:127.0.0.1:${port};transport=tcp`,
    SIP_URI: 'sip:usher@phones.test',
    SIP_CALLS_PER_SECOND: '1000',
    SIP_MAX_CALLS: '100000',
    CONFERENCE_URI: 'sip:{id}@phones.test',
    PEOPLE_FILE: peopleFile,
    RING_SECONDS: '180',
  };
}

interface Contender {
  readonly child: ChildProcess;
  readonly typist: Typist;
}

async function compare(echo: Contender, usher: Contender): Promise<Row[]> {
  const contenders = { baseline: echo, usher };
  const rounds: Record<keyof typeof contenders, Round[]> = { baseline: [], usher: [] };
  for (const { typist } of [echo, usher]) await typist.type(WARM_UP, IN_FLIGHT);
  for (let round = 1; round <= ROUNDS; round++) {
    say(`turns: round ${round} of ${ROUNDS}`);
    for (const who of ['baseline', 'usher'] as const) {
      rounds[who].push(await measure(contenders[who]));
      // What is left to do is not the other one's load.
      await after(1_000);
    }
  }
  const of = (who: keyof typeof rounds, key: keyof Round) => median(rounds[who].map((round) => round[key]));
  const row = (key: keyof Round, unit: string, better: 'more' | 'less', goal: number | null): Row => {
    const [ours, theirs] = [of('usher', key), of('baseline', key)];
    const met = better === 'more' ? ours >= (goal ?? 0) * theirs : ours <= (goal ?? 0) * theirs;
    return {
      ...{ metric: 'turn', unit, usher: ours, baseline: theirs, limit: null },
      ratio: better === 'more' ? ours / theirs : theirs / ours,
      goal: goal === null ? null : `${better === 'more' ? '≥' : '≤'} ${goal} ×`,
      met: goal === null ? null : met,
    };
  };
  return [
    row('perSecond', 'per second', 'more', GOALS.throughput),
    row('cpuMs', 'CPU ms each', 'less', null),
    row('p50', 'p50 ms', 'less', null),
    row('p99', 'p99 ms', 'less', GOALS.p99),
  ];
}

async function measure({ child, typist }: Contender): Promise<Round> {
  const cpuBefore = await cpuMsOf(child);
  const startedAt = performance.now();
  const times = await typist.type(TURNS, IN_FLIGHT);
  const ms = performance.now() - startedAt;
  const cpuMs = (await cpuMsOf(child)) - cpuBefore;
  return {
    perSecond: (TURNS / ms) * 1_000,
    cpuMs: cpuMs / TURNS,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
  };
}

/** From the typed line to the first byte of its INVITE, at a steady pace. */
async function toTheWire(typist: Typist, phones: ScriptedPhones): Promise<Row[]> {
  say('to the wire');
  const called = new Map<string, number>();
  phones.onCall = ({ from, at }) => called.set(authorOf(from), at);
  const typed = await typist.typeEvery(1_000 / PACED.perSecond, PACED.count);
  await until(() => called.size >= PACED.count);
  phones.onCall = () => {};
  const times = [...typed].map(([author, at]) => (called.get(author) ?? Number.POSITIVE_INFINITY) - at);
  const row = (part: number, unit: string, goal: number): Row => {
    const ms = quantile(times, part);
    const none = { baseline: null, limit: null, ratio: null };
    return { metric: 'line to first SIP byte', unit, usher: ms, ...none, goal: `≤ ${goal}`, met: ms <= goal };
  };
  return [row(0.5, 'p50 ms', GOALS.wireP50Ms), row(0.99, 'p99 ms', GOALS.wireP99Ms)];
}

/** One card on which everybody's state changes all the time: what the channel sees of it. */
async function oneCard(typist: Typist, phones: ScriptedPhones, connector: StubConnector) {
  say('one card');
  const all: ScriptedCall[] = [];
  phones.onCall = (call) => all.push(call);
  const sentAt: number[] = [];
  const line = await typist.say('invite the crowd');
  const { conversation, author } = line;
  // They are more than are rung without a question.
  await typist.say('yes', line);
  const calls = () => all.filter(({ from }) => authorOf(from) === author);
  await until(() => calls().length >= CROWD.people);
  const crowd = calls();
  connector.onMessage = (where, _method, at) => {
    if (where === conversation) sentAt.push(at);
  };
  const startedAt = performance.now();
  let told = 0;
  while (performance.now() - startedAt < CROWD.seconds * 1_000) {
    const due = ((performance.now() - startedAt) / 1_000) * CROWD.changesPerSecond;
    for (; told < due; told++) crowd[told % crowd.length]?.tell(181);
    await after(5);
  }
  const none = { baseline: null, limit: null, ratio: null };
  const written: Row[] = [
    {
      ...{ metric: 'changes told on one card', unit: 'per second', usher: told / CROWD.seconds, ...none },
      ...{ goal: null, met: null },
    },
  ];
  const updates = LIMITS.map(({ count, seconds }): Row => {
    const most = Math.max(
      0,
      ...sentAt.map((from) => sentAt.filter((at) => at >= from && at < from + seconds * 1_000).length),
    );
    return {
      ...{ metric: 'its updates', unit: `in ${seconds} s`, usher: most, ...none, limit: count },
      ...{ goal: `1 to ${count}`, met: most > 0 && most <= count },
    };
  });
  return { written, updates };
}

/** The phone shows the inviter first. */
function authorOf(from: string): string {
  return from.split(':')[0] ?? '';
}

/** At most a minute: what has not come by then is told as infinitely late. */
async function until(isSo: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + 60_000;
  while (!isSo() && performance.now() < giveUpAt) await after(20);
}

/** By itself, once its parent has let go of it; by force where it does not. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  if (child.connected) child.disconnect();
  const force = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await exit;
  clearTimeout(force);
}

function say(what: string): void {
  process.stderr.write(`… ${what}\n`);
}
