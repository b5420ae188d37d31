import assert from 'node:assert/strict';
import { envExample, readConfig } from '../../src/config.ts';
import { createLog, secretsOf } from '../../src/logging/index.ts';

describe('the log', () => {
  function logged(write: (log: ReturnType<typeof createLog>) => void, level = 'trace') {
    const lines: string[] = [];
    const log = createLog({
      level,
      secrets: ['hunter2!'],
      context: () => ({ turn: 'a1b2c3d4' }),
      destination: { write: (line) => void lines.push(line) },
    });
    write(log);
    return lines.map((line): Record<string, unknown> => JSON.parse(line));
  }
  const one = (write: (log: ReturnType<typeof createLog>) => void) => {
    const { level, time, pid, hostname, ...rest } = logged(write)[0] ?? {};
    assert.ok(level && time && pid && hostname);
    return rest;
  };

  it('says in each line from which turn it follows', () => {
    assert.deepEqual(
      one((log) => log.info({ invitation: '0198' }, 'a delivery begins')),
      { turn: 'a1b2c3d4', invitation: '0198', msg: 'a delivery begins' },
    );
  });

  it('takes words, names and secrets out by the names that they have', () => {
    const facts = {
      ...{
        toast: 'Join us',
        name: 'Mary',
        nested: { text: 'Join us', password: 'x' },
        list: [{ words: 'a' }],
      },
      ...{ cardId: '0301234567', people: 3, headers: { authorization: 'x' }, empty: null, isUrgent: true },
    };
    assert.deepEqual(
      one((log) => log.warn(facts, 'hunter2! from sip:mary@contoso.com')),
      {
        turn: 'a1b2c3d4',
        ...{ toast: '…', name: '…', nested: { text: '…', password: '…' }, list: [{ words: '…' }] },
        ...{ cardId: '0301234567', people: 3, headers: '…', empty: null, isUrgent: true },
        msg: '… from sip:…@contoso.com',
      },
    );
  });

  it('tells of an error where it was thrown, and its causes, but nothing that hangs on it', () => {
    const cause = Object.assign(new Error('Join us'), {
      ...{ statusCode: 400, request: { headers: { authorization: 'Bearer x' } }, body: 'Join us' },
    });
    const thrown = Object.assign(new Error('The chat service answered 400', { cause }), {
      ...{
        code: 'refused',
        config: { data: 'Join us' },
        detail: 'Key (name)=(Mary)',
        constraint: 'people_key',
      },
    });
    const { err } = one((log) => log.error({ err: thrown }, 'A card cannot be shown'));
    const { stack, ...shown } = err as { stack: string[]; cause: { stack: string[] } };
    assert.match(stack[0] ?? '', /^at .*create-log\.test\.ts/);
    assert.deepEqual(
      { ...shown, cause: { ...shown.cause, stack: [] } },
      {
        ...{ type: 'Error', code: 'refused', constraint: 'people_key' },
        message: 'The chat service answered 400',
        cause: { type: 'Error', status: 400, message: 'HTTP 400', stack: [] },
      },
    );
  });

  it('does the same with an error alone, one inside of others, and one that is its own cause', () => {
    const [alone] = logged((log) => log.error(new Error('hunter2!')));
    assert.equal(JSON.parse(JSON.stringify(alone)).err.message, '…');
    const many = new AggregateError([new Error('to sip:mary@contoso.com')], 'all of them');
    assert.match(JSON.stringify(logged((log) => log.error({ err: many }, 'x'))), /to sip:…@contoso\.com/);
    const own = new Error('again');
    own.cause = own;
    assert.equal(logged((log) => log.error({ err: own }, 'x')).length, 1);
  });

  it('tells no more of people at lower levels', () => {
    for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const) {
      const [line] = logged((log) => log[level]({ toast: 'Join us', err: new Error('+4930123456') }, 'x'));
      assert.doesNotMatch(JSON.stringify(line), /Join us|3012/);
    }
  });

  it('writes one line, whatever somebody has put into it', () => {
    const lines = logged((log) => log.info({ fault: 'a\n{"level":50,"msg":"forged"}\r\n' }, 'b\nc'));
    assert.equal(lines.length, 1);
  });

  it('leaves out what comes thousands of times, and says how often', () => {
    let now = 0;
    const lines: string[] = [];
    const destination = { write: (line: string) => void lines.push(line) };
    const log = createLog({ level: 'info', secrets: [], destination, now: () => now });
    for (let count = 0; count < 10_000; count += 1) {
      log.warn({ count }, 'refused');
      if (count < 100) log.info({ count }, 'a call begins');
    }
    log.warn({}, 'something else');
    now = 1_000;
    log.warn({}, 'refused');
    const said = lines.map((line) => JSON.parse(line));
    const of = (msg: string) => said.filter((line) => line.msg === msg);
    assert.deepEqual(
      [of('refused').length, of('a call begins').length, of('something else').length],
      [21, 100, 1],
    );
    assert.equal(of('refused').at(-1)?.leftOutBefore, 9_980);
  });

  it('knows every secret of the configuration', () => {
    const secret = (name: string) => `canary-of-${name}-0123456789`;
    const givenTo = (name: string) =>
      `${{ SLACK_BOT_TOKEN: 'xoxb-', SLACK_APP_TOKEN: 'xapp-' }[name] ?? ''}${secret(name)}`;
    const env = {
      SIP_SERVER: 'sip:127.0.0.1:5060;transport=tcp',
      ...{
        SIP_URI: 'sip:usher@contoso.com',
        SIP_USERNAME: 'usher',
        CONFERENCE_URI: 'sip:{id}@c.contoso.com',
      },
      ...{ MicrosoftAppId: 'app', MicrosoftAppTenantId: '01234567-89ab-cdef-0123-456789abcdef' },
      ...{ LDAP_URL: 'ldaps://ldap.contoso.com', LDAP_BIND_DN: 'cn=usher', LDAP_BASE: 'dc=contoso,dc=com' },
      DATABASE_URL: `postgres://usher:${encodeURIComponent(`${secret('db')}/`)}@db.contoso.com/usher`,
    };
    const drivers: Readonly<Record<string, object>> = {
      ARI: { CONFERENCE_DRIVER: 'asterisk', ARI_URL: 'http://127.0.0.1:8088/ari', ARI_USERNAME: 'usher' },
      ESL: { CONFERENCE_DRIVER: 'freeswitch', ESL_ADDRESS: '127.0.0.1:8021' },
    };
    const variables = [...envExample().matchAll(/^# (\w*(?:PASSWORD|Password|SECRET|TOKEN))=/gm)].map(
      ([, name = '']) => name,
    );
    assert.ok(variables.length >= 7, variables.join());
    const found = new Set<string>();
    for (const [driver, its] of Object.entries(drivers)) {
      const others = Object.keys(drivers).filter((one) => one !== driver);
      const hers = variables.filter((name) => !others.some((other) => name.startsWith(other)));
      const set = Object.fromEntries(hers.map((name) => [name, givenTo(name)]));
      for (const known of secretsOf(readConfig({ ...env, ...its, ...set }))) found.add(known);
    }
    assert.ok(found.has(`${secret('db')}/`));
    assert.deepEqual(
      variables.filter((name) => !found.has(givenTo(name))),
      [],
    );
  });
});
