import assert from 'node:assert/strict';
import {
  Directory,
  type Found,
  type Member,
  parsePeopleFile,
  type Wanted,
} from '../../src/directory/index.ts';

const FILE = `name,sip,tel,email,aliases,groups,timezone,teams,slack
Mary Jones,sip:mary.j@voice.contoso.com,+49 170 1111111,mary@contoso.com,the boss,,,,
Alex Smith,sip:alex@voice.contoso.com,,,,,,aad-alex,
Desk Phone,,+49 30 2222222,,,,,,
Office One,sip:one@voice.contoso.com,+49 30 9999999,,,,,,
Office Two,sip:two@voice.contoso.com,+49 30 9999999,,,,,,
Teams Only,,,,,,,29:only,
`;
const ROSTER: readonly Member[] = [
  {
    id: '29:mary',
    name: 'Jones, Mary (Sales)',
    email: 'Mary@Contoso.com',
    userPrincipalName: 'mary@contoso.com',
  },
  { id: '29:alex', name: 'Alexander S.', email: 'alex@contoso.com', aadObjectId: 'AAD-Alex' },
  { id: '29:alexb', name: 'Alexandra Brown', email: 'alexb@contoso.com' },
  { id: '29:bob', name: 'Robert\r\nSmith', email: 'bob@contoso.com' },
  { id: '29:guest', name: 'Gus Guest', userPrincipalName: 'gus_x.com#EXT#@contoso.com' },
  { id: '29:only', name: 'T. Only', email: 'only@contoso.com' },
  { id: '29:desk', name: 'Voice One', email: 'one@voice.contoso.com' },
];
const { people } = parsePeopleFile(Buffer.from(FILE));
const thread = () => new Directory(people).inThread(async () => ROSTER);

/** What is found, in short. */
function brief(found: Found): string {
  if (found.kind === 'person') {
    const { name, address, guessed, source } = found.person;
    return `${name} ${address}${guessed ? ' (guessed)' : ''} from ${source}${found.tier ? ` by ${found.tier}` : ''}`;
  }
  if (found.kind === 'question') return `which? ${found.candidates.map(({ name }) => name).join(' | ')}`;
  if (found.kind === 'nobody') return `nobody; near: ${found.nearest.map(({ name }) => name).join(' | ')}`;
  if (found.kind === 'group') return `all: ${found.members.map(({ name }) => name).join(' | ')}`;
  return `${found.code} ${JSON.stringify(found.facts)}`;
}

const byName = (name: string): Wanted => ({ kind: 'name', name });
const byId = (id: string, name = ''): Wanted => ({ kind: 'mention', id, name });
const byAddress = (address: string, name?: string): Wanted =>
  name === undefined ? { kind: 'address', address } : { kind: 'address', address, name };

describe('Directory', () => {
  const MARY = 'Mary Jones sip:mary.j@voice.contoso.com from people-file';
  for (const [wanted, expected] of [
    // One human in file and roster is one candidate; the file's address wins over the guess.
    [byName('mary'), `${MARY} by part`],
    [byName('Jones, Mary (Sales)'), `${MARY} by exact`],
    [byName('the boss'), `${MARY} by alias`],
    [byName('MARY@contoso.com'), `${MARY} by exact`],
    [byId('29:mary'), MARY],
    [byId('29:alex'), 'Alex Smith sip:alex@voice.contoso.com from people-file'],
    [byId('aad-alex'), 'Alex Smith sip:alex@voice.contoso.com from people-file'],
    [byName('alexander'), 'Alex Smith sip:alex@voice.contoso.com from people-file by part'],
    [byName('voice one'), 'Office One sip:one@voice.contoso.com from people-file by exact'],
    [byName('t. only'), 'Teams Only sip:only@contoso.com (guessed) from people-file by exact'],
    // Only in the roster: a guess, or no address.
    [byName('rob smith'), 'Robert Smith sip:bob@contoso.com (guessed) from roster by part'],
    [byId('29:bob', 'Somebody Else'), 'Robert Smith sip:bob@contoso.com (guessed) from roster'],
    [byName('gus'), 'Gus Guest undefined from roster by part'],
    [byName('desk phone'), 'Desk Phone tel:+49302222222 from people-file by exact'],
    // Two, or nobody.
    [byName('alex'), 'which? Alex Smith | Alexandra Brown'],
    [byName('smith'), 'which? Alex Smith | Robert Smith'],
    [byName('aelx'), 'nobody; near: Alex Smith'],
    [byName('marx'), 'nobody; near: Mary Jones'],
    [byName('zzz'), 'nobody; near: '],
    [byName(''), 'nobody; near: '],
    // A mention is its id: the name beside it is never searched for.
    [byId('29:stranger', 'Mary\u0000 Jones'), 'Mary Jones undefined from mention'],
    [byId('29:stranger'), '29:stranger undefined from mention'],
    // Typed addresses, known or not.
    [byAddress('sip:new@contoso.com'), 'new sip:new@contoso.com from typed'],
    [byAddress('<SIP:new@CONTOSO.com;transport=tcp>'), 'new sip:new@contoso.com;transport=tcp from typed'],
    [byAddress('sip:new@contoso.com', 'Nell\r\nNew'), 'Nell New sip:new@contoso.com from typed'],
    [byAddress('sip:mary.j@voice.contoso.com'), 'Mary Jones sip:mary.j@voice.contoso.com from typed'],
    [byAddress('sip:bob@contoso.com'), 'Robert Smith sip:bob@contoso.com from typed'],
    [byAddress('tel:+49-170-1111111'), 'Mary Jones tel:+491701111111 from typed'],
    [byAddress('tel:+49309999999'), '+49309999999 tel:+49309999999 from typed'],
    [byAddress('sip:10.0.0.1'), '10.0.0.1 sip:10.0.0.1 from typed'],
    [byAddress('sip:'), 'address.invalid {"address":"sip:"}'],
    [byAddress('sip:a@b?Replaces=x'), 'address.invalid {"address":"sip:a@b?Replaces=x"}'],
    [byAddress('sip:a@b\r\nX: 1'), 'address.invalid {"address":"sip:a@b\\r\\nX: 1"}'],
  ] as const) {
    it(`${JSON.stringify(wanted)} → ${expected}`, async () => {
      assert.equal(brief(await thread().find(wanted)), expected);
    });
  }

  it('gives one key to one human, however she was named', async () => {
    const keys = new Set<string>();
    for (const wanted of [
      byName('mary'),
      byId('29:mary'),
      byAddress('sip:mary.j@voice.contoso.com'),
      byAddress('sips:Mary.J@voice.contoso.com;transport=tls'),
      byAddress('tel:+491701111111'),
    ]) {
      const found = await thread().find(wanted);
      keys.add(found.kind === 'person' ? found.person.key : found.kind);
    }
    assert.deepEqual([...keys], ['sip:mary.j@voice.contoso.com']);
  });

  it('knows the ids of roster and file, for personal cards', async () => {
    const found = await thread().find(byName('Alex Smith'));
    assert.deepEqual(found.kind === 'person' && found.person.ids, ['aad-alex', '29:alex', 'AAD-Alex']);
  });

  it('makes one of a member who is listed twice', async () => {
    const roster = [...ROSTER, { id: '29:bob-guest', name: 'Bob (Guest)', email: 'BOB@contoso.com' }];
    const found = await new Directory(people).inThread(async () => roster).find(byName('bob'));
    assert.equal(brief(found), 'Robert Smith sip:bob@contoso.com (guessed) from roster by exact');
  });

  it('reads the roster once for all names of a command', async () => {
    let reads = 0;
    const once = new Directory(people).inThread(async () => {
      reads += 1;
      return ROSTER;
    });
    await Promise.all([once.find(byName('mary')), once.find(byName('bob')), once.find(byId('29:alex'))]);
    assert.equal(reads, 1);
  });

  it('without the roster finds addresses, but guesses at no name', async () => {
    const cause = new Error('403');
    const blind = new Directory(people).inThread(() => Promise.reject(cause));
    assert.deepEqual(await blind.find(byName('mary')), {
      kind: 'problem',
      wanted: 'mary',
      code: 'roster.unavailable',
      facts: {},
      cause,
    });
    assert.equal(brief(await blind.find(byAddress('sip:x@y.z'))), 'x sip:x@y.z from typed');
  });

  it('survives what no roster should hold', async () => {
    const odd = new Directory().inThread(async () => [
      { id: '', name: '' },
      { id: '1', name: '\u202E\u0000', email: 'not a mail' },
      { id: '2', name: 'x'.repeat(10_000), email: `${'y'.repeat(10_000)}@z` },
      { id: '3', name: '<img src=x onerror=alert(1)>', email: 'a@b' },
    ]);
    const found = await odd.find(byName('<img src=x onerror=alert(1)>'));
    assert.equal(brief(found), '<img src=x onerror=alert(1)> sip:a@b (guessed) from roster by exact');
    const long = await odd.find(byId('2'));
    assert.deepEqual(long.kind === 'person' && [long.person.name.length, long.person.address], [
      200,
      undefined,
    ]);
  });

  it('answers within a people file of ten thousand', async () => {
    const lines = Array.from(
      { length: 10_000 },
      (_, i) => `Given${i} Family${i % 997},sip:p${i}@contoso.com`,
    );
    const many = parsePeopleFile(Buffer.from(`name,sip\n${lines.join('\n')}`));
    const large = new Directory(many.people).inThread(async () => ROSTER);
    assert.equal(
      brief(await large.find(byName('given1234'))),
      'Given1234 Family237 sip:p1234@contoso.com from people-file by part',
    );
    assert.equal((await large.find(byName('q'.repeat(200)))).kind, 'nobody');
  });
});
