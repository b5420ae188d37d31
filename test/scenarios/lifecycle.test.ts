/** The command line as people have it: it says where to look, it stops in order, and it says what to do when it cannot start. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { PLAYGROUND_CONVERSATIONS } from '../../src/sandbox/index.ts';
import { freePort } from '../support/free-port.ts';
import { listeningSockets } from '../support/listening-sockets.ts';
import { PlaygroundChat } from '../support/playground-chat.ts';
import { scratch } from '../support/scratch.ts';
import { rowOf } from '../support/shown-card.ts';
import { processesOf, runUsher, type UsherCommand } from '../support/usher-command.ts';

/** After this people pull the plug. */
const STOP_MS = 10_000;
const START_AND_FAIL_MS = 45_000;
const LOOPBACK = '0100007F';

// Processes and their sockets are read from /proc.
const suite = process.platform === 'linux' ? describe : describe.skip;

suite('the command line (Linux only: reads /proc)', function () {
  this.timeout(120_000);
  let folder: Awaited<ReturnType<typeof scratch>>;
  let taken: Server;
  let takenPort: string;

  before(async () => {
    folder = await scratch();
    taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    takenPort = String(typeof address === 'object' ? address?.port : 0);
  });
  after(async () => {
    taken.close();
    await folder.remove();
  });
  afterEach(async () => {
    // Only what a failed test has left.
    for (const pid of await processesOf(folder.path)) process.kill(pid, 'SIGKILL');
  });

  /** With its own database: it and the page must end together with it. */
  const run = (env: Readonly<Record<string, string>>, node?: string) =>
    runUsher(folder.path, { DATA_DIR: folder.path, PORT: '0', PLAYGROUND_PORT: '0', ...env }, node);

  const nothingRuns = async () => assert.deepEqual(await processesOf(folder.path), []);

  async function assertRefuses(usher: UsherCommand, output: RegExp): Promise<void> {
    const code = await usher.ended(START_AND_FAIL_MS);
    assert.match(usher.output(), output);
    assert.equal(code, 1);
    await nothingRuns();
  }

  it('starts with nothing configured, on loopback only, and Ctrl-C stops the ringing and everything', async () => {
    const port = await freePort();
    const usher = run({ PORT: String(port) });
    const [, page = ''] = await usher.says(/Open (http:\/\/127\.0\.0\.1:\d+) and type: invite mary\n/);
    for (const [path, status] of [
      ['healthz', 'alive'],
      ['readyz', 'ready'],
    ]) {
      const response = await fetch(`http://127.0.0.1:${port}/${path}`);
      assert.deepEqual([response.status, await response.json()], [200, { status }]);
    }

    // It, the database and the page.
    const pids = await processesOf(folder.path);
    const sockets = (await Promise.all(pids.map(listeningSockets))).flat();
    assert.ok(pids.length >= 3 && sockets.length >= 3, JSON.stringify({ pids, sockets }));
    assert.deepEqual(
      sockets.filter(({ address }) => address !== LOOPBACK),
      [],
    );

    const chat = await PlaygroundChat.open(page);
    const { personal } = PLAYGROUND_CONVERSATIONS;
    await chat.type(personal, 'invite sue');
    await chat.seeRows(personal, 'Sue Park: Ringing');
    usher.interrupt();
    assert.equal(await usher.ended(STOP_MS), 0);
    await nothingRuns();
    assert.match(usher.output(), /Stopping: phones that ring for us are stopped, running calls go on\.\n$/);
    const [card] = chat.messages(personal).filter((message) => message.card);
    assert.deepEqual(rowOf(card?.card, 'Sue Park'), {
      head: 'Sue Park',
      word: 'Failed',
      details: ['A restart of this bot interrupted the call. Call again.'],
      buttons: ['Call again'],
    });
  });

  it('PORT taken: says which, and what to set', () =>
    assertRefuses(
      run({ PORT: takenPort }),
      new RegExp(
        `^Cannot listen on 127\\.0\\.0\\.1:${takenPort}: another program has this port\\. Stop it, or set PORT to a free one\\.\n$`,
      ),
    ));

  it('PLAYGROUND_PORT taken: says which, and what to set', () =>
    assertRefuses(
      run({ PLAYGROUND_PORT: takenPort }),
      new RegExp(
        `^The Playground's port ${takenPort} is taken\\. Stop the program that has it, or set PLAYGROUND_PORT to a free one\\.\n$`,
      ),
    ));

  it('a people file that is not there: says which', () =>
    assertRefuses(
      run({ PEOPLE_FILE: '/nowhere/people.csv' }),
      /^Cannot read \/nowhere\/people\.csv: ENOENT\n$/,
    ));

  it('wrong configuration: all faults at once', async () => {
    const usher = run({ PORT: 'http', HOST: '0.0.0.0', RING_SECONDS: '1', SIP_URI: 'sip:usher@contoso.com' });
    await assertRefuses(usher, /^The configuration does not work yet:\n/);
    for (const variable of ['PORT', 'HOST', 'RING_SECONDS', 'SIP_SERVER']) {
      assert.match(usher.output(), new RegExp(`^  ${variable}: .+`, 'm'));
    }
  });

  it('an old Node: says which is needed and how to get it', async function () {
    const node = await oldNode();
    if (node === undefined) {
      console.log('      no Node older than 24 is in PATH here, so its refusal cannot be seen');
      return this.skip();
    }
    await assertRefuses(
      run({}, node),
      /^Usher needs Node 24 or newer; this is Node \d+\.\d+\.\d+\.\nStart it with "npm start"/,
    );
  });
});

/** The first in PATH that is too old. */
async function oldNode(): Promise<string | undefined> {
  for (const folder of new Set((process.env.PATH ?? '').split(delimiter))) {
    const node = join(folder, 'node');
    const version = await promisify(execFile)(node, ['--version']).then(
      ({ stdout }) => Number(/^v(\d+)\./.exec(stdout)?.[1] ?? Number.NaN),
      () => Number.NaN,
    );
    if (version < 24) return node;
  }
  return undefined;
}
