import assert from 'node:assert/strict';
import { withoutSecrets } from '../../../src/sip/trace/without-secrets.ts';

const text = (...lines: string[]) => `${lines.join('\r\n')}\r\n`;

describe('a SIP message without secrets', () => {
  const table: readonly (readonly [what: string, line: string, shown: string])[] = [
    [
      'credentials',
      'Authorization: Digest username="usher", nonce="SECRET", response="SECRET"',
      'Authorization: Digest (removed)',
    ],
    [
      'credentials for a proxy, spelled otherwise',
      'proxy-AUTHORIZATION : Basic SECRET==',
      'proxy-AUTHORIZATION : Basic (removed)',
    ],
    [
      'credentials on several lines',
      'Authorization: Digest username="usher",\r\n response="SECRET",\r\n\tnonce="SECRET"',
      'Authorization: Digest (removed)',
    ],
    [
      'the nonce of a challenge',
      'WWW-Authenticate: Digest realm="contoso", nonce="SECRET", opaque="SECRET \\" SECRET", algorithm=MD5',
      'WWW-Authenticate: Digest realm="contoso", nonce="(removed)", opaque="(removed)", algorithm=MD5',
    ],
    [
      'the nonce of a proxy, without quotes and folded',
      'Proxy-Authenticate: Digest realm="contoso",\r\n NONCE = SECRET, qop="auth"',
      'Proxy-Authenticate: Digest realm="contoso",\n NONCE = "(removed)", qop="auth"',
    ],
    [
      'the next nonce',
      'Authentication-Info: nextnonce="SECRET"',
      'Authentication-Info: nextnonce="(removed)"',
    ],
    [
      'a media key',
      'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:SECRET|2^20|1:4',
      'a=crypto:1 AES_CM_128_HMAC_SHA1_80 (removed)',
    ],
    ['a password of ICE', 'a=ice-pwd:SECRET', 'a=ice-pwd: (removed)'],
    ['an old media key', 'k=base64:SECRET', 'k= (removed)'],
  ];
  for (const [what, line, shown] of table) {
    it(`loses ${what}, and nothing beside it`, () => {
      const before = ['INVITE sip:mary@contoso.com SIP/2.0', 'From: <sip:usher@contoso.com>;tag=1'];
      const clean = withoutSecrets(text(...before, line, 'a=sendrecv'));
      assert.equal(clean, `${[...before, shown, 'a=sendrecv'].join('\n')}\n`);
    });
  }

  it('loses them also where lines end in a line feed alone', () => {
    assert.equal(
      withoutSecrets('v=0\na=ice-pwd:SECRET\na=ice-ufrag:u\n'),
      'v=0\na=ice-pwd: (removed)\na=ice-ufrag:u\n',
    );
  });

  it('shows control characters instead of obeying them', () => {
    assert.equal(withoutSecrets('Subject: \x1b[2J\0\u009b\tx\r\n'), 'Subject: \\x1b[2J\\x00\\x9b\tx\n');
  });
});
