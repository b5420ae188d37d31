import assert from 'node:assert/strict';
import { rosterAddress } from '../../../src/sip/roster/roster-address.ts';

describe('rosterAddress', () => {
  const cases: [entity: string, address: string][] = [
    ['sip:mary@example.com', 'sip:mary@example.com'],
    ['SIP:mary@EXAMPLE.com;transport=tcp;gr=urn:uuid:1', 'sip:mary@example.com'],
    ['<sip:mary@example.com>', 'sip:mary@example.com'],
    ['sip:mary@192.0.2.1:5070', 'sip:mary@192.0.2.1:5070'],
    ['sips:mary@example.com', 'sips:mary@example.com'],
    // What we have made of a number, and what servers leave of it.
    ['sip:+4930123@example.com;user=phone', 'tel:+4930123'],
    ['sip:+4930123@example.com', 'tel:+4930123'],
    ['sip:+49-30-123@gateway.example.net;user=phone', 'tel:+4930123'],
    ['sip:+4930123@other.example.net', 'sip:+4930123@other.example.net'],
    ['sip:030123@example.com;user=phone', 'sip:030123@example.com'],
    ['tel:+49-30-123', 'tel:+4930123'],
    // Withheld, or nothing that could be called.
    ['sip:anonymous1@anonymous.invalid', ''],
    ['tel:030123;phone-context=+49', ''],
    ['xmpp:mary@example.com', ''],
    ['', ''],
    ['sip:mary@example.com?Replaces=1', ''],
  ];
  for (const [entity, address] of cases) {
    it(`${entity || '(none)'} → ${address || '(none)'}`, () => {
      assert.equal(rosterAddress(entity, 'Example.com'), address);
    });
  }
});
