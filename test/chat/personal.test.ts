/** The card of the invited person, from the chat service to the database and back: only her phone is a script. */
import assert from 'node:assert/strict';
import { type Chat, createChat } from '../../src/chat/index.ts';
import { PersonalDoor, Reception } from '../../src/desk/index.ts';
import { Policy } from '../../src/desk/policy.ts';
import { Directory } from '../../src/directory/index.ts';
import { createHttpServer, type HttpServer } from '../../src/http/index.ts';
import { faultsOf } from '../support/adaptive-card-faults.ts';
import { Connector, personalChatOf, type SentActivity } from '../support/connector.ts';
import { DeskWorld } from '../support/desk-world.ts';
import { FakeBlocks, FakeSchedule } from '../support/fake-desk.ts';
import { quietLog } from '../support/quiet-log.ts';
import { readCard, rowOf, type ShownCard } from '../support/shown-card.ts';
import { ANN, BOT, GROUP, mentioning, TeamsClient } from '../support/teams-client.ts';

const UNTIL_MS = 5_000;
const MARY = { id: '29:mary', name: 'Mary', email: 'mary@usher.test' };
const BOB = { id: '29:bob', name: 'Bob', email: 'bob@usher.test' };
const IN_TENANT = { ...GROUP, tenantId: 'tenant-1' };
const HER_CHAT = { id: personalChatOf(MARY.id), conversationType: 'personal' };

describe('the card of the invited person', function () {
  this.timeout(60_000);
  let world: DeskWorld;
  let connector: Connector;
  let server: HttpServer;
  let chat: Chat;
  let teams: TeamsClient;

  beforeEach(async () => {
    world = await DeskWorld.open();
    connector = await new Connector().start();
    connector.members = [ANN, MARY, BOB];
    connector.pageSize = 100;
    const policy = new Policy({
      sipDomains: ['usher.test'],
      telPrefixes: [],
      conferenceUri: 'sip:c@usher.test',
    });
    const { store, desk } = world;
    const personal = new PersonalDoor({ store, desk, joinUrl: 'https://join.usher.test/{id}' });
    const reception = new Reception({ store, policy });
    const people = new Directory();
    const schedule = new FakeSchedule();
    const doors = { desk, reception, personal, schedule, reminders: schedule, blocks: new FakeBlocks() };
    chat = createChat({ ...doors, people, credentials: {}, log: quietLog });
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

  async function until<T>(find: () => T | undefined | false): Promise<T> {
    const giveUpAt = performance.now() + UNTIL_MS;
    for (;;) {
      const found = find();
      if (found) return found;
      if (performance.now() > giveUpAt) {
        const shown = [...connector.messages.values(), ...hers()].map(
          (one) => one.text ?? JSON.stringify(one),
        );
        throw new Error(`Not seen: ${find}\n${shown.join('\n')}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  const hers = (): SentActivity[] => connector.personal.get(HER_CHAT.id) ?? [];
  const cardOf = (message: SentActivity | undefined): ShownCard | undefined =>
    message?.attachments?.[0] && readCard(message.attachments[0].content);
  const herCard = () => cardOf(hers()[0]);
  const herWord = () => herCard()?.rows[0]?.word;
  const inThread = () => [...connector.messages.values()];
  const herRow = () =>
    inThread()
      .map((message) => rowOf(cardOf(message), 'Mary'))
      .find((row) => row !== undefined);
  const said = (text: string) => until(() => inThread().some((message) => message.text?.includes(text)));

  /** In the group, where only what mentions the bot is heard. */
  async function type(line: string): Promise<void> {
    const part = { conversation: IN_TENANT, ...mentioning([BOT]) };
    assert.equal((await teams.type(`<at>${BOT.name}</at> ${line}`, part)).status, 200);
  }

  async function inviteMary(): Promise<void> {
    await type('invite mary saying "Join us"');
    await until(() => herRow()?.word === 'Ringing');
  }

  /** Presses what her card shows; resolves with the answer. */
  async function press(title: string, typed: object = {}, part: object = {}): Promise<unknown> {
    const card = await until(herCard);
    const button = card.buttons.find((one) => one.title === title);
    assert.ok(button, `no button ${title}`);
    const data = { ...(button.data as object), ...typed };
    const { body } = await teams.press(button.verb, data, { conversation: HER_CHAT, from: MARY, ...part });
    return body;
  }

  it('says who invites to what, in a chat with her alone, with an alert', async () => {
    await inviteMary();
    const card = await until(herCard);
    const opened = connector.requests.find(({ conversationId }) => conversationId === '');
    assert.deepEqual(
      opened?.body.members?.map(({ id }) => id),
      [MARY.id],
    );
    assert.equal(opened?.body.tenantId, 'tenant-1');
    assert.deepEqual(hers()[0]?.channelData, { notification: { alert: true } });
    assert.deepEqual(card.lines.slice(1), [
      'Ann Ames invites you to this conference, and your phone is being called.',
      '“Join us”',
    ]);
    assert.deepEqual(
      card.buttons.map(({ title }) => title),
      ['Accept', 'Decline', 'In 5 minutes', 'Send message'],
    );
    assert.deepEqual(faultsOf(hers()[0]?.attachments?.[0]?.content ?? {}), []);
  });

  it('Accept stops her phone and shows the link; the thread says so', async () => {
    await inviteMary();
    assert.match(JSON.stringify(await press('Accept')), /adaptive.*Accepted.*https:\/\/join\.usher\.test/);
    await until(() => herRow()?.word === 'Accepted');
    await said('Mary accepted.');
    await until(
      () =>
        herCard()
          ?.buttons.map(({ title }) => title)
          .join() === 'Join',
    );
  });

  it('speaks her language as soon as she was heard', async () => {
    await inviteMary();
    assert.match(JSON.stringify(await press('Accept', {}, { locale: 'de-DE' })), /lädt Sie.*Angenommen/);
    await until(() => herWord() === 'Angenommen');
    await until(() => herRow()?.word === 'Accepted');
    await teams.type('help', { conversation: HER_CHAT, from: MARY, locale: 'de-DE' });
    await type('again mary');
    await until(() => cardOf(hers().at(-1))?.rows[0]?.word === 'Lädt Sie ein');
  });

  it('Decline, with the reason on her row', async () => {
    await inviteMary();
    await press('Decline', { words: 'in surgery' });
    const row = await until(() => herRow()?.word === 'Declined' && herRow());
    assert.deepEqual(row.details, ['Mary writes: “in surgery”']);
    await until(() => herWord() === 'Declined' && herCard()?.buttons.length === 0);
    await said('Mary declined.');
  });

  it('In 5 minutes', async () => {
    await inviteMary();
    await press('In 5 minutes');
    const row = await until(() => herRow()?.word === 'Withdrawn' && herRow());
    assert.deepEqual(row.details, ['To be called again in 5 minutes: Mary.']);
    await until(() => herWord() === 'Later');
    await said('To be called again in 5 minutes: Mary.');
  });

  it('Send message: in the thread and on her row, and she can still answer', async () => {
    await inviteMary();
    await press('Send message', { words: 'two minutes' });
    await said('<at>Mary</at> writes: “two minutes”');
    await until(() => herRow()?.details.includes('Mary writes: “two minutes”'));
    assert.match(JSON.stringify(await press('Send message', { words: '' })), /There is no message yet/);
    await press('Decline');
    await until(() => herRow()?.word === 'Declined');
  });

  it('is closed by her phone, or by the inviter', async () => {
    await inviteMary();
    await until(herCard);
    await type('cancel mary');
    await until(() => herWord() === 'Withdrawn' && herCard()?.buttons.length === 0);
  });

  it('answers only to her; anybody else gets a sentence, and sees no card', async () => {
    await inviteMary();
    const body = await press('Decline', {}, { conversation: IN_TENANT, from: BOB });
    assert.deepEqual(body, {
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
      value: 'Only Mary can answer this invitation.',
    });
    assert.equal(herRow()?.word, 'Ringing');
  });

  it('that cannot be delivered: told once, rung all the same, and answered on her row', async () => {
    connector.refusePersonal(403);
    await inviteMary();
    await said('Mary cannot be reached in chat, only by phone.');
    const row = await until(() => herRow()?.buttons.includes('Accept') && herRow());
    assert.deepEqual([row.word, row.buttons], ['Ringing', ['Cancel', 'Accept', 'Decline', 'In 5 minutes']]);
    const button = inThread()
      .flatMap((message) => cardOf(message)?.buttons ?? [])
      .find(({ title }) => title === 'Decline');
    const part = { conversation: IN_TENANT };
    const notHers = await teams.press(button?.verb, button?.data, { ...part, from: ANN });
    assert.match(JSON.stringify(notHers.body), /activity\.message.*Only Mary/);
    await teams.press(button?.verb, button?.data, { ...part, from: MARY });
    await until(() => herRow()?.word === 'Declined');

    const tried = () => connector.requests.filter(({ conversationId }) => conversationId === '').length;
    assert.equal(tried(), 1);
    await type('again mary');
    await until(() => herRow()?.word === 'Ringing' && herRow()?.buttons.includes('Accept'));
    assert.equal(tried(), 1);
    assert.equal(inThread().filter(({ text }) => text?.includes('only by phone')).length, 1);
  });

  it('waits for a chat service that is busy', async () => {
    connector.refusePersonal(429);
    await inviteMary();
    await until(herCard);
  });

  it('lets nothing wait for it, however many there are', async () => {
    const many = Array.from({ length: 9 }, (_, at) => ({ ...MARY, id: `29:m${at}`, name: `Mary ${at}` }));
    connector.members = [ANN, ...many.map((one, at) => ({ ...one, email: `mary${at}@usher.test` }))];
    const release = connector.holdPersonal();
    const names = many.map(({ name }) => name).join(', ');
    await type(`invite ${names}`);
    const words = () =>
      inThread()
        .flatMap((message) => cardOf(message)?.rows ?? [])
        .map(({ word }) => word);
    await until(() => words().length === 9 && words().every((word) => word === 'Ringing'));
    await type('cancel');
    await until(() => words().every((word) => word === 'Withdrawn'));
    assert.equal(connector.personal.size, 0);
    release();
  });

  it('is not shown to who has been withdrawn before', async () => {
    const release = connector.holdPersonal();
    await inviteMary();
    await type('cancel mary');
    await until(() => herRow()?.word === 'Withdrawn');
    release();
    await world.store.drained(UNTIL_MS);
    assert.deepEqual(hers(), []);
  });
});
