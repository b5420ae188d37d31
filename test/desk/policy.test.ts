import assert from 'node:assert/strict';
import { Policy } from '../../src/desk/policy.ts';

const closed = new Policy({
  sipDomains: ['contoso.com'],
  telPrefixes: [],
  conferenceUri: 'sip:{id}@conf.contoso.com',
});
const open = new Policy({
  sipDomains: ['contoso.com', '*.fabrikam.com'],
  telPrefixes: ['+49', '+1212'],
  conferenceUri: 'sip:{number}@conf.contoso.com;transport=tcp',
});

/** policy, address, expected refusal code or undefined */
const TABLE: readonly (readonly [policy: Policy, address: string, code: string | undefined])[] = [
  [closed, 'sip:mary@contoso.com', undefined],
  [closed, 'sip:Mary@CONTOSO.com;transport=tcp', undefined],
  [closed, 'sips:mary@contoso.com:5061', undefined],
  [closed, 'sip:1001@contoso.com', undefined],
  [closed, 'sip:ab12cd34ef@conf.contoso.com', undefined],
  [closed, 'sip:mary@evil.example', 'policy.domain'],
  [closed, 'sip:mary@sub.contoso.com', 'policy.domain'],
  [closed, 'sip:mary@contoso.com.evil.example', 'policy.domain'],
  [closed, 'sip:mary@127.0.0.1', 'policy.domain'],
  [closed, 'sip:mary@contoso.com;maddr=10.0.0.1', 'policy.domain'],
  [closed, 'sip:mary@contoso.com;x=1;MADDR=10.0.0.1', 'policy.domain'],
  [closed, 'sip:mary@contoso.com;m%61ddr=10.0.0.1', 'policy.domain'],
  [closed, 'sip:mary@contoso.com;method=BYE', 'address.invalid'],
  [closed, 'sip:mary@contoso.com;x=1;METH%4fD=REGISTER', 'address.invalid'],
  [closed, 'sip:ab12cd34ef@conf.contoso.com;method=BYE', 'address.invalid'],
  [closed, 'sip:mary@contoso.com;x=%ff', 'address.invalid'],
  [closed, 'tel:+4930901820', 'policy.number'],
  [closed, 'sip:+4930901820@contoso.com;user=phone', 'policy.number'],
  [closed, 'sip:004930901820@contoso.com', 'policy.number'],
  [closed, 'sip:030901820@contoso.com', 'policy.number'],
  [closed, 'sip:0900123456@contoso.com', 'policy.number'],
  [closed, 'sip:%30%39%30%30123456@contoso.com', 'policy.number'],
  [closed, 'sip:0900.123-456@contoso.com', 'policy.number'],
  [closed, 'sip:112@contoso.com', 'policy.emergency'],
  [closed, 'sip:911@contoso.com', 'policy.emergency'],
  [closed, 'sip:9911@contoso.com', 'policy.emergency'],
  [closed, 'sip:0112@contoso.com', 'policy.emergency'],
  [closed, 'sip:+112@contoso.com', 'policy.emergency'],
  [closed, 'sip:112;phone-context=x@contoso.com', 'policy.emergency'],
  [closed, 'sip:%31%31%32@contoso.com', 'policy.emergency'],
  [closed, 'mary', 'address.invalid'],
  [closed, 'sip:mary@contoso.com?Refer-To=x', 'address.invalid'],
  [closed, 'sip:%ff@contoso.com', 'address.invalid'],
  [open, 'sip:mary@a.b.fabrikam.com', undefined],
  [open, 'sip:mary@fabrikam.com', 'policy.domain'],
  [open, 'tel:+4930901820', undefined],
  [open, 'tel:+12125550100', undefined],
  [open, 'sip:+4930901820@contoso.com;user=phone', undefined],
  [open, 'sip:004930901820@contoso.com', undefined],
  [open, 'sip:01149301234567@contoso.com', undefined],
  [open, 'tel:+13105550100', 'policy.prefix'],
  [open, 'tel:+442079460000', 'policy.prefix'],
  [open, 'sip:0301234567@contoso.com', 'policy.prefix'],
  [open, 'tel:+499001234567', 'policy.premium'],
  [open, 'tel:+49112', 'policy.number'],
  [open, 'sip:12345678@conf.contoso.com;transport=tcp', undefined],
  [open, 'sip:123456789@conf.contoso.com;transport=tcp', 'policy.prefix'],
];

describe('desk/policy', () => {
  for (const [policy, address, code] of TABLE) {
    const name = policy === closed ? 'no numbers' : '+49 and +1212';
    it(`${code ?? 'allows'}: ${address} (${name})`, () => assert.equal(policy.refusal(address)?.code, code));
  }

  it('treats a fixed room as the conference it is', () => {
    const fixed = new Policy({
      sipDomains: [],
      telPrefixes: [],
      conferenceUri: 'sip:77001122@conf.contoso.com',
    });
    assert.equal(fixed.refusal('sip:77001122@conf.contoso.com'), undefined);
    assert.equal(fixed.refusal('sip:77001123@conf.contoso.com')?.code, 'policy.number');
    assert.equal(fixed.refusal('sip:77001122@confxcontoso.com')?.code, 'policy.domain');
  });
});
