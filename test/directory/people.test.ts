import assert from 'node:assert/strict';
import {
  Directory,
  type Doubt,
  type Found,
  type Member,
  People,
  type Person,
  parsePeopleFile,
} from '../../src/directory/index.ts';

const FILE = parsePeopleFile(
  Buffer.from(`name,sip,tel,email,groups
Mary Jones,,,mary@contoso.com,surgery
Ward Seven,,+49 30 7777777,,
`),
).people;

const entry = (name: string, others: Partial<Person> = {}): Person => {
  const user = name.toLowerCase().replaceAll(' ', '.');
  return {
    ...{ key: `sip:${user}@contoso.com`, name, address: `sip:${user}@contoso.com`, guessed: false },
    ...{ source: 'directory', aliases: [], ids: [] },
    ...others,
  };
};
const DIRECTORY: readonly Person[] = [
  entry('Maria Jones', {
    key: 'sip:mj@voice.contoso.com',
    address: 'sip:mj@voice.contoso.com',
    email: 'mary@contoso.com',
    groups: ['Clinic'],
  }),
  entry('Mary Smith', { tel: 'tel:+49307777777' }),
  entry('Mary Miller', { tel: 'tel:+49307777777' }),
  entry('Bob Stone', { ids: ['bob@corp.contoso.com'], groups: ['Clinic'] }),
  entry('Bobby Bell'),
  ...Array.from({ length: 30 }, (_, i) => entry(`Anna Number${i}`)),
];
const ROSTER: readonly Member[] = [
  { id: '29:bob', name: 'Robert S.', userPrincipalName: 'BOB@corp.contoso.com' },
  { id: '29:ann', name: 'Ann Other', email: 'ann@contoso.com' },
];

function brief(found: Found): string {
  if (found.kind === 'person') return `${found.person.name} ${found.person.address}`;
  if (found.kind === 'question') return `which? ${found.candidates.map(({ name }) => name).join(' | ')}`;
  if (found.kind === 'nobody') return `nobody; near: ${found.nearest.map(({ name }) => name).join(' | ')}`;
  if (found.kind === 'group') return `all: ${found.members.map(({ name }) => name).join(' | ')}`;
  return `${found.code} ${JSON.stringify(found.facts)}`;
}

describe('people of a directory, of the people file and of a thread', () => {
  const people = People.of(FILE, DIRECTORY);
  const find = (name: string, doubt?: Doubt) =>
    new Directory(() => ({ people, doubt })).inThread(async () => ROSTER).find({ kind: 'name', name });

  for (const [name, expected] of [
    // The file has only her mail address, the directory her SIP address; both names are hers.
    ['Mary Jones', 'Mary Jones sip:mj@voice.contoso.com'],
    ['Maria Jones', 'Mary Jones sip:mj@voice.contoso.com'],
    // Who is in the file or the thread is meant before those who are only two of thousands.
    ['mary', 'Mary Jones sip:mj@voice.contoso.com'],
    ['bob', 'Bob Stone sip:bob.stone@contoso.com'],
    ['Robert S', 'Bob Stone sip:bob.stone@contoso.com'],
    ['mary smith', 'Mary Smith sip:mary.smith@contoso.com'],
    // But not where others fit better.
    ['bobby bell', 'Bobby Bell sip:bobby.bell@contoso.com'],
    ['ann', 'Ann Other sip:ann@contoso.com'],
    ['anna', 'person.too-many {"count":30}'],
    ['clinic', 'all: Mary Jones | Bob Stone'],
    ['surgery', 'all: Mary Jones'],
    ['nubmer3', 'Anna Number3 sip:anna.number3@contoso.com'],
    ['zacharias', 'nobody; near: '],
    // A telephone that stands in a room makes nobody the room.
    ['ward seven', 'Ward Seven tel:+49307777777'],
  ] as const) {
    it(`${name} → ${expected}`, async () =>
      assert.equal(
        brief(await find(name))
          .split(' | ')
          .slice(0, 2)
          .join(' | '),
        expected,
      ));
  }

  for (const typed of [
    '*',
    '*)(uid=*',
    'mary)(|(uid=*',
    '(objectClass=*)',
    '\\2a',
    '__proto__',
    'constructor',
  ]) {
    it(`finds nobody by ${typed}`, async () => assert.equal((await find(typed)).kind, 'nobody'));
  }

  it('gives a member of the thread her ids of both', async () => {
    const found = await find('bob');
    assert.deepEqual(found.kind === 'person' && found.person.ids, [
      'bob@corp.contoso.com',
      '29:bob',
      'BOB@corp.contoso.com',
    ]);
  });

  it('knows a mentioned one as the one of the directory, in a group too', async () => {
    const thread = new Directory(() => ({ people })).inThread(async () => ROSTER);
    const [mentioned, group] = await Promise.all([
      thread.find({ kind: 'mention', id: '29:BOB', name: 'R.' }),
      thread.find({ kind: 'name', name: 'the clinic team' }),
    ]);
    assert.equal(brief(mentioned), 'Bob Stone sip:bob.stone@contoso.com');
    assert.ok(group.kind === 'group' && group.members.some(({ ids }) => ids.includes('29:bob')));
  });

  it('gives a shared number to nobody, in whichever source they are', async () => {
    const thread = new Directory(() => ({ people })).inThread(async () => ROSTER);
    const found = await thread.find({ kind: 'address', address: 'tel:+49307777777' });
    assert.equal(brief(found), '+49307777777 tel:+49307777777');
  });

  it('leaves what it lies over as it was', async () => {
    await find('bob');
    const elsewhere = new Directory(() => ({ people })).inThread(async () => []);
    const found = await elsewhere.find({ kind: 'name', name: 'bob stone' });
    assert.deepEqual(found.kind === 'person' && found.person.ids, ['bob@corp.contoso.com']);
  });

  it('is the same when it is made with pauses', async () => {
    let pauses = 0;
    const unhurried = await People.unhurried(FILE, DIRECTORY, async () => {
      pauses += 1;
    });
    for (const name of ['mary', 'bob', 'clinic', 'anna']) {
      const ask = (among: People) =>
        new Directory(() => ({ people: among })).inThread(async () => ROSTER).find({ kind: 'name', name });
      assert.deepEqual(await ask(unhurried), await ask(people));
    }
    assert.ok(pauses > 0);
  });

  describe('while the directory does not answer', () => {
    const doubt: Doubt = { code: 'directory.old', facts: { seconds: 10_800 } };
    for (const [name, isDoubted] of [
      ['mary smith', true],
      ['clinic', true],
      ['zacharias', true],
      ['ann other', false],
      ['anna', false],
    ] as const) {
      it(`${isDoubted ? 'says so' : 'says nothing of it'} for ${name}`, async () => {
        const found = await find(name, doubt);
        assert.deepEqual('doubt' in found ? found.doubt : undefined, isDoubted ? doubt : undefined);
      });
    }
  });

  it('follows the directory as it changes', async () => {
    let now = People.of([], DIRECTORY);
    const directory = new Directory(() => ({ people: now }));
    const look = async () =>
      brief(await directory.inThread(async () => []).find({ kind: 'name', name: 'Zoe Neu' }));
    assert.match(await look(), /^nobody/);
    now = People.of([], [...DIRECTORY, entry('Zoe Neu')]);
    assert.equal(await look(), 'Zoe Neu sip:zoe.neu@contoso.com');
  });
});
