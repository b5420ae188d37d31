/** `npm run doctor` as somebody types it, beside neighbours that are real, or wrong in a real way. */
import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeCertificate } from '../support/certificates.ts';
import { freePort } from '../support/free-port.ts';
import { execute, freshDatabase } from '../support/postgres.ts';
import { type SandboxProcess, startSandboxProcess } from '../support/sandbox-process.ts';
import { scratch } from '../support/scratch.ts';
import { ScriptedAri } from '../support/scripted-ari.ts';
import { ScriptedSipPeer } from '../support/scripted-sip-peer.ts';
import { BOT_TOKEN, SlackWorld } from '../support/slack-world.ts';
import { runUsher } from '../support/usher-command.ts';

/** Two cores that are busy with other things load it slowly. */
const ENDS_MS = 45_000;

describe('npm run doctor', function () {
  this.timeout(180_000);
  let folder: Awaited<ReturnType<typeof scratch>>;
  let phones: SandboxProcess;
  let slack: SlackWorld;
  let database: string;
  let env: Record<string, string>;

  before(async () => {
    [phones, slack, database] = await Promise.all([
      startSandboxProcess(),
      SlackWorld.start(),
      freshDatabase(),
    ]);
  });
  after(() => Promise.all([phones?.stop(), slack?.stop()]));

  beforeEach(async () => {
    folder = await scratch();
    env = {
      PORT: String(await freePort()),
      SIP_SERVER: phones.server,
      SIP_URI: phones.uri,
      CONFERENCE_URI: phones.conferenceUri,
      DATABASE_URL: database,
      SLACK_BOT_TOKEN: BOT_TOKEN,
      SLACK_SIGNING_SECRET: 'signing-secret',
      SLACK_API_URL: slack.apiUrl,
    };
  });
  afterEach(() => folder.remove());

  /** What has to be mended, or looked at, with the arrow below it. */
  async function doctor(more: Readonly<Record<string, string>> = {}, ...args: string[]) {
    const command = runUsher(folder.path, { ...env, ...more }, undefined, ['doctor', ...args]);
    const code = await command.ended(ENDS_MS);
    const output = command.output();
    const [wrong = []] = [output.match(/^(FAIL|look) {2}.*\n.*→.*$/gm) ?? undefined];
    return { code, output, wrong: wrong.map((one) => one.replace(/\s+/g, ' ')) };
  }

  it('is content with neighbours that work, calls nobody and leaves nothing behind', async () => {
    const seen = await execute(database, 'select count(*) from pg_class');
    const { code, output, wrong } = await doctor();
    assert.deepEqual([code, wrong], [0, []], output);
    assert.match(output, /^ok +configuration +works: people type in Slack, calls go through sip:127/m);
    assert.match(output, /^ok +database +PostgreSQL \d+\.\d+, database /m);
    assert.match(output, /^ok +SIP server +127\.0\.0\.1:\d+: connected, not encrypted$/m);
    assert.match(output, /^ok +SIP server +answers OPTIONS with \d+ /m);
    assert.match(output, /^ok +Slack +SLACK_BOT_TOKEN is that of usher/m);
    assert.match(output, /\n\nNothing is wrong\.\n$/);
    assert.ok(output.split('\n').length < 25, 'more than a screen');
    assert.ok(Object.values(phones.snapshot().phones).every(({ state }) => state === 'idle'));
    assert.deepEqual(slack.said, []);
    assert.deepEqual(await execute(database, 'select count(*) from pg_class'), seen);
    assert.deepEqual(await readdir(folder.path), []);
  });

  it('says with nothing configured that the sandbox would do', async () => {
    const nothing = Object.fromEntries(Object.keys(env).map((name) => [name, '']));
    const { PORT = '' } = env;
    const { code, output } = await doctor({ ...nothing, PORT, PLAYGROUND_PORT: `${await freePort()}` });
    assert.equal(code, 0, output);
    assert.match(output, /people type in a page of the sandbox, calls go to phones of the sandbox/);
    assert.deepEqual(await readdir(folder.path), []);
  });

  it('names every variable that is wrong, and asks nobody', async () => {
    const { code, output } = await doctor({ SIP_URI: 'usher', RING_SECONDS: '1' });
    assert.equal(code, 1);
    assert.match(output, /^FAIL +SIP_URI +"usher" is no SIP address/m);
    assert.match(output, /^FAIL +RING_SECONDS +"1" is no whole number from 5 to 180$/m);
    assert.doesNotMatch(output, /PostgreSQL/);
  });

  it('says what the database refuses', async () => {
    const wrongPassword = new URL(database);
    wrongPassword.password = 'hunter2';
    const missing = new URL(database);
    missing.pathname = '/nowhere';
    const closed = `postgres://usher:hunter2@127.0.0.1:${await freePort()}/usher`;
    const [password, name, port] = await Promise.all(
      [wrongPassword.href, missing.href, closed].map((DATABASE_URL) => doctor({ DATABASE_URL })),
    );
    assert.match(
      password?.wrong.join() ?? '',
      /^FAIL database PostgreSQL: password authentication failed .* → check the user/,
    );
    assert.match(
      name?.wrong.join() ?? '',
      /^FAIL database PostgreSQL: database "nowhere" does not exist → create it/,
    );
    assert.match(
      port?.wrong.join() ?? '',
      /^FAIL database PostgreSQL: connect ECONNREFUSED .* → start PostgreSQL there/,
    );
    for (const one of [password, name, port]) {
      assert.equal(one?.code, 1);
      assert.doesNotMatch(one?.output ?? '', /hunter2/);
    }
  });

  it('says which rights the database does not give', async () => {
    const url = new URL(database);
    const admin = `${url.pathname.slice(1)}_admin`;
    await execute(database, `create role ${admin} login password 'poor'`);
    await execute(database, `create database ${admin}`);
    try {
      const poor = new URL(database);
      Object.assign(poor, { username: admin, password: 'poor', pathname: `/${admin}` });
      const { code, wrong } = await doctor({ DATABASE_URL: poor.href });
      assert.equal(code, 1);
      assert.equal(
        wrong.join(),
        `FAIL database ${admin} may make no tables in schema public → as superuser: alter database ${admin} owner to ${admin}`,
      );
      // What it says to do, done.
      await execute(database, `alter database ${admin} owner to ${admin}`);
      assert.deepEqual((await doctor({ DATABASE_URL: poor.href })).wrong, []);
    } finally {
      await execute(database, `drop database ${admin}`);
      await execute(database, `drop role ${admin}`);
    }
  });

  it('says why the SIP server is not reached, or not trusted', async () => {
    const authority = makeCertificate('authority', { isAuthority: true });
    const { cert, key } = makeCertificate('sip', { issuer: authority, hosts: ['127.0.0.1'], days: [-1, 5] });
    const SIP_TLS_CA = join(folder.path, 'ca.pem');
    await writeFile(SIP_TLS_CA, authority.cert);
    const peer = await ScriptedSipPeer.listen(0, { tls: { cert, key } });
    peer.answersOptions = false;
    const SIP_SERVER = `sips:127.0.0.1:${peer.port}`;
    try {
      const [closed, stranger, unreadable, trusted] = await Promise.all([
        doctor({ SIP_SERVER: `sip:127.0.0.1:${await freePort()};transport=tcp` }),
        doctor({ SIP_SERVER }),
        doctor({ SIP_SERVER, SIP_TLS_CA: join(folder.path, 'none.pem') }),
        doctor({ SIP_SERVER, SIP_TLS_CA }),
      ]);
      assert.match(
        closed.wrong.join(),
        /^FAIL SIP server 127\.0\.0\.1:\d+: nobody listens there .*\(sip\.refused\) → /,
      );
      assert.match(
        stranger.wrong.join(),
        /not signed by an authority we trust; set SIP_TLS_CA.*\(sip\.tls-unknown-ca\)/,
      );
      assert.match(unreadable.wrong.join(), /^FAIL SIP server .*SIP_TLS_CA: cannot be read: .*none\.pem/);
      for (const { code } of [closed, stranger, unreadable]) assert.equal(code, 1);
      // This one never says a word: that alone is no reason not to begin.
      assert.equal(trusted.code, 0, trusted.output);
      assert.match(
        trusted.wrong.join('\n'),
        /^look SIP server .* its certificate is valid until .* → renew it now$/m,
      );
      assert.match(trusted.wrong.join('\n'), /^look SIP server no answer to OPTIONS → /m);
    } finally {
      await peer.close();
    }
  });

  it('says that the SIP server knows neither name nor password', async () => {
    const peer = await ScriptedSipPeer.listen();
    peer.answersOptions = false;
    const answers = [
      // The first is how a user agent learns its address.
      { method: 'OPTIONS', code: 200, reason: 'OK' },
      { method: 'OPTIONS', user: '', code: 403, reason: 'Forbidden' },
      { method: 'REGISTER', code: 403, reason: 'Forbidden' },
      { method: 'OPTIONS', code: 404, reason: 'Not Found' },
    ];
    // Not awaited one by one: a busy machine may take its time before the first.
    const answering = setInterval(async () => {
      const at = answers.findIndex(({ method, user }) => peer.has(method, user));
      const [answer] = at < 0 ? [] : answers.splice(at, 1);
      if (answer) peer.reply(await peer.request(answer.method, answer.user), answer.code, answer);
    }, 10);
    try {
      const { code, wrong } = await doctor({
        SIP_SERVER: peer.uri,
        SIP_REGISTER: 'yes',
        SIP_PASSWORD: 'hunter2',
      });
      assert.equal(code, 1);
      assert.match(
        wrong.join('\n'),
        /^FAIL SIP server refuses us: 403 Forbidden → set SIP_USERNAME and SIP_PASSWORD/m,
      );
      assert.match(
        wrong.join('\n'),
        /^FAIL SIP server does not register sip:usher@usher\.example: 403 Forbidden → /m,
      );
      assert.match(
        wrong.join('\n'),
        /^look SIP server for sip:\S+ the answer to OPTIONS is 404 Not Found → try npm run call/m,
      );
      // It would have changed where calls to us go.
      const register = peer.log.find(({ method }) => method === 'REGISTER');
      assert.deepEqual(register?.all('Contact'), []);
    } finally {
      clearInterval(answering);
      await peer.close();
    }
  });

  it('says that Asterisk does not let us in', async () => {
    const ari = await ScriptedAri.start();
    try {
      const asterisk = {
        CONFERENCE_DRIVER: 'asterisk',
        CONFERENCE_URI: 'sip:{number}@usher.example',
        ARI_URL: ari.url,
        ARI_USERNAME: 'usher',
      };
      const inside = await doctor({ ...asterisk, ARI_PASSWORD: 'open sesame' });
      assert.deepEqual([inside.code, inside.wrong], [0, []], inside.output);
      const { code, wrong, output } = await doctor({ ...asterisk, ARI_PASSWORD: 'hunter2' });
      assert.equal(code, 1);
      assert.match(
        wrong.join(),
        /^FAIL conference server Asterisk refuses .*\(ari\.credentials\) → correct ARI_USERNAME/,
      );
      assert.doesNotMatch(output, /hunter2/);
    } finally {
      await ari.stop();
    }
  });

  it('says that Slack does not know the token', async () => {
    slack.refusals.push({ method: 'auth.test', status: 200, body: { ok: false, error: 'invalid_auth' } });
    const { code, wrong } = await doctor();
    assert.equal(code, 1);
    assert.match(wrong.join(), /^FAIL Slack SLACK_BOT_TOKEN: Slack says invalid_auth → copy the token anew/);
  });

  it('does not guess what was meant', async () => {
    const { code, output } = await doctor({}, '--fix');
    assert.equal(code, 2);
    assert.match(output, /--fix[\s\S]*npm run doctor/);
    assert.equal((await doctor({}, '--help')).code, 0);
  });
});
