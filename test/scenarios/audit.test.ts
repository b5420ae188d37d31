/** Who asked for what and how it ended, as an administrator reads it: asked for by every entrance, read beside the product. */
import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { freePort } from '../support/free-port.ts';
import { execute, freshDatabase } from '../support/postgres.ts';
import { scratch } from '../support/scratch.ts';
import { GROUP, TeamsClient } from '../support/teams-client.ts';
import { ThreadWorld } from '../support/thread-world.ts';
import { processesOf, runUsher } from '../support/usher-command.ts';

const ENDS_MS = 60_000;
const DAY = '2020-01-01';

describe('npm run audit', function () {
  this.timeout(120_000);
  let folder: Awaited<ReturnType<typeof scratch>>;

  before(async () => {
    folder = await scratch();
  });
  after(() => folder.remove());

  async function audit(env: Record<string, string>, ...args: string[]) {
    const command = runUsher(folder.path, env, undefined, ['audit', ...args]);
    return { code: await command.ended(ENDS_MS), output: command.output() };
  }

  const linesOf = (output: string) => parse(output, { columns: true }) as Record<string, string>[];

  it('tells of what was typed, pressed and due, who was refused, and how each call ended', async () => {
    const world = await ThreadWorld.open();
    try {
      const usher = await world.start();
      await world.type(usher, 'invite bob and sip:eve@elsewhere.example');
      await world.row('Bob Stone', 'Declined');
      const again = world.cards[0]?.buttons.find(({ title }) => title === 'Call again');
      assert.ok(again?.verb);
      await world.press(usher, again.verb, again.data as object);
      await world.rows(`select 1 from audit where event = 'ended' having count(*) = 2`);
      await world.type(usher, 'invite lee in 1 second saying "come quickly"');
      await world.row('Lee Chen', 'Joined');
      await world.type(usher, 'end');
      await world.rows(`select 1 from audit where event = 'left'`);

      const { code, output } = await audit(world.environment, '--since', DAY);
      assert.equal(code, 0, output);
      const lines = linesOf(output);
      assert.deepEqual(
        lines.map(({ event, via, verb, byName, personName, outcome, why }) =>
          [event, via, verb, byName, personName, outcome, why].filter(Boolean).join(' '),
        ),
        [
          'asked typed invite Ann Ames policy.domain',
          'conference-opened typed invite Ann Ames',
          'invited typed invite Ann Ames Bob Stone',
          'refused typed invite Ann Ames eve policy.domain',
          'ended itself Bob Stone declined',
          'asked pressed again Ann Ames',
          'invited pressed again Ann Ames Bob Stone',
          'ended itself Bob Stone declined',
          'asked typed invite Ann Ames',
          'scheduled typed invite Ann Ames Lee Chen',
          'asked clock invite Ann Ames',
          'invited clock invite Ann Ames Lee Chen',
          'ended itself Lee Chen joined',
          'asked typed end Ann Ames conference-ended',
          'conference-ended typed end Ann Ames',
          'withdrawn typed end Ann Ames Lee Chen',
          'left itself Lee Chen',
        ],
      );
      const ended = lines.find(({ event }) => event === 'ended');
      assert.deepEqual([ended?.method, ended?.code, ended?.answeredBy], ['bridge', '603', 'person']);
      assert.equal(
        lines.find(({ event }) => event === 'refused')?.personAddress,
        'sip:eve@elsewhere.example',
      );
      const pressed = lines.find(({ via }) => via === 'pressed');
      assert.equal(pressed?.about, lines.find(({ event }) => event === 'invited')?.about);
      // Her own words are hers.
      assert.doesNotMatch(output, /come quickly/);

      const { output: lees } = await audit(
        world.environment,
        ...['--since', DAY, '--person', 'lee chen', '--format', 'json'],
      );
      assert.deepEqual(
        JSON.parse(lees).map(({ event }: { event: string }) => event),
        ['scheduled', 'invited', 'ended', 'withdrawn', 'left'],
      );
    } finally {
      await world.close();
    }
  });

  it('reads the embedded database beside the product, and when that is stopped, and leaves nothing running', async () => {
    const port = String(await freePort());
    const env = { DATA_DIR: folder.path, PORT: port, PLAYGROUND_PORT: '0' };
    const read = async () => {
      const { code, output } = await audit(env, '--since', DAY);
      assert.equal(code, 0, output);
      return linesOf(output).map(({ verb, why }) => `${verb} ${why}`);
    };
    const usher = runUsher(folder.path, env);
    await usher.says(/Ctrl-C stops it/);
    await new TeamsClient(`http://127.0.0.1:${port}/api/messages`, 'http://127.0.0.1:9').type('end', {
      conversation: GROUP,
    });
    assert.deepEqual(await read(), ['end conference-none']);
    usher.interrupt();
    assert.equal(await usher.ended(ENDS_MS), 0);
    assert.deepEqual(await read(), ['end conference-none']);
    assert.deepEqual(await processesOf(folder.path), []);
  });

  it('writes a hundred thousand lines in the memory of a few', async () => {
    const url = await freshDatabase();
    await execute(
      url,
      `insert into audit (event, via, by_name, person_name, about)
       select 'invited', 'typed', 'Ann', 'Mary', repeat('x', 1000) || n from generate_series(1, 100000) as n`,
    );
    const env = { DATABASE_URL: url, NODE_OPTIONS: '--max-old-space-size=64' };
    const { code, output } = await audit(env, '--since', DAY);
    assert.equal(code, 0, output.slice(-2_000));
    assert.equal(output.split('\r\n').length, 100_002);
  });

  describe('says what is wrong, with its code', () => {
    for (const [why, args, says] of [
      ['no time', [], /^--since is missing\./],
      ['a day that is none', ['--since', '2026-11-31'], /^--since "2026-11-31" is no day/],
      ['an instant without a zone', ['--since', '2026-11-01T09:00'], /is no day .* nor an instant/],
      ['words', ['--since', DAY, '--until', 'yesterday'], /^--until "yesterday" is no day/],
      ['a format that is none', ['--since', DAY, '--format', 'xml'], /^--format xml is none of csv, json\./],
      ['an option that is none', ['--sinse', DAY], /Unknown option '--sinse'/],
      ['a word too many', ['--since', DAY, 'mary'], /Unexpected argument 'mary'/],
    ] as const) {
      it(`2 for ${why}`, async () => {
        const { code, output } = await audit({}, ...args);
        assert.equal(code, 2, output);
        assert.match(output, says);
      });
    }

    it('1 where the database is not reached', async () => {
      const env = { DATABASE_URL: `postgres://usher:secret@127.0.0.1:${await freePort()}/usher` };
      const { code, output } = await audit(env, '--since', DAY);
      assert.equal(code, 1);
      assert.match(output, /^The database does not let us in: connect ECONNREFUSED/);
      assert.doesNotMatch(output, /secret/);
    });

    it('1 where there is no database, and makes none', async () => {
      const { code, output } = await audit({ DATA_DIR: `${folder.path}/nowhere` }, '--since', DAY);
      assert.equal(code, 1);
      assert.match(output, /^There is no database in .*nowhere: set DATA_DIR or DATABASE_URL/);
    });

    it('1 where an older version has made the database', async () => {
      const url = await freshDatabase();
      await execute(url, 'drop table audit');
      const { code, output } = await audit({ DATABASE_URL: url }, '--since', DAY);
      assert.equal(code, 1);
      assert.match(output, /^There is no audit trail in this database: start Usher/m);
    });
  });
});
