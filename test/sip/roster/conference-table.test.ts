import assert from 'node:assert/strict';
import { readConferenceDocument } from '../../../src/sip/roster/conference-document.ts';
import { ConferenceTable } from '../../../src/sip/roster/conference-table.ts';
import { conferenceInfo, fullInfo, userInfo } from '../../support/conference-info.ts';

const partial = (version: number, content: string) =>
  conferenceInfo(`<users state="partial">${content}</users>`, { state: 'partial', version });

describe('ConferenceTable', () => {
  let table: ConferenceTable;
  beforeEach(() => {
    table = new ConferenceTable('example.com');
  });

  const apply = (text: string) => table.apply(readConferenceDocument(text));
  /** `mary connected`, in order; undefined: unknown. */
  const people = () => table.entries?.map(({ name, status }) => `${name} ${status}`);

  it('knows nothing before the first full document', () => {
    assert.equal(table.entries, undefined);
    assert.equal(apply(partial(1, userInfo('mary'))), 'lost');
    assert.equal(table.entries, undefined);
    assert.equal(apply(fullInfo(5, 'mary')), 'applied');
    assert.deepEqual(people(), ['mary connected']);
  });

  it('lists each endpoint with the address of its person', () => {
    apply(
      conferenceInfo(`<users><user entity="sip:Mary@Example.com;gr=1"><display-text>Mary</display-text>
        <endpoint entity="sip:mary@192.0.2.1"><status>connected</status>
          <call-info><sip><call-id>abc</call-id></sip></call-info></endpoint>
        <endpoint entity="sip:mary@192.0.2.2"><status>alerting</status></endpoint></user></users>`),
    );
    assert.deepEqual(table.entries, [
      {
        key: 'sip:Mary@Example.com;gr=1 sip:mary@192.0.2.1',
        address: 'sip:Mary@example.com',
        name: 'Mary',
        status: 'connected',
        callId: 'abc',
      },
      {
        key: 'sip:Mary@Example.com;gr=1 sip:mary@192.0.2.2',
        address: 'sip:Mary@example.com',
        name: 'Mary',
        status: 'alerting',
      },
    ]);
  });

  it('counts somebody as in where no endpoint of hers is told, and an endpoint without a status as connected', () => {
    apply(
      conferenceInfo(`<users><user entity="sip:mary@example.com"><display-text>Mary</display-text></user>
        <user entity="sip:bob@example.com"><endpoint entity="e"><display-text>Bob</display-text></endpoint></user></users>`),
    );
    assert.deepEqual(people(), ['Mary connected', 'Bob connected']);
  });

  // RFC 4575 4.4 and 4.6: full replaces, partial adds to, deleted removes, at each level.
  const changes: [name: string, content: string, expected: string[]][] = [
    ['adds somebody', userInfo('carol'), ['mary connected', 'bob connected', 'carol connected']],
    ['takes somebody out', '<user entity="sip:mary@example.com" state="deleted"/>', ['bob connected']],
    ['replaces a person', userInfo('mary alerting', 'state="full"'), ['mary alerting', 'bob connected']],
    [
      'changes one endpoint and keeps what it does not say',
      `<user entity="sip:mary@example.com" state="partial">
         <endpoint entity="sip:mary@192.0.2.1:5060" state="partial"><status>on-hold</status></endpoint></user>`,
      ['mary on-hold', 'bob connected'],
    ],
    [
      'adds an endpoint',
      `<user entity="sip:mary@example.com" state="partial">
         <endpoint entity="second"><status>pending</status></endpoint></user>`,
      ['mary connected', 'mary pending', 'bob connected'],
    ],
    [
      'takes her only endpoint away: she is not in',
      `<user entity="sip:mary@example.com" state="partial">
         <endpoint entity="sip:mary@192.0.2.1:5060" state="deleted"/></user>`,
      ['bob connected'],
    ],
    [
      'gives her another name',
      '<user entity="sip:mary@example.com" state="partial"><display-text>Mary P</display-text></user>',
      ['Mary P connected', 'bob connected'],
    ],
    [
      'takes out somebody who is not there',
      '<user entity="sip:x@y" state="deleted"/>',
      ['mary connected', 'bob connected'],
    ],
  ];
  for (const [name, content, expected] of changes) {
    it(`a partial document ${name}`, () => {
      apply(fullInfo(1, 'mary', 'bob'));
      assert.equal(apply(partial(2, content)), 'applied');
      assert.deepEqual(people(), expected);
    });
  }

  it('replaces everybody where only the list of people is full', () => {
    apply(fullInfo(1, 'mary'));
    apply(conferenceInfo(`<users state="full">${userInfo('bob')}</users>`, { state: 'partial', version: 2 }));
    assert.deepEqual(people(), ['bob connected']);
  });

  it('changes nobody by a document about something else', () => {
    apply(fullInfo(1, 'mary'));
    const subject = '<conference-description><subject>New</subject></conference-description>';
    assert.equal(apply(conferenceInfo(subject, { state: 'partial', version: 2 })), 'applied');
    assert.deepEqual(people(), ['mary connected']);
    assert.equal(apply(partial(3, userInfo('bob'))), 'applied');
  });

  it('is empty when the conference is deleted', () => {
    apply(fullInfo(1, 'mary'));
    apply(conferenceInfo('', { state: 'deleted', version: 2 }));
    assert.deepEqual(people(), []);
  });

  it('does not take people who are withheld for nobody', () => {
    const count = (n: number) => `<conference-state><user-count>${n}</user-count></conference-state>`;
    apply(conferenceInfo(count(3), { version: 1 }));
    assert.equal(table.entries, undefined);
    apply(conferenceInfo(count(0), { version: 2 }));
    assert.deepEqual(people(), []);
  });

  // After a full document of version 5.
  const versions: [name: string, text: string, applied: string, expected: string[] | undefined][] = [
    ['the next', partial(6, userInfo('bob')), 'applied', ['mary connected', 'bob connected']],
    ['the same once more', partial(5, userInfo('bob')), 'ignored', ['mary connected']],
    ['the same, full', fullInfo(5, 'bob'), 'applied', ['bob connected']],
    ['one that misses another', partial(7, userInfo('bob')), 'lost', undefined],
    ['one that misses others, but is full', fullInfo(9, 'bob'), 'applied', ['bob connected']],
    ['an older one', partial(4, userInfo('bob')), 'lost', undefined],
    ['an older one, full', fullInfo(1, 'bob'), 'lost', undefined],
    [
      'none, where nobody counts',
      conferenceInfo(`<users>${userInfo('bob')}</users>`, { state: 'partial' }),
      'applied',
      ['bob connected'],
    ],
  ];
  for (const [name, text, applied, expected] of versions) {
    it(`version: ${name}`, () => {
      apply(fullInfo(5, 'mary'));
      assert.equal(apply(text), applied);
      assert.deepEqual(people(), expected);
    });
  }

  it('takes any full document after a loss, whatever its version', () => {
    apply(fullInfo(5, 'mary'));
    apply(partial(9, userInfo('bob')));
    assert.equal(apply(partial(10, userInfo('bob'))), 'lost');
    assert.equal(apply(fullInfo(0, 'bob')), 'applied');
    assert.deepEqual(people(), ['bob connected']);
  });

  it('is about one conference', () => {
    apply(fullInfo(1, 'mary'));
    const other = conferenceInfo('<users/>', { version: 2, entity: 'sip:other@conf.example.com' });
    assert.equal(apply(other), 'ignored');
    assert.deepEqual(people(), ['mary connected']);
  });

  it('does not grow without end', () => {
    apply(fullInfo(0));
    const many = (from: number) =>
      Array.from({ length: 700 }, (_, i) => `<user entity="sip:u${from + i}@example.com"/>`).join('');
    assert.equal(apply(partial(1, many(0))), 'applied');
    assert.equal(apply(partial(2, many(700))), 'applied');
    assert.equal(apply(partial(3, many(1_400))), 'lost');
    assert.equal(table.entries, undefined);
  });
});
