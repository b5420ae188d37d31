import assert from 'node:assert/strict';
import { type AuditFilter, type AuditLine, forgetAudit, readAudit } from '../../src/store/audit-trail.ts';
import { connect, type Database } from '../../src/store/database.ts';
import { PostgresStore } from '../../src/store/postgres-store.ts';
import { execute, freshDatabase } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';
import { inviter, makeScene, newInvitation } from '../support/store-records.ts';

describe('the audit trail', () => {
  let url: string;
  let store: PostgresStore;
  let database: Database;

  before(async () => {
    url = await freshDatabase();
    store = await PostgresStore.open({ url, log: quietLog });
    database = await connect(url, quietLog);
  });
  after(async () => {
    await database.destroy();
    await store.close();
  });
  beforeEach(async () => {
    await execute(url, 'alter table audit disable trigger audit_append_only');
    await execute(url, 'truncate audit');
    await execute(url, 'alter table audit enable trigger audit_append_only');
  });

  async function read(filter: Partial<AuditFilter> = {}): Promise<AuditLine[]> {
    const lines: AuditLine[] = [];
    for await (const line of readAudit(database, { since: new Date(0), ...filter })) lines.push(line);
    return lines;
  }

  /** `count` lines, a second apart, from 2026-01-01 on. */
  async function fill(count: number): Promise<void> {
    await execute(
      url,
      `insert into audit (at, event, via, by_id, by_name, person_name, person_address, thread_id)
       select timestamptz '2026-01-01T00:00Z' + make_interval(secs => n), 'invited', 'typed', '29:ann', 'Ann',
         'Mary ' || n, 'sip:mary' || n || '@example.com', 'thread ' || n % 2
       from generate_series(1, ${count}) as n`,
    );
  }

  describe('is append-only, for us too: refused is', () => {
    for (const statement of [
      `update audit set by_name = 'Eve'`,
      'delete from audit',
      'delete from audit where false',
      'truncate audit',
      'insert into audit (seq, event, via) overriding system value values (1, $$x$$, $$x$$) on conflict (seq) do update set event = $$x$$',
    ]) {
      it(statement, async () => {
        await fill(1);
        const [before] = await read();
        await assert.rejects(execute(url, statement), {
          code: '42501',
          message: /^the audit trail is append-only: (UPDATE|DELETE|TRUNCATE) is refused$/,
        });
        assert.deepEqual(await read(), [before]);
      });
    }
  });

  it('is written in the commit of what it tells, or not at all', async () => {
    const scene = await makeScene(store);
    const broken = store.commit(async (tx) => {
      await tx.insertInvitation(newInvitation(scene, 'mary'));
      throw new Error('no');
    });
    await assert.rejects(broken, /^Error: no$/);
    assert.deepEqual(
      (await read()).map(({ event }) => event),
      ['conference-opened'],
    );
  });

  it('has a line of whoever is invited, whichever way leads there', async () => {
    const scene = await makeScene(store);
    const mary = newInvitation(scene, 'mary');
    await store.commit(async (tx) => {
      const entrance = { via: 'pressed', verb: 'again', about: 'before' } as const;
      tx.actingFor({ thread: scene.thread, actor: { id: '29:ann', name: 'Ann', locale: 'de' }, entrance });
      await tx.insertInvitation(mary);
    });
    const [, { at, ...line }] = (await read()) as [AuditLine, AuditLine];
    assert.ok(Math.abs(Date.now() - at.getTime()) < 60_000, at.toISOString());
    assert.deepEqual(line, {
      ...{ event: 'invited', via: 'pressed', verb: 'again', byId: inviter.id, byName: inviter.name },
      ...{ personName: 'mary', personAddress: 'sip:mary@example.com' },
      ...{ outcome: null, why: null, method: null, code: null, answeredBy: null },
      ...{ channel: 'msteams', threadId: scene.thread.id, conferenceId: scene.conferenceId },
      ...{ conferenceUri: scene.uri, cardId: scene.cardId, about: mary.id },
    });
  });

  it('takes what no database can hold: a NUL, half of a surrogate pair', async () => {
    await store.commit(async (tx) => tx.audit({ event: 'refused', person: { name: 'a\0b\ud800c' } }));
    assert.deepEqual(
      (await read()).map(({ personName }) => personName),
      ['ab\ufffdc'],
    );
  });

  it('is read page after page, each line once, in order, from an instant to another', async () => {
    await fill(2_500);
    const lines = await read();
    assert.deepEqual(
      lines.map(({ personName }) => personName),
      Array.from({ length: 2_500 }, (_, n) => `Mary ${n + 1}`),
    );
    const some = await read({
      since: new Date('2026-01-01T00:00:10Z'),
      until: new Date('2026-01-01T00:00:12Z'),
    });
    assert.deepEqual(
      some.map(({ at }) => at.toISOString()),
      ['2026-01-01T00:00:10.000Z', '2026-01-01T00:00:11.000Z'],
    );
  });

  it('is read page after page also where thousands of lines are of one instant', async () => {
    await execute(
      url,
      `insert into audit (at, event, via, about) select '2026-01-01', 'asked', 'typed', n::text from generate_series(1, 2100) as n`,
    );
    assert.equal(new Set((await read()).map(({ about }) => about)).size, 2_100);
  });

  it('is read for one person, whether she has asked or it is about her, and for one thread', async () => {
    await fill(4);
    const names = async (filter: Partial<AuditFilter>) =>
      (await read(filter)).map(({ personName }) => personName);
    assert.deepEqual(await names({ person: 'mary 2' }), ['Mary 2']);
    assert.deepEqual(await names({ person: 'SIP:mary3@example.com' }), ['Mary 3']);
    assert.equal((await names({ person: 'Ann' })).length, 4);
    assert.deepEqual(await names({ person: '29:ANN', thread: 'thread 0' }), ['Mary 2', 'Mary 4']);
    assert.deepEqual(await names({ person: "' or true --" }), []);
  });

  it('is shortened by the upkeep alone, by what is too old', async () => {
    await execute(
      url,
      `insert into audit (at, event, via, about)
       select now() - make_interval(days => n), 'asked', 'typed', n::text from generate_series(1, 2100) as n`,
    );
    await forgetAudit(database, 365);
    assert.equal((await read()).length, 364);
    const other = await PostgresStore.open({ url, log: quietLog, auditDays: 100 });
    await other.close();
    assert.equal((await read()).length, 99, 'as the process that has just begun was told');
    await assert.rejects(execute(url, 'delete from audit'), { code: '42501' });
  });
});
