import assert from 'node:assert/strict';
import { DocumentError, readConferenceDocument } from '../../../src/sip/roster/conference-document.ts';
import { CONFERENCE, conferenceInfo, fullInfo } from '../../support/conference-info.ts';

const WHOLE = `
  <conference-description><subject>Standup</subject></conference-description>
  <conference-state><user-count> 33 </user-count></conference-state>
  <users state="partial">
    <user entity="sip:mary@example.com" state="full">
      <display-text> Mary
        Poppins </display-text>
      <associated-aors><entry><uri>mailto:mary@example.com</uri></entry></associated-aors>
      <endpoint entity="sip:mary@192.0.2.1" state="partial">
        <display-text>Desk phone</display-text>
        <referred><when>2005-03-04T20:00:00Z</when></referred>
        <status>on-hold</status>
        <media id="1"><display-text>main audio</display-text><status>sendrecv</status></media>
        <call-info><sip><display-text>full info</display-text><call-id>hsjh8980vhsb78</call-id>
          <from-tag>vav738dvbs</from-tag></sip></call-info>
      </endpoint>
      <endpoint entity="sip:mary@192.0.2.2" state="deleted"/>
    </user>
    <user entity="sip:bob@example.com" state="deleted"/>
  </users>`;

describe('conference document', () => {
  it('says who has changed, and how', () => {
    const document = readConferenceDocument(conferenceInfo(WHOLE, { state: 'partial', version: 7 }));
    assert.deepEqual(document, {
      entity: CONFERENCE,
      state: 'partial',
      version: 7,
      userCount: 33,
      users: {
        state: 'partial',
        users: [
          {
            entity: 'sip:mary@example.com',
            state: 'full',
            name: 'Mary Poppins',
            endpoints: [
              {
                entity: 'sip:mary@192.0.2.1',
                state: 'partial',
                name: 'Desk phone',
                status: 'on-hold',
                callId: 'hsjh8980vhsb78',
              },
              {
                entity: 'sip:mary@192.0.2.2',
                state: 'deleted',
                name: undefined,
                status: undefined,
                callId: undefined,
              },
            ],
          },
          { entity: 'sip:bob@example.com', state: 'deleted', name: undefined, endpoints: [] },
        ],
      },
    });
  });

  it('is full where it does not say, and need not say more', () => {
    const expected = { entity: CONFERENCE, state: 'full', version: undefined, userCount: undefined };
    assert.deepEqual(readConferenceDocument(conferenceInfo('')), { ...expected, users: undefined });
    const { users } = readConferenceDocument(conferenceInfo('<users><user entity="sip:a@b"/></users>'));
    assert.equal(users?.state, 'full');
    assert.equal(users?.users[0]?.state, 'full');
  });

  it('may write its namespace with a prefix, and hold elements of others', () => {
    const text = `<ci:conference-info xmlns:ci="urn:ietf:params:xml:ns:conference-info" entity="${CONFERENCE}"
        xmlns="urn:other" xmlns:x="urn:other">
      <users><user entity="sip:stranger@example.com"/></users>
      <ci:users><x:user entity="sip:stranger@example.com"/>
        <ci:user entity="sip:mary@example.com"><x:display-text>Other</x:display-text>
          <ci:display-text>Mary</ci:display-text></ci:user></ci:users>
    </ci:conference-info>`;
    const { users } = readConferenceDocument(text);
    assert.deepEqual(
      users?.users.map(({ entity, name }) => [entity, name]),
      [['sip:mary@example.com', 'Mary']],
    );
  });

  it('keeps nobody in or out by a status that it does not know', () => {
    const { users } = readConferenceDocument(fullInfo(1, 'mary dancing'));
    assert.equal(users?.users[0]?.endpoints[0]?.status, 'pending');
  });

  const hostile: [name: string, fault: string, text: string][] = [
    ['is empty', 'xml', ''],
    ['is no XML', 'xml', 'v=0\r\no=- 0 0 IN IP4 127.0.0.1'],
    ['ends too early', 'xml', fullInfo(1, 'mary').slice(0, -20)],
    ['is XML of another kind', 'not-conference-info', '<presence xmlns="urn:ietf:params:xml:ns:pidf"/>'],
    ['is of another namespace', 'not-conference-info', '<conference-info xmlns="urn:other"/>'],
    ['is of no namespace', 'not-conference-info', '<conference-info/>'],
    ['has a prefix that nobody declares', 'not-conference-info', '<ci:conference-info/>'],
    ['has a document type', 'xml', `<!DOCTYPE conference-info>${conferenceInfo('').slice(39)}`],
    [
      'wants a file',
      'xml',
      `<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]>${conferenceInfo('&f;').slice(39)}`,
    ],
    [
      'would laugh a billion times',
      'xml',
      `<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>${conferenceInfo('&b;').slice(39)}`,
    ],
    ['is nested without end', 'xml', conferenceInfo('<users>'.repeat(30_000))],
    ['nests deeply and ends well', 'xml', conferenceInfo('<a>'.repeat(30_000) + '</a>'.repeat(30_000))],
    [
      'lists more people than can be in one conference',
      'too-large',
      conferenceInfo(`<users>${'<user entity="sip:a@b"/>'.repeat(2_001)}</users>`),
    ],
    [
      'lists more endpoints than can be in one conference',
      'too-large',
      conferenceInfo(
        `<users><user entity="sip:a@b">${'<endpoint entity="x"/>'.repeat(2_001)}</user></users>`,
      ),
    ],
    [
      'has a URI without end',
      'too-large',
      conferenceInfo(`<users><user entity="sip:${'a'.repeat(9_000)}@b"/></users>`),
    ],
  ];
  for (const [name, fault, text] of hostile) {
    it(`that ${name} is refused`, () => {
      assert.throws(
        () => readConferenceDocument(text),
        (error) => error instanceof DocumentError && error.fault === fault,
      );
    });
  }

  it('has names of one length at most, and takes every legal name of an attribute or element for what it is', () => {
    const user = `<user entity="sip:a@b" __proto__="1" constructor="2"><display-text>${'n'.repeat(9_000)}</display-text>
      <__proto__/><constructor/></user>`;
    const { users } = readConferenceDocument(conferenceInfo(`<users>${user}</users>`));
    assert.equal(users?.users[0]?.name?.length, 200);
  });
});
