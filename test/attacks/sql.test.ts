/** Everything that people type, choose or are called, as SQL: kept as it was said, found again by it, and never a statement. */
import assert from 'node:assert/strict';
import { PersonalDoor, Reception } from '../../src/desk/index.ts';
import type { Invitee, QuestionId, ThreadId } from '../../src/desk/records.ts';
import { readAudit } from '../../src/store/audit-trail.ts';
import { connect } from '../../src/store/database.ts';
import { DeskWorld, THREAD } from '../support/desk-world.ts';
import { execute } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';
import { ScheduleWorld } from '../support/schedule-world.ts';

const WORDS = [
  `'; drop table invitations; --`,
  `"; drop table invitations; --`,
  `') or ('1'='1`,
  `' union select url from processes --`,
  `$1 $2 \${x}`,
  `\\'; select pg_sleep(60); --`,
  `$$; drop table invitations; $$`,
  `%`,
  `_%\\`,
  `{"a": 1}', '{}'); --`,
  `E'\\047' || chr(39)`,
  `/* */ ; copy invitations to program 'id' ; --`,
];

describe('SQL in everything that people say', function () {
  this.timeout(60_000);
  let world: DeskWorld;
  let scheduled: ScheduleWorld;

  before(async () => {
    world = await DeskWorld.open();
    scheduled = new ScheduleWorld(world, '2027-03-01T08:00:00Z');
  });
  after(() => world.close());

  for (const [n, evil] of WORDS.entries()) {
    const thread = { ...THREAD, id: `${evil} ${n}` as ThreadId, channel: 'msteams', title: evil };
    const actor = { id: evil, name: evil, locale: evil, zone: evil };
    const inbound = () => ({ activityId: `${evil} ${crypto.randomUUID()}`, thread, actor });
    const mary: Invitee = {
      ...{ key: `${evil} key`, name: evil, address: `sip:mary${n}@usher.test`, guessed: false },
      ...{ also: [evil], ids: [`${evil} id`], mail: evil },
    };

    it(`${evil}: as a name, id, title, toast, subject, thread and activity`, async () => {
      const request = { ...inbound(), invitees: [mary], toast: evil, subject: evil };
      const { cardId, duplicate } = await world.desk.invite(request);
      assert.equal(duplicate, false);
      assert.equal((await world.desk.invite(request)).duplicate, true, 'found by its id');
      const card = await world.card(cardId);
      const [row] = card.rows;
      assert.deepEqual(
        [card.subject, card.toast, card.inviter, row?.kind === 'invitation' && row.name],
        [evil, evil, actor, evil],
      );
      const gathering = await world.desk.gathering(thread.id);
      assert.equal(gathering?.rows[0]?.name, evil);
    });

    it(`${evil}: as an answer, a message, a question, and who is listened to`, async () => {
      const [row] = (await world.desk.gathering(thread.id))?.rows ?? [];
      const door = new PersonalDoor({ store: world.store, desk: world.desk, joinUrl: undefined });
      const hers = () => ({ ...inbound(), actor: { id: `${evil} id`, name: evil } });
      assert.ok(row);
      assert.deepEqual((await door.tell(hers(), row.id, evil)).says, []);
      assert.deepEqual((await door.answer(hers(), row.id, 'decline', evil)).says, []);
      const twin = { ...mary, key: `${evil} twin`, address: `sip:twin${n}@usher.test` };
      const { cardId } = await world.desk.invite({
        ...inbound(),
        invitees: [{ typed: evil, candidates: [mary, twin] }],
      });
      const asked = (await world.card(cardId)).rows.find((one) => one.kind === 'question');
      assert.equal(asked?.typed, evil);
      const chosen = await world.desk.choose(inbound(), asked?.id as QuestionId, [evil]);
      assert.deepEqual(
        chosen.says.map(({ code }) => code),
        ['question-answered'],
      );
      const reception = new Reception({ store: world.store, policy: world.policy });
      assert.equal((await reception.listen(inbound(), [mary])).says[0]?.code, 'listening');
      assert.deepEqual((await reception.stopListening(inbound(), [])).says[0]?.facts, { names: [evil] });
    });

    it(`${evil}: as something scheduled, and as who is to be forgotten: nobody else is`, async () => {
      const invitees = [mary];
      const when = { kind: 'at', local: '2027-03-02T09:00', zone: 'UTC' } as const;
      const request = { ...inbound(), actor: { id: evil, name: evil }, invitees, toast: evil };
      assert.deepEqual((await scheduled.schedule.schedule({ ...request, when })).says, []);
      await scheduled.reminders.remind({
        ...{ ...request, activityId: crypto.randomUUID(), when, everyone: false, words: evil },
      });
      const [item] = (await scheduled.schedule.list(thread.id)).items;
      assert.ok(item);
      const door = new PersonalDoor({ store: world.store, desk: world.desk, joinUrl: undefined });
      const stranger = { ...inbound(), actor: { id: `${evil}%`, name: evil } };
      const [said] = (await door.forget(stranger)).says;
      assert.deepEqual(said?.facts, { invitations: 0, reminders: 0, days: 365 });
    });

    it(`${evil}: as a question to the audit trail`, async () => {
      const database = await connect(world.url, quietLog);
      try {
        const filter = { since: new Date(0), person: evil, thread: thread.id };
        let lines = 0;
        for await (const { byId, byName, personName } of readAudit(database, filter)) {
          assert.ok([byId, byName, personName].includes(evil));
          lines += 1;
        }
        assert.ok(lines > 3, `${lines}`);
      } finally {
        await database.destroy();
      }
    });
  }

  it('has left every table as it was, with one conference for each thread', async () => {
    const [row] = await execute(
      world.url,
      `select count(*)::int as threads, (select count(*)::int from conferences) as conferences,
         (select count(*)::int from pg_tables where schemaname = 'public' and tablename in ('invitations', 'audit', 'processes')) as tables
       from threads`,
    );
    assert.deepEqual(row, { threads: WORDS.length, conferences: WORDS.length, tables: 3 });
  });
});
