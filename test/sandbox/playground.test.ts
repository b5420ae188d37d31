import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import pino from 'pino';
import { RealTimeError } from '../../src/core/index.ts';
import { type Playground, startPlayground } from '../../src/sandbox/playground.ts';
import { type PagePerson, PLAYGROUND_CONVERSATIONS } from '../../src/sandbox/playground-config.ts';
import { SANDBOX_PEOPLE } from '../../src/sandbox/sandbox-people.ts';
import { listeningSockets } from '../support/listening-sockets.ts';

const people: PagePerson[] = SANDBOX_PEOPLE.map(({ id, name, email }) => ({ id, name, email }));
// The kernel's tables are files only there.
const onLinux = process.platform === 'linux' ? it : it.skip;

describe('the Playground', function () {
  this.timeout(60_000);
  let dataDir: string;
  const log = pino({ level: 'silent' });

  const start = (options: { port?: number; people?: PagePerson[] } = {}) =>
    startPlayground({
      botEndpoint: 'http://127.0.0.1:9/api/messages',
      port: 0,
      people,
      dataDir,
      log,
      ...options,
    });

  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'usher-playground-'));
  });
  after(() => rm(dataDir, { recursive: true, force: true }));

  describe('running', () => {
    let playground: Playground;
    before(async () => {
      playground = await start();
    });
    after(() => playground.stop());

    onLinux('listens on 127.0.0.1 and nowhere else (Linux only: reads /proc)', async () => {
      const sockets = await listeningSockets(playground.pid);
      const port = Number(new URL(playground.url).port);
      assert.deepEqual(sockets, [{ protocol: 'tcp', address: '0100007F', port }]);
    });

    it('shows the sandbox people, the first as the one who types', async () => {
      const byId = (one: PagePerson, other: PagePerson) => one.id.localeCompare(other.id);
      const group = await members(playground, PLAYGROUND_CONVERSATIONS.group);
      assert.deepEqual(group.sort(byId), [...people].sort(byId));
      assert.deepEqual(await members(playground, PLAYGROUND_CONVERSATIONS.personal), people.slice(0, 1));
    });

    it('answers no page of somebody else in a browser on this machine', async () => {
      const own = new URL(playground.url).host;
      const from = (headers: Record<string, string>) => answerOf(playground, '/_debug/ping', headers);
      assert.equal(await from({}), 200);
      assert.equal(await from({ origin: `http://${own}` }), 200);
      assert.equal(await from({ host: 'evil.example' }), 403);
      assert.equal(await from({ origin: 'https://evil.example' }), 403);
      const upgrade = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };
      const socket = { ...upgrade, 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' };
      const stream = '/_ws_conversation/v1/conversations/stream';
      assert.equal(await answerOf(playground, stream, { ...socket, origin: `http://${own}` }), 101);
      await assert.rejects(answerOf(playground, stream, { ...socket, origin: 'https://evil.example' }));
    });

    it('writes only into its folder of the data directory', async () => {
      assert.deepEqual(await readdir(dataDir), ['playground']);
      const files = await readdir(join(dataDir, 'playground'));
      assert.deepEqual(files.sort(), ['playground.log', 'playground.yml']);
    });
  });

  it('is gone when stopped, and stopping twice does no harm', async () => {
    const playground = await start();
    await playground.stop();
    await playground.stop();
    assert.equal(isRunning(playground.pid), false);
  });

  it('is gone when stopped even if it hangs', async () => {
    const playground = await start();
    process.kill(playground.pid, 'SIGSTOP');
    await playground.stop();
    assert.equal(isRunning(playground.pid), false);
  });

  it('names the port that is taken and the variable that moves it', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    try {
      await assert.rejects(start({ port }), (error) => {
        assert.ok(error instanceof RealTimeError);
        assert.equal(error.code, 'port.taken');
        assert.deepEqual(error.facts, { port, variable: 'PLAYGROUND_PORT' });
        return true;
      });
    } finally {
      other.close();
    }
  });

  it('says so when it ends instead of starting', async () => {
    const nameless = people.map((person) => ({ ...person, id: '' }));
    await assert.rejects(start({ people: nameless }), { code: 'playground.failed' });
  });

  it('does not outlive us when we are killed', async () => {
    const module = new URL('../../src/sandbox/playground.ts', import.meta.url).href;
    const script = `
      import { startPlayground } from ${JSON.stringify(module)};
      const log = { info() {}, warn() {} };
      const playground = await startPlayground({ botEndpoint: 'http://127.0.0.1:9/', port: 0,
        people: ${JSON.stringify(people)}, dataDir: ${JSON.stringify(dataDir)}, log });
      console.log(playground.pid);
      setInterval(() => {}, 60_000);`;
    const us = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(createInterface(us.stdout), 'line');
    const pid = Number(line);
    assert.equal(isRunning(pid), true);
    us.kill('SIGKILL');
    while (isRunning(pid)) await delay(20);
  });
});

async function members({ url }: Playground, conversation: string): Promise<PagePerson[]> {
  const response = await fetch(`${url}/_connector/v3/conversations/${conversation}/pagedmembers`);
  const page = (await response.json()) as { members: PagePerson[] };
  return page.members.map(({ id, name, email }) => ({ id, name, email }));
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The status of what it says to a GET; rejects where it hangs up. */
function answerOf(playground: Playground, path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(new URL(path, playground.url), { headers }, (res) => {
      res.resume();
      resolve(res.statusCode ?? 0);
    });
    asked.once('upgrade', (res, socket) => {
      socket.destroy();
      resolve(res.statusCode ?? 0);
    });
    asked.once('error', reject);
    asked.end();
  });
}
