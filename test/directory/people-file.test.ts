import assert from 'node:assert/strict';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArgumentError } from '../../src/core/index.ts';
import { loadPeopleFile, MAX_PEOPLE_FILE_BYTES, parsePeopleFile } from '../../src/directory/index.ts';

const HEADER = 'name,sip,tel,email,aliases,groups,timezone,teams,slack,hours';
const parse = (...lines: (string | Buffer)[]) =>
  parsePeopleFile(Buffer.concat(lines.map((line) => Buffer.concat([Buffer.from(line), Buffer.from('\n')]))));
const problemsOf = (...lines: (string | Buffer)[]) =>
  parse(HEADER, ...lines).problems.map(({ line, code, facts }) => [line, code, facts]);

describe('the people file', () => {
  it('reads all that is known of a person', () => {
    const line =
      '"Jones, Mary",sip:mary@Contoso.com,+49 (0)170 / 1234567,Mary.Jones@contoso.com,MJ; the boss ;,ops,Europe/Berlin,29:mary,U123';
    assert.deepEqual(parse(HEADER, line), {
      people: [
        {
          key: 'sip:mary@contoso.com',
          name: 'Jones, Mary',
          address: 'sip:mary@contoso.com',
          guessed: false,
          email: 'mary.jones@contoso.com',
          source: 'people-file',
          tel: 'tel:+491701234567',
          aliases: ['MJ', 'the boss'],
          groups: ['ops'],
          ids: ['29:mary', 'U123'],
          timezone: 'Europe/Berlin',
        },
      ],
      problems: [],
    });
  });

  for (const [title, line, address, guessed] of [
    ['sip without its scheme', 'Mary,mary@contoso.com', 'sip:mary@contoso.com', false],
    ['sips', 'Mary,sips:mary@contoso.com', 'sips:mary@contoso.com', false],
    ['sip before tel', 'Mary,sip:m@c.de,+491701234567', 'sip:m@c.de', false],
    ['tel alone', 'Mary,,+491701234567', 'tel:+491701234567', false],
    ['tel with its scheme', 'Mary,,tel:+49-170-1234567', 'tel:+491701234567', false],
    ['a guess from the mail', 'Mary,,,Mary@Contoso.com', 'sip:mary@contoso.com', true],
    ['known, but not reachable', 'Mary,,,,,,,29:mary', undefined, false],
  ] as const) {
    it(`address: ${title}`, () => {
      const [person] = parse(HEADER, line).people;
      assert.deepEqual([person?.address, person?.guessed], [address, guessed]);
    });
  }

  for (const [text, spans] of [
    ['Mon-Fri 08:00-18:00', [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' }]],
    [
      'mon – thursday 8:00 – 18:00,Sat 10:00-12:00',
      [
        { days: [1, 2, 3, 4], from: '08:00', to: '18:00' },
        { days: [6], from: '10:00', to: '12:00' },
      ],
    ],
    ['22:00-06:00', [{ days: [1, 2, 3, 4, 5, 6, 7], from: '22:00', to: '06:00' }]],
    ['Sat-Mon 00:00-24:00', [{ days: [6, 7, 1], from: '00:00', to: '00:00' }]],
  ] as const) {
    it(`hours: ${text}`, () => {
      const { people, problems } = parse(
        'name,sip,timezone,hours',
        `Mary,sip:m@c.de,Asia/Kolkata,"${text}"`,
        `Bob,sip:b@c.de,,"${text}"`,
      );
      assert.deepEqual(problems, []);
      const { timeZone: ofMachine } = Intl.DateTimeFormat().resolvedOptions();
      assert.deepEqual(
        people.map(({ hours }) => hours),
        ['Asia/Kolkata', ofMachine].map((zone) => ({ zone, spans })),
      );
    });
  }

  it('takes the columns in any order and case, with a byte order mark and Windows line ends', () => {
    const text =
      '\uFEFFEmail , NAME,sip\r\nm@contoso.com,Mary,sip:m@contoso.com\r\n\r\n,,\r\n,Bob,bob@contoso.com';
    const { people, problems } = parsePeopleFile(Buffer.from(text));
    assert.deepEqual(problems, []);
    assert.deepEqual(
      people.map(({ name, address }) => [name, address]),
      [
        ['Mary', 'sip:m@contoso.com'],
        ['Bob', 'sip:bob@contoso.com'],
      ],
    );
  });

  for (const [title, line, code, facts] of [
    ['a quote that nobody closed', 'Mary,"sip:mary@contoso.com', 'people-file.quotes', {}],
    ['a quote in the middle', 'Mary,si"p:mary@contoso.com"', 'people-file.quotes', {}],
    [
      'more fields than columns',
      'Mary,,,,,,,,,,x',
      'people-file.too-many-fields',
      { fields: 11, columns: 10 },
    ],
    ['no name', ',sip:mary@contoso.com', 'people-file.no-name', {}],
    ['a name of control characters', '\u0000\u0001,sip:mary@contoso.com', 'people-file.no-name', {}],
    [
      'a name of 10,000 characters',
      `${'x'.repeat(10_000)},sip:mary@contoso.com`,
      'people-file.name-too-long',
      { characters: 10_000, limit: 200 },
    ],
    ['a SIP address that is none', 'Mary,sip:mary@', 'people-file.bad-sip', { value: 'sip:mary@' }],
    [
      'tel in the SIP column',
      'Mary,tel:+491701234567',
      'people-file.bad-sip',
      { value: 'tel:+491701234567' },
    ],
    [
      'headers in a SIP address',
      'Mary,sip:m@c.de?Replaces=x',
      'people-file.bad-sip',
      { value: 'sip:m@c.de?Replaces=x' },
    ],
    ['a number without a country', 'Mary,,0170 1234567', 'people-file.bad-tel', { value: '0170 1234567' }],
    [
      'a time zone that is none',
      'Mary,sip:m@c.de,,,,,Mars/Phobos',
      'people-file.bad-timezone',
      { value: 'Mars/Phobos' },
    ],
    ...[
      '8-18',
      'Mon-Fri',
      'Mo-Fr 08:00-18:00',
      '08:00-08:00',
      '24:30-06:00',
      '08:00-24:30',
      'Sat 10:00-12:00,',
      'Mon 08:00-18:00 Tue 08:00-18:00',
    ].map(
      (hours) =>
        [
          `hours that are none: ${hours}`,
          `Mary,sip:m@c.de,,,,,,,,"${hours}"`,
          'people-file.bad-hours',
          { value: hours },
        ] as const,
    ),
    ['a mail address that is none', 'Mary,,,mary', 'people-file.bad-email', { value: 'mary' }],
    ['no way to reach her', 'Mary,,,,MJ', 'people-file.no-contact', {}],
    ['bytes that are not UTF-8', Buffer.from('M\xfcller,sip:m@c.de', 'latin1'), 'people-file.not-utf8', {}],
  ] as const) {
    it(`reports ${title} with its line, and loads the rest`, () => {
      const { people, problems } = parse(HEADER, 'Ann,sip:ann@c.de', line, 'Zoe,sip:zoe@c.de');
      assert.deepEqual(problems, [{ line: 3, code, facts }]);
      assert.deepEqual(
        people.map(({ name }) => name),
        ['Ann', 'Zoe'],
      );
    });
  }

  it('reports a person who is there twice, by address, mail or id, but not two of one name', () => {
    assert.deepEqual(
      problemsOf(
        'Alex Smith,sip:alex1@c.de,,a@c.de,,,,29:A',
        'Alex Smith,sip:alex2@c.de',
        'Alexander,sip:ALEX1@c.de',
        'Alex S,sip:alex3@c.de,,A@c.de',
        'Al,sip:alex4@c.de,,,,,,29:a',
      ),
      [
        [4, 'people-file.duplicate', { name: 'Alexander', first: 2 }],
        [5, 'people-file.duplicate', { name: 'Alex S', first: 2 }],
        [6, 'people-file.duplicate', { name: 'Al', first: 2 }],
      ],
    );
  });

  it('keeps HTML and Markdown in names, and drops what could end a header', () => {
    const line = '"<b>Mary</b> **Jones**\u0000\u202E\rX: 1",sip:mary@c.de';
    assert.equal(parse(HEADER, line).people[0]?.name, '<b>Mary</b> **Jones** X: 1');
  });

  it('names a column that nobody knows, and reads on', () => {
    const { people, problems } = parse('name,sip,phone', 'Mary,sip:m@c.de,123');
    assert.equal(people.length, 1);
    assert.deepEqual(problems, [{ line: 1, code: 'people-file.unknown-column', facts: { column: 'phone' } }]);
  });

  for (const [title, header] of [
    ['nothing at all', ''],
    ['a file without a header', 'Mary,sip:mary@contoso.com'],
    ['semicolons for commas', 'name;sip;tel'],
    ['one column twice', 'name,sip,sip'],
    ['a broken quote', 'name,"sip'],
  ] as const) {
    it(`refuses ${title} in place of a header`, () => {
      assert.throws(() => parse(header, 'Mary,sip:m@c.de'), {
        name: 'ArgumentError',
        code: 'people-file.no-header',
        facts: { expected: HEADER },
      });
    });
  }
});

describe('loadPeopleFile', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'people-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('reads a file from the disk', async () => {
    const path = join(folder, 'people.csv');
    await writeFile(path, `${HEADER}\nMary,sip:mary@contoso.com\n`);
    assert.equal((await loadPeopleFile(path)).people[0]?.name, 'Mary');
  });

  it('says which file it could not read, and why', async () => {
    for (const [path, why] of [
      [join(folder, 'missing.csv'), 'ENOENT'],
      [folder, 'EISDIR'],
    ] as const) {
      await assert.rejects(loadPeopleFile(path), (error) => {
        assert.ok(error instanceof ArgumentError);
        assert.deepEqual([error.code, error.facts], ['people-file.unreadable', { path, why }]);
        return true;
      });
    }
  });

  it('refuses a file that is too large', async () => {
    const path = join(folder, 'large.csv');
    await writeFile(path, `${HEADER}\n`);
    await truncate(path, MAX_PEOPLE_FILE_BYTES + 1);
    await assert.rejects(loadPeopleFile(path), { code: 'people-file.too-large' });
  });
});
