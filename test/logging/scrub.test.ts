import assert from 'node:assert/strict';
import { scrubbing } from '../../src/logging/scrub.ts';

describe('a text in the log', () => {
  const scrub = scrubbing(['hunter2!', 'p@ss/word', undefined, 'abc']);

  for (const [before, after] of [
    // Secrets that are known
    ['the password hunter2! was refused', 'the password … was refused'],
    ['?secret=p%40ss%2Fword&a', '?secret=…&a'],
    ['abc is too short to be one', 'abc is too short to be one'],
    // Secrets that look like some
    ['postgres://usher:s3cret@db.contoso.com:5432/usher', 'postgres://…@db.contoso.com:5432/usher'],
    ['Authorization: Bearer abc.def-123_456', 'Authorization: Bearer …'],
    ['Authorization: Basic dXNlcjpwYXNz', 'Authorization: Basic …'],
    ['xoxb-12-34-abc and xapp-1-A-b', '… and …'],
    ['token eyJhbGciOi.eyJpc3MiOiJ.c2lnbmF0dXJl.', 'token ….'],
    ['Digest username="usher", response="0123456789abcdef"', 'Digest username="…", response=…'],
    // Addresses of people
    ['sip:mary@contoso.com;transport=tcp', 'sip:…@contoso.com;transport=tcp'],
    ['<sips:+4930123456@contoso.com>', '<sips:…@contoso.com>'],
    ['sip:127.0.0.1:5060;transport=tcp', 'sip:127.0.0.1:5060;transport=tcp'],
    ['tel:+49-30-123456', 'tel:…'],
    ['mary.smith+work@contoso.com is unknown', '…@contoso.com is unknown'],
    ['cn=Mary Smith,ou=Ward 3,dc=contoso', 'cn=…,ou=Ward 3,dc=contoso'],
    // Telephone numbers
    ['+4930123456', '+…'],
    ['call +49 (30) 123 456 now', 'call +… now'],
    ['PJSIP/030123456 and 4930123456', 'PJSIP/… and …'],
    ['call 030/12 34 56', 'call 0…'],
    // What people say, quoted by whoever could not read it
    [`Unexpected token 'J', "Join us now" is not valid JSON`, `Unexpected token 'J', "…" is not valid JSON`],
    ['invalid input syntax for type uuid: "Join us"', 'invalid input syntax for type uuid: "…"'],
    ['violates unique constraint "invitations_alive"', 'violates unique constraint "invitations_alive"'],
    ['said "Join us and never end', 'said "…"'],
    [`answered {"error":{"message":"${'Join us '.repeat(10)}"}}`, 'answered …'],
    // What lines are joined by, and what is looked for
    ['0198c9b2-1234-7abc-9def-012345678901', '0198c9b2-1234-7abc-9def-012345678901'],
    ['1700000100.000001', '1700000100.000001'],
    ['connect ECONNREFUSED 127.0.0.1:5432', 'connect ECONNREFUSED 127.0.0.1:5432'],
    ['2026-11-23T09:30:00.000Z', '2026-11-23T09:30:00.000Z'],
    ['No answer within 30000 ms', 'No answer within 30000 ms'],
    ['getaddrinfo ENOTFOUND sip.contoso.com', 'getaddrinfo ENOTFOUND sip.contoso.com'],
    ['SIP/2.0 486 Busy Here', 'SIP/2.0 486 Busy Here'],
  ] as const) {
    it(`${JSON.stringify(before).slice(0, 70)} → ${after}`, () => assert.equal(scrub(before), after));
  }

  it('takes no longer for a long one that is made to be slow', () => {
    const begunAt = performance.now();
    for (const bad of [
      '"'.repeat(50_000),
      '+1 '.repeat(20_000),
      '0 '.repeat(30_000),
      '<'.repeat(50_000),
      'a.'.repeat(30_000),
    ])
      assert.ok(scrub(bad).length <= 2_000);
    // A second is a thousand times what it takes: only what grows with the square would.
    assert.ok(performance.now() - begunAt < 1_000);
  });
});
