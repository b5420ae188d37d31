import assert from 'node:assert/strict';
import { once } from 'node:events';
import { EslClient } from '../../../src/drivers/freeswitch/esl-client.ts';
import { ScriptedEsl } from '../../support/scripted-esl.ts';

const TIMERS = { requestMs: 60, heartbeatMs: 40, firstPauseMs: 2, longestPauseMs: 10 };
const EVENTS = 'event json ';
const HEARTBEAT = 'api module_exists mod_conference';

describe('the connection to the Event Socket', () => {
  let esl: ScriptedEsl;
  let client: EslClient;
  let logged: string[];

  const clientWith = (more: { password?: string; timers?: Partial<typeof TIMERS> } = {}) => {
    const write = (facts: object, message: string) => void logged.push(`${message} ${JSON.stringify(facts)}`);
    client = new EslClient({
      ...{ host: '127.0.0.1', port: esl.port, password: 'open sesame', log: { info: write, warn: write } },
      ...more,
      timers: { ...TIMERS, ...more.timers },
    });
    return client;
  };
  const comesBack = () => once(client, 'lost').then(() => once(client, 'ready'));

  beforeEach(async () => {
    logged = [];
    esl = await ScriptedEsl.start();
  });

  afterEach(async () => {
    await client.stop();
    await esl.stop();
  });

  it('asks for the events of its own calls, and of who comes and goes in conferences', async () => {
    await clientWith().start();
    assert.deepEqual([client.ready, client.problem], [true, undefined]);
    assert.equal(esl.asked(EVENTS).length, 1);
    const seen: unknown[] = [];
    client.on('event', (event) => seen.push(`${event['Event-Name']} ${event['Unique-ID']}`));
    const maintenance = { 'Event-Subclass': 'conference::maintenance', 'Unique-ID': 'b' };

    esl.say('CHANNEL_ANSWER', { 'Unique-ID': 'a' });
    esl.say('CHANNEL_ANSWER', { 'Unique-ID': 'usher-1' });
    esl.say('CUSTOM', { ...maintenance, Action: 'start-talking' });
    esl.say('CUSTOM', { ...maintenance, Action: 'add-member' });
    await client.api('uptime');

    assert.deepEqual(seen, ['CHANNEL_ANSWER usher-1', 'CUSTOM b']);
  });

  it('answers commands in their order, however many are asked at once', async () => {
    await clientWith().start();
    esl.when('api echo', (line) => `${line.slice('api echo '.length)} ÄÖ\n`);
    const texts = Array.from({ length: 50 }, (_, at) => `${at}`);

    const answers = await Promise.all(texts.map((text) => client.api(`echo ${text}`)));

    assert.deepEqual(
      answers,
      texts.map((text) => `${text} ÄÖ`),
    );
  });

  it('lets no command be two', async () => {
    await clientWith().start();
    await assert.rejects(client.api('echo a\n\napi fsctl shutdown'), TypeError);
    assert.deepEqual(esl.asked('api fsctl'), []);
    assert.equal(await client.api(HEARTBEAT.slice('api '.length)), 'true', 'and none is out of its order');
  });

  it('leaves events that it cannot read, and those that somebody here cannot', async () => {
    await clientWith().start();
    const seen: unknown[] = [];
    client.on('event', ({ n }) => {
      seen.push(n);
      if (n === '1') throw new Error('not understood');
    });
    for (const body of ['{', '17', 'null', '[]', '{"n":1}', '{"n":"1"}', '{"n":"2"}'])
      esl.saySomething(`Content-Type: text/event-json\nContent-Length: ${body.length}\n\n${body}`);
    esl.saySomething('Content-Type: log/data\nContent-Length: 3\n\nabc');
    await client.api('uptime');

    assert.deepEqual(seen, [undefined, '1', '2']);
  });

  for (const [what, code, set] of [
    ['another password', 'esl.password', () => clientWith({ password: 'hunter2' })],
    [
      'an address that is not listed',
      'esl.acl',
      () => {
        esl.greeting = 'Content-Type: text/rude-rejection\nContent-Length: 24\n\nAccess Denied, go away.\n';
      },
    ],
    [
      'an old version that rejects',
      'esl.acl',
      () => {
        esl.greeting = 'Content-Type: text/rude-rejection\nContent-Length 24\n\nAccess Denied, go away.\n';
      },
    ],
    ['no mod_conference', 'esl.no-conference', () => esl.when(HEARTBEAT, () => 'false')],
    ['a user who may not ask', 'esl.refused', () => esl.when(HEARTBEAT, () => '-ERR permission denied')],
    ['a user who may not listen', 'esl.refused', () => esl.when(EVENTS, () => '-ERR permission denied')],
    [
      'somebody else',
      'esl.protocol',
      () => {
        esl.greeting = 'SSH-2.0-OpenSSH_9.2\r\n';
      },
    ],
    [
      'somebody who says nothing',
      'esl.protocol',
      () => {
        esl.greeting = '';
      },
    ],
    [
      'headers without end',
      'esl.protocol',
      () => {
        esl.greeting = 'X-Header: 1\n'.repeat(5_000);
      },
    ],
  ] as const) {
    it(`says ${code} of ${what}, once, and tries again`, async () => {
      client = clientWith();
      set();
      await client.start();
      assert.equal(client.problem?.code, code);
      await new Promise((resolve) => setTimeout(resolve, 30));
      assert.deepEqual([client.ready, client.problem?.code], [false, code]);
      assert.equal(logged.filter((line) => line.includes(code)).length, 1);
      assert.ok(!/sesame|hunter2/.test(logged.join()), 'and no password');
    });
  }

  it('says esl.unreachable of nobody, and connects as soon as somebody is there', async () => {
    const { port } = esl;
    await esl.stop();
    await clientWithPort(port).start();
    assert.equal(client.problem?.code, 'esl.unreachable');
    const ready = once(client, 'ready');

    await esl.listen(port);

    await ready;
    assert.equal(client.problem, undefined);
  });
  const clientWithPort = (port: number) => {
    client = new EslClient({
      ...{ host: '127.0.0.1', port, password: 'open sesame', timers: TIMERS },
      log: { info: () => {}, warn: () => {} },
    });
    return client;
  };

  it('comes back after a disconnect notice, and asks for its events again', async () => {
    await clientWith().start();
    const back = comesBack();

    esl.disconnect();

    await back;
    assert.equal(esl.asked(EVENTS).length, 2);
  });

  it('answers what was asked when the connection was lost', async () => {
    await clientWith({ timers: { requestMs: 5_000 } }).start();
    esl.when('api hang', () => undefined);
    const answers = Promise.all([client.api('hang'), client.api('hang')]);
    await esl.heard('api hang', 2);

    esl.disconnect();

    assert.deepEqual(await answers, [undefined, undefined]);
  });

  for (const [what, bytes] of [
    ['headers without end', 'X-Header: 1\n'.repeat(5_000)],
    ['a body that nobody should hold', 'Content-Type: text/event-json\nContent-Length: 99999999\n\n'],
    ['an answer that nobody has asked for', 'Content-Type: command/reply\nReply-Text: +OK\n\n'],
  ] as const) {
    it(`leaves who sends ${what}`, async () => {
      await clientWith({ timers: { heartbeatMs: 10_000 } }).start();
      const back = comesBack();

      esl.saySomething(bytes);

      await back;
    });
  }

  it('notices that nobody answers any more, though nothing was closed', async () => {
    await clientWith().start();
    const back = comesBack();
    let isSilent = true;
    esl.when(HEARTBEAT, () => (isSilent ? undefined : 'true'));

    await once(client, 'lost');
    isSilent = false;

    await back;
  });

  it('notices that mod_conference was unloaded', async () => {
    await clientWith().start();
    const lost = once(client, 'lost');

    esl.when(HEARTBEAT, () => 'false');

    await lost;
  });

  it('stays while it is answered', async () => {
    await clientWith().start();
    client.on('lost', () => assert.fail('lost'));

    await esl.heard(HEARTBEAT, 4);

    assert.equal(client.ready, true);
  });

  it('stops while it waits for a greeting', async () => {
    esl.greeting = '';
    const started = clientWith({ timers: { requestMs: 5_000 } }).start();

    await client.stop();

    await started;
    assert.equal(client.ready, false);
  });
});
