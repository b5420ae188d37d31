/** What an invitation says, however it is written, and what is none. */
import assert from 'node:assert/strict';
import { readConfInvite } from '../../../src/sip/invitations/conf-invite-body.ts';
import { readReferTo } from '../../../src/sip/invitations/refer-target.ts';
import { readToast } from '../../../src/sip/invitations/toast-header.ts';

const ROOM = 'sip:room@conf.example.com';
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('the body of an App-INVITE', () => {
  const body = (inside: string, name = 'Conferencing') => `<${name} version="2.0">${inside}</${name}>`;
  const focus = (uri = ROOM) => `<focus-uri>${uri}</focus-uri>`;

  const READ: readonly (readonly [string, string, string?, string?])[] = [
    [
      'as Lync writes it',
      body(`${focus()}<subject/><audio available="true"/><im available="false"><first-im/></im>`),
    ],
    ['with a subject', body(`${focus()}<subject>Stand &lt;up&gt;</subject>`), 'Stand <up>'],
    ['with a subject of several lines', body(`${focus()}<subject> a\n\tb </subject>`), 'a b'],
    [
      'with a subject of a thousand characters',
      body(`${focus()}<subject>${'x'.repeat(1_000)}</subject>`),
      'x'.repeat(200),
    ],
    ['with a prefix', `<c:Conferencing xmlns:c="urn:c"><c:focus-uri>${ROOM}</c:focus-uri></c:Conferencing>`],
    ['with an XML declaration', `<?xml version="1.0" encoding="utf-8"?>\n${body(focus())}`],
    ['with blanks around the address', body(focus(`\n  ${ROOM}\n`))],
    [
      'of a real focus',
      body(focus('sip:org@Dom.example;gruu;opaque=app:conf:focus:id:JL3GPNYP')),
      '',
      'sip:org@dom.example;gruu;opaque=app:conf:focus:id:JL3GPNYP',
    ],
  ];
  for (const [what, text, subject = '', conferenceUri = ROOM] of READ) {
    it(what, () => assert.deepEqual(readConfInvite(text), { conferenceUri, subject }));
  }

  const NONE: readonly (readonly [string, string])[] = [
    ['empty', ''],
    ['no XML', 'v=0\r\n'],
    ['cut off', body(focus()).slice(0, -3)],
    ['another document', body(focus(), 'conference-info')],
    ['without an address', body('<subject>x</subject>')],
    ['with an address deeper down', body(`<x>${focus()}</x>`)],
    ['with a telephone number', body(focus('tel:+4930123456'))],
    ['with headers in the address', body(focus(`${ROOM}?Replaces=a`))],
    ['with a document type', `<!DOCTYPE c [<!ENTITY r "${ROOM}">]>${body(focus('&r;'))}`],
    ['with a document type in small letters', `<!doctype c>${body(focus())}`],
    ['with an entity that nobody has declared', body(focus('&room;'))],
    ['longer than 16 kB', body(focus() + ' '.repeat(16_384))],
    ['nested without end', '<a>'.repeat(5_000)],
    ['nested, with an end', `${'<a>'.repeat(2_300)}${'</a>'.repeat(2_300)}`],
  ];
  for (const [what, text] of NONE) it(`${what}: none`, () => assert.equal(readConfInvite(text), undefined));
});

describe('the toast of an App-INVITE', () => {
  const toast = (words: string, type = 'text/plain') =>
    `${type}; charset=UTF-8;msgr=WAA=;ms-body=${base64(words)}`;

  const READ: readonly (readonly [string, readonly string[], string | undefined])[] = [
    ['as Lync writes it', [toast('Grüße')], 'Grüße'],
    ['without msgr, in quotes', [`text/plain;ms-body="${base64('Hi')}"`], 'Hi'],
    ['of several forms the plain one', [toast('<b>Hi</b>', 'text/html'), toast('Hi')], 'Hi'],
    ['with control characters', [toast('a\u0007b')], 'ab'],
    ['longer than can be shown', [toast('ü'.repeat(5_000))], 'ü'.repeat(1_024)],
    ['none', [], undefined],
    ['rich text only', [toast('{\\rtf1}', 'text/rtf')], undefined],
    ['no words', [toast(' \n ')], undefined],
    ['no body', ['text/plain; charset=UTF-8'], undefined],
    ['no base64', ['text/plain;ms-body=***'], undefined],
    ['too long to be read', [toast('x'.repeat(20_000))], undefined],
  ];
  for (const [what, headers, words] of READ) {
    it(what, () => assert.equal(readToast(headers)?.message, words));
  }
});

describe('the Refer-To of an invitation', () => {
  const READ: readonly (readonly [string, string?, string?])[] = [
    [`<${ROOM}>`],
    [ROOM],
    [`"Standup" <${ROOM};method=INVITE>`],
    [`<${ROOM};METHOD=invite;transport=tcp>;early-only`, '', `${ROOM};transport=tcp`],
    [`"<sip:other@conf.example.com>" <${ROOM}>`],
    [`<${ROOM}?Subject=Ward%203>`, 'Ward 3'],
    [`<${ROOM}?subject=a%0D%0AVia:%20b>`, 'a Via: b'],
    [`<${ROOM}?Subject=%E0%A4%A>`, ''],
  ];
  for (const [value, subject = '', conferenceUri = ROOM] of READ) {
    it(value, () => assert.deepEqual(readReferTo([value]), { conferenceUri, subject }));
  }

  const NONE: readonly (readonly string[])[] = [
    [],
    [''],
    [`<${ROOM}>`, `<${ROOM}>`],
    [`<${ROOM};method=BYE>`],
    [`<${ROOM};method=INVITE;method=BYE>`],
    [`<${ROOM}?Replaces=a%3Bto-tag%3Db>`],
    [`<${ROOM}?Subject=x&Replaces=a>`],
    ['<tel:+4930123456>'],
    ['<cid:list@example.com>'],
    [`<${'x'.repeat(2_000)}@example.com>`],
  ];
  for (const values of NONE) {
    it(`${values.join(', ').slice(0, 60) || 'nothing'}: none`, () =>
      assert.equal(readReferTo(values), undefined));
  }
});
