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
  // Everything that a dial plan might take for a number is one.
  [closed, 'sip:0900123456,1@contoso.com', 'policy.number'],
  [closed, 'sip:0900123456x@contoso.com', 'policy.number'],
  [closed, 'sip:1234567mary@contoso.com', 'policy.number'],
  [closed, 'sip:_0900!123~456@contoso.com', 'policy.number'],
  [closed, 'sip:+33+142345678@contoso.com', 'policy.number'],
  [closed, 'sip:%2B33142345678@contoso.com', 'policy.number'],
  [closed, 'sip:0900%E2%80%8B123456@contoso.com', 'policy.number'],
  [closed, 'sip:%EF%BC%90%EF%BC%99%EF%BC%90%EF%BC%90123456@contoso.com', 'policy.number'],
  [closed, 'sip:%D9%A0%D9%A9%D9%A0%D9%A0123456@contoso.com', 'address.invalid'],
  [closed, 'sip:%252B33142345678@contoso.com', 'address.invalid'],
  [closed, 'sip:mary%40evil.example@contoso.com', 'address.invalid'],
  [closed, 'sip:0900CALLNOW@contoso.com;user=phone', 'address.invalid'],
  [closed, 'sip:mary@contoso.com;user=phone', 'address.invalid'],
  [closed, 'sip:1001@contoso.com;user=phone', undefined],
  [closed, 'sip:*72123@contoso.com', 'policy.number'],
  [closed, 'sip:*98@contoso.com', 'policy.number'],
  [closed, 'sip:%23%23@contoso.com', 'policy.number'],
  [closed, 'sip:11833@contoso.com', 'policy.premium'],
  [closed, 'sip:0118712@contoso.com', 'policy.premium'],
  [closed, 'sip:112p1@contoso.com', 'policy.emergency'],
  [closed, 'sip:1-1-2@contoso.com', 'policy.emergency'],
  [closed, 'sip:112,,@contoso.com', 'policy.emergency'],
  // Names that begin with digits.
  [closed, 'sip:24-7.helpdesk@contoso.com', undefined],
  [closed, 'sip:007_bond@contoso.com', undefined],
  [closed, 'sip:3com@contoso.com', undefined],
  // A context makes another number of it, and a routing number is another one.
  [open, 'sip:12345;phone-context=+4990012@contoso.com;user=phone', 'policy.premium'],
  [open, 'sip:901820;phone-context=+4930@contoso.com;user=phone', undefined],
  [open, 'sip:12345@contoso.com;user=phone;phone-context=+33142', 'policy.prefix'],
  [open, 'sip:12345;phone-context=%2B33142@contoso.com', 'policy.prefix'],
  [open, 'sip:12345;phone-context=contoso.com;Phone-Context=+33142@contoso.com', 'policy.prefix'],
  [open, 'sip:1001;phone-context=contoso.com@contoso.com;user=phone', undefined],
  [open, 'sip:+4930901820;rn=+33142345678;npdi@contoso.com;user=phone', 'address.invalid'],
  [open, 'sip:+4930901820;tgrp=intl;trunk-context=contoso.com@contoso.com', 'address.invalid'],
  [open, 'sip:+4930901820@contoso.com;cic=+1-6789', 'address.invalid'],
  [open, 'sip:+4930901820;postd=pp22@contoso.com', 'address.invalid'],
  [open, 'sip:+49900CALLNOW@contoso.com', 'policy.number'],
  [open, 'tel:+97900123456', 'policy.prefix'],
  [open, 'tel:+4930901820;phone-context=+33', 'address.invalid'],
  [open, 'tel:0301234567', 'address.invalid'],
  // Hosts, however they are written.
  [closed, 'sip:mary@[::1]', 'policy.domain'],
  [closed, 'sip:mary@[::ffff:7f00:1]', 'policy.domain'],
  [closed, 'sip:mary@2130706433', 'policy.domain'],
  [closed, 'sip:mary@contoso.com.', 'address.invalid'],
  [closed, 'sip:mary@contoso.com@evil.example', 'address.invalid'],
  [closed, 'sip:mary:secret@contoso.com', 'address.invalid'],
  [closed, 'sip:mary@contoso.com:0', 'address.invalid'],
  [open, 'sip:mary@evilfabrikam.com', 'policy.domain'],
  // What would make us send something else than a call.
  [closed, 'sip:mary@contoso.com?Replaces=a%40b', 'address.invalid'],
  [closed, 'sip:mary@contoso.com;transport=tcp?Route=%3Csip:evil.example%3E', 'address.invalid'],
  [closed, 'sip:mary%0d%0aRoute:x@contoso.com', 'address.invalid'],
  [closed, 'sip:mary%00@contoso.com', 'address.invalid'],
  [closed, 'https://contoso.com', 'address.invalid'],
  [closed, 'urn:service:sos', 'address.invalid'],
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

  it('takes no number for a conference where people have the same domain, but for the conference of a call', () => {
    const uris = { '{number}': 'sip:03012345@contoso.com', '{id}': 'sip:0900123456@contoso.com' };
    for (const [template, address] of Object.entries(uris)) {
      const shared = new Policy({
        sipDomains: ['contoso.com'],
        telPrefixes: [],
        conferenceUri: `sip:${template}@contoso.com`,
      });
      assert.equal(shared.refusal(address)?.code, 'policy.number');
      assert.equal(shared.refusal(address, 'conference'), undefined);
      assert.equal(shared.refusal('sip:a123456789@contoso.com'), undefined);
    }
  });

  it('hears of every refusal, and says whom to ask', () => {
    const reasons: string[] = [];
    const asking = new Policy({
      ...{ sipDomains: ['contoso.com'], telPrefixes: [], conferenceUri: 'sip:{id}@conf.contoso.com' },
      ...{ contact: 'IT, tel. 1234', refused: (reason) => reasons.push(reason) },
    });
    for (const address of ['sip:mary@contoso.com', 'sip:112@contoso.com', 'tel:+4930901820', 'mary']) {
      const admin = asking.refusal(address)?.facts.admin;
      assert.equal(admin, address === 'sip:mary@contoso.com' ? undefined : 'IT, tel. 1234');
    }
    assert.deepEqual(reasons, ['policy.emergency', 'policy.number', 'address.invalid']);
  });

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
