/**
 * `npm run test:first-call`: types what docs/first-call.md says into a Debian that is made for it, looks whether it shows what the page
 * says, and prints how long each step took. Ends with 1 where something is otherwise.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FreshDebian, type Running } from './fresh-debian.ts';
import { type Block, readSteps, type Step } from './read-steps.ts';

const ROOT = join(import.meta.dirname, '../..');
const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'usher');
/** These load something; all others need nothing but this machine. */
const ONLINE = /^(apt-get|npm ci)\b/m;
const INVITE_MARY = { commands: 'invite mary', shows: [] };
const TERMINAL_READY_MS = 60_000;
/** Far longer than anything takes. */
const BLOCK_MS = 900_000;
/** Of what is shown where something fails, the end. */
const SHOWN = 4_000;

if (process.getuid?.() !== 0) {
  console.error(
    'npm run test:first-call must run as root: it makes a Debian in a folder, with debootstrap and iproute2.',
  );
  process.exit(1);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
const stop = new AbortController();

const steps = readSteps(readFileSync(join(ROOT, 'docs/first-call.md'), 'utf8'));
const files = execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' }).split('\n').filter(Boolean);
console.log('making an empty Debian sid …');
const debian = await FreshDebian.make(CACHE, ROOT, files);
try {
  for (const step of steps) await take(step);
  console.log(`${steps.length} steps, and Mary's phone has rung`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await debian.remove();
}

async function take({ title, blocks }: Step): Promise<void> {
  const startedAt = performance.now();
  for (const block of blocks) {
    const running = debian.start(block.commands, { online: ONLINE.test(block.commands) });
    await (block.isTerminal ? untilShown(block, running) : untilDone(block, running));
    // The one thing that is not typed into a terminal.
    const [, page] = /Open (http:\S+) and type: invite mary/.exec(running.output()) ?? [];
    if (page !== undefined) await untilDone(INVITE_MARY, inviteMary(page));
  }
  console.log(`| ${title} | ${((performance.now() - startedAt) / 1_000).toFixed(0)} |`);
}

function inviteMary(page: string): Running {
  return debian.startBeside(process.execPath, [join(import.meta.dirname, 'invite-mary.ts'), page]);
}

async function untilDone(block: Pick<Block, 'commands' | 'shows'>, running: Running): Promise<void> {
  const isLate = sleep(BLOCK_MS, 'not in time' as const, { ref: false, signal: stop.signal });
  const code = await Promise.race([running.ended, isLate]);
  if (code !== 0)
    throw new Error(`This failed (${code}):\n${block.commands}\n${running.output().slice(-SHOWN)}`);
  assertShown(block, running);
}

async function untilShown(block: Block, running: Running): Promise<void> {
  const giveUpAt = performance.now() + TERMINAL_READY_MS;
  const hasEnded = running.ended.then(() => true);
  while (missing(block, running).length > 0) {
    if (await Promise.race([hasEnded, sleep(200, false, { signal: stop.signal })])) break;
    if (performance.now() > giveUpAt) break;
  }
  assertShown(block, running);
}

function assertShown(block: Pick<Block, 'commands' | 'shows'>, running: Running): void {
  const lines = missing(block, running);
  if (lines.length > 0) {
    throw new Error(
      `This does not show ${lines.join(' and ')}:\n${block.commands}\n${running.output().slice(-SHOWN)}`,
    );
  }
}

function missing({ shows }: Pick<Block, 'shows'>, running: Running): readonly RegExp[] {
  return shows.filter((line) => !line.test(running.output()));
}
