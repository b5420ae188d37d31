import assert from 'node:assert/strict';
import { dialString, roomOf } from '../../../src/drivers/asterisk/dial-string.ts';

describe('what Asterisk dials', () => {
  for (const [template, address, expected] of [
    ['PJSIP/{user}', 'sip:mary@contoso.com', 'PJSIP/mary'],
    ['PJSIP/{user}@trunk', 'tel:+4930123456', 'PJSIP/+4930123456@trunk'],
    ['PJSIP/trunk/{uri}', 'sip:mary@contoso.com;user=phone', 'PJSIP/trunk/sip:mary@contoso.com;user=phone'],
    ['PJSIP/trunk/{uri}', 'tel:+4930123456', 'PJSIP/trunk/sip:+4930123456@lab.test;user=phone'],
    ['PJSIP/trunk/sip:{user}@{host}', 'sip:mary@CONTOSO.com:5070', 'PJSIP/trunk/sip:mary@contoso.com'],
    ['IAX2/exchange/{user}', 'sip:1001@contoso.com', 'IAX2/exchange/1001'],
    // Where a user part could lead to another endpoint, or call more than one.
    ['PJSIP/{user}', 'sip:trunk/0900@contoso.com', undefined],
    ['PJSIP/{user}', 'sip:mary&bob@contoso.com', undefined],
    ['PJSIP/{user}', 'sip:mary%40trunk@contoso.com', undefined],
    ['PJSIP/{user}', 'sip:mary;x@contoso.com', undefined],
    ['PJSIP/{user}', 'sip:$x@contoso.com', undefined],
    ['PJSIP/{user}', 'sip:contoso.com', undefined],
    ['PJSIP/trunk/{uri}', 'sip:mary@contoso.com;maddr=a/b', undefined],
  ] as const) {
    it(`${template} for ${address}: ${expected ?? 'nothing'}`, () => {
      assert.equal(dialString(template, address, 'lab.test'), expected);
    });
  }

  it('leads into the room that is named as the user part of the conference', () => {
    assert.equal(roomOf('sip:conf77@conf.contoso.com'), 'conf77');
    assert.equal(roomOf('sip:conf.contoso.com'), undefined);
    assert.equal(roomOf('sip:conf,s@conf.contoso.com'), undefined);
  });
});
