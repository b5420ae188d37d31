/** What somebody who runs the product sees of it: one id from the message to the Call-ID, figures, and nothing of people in the log. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { freePort } from '../support/free-port.ts';
import { scratch } from '../support/scratch.ts';
import { GROUP, TeamsClient } from '../support/teams-client.ts';
import { ThreadWorld } from '../support/thread-world.ts';
import type { UsherProcess } from '../support/usher-process.ts';

type Line = Readonly<Record<string, unknown>>;

function linesOf(usher: UsherProcess): Line[] {
  return usher
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
}

describe('seen from outside', function () {
  this.timeout(60_000);
  let world: ThreadWorld;
  let folder: Awaited<ReturnType<typeof scratch>>;

  beforeEach(async () => {
    [world, folder] = await Promise.all([ThreadWorld.open(), scratch()]);
  });
  afterEach(async () => {
    await world.close();
    await folder.remove();
  });

  it('one id leads from the message to the Call-ID on the wire', async () => {
    const trace = join(folder.path, 'sip.log');
    const usher = await world.start({ LOG_LEVEL: 'info', SIP_TRACE: trace });
    await world.type(usher, 'invite mary');
    await world.row('Mary Lind', 'Joined');
    await world.type(usher, 'who');

    const lines = linesOf(usher);
    const begun = lines.find(({ activityId }) => activityId === 'typed-1');
    assert.equal(begun?.msg, 'A turn begins');
    assert.equal(begun.threadId, GROUP.id);
    const followed = lines.filter(({ turn }) => turn === begun.turn);
    const delivery = followed.find(({ msg }) => msg === 'a delivery begins');
    const calls = followed.filter(({ msg }) => msg === 'a call begins');
    const [stored] = await world.query('select id from invitations');
    assert.equal(delivery?.invitation, stored?.id);
    assert.deepEqual(
      calls.map(({ leg, invitation }) => ({ leg, invitation })),
      ['person', 'conference'].map((leg) => ({ leg, invitation: stored?.id })),
    );
    await world.until('all of them are on the wire', async () => {
      const wire = await readFile(trace, 'utf8');
      return calls.every(({ callId }) => new RegExp(`^Call-ID: ${callId}\\s*$`, 'm').test(wire));
    });
    assert.ok(followed.some(({ msg, outcome }) => msg === 'a delivery is over' && outcome === 'joined'));
    const other = lines.find(({ activityId }) => activityId === 'typed-2');
    assert.notEqual(other?.turn, begun.turn);
  });

  it('a phone that rings because it was scheduled is joined to who has scheduled it', async () => {
    const usher = await world.start({ LOG_LEVEL: 'info' });
    await world.type(usher, 'invite sue in 2 seconds');
    await world.row('Sue Park', 'Ringing');
    const lines = linesOf(usher);
    const typed = lines.find(({ activityId }) => activityId === 'typed-1')?.turn;
    const made = lines.find(({ turn, appointment }) => turn === typed && appointment !== undefined);
    const due = lines.find(({ appointments }) => `${appointments}` === made?.appointment);
    const call = lines.find(({ turn, callId }) => turn === due?.turn && callId !== undefined);
    const [stored] = await world.query('select id from invitations');
    assert.notEqual(due?.turn, typed);
    assert.ok(stored !== undefined && call?.invitation === stored.id, JSON.stringify(lines));
  });

  it('a phone that rings for a dead process is found by the invitation in the log of another', async () => {
    const first = await world.start({ LOG_LEVEL: 'info' });
    await world.type(first, 'invite sue');
    await world.row('Sue Park', 'Ringing');
    await world.drawn();
    await first.kill();
    const second = await world.start({ LOG_LEVEL: 'info' });
    const invitation = linesOf(first).find(({ msg }) => msg === 'a delivery begins')?.invitation;
    await world.until('it is looked after', () =>
      linesOf(second).some((line) => line.invitation === invitation && line.found === 'cancelled'),
    );
  });

  it('the figures tell the story, to who has the token', async () => {
    const token = 'a-token-for-metrics-of-32-signs';
    const usher = await world.start({ METRICS_TOKEN: token });
    await world.type(usher, 'invite mary and bob');
    await world.row('Mary Lind', 'Joined');
    await world.row('Bob Stone', 'Declined');
    await world.drawn();
    const url = `${new URL(usher.endpoint).origin}/metrics`;
    const get = (authorization: string) =>
      fetch(url, { headers: { Authorization: authorization, 'X-Forwarded-For': '192.0.2.1' } });
    assert.equal((await get('Bearer another')).status, 401);
    const text = await (await get(`Bearer ${token}`)).text();
    const value = (name: string) => {
      const line = text.split('\n').find((one) => one.startsWith(`${name} `));
      return line === undefined ? undefined : Number(line.slice(name.length + 1));
    };
    const expected: Readonly<Record<string, (value: number) => boolean>> = {
      'usher_turn_duration_seconds_count{channel="msteams",kind="command",result="answered"}': (n) => n === 1,
      'usher_invitations_total{outcome="joined",method="bridge"}': (n) => n === 1,
      'usher_invitations_total{outcome="declined",method="bridge"}': (n) => n === 1,
      usher_time_to_ring_seconds_count: (n) => n === 2,
      usher_time_to_answer_seconds_count: (n) => n === 1,
      'usher_calls{state="arriving"}': (n) => n === 0,
      'usher_job_duration_seconds_count{queue="draw",result="done"}': (n) => n >= 1,
      'usher_jobs{queue="draw",state="due"}': (n) => n === 0,
      'usher_job_lateness_seconds{queue="draw"}': (n) => n >= 0,
      'usher_sip_messages_total{direction="sent",message="INVITE"}': (n) => n >= 3,
      'usher_sip_messages_total{direction="received",message="1xx"}': (n) => n >= 2,
      'usher_database_connections{state="waiting"}': (n) => n === 0,
      'usher_refused_total{door="http",reason="metrics-token"}': (n) => n === 1,
      usher_sip_ready: (n) => n === 1,
      nodejs_eventloop_lag_p99_seconds: (n) => n > 0,
    };
    const wrong = Object.entries(expected).filter(([name, isRight]) => !isRight(value(name) ?? Number.NaN));
    assert.deepEqual(
      wrong.map(([name]) => `${name} ${value(name)}`),
      [],
    );
  });

  describe('the log', () => {
    let echo: Server;
    let echoUrl: string;

    /** A service that answers everything with an error, and repeats in it all that it was sent. */
    beforeEach(async () => {
      echo = createServer(async (req, res) => {
        let text = `${req.method} ${req.url} ${JSON.stringify(req.headers)} `;
        for await (const chunk of req) text += chunk;
        // Slack says what is wrong with 200.
        const isSlack = req.url?.startsWith('/api/');
        res.statusCode = isSlack ? 200 : 400;
        res.setHeader('content-type', isSlack ? 'application/json' : 'text/plain');
        res.end(isSlack ? JSON.stringify({ ok: false, error: text }) : text);
      });
      echo.listen(0, '127.0.0.1');
      await once(echo, 'listening');
      echoUrl = `http://127.0.0.1:${(echo.address() as AddressInfo).port}`;
    });
    afterEach(async () => {
      echo.closeAllConnections();
      echo.close();
      await once(echo, 'close');
    });

    /** None of them is a word of ours; each is searched for in every form in which it could stand there. */
    const CANARIES = {
      toast: 'Zwitscherfink am Fenster',
      name: 'Rotkehlchen',
      words: 'Nachtigall im Garten',
      subject: 'Amselruf',
      number: '+4930555019977',
      password: 'kolibri-P4ss/word',
      metrics: 'papagei-metrics-token-1234',
      signing: 'eisvogel-signing-0987',
      bot: 'xoxb-7777-goldammer',
      stranger: 'kuckuck.von.draussen',
    };
    const FORMS = Object.values(CANARIES).flatMap((one) => [
      one,
      encodeURIComponent(one),
      one.replaceAll(' ', '%20'),
    ]);
    const MORE = [
      '30555019977',
      '555019977',
      'Zwitscherfink',
      'Nachtigall',
      'rotkehlchen',
      'goldammer',
      'kuckuck',
    ];

    function assertSilent(usher: UsherProcess): void {
      const output = usher.output();
      const told = [...FORMS, ...MORE].flatMap((canary) =>
        output.split('\n').filter((line) => line.toLowerCase().includes(canary.toLowerCase())),
      );
      assert.deepEqual(told, []);
    }

    function assertSaid(usher: UsherProcess, messages: readonly RegExp[]): void {
      const said = linesOf(usher).map(({ msg }) => String(msg));
      assert.deepEqual(
        messages.filter((message) => !said.some((one) => message.test(one))).map(String),
        [],
        said.join('\n'),
      );
    }

    const role = `usher_canary_${process.pid}`;

    /** Of the same database, for somebody with a password. */
    async function urlWithPassword(): Promise<string> {
      await world.query(`create role ${role} superuser login password '${CANARIES.password}'`);
      const [row] = await world.query(
        `select host(inet_server_addr()) || ':' || inet_server_port() || '/' || current_database() as place`,
      );
      return `postgres://${role}:${encodeURIComponent(CANARIES.password)}@${row?.place}`;
    }

    async function forgetRole(): Promise<void> {
      await world.query(`reassign owned by ${role} to current_user`);
      await world.query(`drop role ${role}`);
    }

    async function peopleFile(): Promise<string> {
      const path = join(folder.path, 'people.csv');
      const rows = [
        'name,sip,tel,email',
        `${CANARIES.name} Vogel,sip:rotkehlchen@usher.example,${CANARIES.number},rotkehlchen@usher.example`,
        `${CANARIES.name},not-an-address,${CANARIES.number},x`,
      ];
      await writeFile(path, rows.join('\n'));
      return path;
    }

    it('says nothing of people and no secret in a day of Teams in which everything fails', async () => {
      const sipPort = await freePort();
      const usher = await world.start({
        LOG_LEVEL: 'trace',
        DATABASE_URL: await urlWithPassword(),
        SIP_USERNAME: 'usher',
        SIP_PASSWORD: CANARIES.password,
        METRICS_TOKEN: CANARIES.metrics,
        ALLOWED_TEL_PREFIXES: '+49',
        PEOPLE_FILE: await peopleFile(),
        SIP_LISTEN: `127.0.0.1:${sipPort}`,
      });
      // People do what people do.
      await world.type(usher, `invite sue saying "${CANARIES.toast}" to "${CANARIES.subject}"`);
      await world.row('Sue Park', 'Ringing');
      await world.type(usher, `invite ${CANARIES.number} saying "${CANARIES.toast}"`);
      await world.type(usher, `invite ${CANARIES.name} saying "${CANARIES.toast}"`);
      await world.type(usher, `invite nobody called ${CANARIES.words}`);
      await world.type(usher, CANARIES.words);
      await world.type(usher, 'cancel sue');
      await world.row('Sue Park', 'Withdrawn');
      // Somebody sends what is none of ours.
      const origin = new URL(usher.endpoint).origin;
      const post = (body: string) =>
        fetch(usher.endpoint, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      await post(`{"text":"${CANARIES.words}`);
      await post(JSON.stringify({ type: 'message', text: CANARIES.words, from: { name: CANARIES.name } }));
      await fetch(`${origin}/${CANARIES.stranger}?token=${CANARIES.metrics}`);
      await fetch(`${origin}/metrics`, {
        headers: { Authorization: `Bearer ${CANARIES.metrics}x`, 'X-Forwarded-For': '192.0.2.1' },
      });
      const peer = connect(sipPort, '127.0.0.1');
      const { stranger, number, words } = CANARIES;
      peer.write(
        `INVITE sip:${number}@${stranger} SIP/2.0\r\nSubject: ${words}\r\nContent-Length: 0\r\n\r\n`,
      );
      peer.write(`${words} ${number}\r\n\r\n`);
      await world.until('it is refused', () => usher.output().includes('sip message refused or dropped'));
      peer.destroy();
      // The chat service refuses a card, and repeats all of it.
      const elsewhere = new TeamsClient(usher.endpoint, echoUrl);
      await elsewhere.type(`invite sip:lee@usher.example saying "${CANARIES.toast}"`, {
        id: 'echoed',
        conversation: { ...GROUP, id: 'group-2' },
      });
      await world.until('it cannot be shown', () => usher.output().includes('A card cannot be shown'));
      // The database refuses a row, and repeats all of it; then it loses its connections.
      await world.query(`alter table invitations add constraint no_more check (false) not valid`);
      await world.type(usher, `invite bob saying "${CANARIES.toast}"`);
      await world.type(usher, `invite ${CANARIES.name} saying "${CANARIES.words}"`);
      await world.query('alter table invitations drop constraint no_more');
      await world.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'usher%' and datname = current_database()`,
      );
      await world.until('it is back', async () => (await fetch(`${origin}/readyz`)).status === 200);

      assertSaid(usher, [
        /a delivery is over/,
        /a line of PEOPLE_FILE is left out/,
        /HTTP requests were refused/,
        /A card cannot be shown/,
        /An activity could not be worked on/,
        /connection was lost/,
      ]);
      assertSilent(usher);
      await usher.stop();
      assertSilent(usher);
      await forgetRole();
    });

    it('says nothing of people and no secret where Slack repeats all that it was sent', async () => {
      const usher = await world.start({
        LOG_LEVEL: 'trace',
        SLACK_BOT_TOKEN: CANARIES.bot,
        SLACK_SIGNING_SECRET: CANARIES.signing,
        SLACK_API_URL: `${echoUrl}/api/`,
      });
      const origin = new URL(usher.endpoint).origin;
      const send = (route: string, body: string, secret: string) => {
        const at = String(Math.floor(Date.now() / 1_000));
        const mac = createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex');
        const headers = { 'X-Slack-Request-Timestamp': at, 'X-Slack-Signature': `v0=${mac}` };
        return fetch(`${origin}/slack/${route}`, { method: 'POST', headers, body });
      };
      const command = new URLSearchParams({
        ...{ team_id: 'T1', channel_id: 'C1', user_id: 'U1', command: '/usher', trigger_id: '1.2.3' },
        text: `invite ${CANARIES.number} saying "${CANARIES.toast}"`,
      });
      await send('commands', `${command}`, CANARIES.signing);
      await send('commands', `${command}`, 'another');
      await send('events', `{"text":"${CANARIES.words}`, CANARIES.signing);
      await fetch(`${origin}/readyz`);
      await world.until('it is said', () => /A check failed/.test(usher.output()));
      assertSaid(usher, [/A check failed/, /What came from Slack/, /not signed by Slack|refused/]);
      assertSilent(usher);
    });
  });
});
