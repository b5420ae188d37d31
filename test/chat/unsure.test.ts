/** A card of which nobody knows whether it has arrived, from the chat service to the database and back. */
import assert from 'node:assert/strict';
import { type Chat, createChat } from '../../src/chat/index.ts';
import { PersonalDoor, Reception } from '../../src/desk/index.ts';
import { Policy } from '../../src/desk/policy.ts';
import { Directory } from '../../src/directory/index.ts';
import { createHttpServer, type HttpServer } from '../../src/http/index.ts';
import { Connector, personalChatOf } from '../support/connector.ts';
import { DeskWorld } from '../support/desk-world.ts';
import { scheduleDoors } from '../support/fake-desk.ts';
import { execute } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';
import { readCard } from '../support/shown-card.ts';
import { ANN, BOT, GROUP, mentioning, TeamsClient } from '../support/teams-client.ts';

const MARY = { id: '29:mary', name: 'Mary Miller', email: 'mary@usher.test' };
const OTHER = { id: '29:other', name: 'Mary Moor', email: 'moor@usher.test' };

describe('a card that may not have arrived', function () {
  this.timeout(60_000);
  let world: DeskWorld;
  let connector: Connector;
  let server: HttpServer;
  let chat: Chat;
  let teams: TeamsClient;

  beforeEach(async () => {
    world = await DeskWorld.open();
    connector = await new Connector().start();
    connector.members = [ANN, MARY, OTHER];
    connector.pageSize = 100;
    const policy = new Policy({
      sipDomains: ['usher.test'],
      telPrefixes: [],
      conferenceUri: 'sip:c@usher.test',
    });
    const { store, desk } = world;
    const personal = new PersonalDoor({ store, desk, joinUrl: undefined });
    const reception = new Reception({ store, policy });
    const people = new Directory();
    chat = createChat({
      desk,
      reception,
      personal,
      ...scheduleDoors(),
      people,
      credentials: {},
      log: quietLog,
    });
    server = createHttpServer({ host: '127.0.0.1', port: 0, log: quietLog, messages: chat.handle });
    const { port } = await server.start();
    teams = new TeamsClient(`http://127.0.0.1:${port}/api/messages`, connector.url);
    await store.onDraw((id) => chat.draw(id));
    await store.onNotice((_thread, notice) => chat.notify(notice));
  });
  afterEach(async () => {
    await server?.drain(1_000);
    await world?.close();
    await connector?.stop();
  });

  async function type(line: string): Promise<void> {
    const part = { conversation: GROUP, ...mentioning([BOT]) };
    assert.equal((await teams.type(`<at>${BOT.name}</at> ${line}`, part)).status, 200);
    await world.store.drained(5_000);
  }
  const inThread = () => [...connector.messages].filter(([, { attachments }]) => attachments);
  const cardIn = (index: number) => readCard(inThread()[index]?.[1].attachments?.[0]?.content);
  const hers = () => connector.personal.get(personalChatOf(MARY.id)) ?? [];

  /** Presses the button of a message in the group; `replyToId` says in which one. */
  async function press(index: number, title: string): Promise<void> {
    const button = cardIn(index).buttons.find((one) => one.title === title);
    assert.ok(button, `no button ${title}`);
    const part = { conversation: GROUP, from: ANN, replyToId: inThread()[index]?.[0] };
    await teams.press(button.verb, button.data, part);
    await world.store.drained(5_000);
  }

  /** Draws that are ordered for later, with how many seconds later. */
  const waiting = () =>
    execute(
      world.url,
      `select round(extract(epoch from start_after - created_on))::int as seconds from pgboss.job
       where name = 'redraw' and state = 'created'`,
    );

  /** The pause is over. */
  async function pausePasses(): Promise<void> {
    await execute(
      world.url,
      `update pgboss.job set start_after = now() where name = 'redraw' and state = 'created'`,
    );
    while ((await waiting()).length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    // The redraw has ordered the draw by the time at which it is done.
    const active = `select id from pgboss.job where name = 'redraw' and state = 'active'`;
    while ((await execute(world.url, active)).length > 0)
      await new Promise((resolve) => setTimeout(resolve, 20));
    await world.store.drained(5_000);
  }

  it('is posted once more after a pause, and a press on either is understood', async () => {
    connector.mislead(504);
    await type('invite mary');
    assert.deepEqual([inThread().length, await waiting()], [1, [{ seconds: 20 }]]);
    await pausePasses();
    assert.deepEqual([inThread().length, await waiting()], [2, []]);
    await press(0, 'Mary Moor');
    assert.deepEqual(
      cardIn(1).rows.map(({ head }) => head),
      ['Mary Moor'],
    );
    assert.equal(inThread().length, 2);
  });

  it('is posted once more where it was lost', async () => {
    connector.mislead(500, false);
    await type('invite mary');
    assert.equal(inThread().length, 0);
    await pausePasses();
    assert.equal(inThread().length, 1);
    await press(0, 'Mary Moor');
    assert.equal(inThread().length, 1);
  });

  it('is known by a press, and never posted again', async () => {
    connector.mislead(502);
    await type('invite mary');
    await press(0, 'Mary Moor');
    assert.deepEqual(
      cardIn(0).rows.map(({ head }) => head),
      ['Mary Moor'],
    );
    await pausePasses();
    assert.equal(inThread().length, 1);
  });

  it('is posted by its next change, and the pause changes nothing then', async () => {
    connector.mislead(504);
    await type('invite mary miller');
    // The phone rings: that is a change.
    await world.store.drained(5_000);
    const posted = inThread().length;
    await pausePasses();
    assert.equal(inThread().length, posted);
    assert.ok(posted >= 1 && posted <= 2, String(posted));
  });

  it('is not posted a third time where nobody knows of the second one either', async () => {
    connector.mislead(504);
    await type('invite mary');
    connector.mislead(504);
    await pausePasses();
    assert.deepEqual([inThread().length, await waiting()], [2, []]);
  });

  it('of the invited person, likewise', async () => {
    const release = connector.holdPersonal();
    await type('invite mary miller');
    connector.mislead(504);
    release();
    await world.store.drained(5_000);
    assert.equal(hers().length, 1);
    await pausePasses();
    assert.equal(hers().length, 2);
    const [row] = readCard(hers()[1]?.attachments?.[0]?.content).rows;
    assert.equal(row?.word, 'Invites you');
  });
});
