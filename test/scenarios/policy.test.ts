/** What people read who are refused: the whole product behind its HTTP route, with its database and the sandbox's phones. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readConfig } from '../../src/config.ts';
import { startUsher, type Usher } from '../../src/main.ts';
import { SANDBOX_PEOPLE, type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { Connector } from '../support/connector.ts';
import { execute, freshDatabase } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';
import { scratch } from '../support/scratch.ts';
import { readCard, rowLines, rowOf } from '../support/shown-card.ts';
import { GROUP, type Json, TeamsClient } from '../support/teams-client.ts';

const UNTIL_MS = 15_000;
const CONTACT = 'IT help desk, tel. 1234';

describe('what is refused', function () {
  this.timeout(60_000);
  let folder: Awaited<ReturnType<typeof scratch>>;
  let connector: Connector;
  let sandbox: Sandbox;
  let usher: Usher;
  let teams: TeamsClient;
  let database: string;
  let test = 0;

  before(async () => {
    folder = await scratch();
    connector = await new Connector().start();
    connector.pageSize = 100;
    connector.members = SANDBOX_PEOPLE.map(({ id, name, email }) => ({ id: `29:${id}`, name, email }));
    database = await freshDatabase();
    const file = join(folder.path, 'people.csv');
    // Whom the file knows by her mail address alone, it knows by the roster.
    const lines = ['Mary Lind,mary@usher.example,surgeons', 'Lee Chen,lee@usher.example,surgeons;on call'];
    await writeFile(file, ['name,email,groups', ...lines].join('\n'));
    sandbox = await startSandbox({ log: quietLog });
    const { server, uri, conferenceUri } = sandbox;
    const env = {
      ...{ PORT: '0', SIP_SERVER: server, SIP_URI: uri, CONFERENCE_URI: conferenceUri, RING_SECONDS: '60' },
      ...{ DATABASE_URL: database, PEOPLE_FILE: file, ALLOWED_TEL_PREFIXES: '+49' },
      ...{ INVITERS: 'group:surgeons', INVITES_PER_MINUTE: '3', ADMIN_CONTACT: CONTACT },
    };
    usher = await startUsher(readConfig(env), quietLog);
    teams = new TeamsClient(`${usher.url}/api/messages`, connector.url);
  });
  beforeEach(() => {
    test += 1;
    connector.messages.clear();
  });
  afterEach(() => execute(database, 'delete from rates'));
  after(async () => {
    await usher?.stop();
    await sandbox?.stop();
    await connector?.stop();
    await folder?.remove();
  });

  const chat = (name = 'a') => ({ ...GROUP, id: `policy-${test}-${name}` });
  const from = (id: string): Json => {
    const name = SANDBOX_PEOPLE.find((person) => person.id === id)?.name ?? id;
    return { from: { id: `29:${id}`, name }, conversation: chat() };
  };
  const type = (id: string, text: string, part: Json = {}) => teams.type(text, { ...from(id), ...part });
  const texts = () =>
    [...connector.messages.values()].flatMap(({ text }) => (text === undefined ? [] : [text]));
  const cards = () =>
    [...connector.messages.values()].flatMap(({ attachments = [] }) =>
      attachments.map(({ content }) => readCard(content)),
    );
  async function until<T>(what: string, look: () => T | undefined | false): Promise<T> {
    const giveUpAt = performance.now() + UNTIL_MS;
    for (;;) {
      const found = look();
      if (found !== undefined && found !== false) return found;
      if (performance.now() > giveUpAt)
        assert.fail(`${what}, but ${JSON.stringify([texts(), cards().map(rowLines)])}`);
      await sleep(20);
    }
  }
  const read = (text: string) => until(text, () => texts().some((one) => one.includes(text)));
  const row = (name: string, word: string) =>
    until(`${name}: ${word}`, () =>
      cards()
        .map((card) => rowOf(card, name))
        .find((one) => one?.word === word),
    );

  it('who may not invite reads so, and whom to ask; who may rings, and only her again', async () => {
    await type('bob', 'invite Sue Park');
    await read(`You may not have people called by this bot. Ask ${CONTACT} (INVITERS).`);
    await type('bob', 'lade Sue Park ein', { locale: 'de-DE' });
    await read(
      `Sie dürfen mit diesem Bot niemanden anrufen lassen. Wenden Sie sich an: ${CONTACT} (INVITERS).`,
    );
    await type('bob', 'invite Sue Park in 2 hours');
    await until('three refusals', () => texts().length === 3);
    assert.deepEqual(cards(), []);

    await type('mary', 'invite Max Weber');
    await row('Max Weber', 'Busy');
    const again = cards()
      .flatMap(({ buttons }) => buttons)
      .find(({ title }) => title === 'Call again');
    assert(again);
    const { body } = await teams.press(again.verb, again.data, from('bob'));
    assert.match(JSON.stringify(body), /You may not have people called by this bot/);
    await type('bob', 'invite me');
    await row('Bob Stone', 'Declined');
    await type('bob', 'use sip:choir@conf.usher.example');
    await until('six texts', () => texts().filter((text) => /may not/.test(text)).length === 3);
  });

  it('where the members cannot be read, nobody is called, and that is said', async () => {
    // Asked who she is, and who Sue is.
    for (let i = 0; i < 2; i += 1) connector.refuse(403);
    await type('mary', 'invite sip:sue@usher.example');
    await read('not everybody may have people called here, and it could not be looked up whether you may.');
    assert.deepEqual(cards(), []);
    await type('mary', 'invite sip:sue@usher.example');
    await row('Sue Park', 'Ringing');
    await type('mary', 'end');
    // Its last face is not to be seen in the next test.
    await until('the end on the card', () =>
      cards().some(
        (card) =>
          card.lines.includes('This conference has ended.') && rowOf(card, 'Sue Park')?.word === 'Withdrawn',
      ),
    );
  });

  it('no more people are called than may be, all of a line or nobody', async () => {
    await type('mary', 'invite Sue Park, Alex Jones, Alex Wong and Fay Moreau');
    await read('these are 4 people, and at most 3 may be called within a minute.');
    assert.deepEqual(cards(), []);
    await type('mary', 'invite Max Weber and Fay Moreau');
    await row('Fay Moreau', 'Cannot join conferences');
    await type('lee', 'invite Alex Jones and Alex Wong');
    await read('these are 2 people, and only 1 more may be called now, by the same person or in this chat.');
    await read(`Ask ${CONTACT} (INVITES_PER_MINUTE).`);
    await type('lee', 'invite Alex Jones');
    await row('Alex Jones', 'Joined');
  });

  it('who is called by somebody else elsewhere is not called, and nothing of that is told', async () => {
    await type('mary', 'invite Sue Park to "Heart transplant"');
    await row('Sue Park', 'Ringing');
    const elsewhere = { conversation: chat('b') };
    await type('lee', 'invite Sue Park', elsewhere);
    await read(
      'Sue Park is not called: somebody else is calling Sue Park, or did a moment ago. Try again in 60 seconds.',
    );
    assert.ok(
      texts().every((text) => !/Mary|Heart/.test(text)),
      texts().join(),
    );
    await type('lee', 'invite Sue Park urgently', elsewhere);
    // Her phone has one line, and it rings.
    await row('Sue Park', 'Busy');
    await type('mary', 'end');
    await type('lee', 'end', elsewhere);
  });

  for (const [address, sentence] of [
    [
      'tel:+33142345678',
      `numbers that begin like tel:+33142345678 are not allowed. Ask ${CONTACT} (ALLOWED_TEL_PREFIXES).`,
    ],
    ['tel:+499001234567', `is a premium number. Take an ordinary one. Questions: ${CONTACT}.`],
    ['sip:112@usher.example', `is an emergency number. Dial it yourself. Questions: ${CONTACT}.`],
    [
      'sip:eve@evil.example',
      `are not allowed. Allowed: usher.example, conf.usher.example. Ask ${CONTACT} (ALLOWED_SIP_DOMAINS).`,
    ],
  ] as const) {
    it(`${address} is not called, and it says whom to ask`, async () => {
      await type('mary', `invite ${address}`);
      await read(sentence);
    });
  }

  it('is counted by its reason', async () => {
    const figures = await (await fetch(`${usher.url}/metrics`)).text();
    for (const reason of [
      'policy.inviters',
      'policy.rate',
      'rung-by-others',
      'policy.premium',
      'policy.domain',
    ]) {
      const line = `usher_refused_total{door="desk",reason="${reason}"} `;
      assert.ok(figures.includes(line), reason);
    }
  });
});
