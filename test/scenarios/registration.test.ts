/** The command line at a SIP server that wants it registered: what readiness and the log say, and what stopping sends. */
import assert from 'node:assert/strict';
import { freePort } from '../support/free-port.ts';
import { scratch } from '../support/scratch.ts';
import { ScriptedSipPeer } from '../support/scripted-sip-peer.ts';
import { processesOf, runUsher } from '../support/usher-command.ts';

/** After this people pull the plug. */
const STOP_MS = 10_000;

// What a failed test has left is found in /proc.
const suite = process.platform === 'linux' ? describe : describe.skip;

suite('a SIP server that wants us registered (Linux only: reads /proc)', function () {
  this.timeout(120_000);

  it('says in readiness with which code it refused, keeps the password to itself, and is told when we stop', async () => {
    const folder = await scratch();
    const server = await ScriptedSipPeer.listen();
    const port = await freePort();
    const usher = runUsher(folder.path, {
      DATA_DIR: folder.path,
      PORT: String(port),
      SIP_SERVER: server.uri,
      SIP_URI: 'sip:usher@example.com',
      SIP_USERNAME: 'usher',
      SIP_PASSWORD: 'open sesame',
      SIP_REGISTER: 'yes',
      CONFERENCE_URI: 'sip:{id}@conf.example.com',
      LOG_LEVEL: 'trace',
    });
    const readiness = async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).json();
    try {
      await usher.says(/Messaging endpoint/);
      const first = await server.request('REGISTER');
      assert.deepEqual(await readiness(), {
        status: 'not-ready',
        missing: ['registration'],
        codes: { registration: 'registering' },
      });

      server.reply(first, 401, { headers: ['WWW-Authenticate: Digest realm="r", nonce="1"'] });
      const second = await server.request('REGISTER');
      server.reply(second, 401, { headers: ['WWW-Authenticate: Digest realm="r", nonce="2"'] });
      await usher.says(/"code":401.*sip registration refused/);
      assert.deepEqual(await readiness(), {
        status: 'not-ready',
        missing: ['registration'],
        codes: { registration: '401' },
      });
      const [, response = 'none'] = /response="(\w+)"/.exec(second.header('Authorization')) ?? [];
      for (const secret of ['open sesame', response]) assert.equal(usher.output().includes(secret), false);

      // Connected again, it tries again.
      server.drop();
      server.reply(await server.request('REGISTER'), 200);
      await usher.says(/sip registered/);
      assert.deepEqual(await readiness(), { status: 'ready' });

      usher.interrupt();
      const last = await server.request('REGISTER');
      assert.match(last.header('Contact'), /;expires=0$/);
      server.reply(last, 200);
      assert.equal(await usher.ended(STOP_MS), 0);
    } finally {
      // Only what a failed test has left.
      for (const pid of await processesOf(folder.path)) process.kill(pid, 'SIGKILL');
      await server.close();
      await folder.remove();
    }
  });
});
