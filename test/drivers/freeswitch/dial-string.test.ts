import assert from 'node:assert/strict';
import { dialString, roomOf } from '../../../src/drivers/freeswitch/dial-string.ts';

describe('what FreeSWITCH dials', () => {
  for (const [template, address, expected] of [
    ['user/{user}', 'sip:1001@contoso.com', 'user/1001'],
    ['sofia/gateway/trunk/{user}', 'tel:+4930123456', 'sofia/gateway/trunk/+4930123456'],
    [
      'sofia/external/{uri}',
      'sip:mary@contoso.com:5070;user=phone;transport=tcp',
      'sofia/external/sip:mary@contoso.com:5070;user=phone;transport=tcp',
    ],
    ['sofia/external/{uri}', 'tel:+4930123456', 'sofia/external/sip:+4930123456@lab.test;user=phone'],
    ['sofia/internal/{user}@{host}', 'sip:mary@CONTOSO.com', 'sofia/internal/mary@contoso.com'],
    // Where an address could call others too, lead elsewhere or set variables.
    ['user/{user}', 'sip:mary,user/bob@contoso.com', undefined],
    ['user/{user}', "sip:mary'@contoso.com", undefined],
    ['user/{user}', 'sip:mary%7Cbob@contoso.com', undefined],
    ['user/{user}', 'sip:$x@contoso.com', undefined],
    ['user/{user}', 'sip:mary/0900@contoso.com', undefined],
    ['user/{user}', 'sip:contoso.com', undefined],
    ['sofia/external/{uri}', 'sip:mary@[2001:db8::1]', undefined],
    ['sofia/external/{uri}', 'sip:mary@contoso.com;fs_path=sip:elsewhere.com', undefined],
    ['sofia/external/{uri}', 'sip:mary@contoso.com;maddr=10.0.0.9', undefined],
  ] as const) {
    it(`${template} for ${address}: ${expected ?? 'nothing'}`, () => {
      assert.equal(dialString(template, address, 'lab.test'), expected);
    });
  }

  for (const [uri, room] of [
    ['sip:conf77@conf.contoso.com', 'conf77'],
    ['sip:team-red_1.a@conf.contoso.com', 'team-red_1.a'],
    ['sip:conf.contoso.com', undefined],
    ['sip:conf77+1234@conf.contoso.com', undefined],
    ['sip:conf,s@conf.contoso.com', undefined],
    ['sip:JSON_list@conf.contoso.com', undefined],
  ] as const) {
    it(`leads to ${room ?? 'no room'} by ${uri}`, () => assert.equal(roomOf(uri), room));
  }
});
