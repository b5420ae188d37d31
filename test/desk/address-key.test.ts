import assert from 'node:assert/strict';
import { addressKey, addressKeysOf } from '../../src/desk/address-key.ts';

describe('desk/address-key', () => {
  for (const [one, ...others] of [
    [
      'sip:mary@contoso.com',
      'sips:mary@contoso.com',
      'SIP:Mary@Contoso.COM',
      'sip:mary@contoso.com:5060',
      'sips:mary@contoso.com:5061;transport=tls',
      'sip:mary@contoso.com;transport=tcp;ob',
      '<sip:m%61ry@contoso.com>',
    ],
    [
      'tel:+4930123456',
      'tel:+49-30-123456',
      'sip:+4930123456@pbx.contoso.com;user=phone',
      'sip:+4930123456@other.example',
      'sips:%2B4930123456@pbx.contoso.com',
      'sip:+49-30-123456;phone-context=x@pbx.contoso.com;user=phone',
    ],
    ['sip:4711@pbx.contoso.com', 'sip:4711@PBX.contoso.com;user=phone'],
    ['sip:conf.contoso.com', 'sip:conf.contoso.com;isfocus'],
  ] as const) {
    it(`${one} is also ${others.join(', ')}`, () => {
      assert.deepEqual(
        others.map((other) => [other, addressKey(other)]),
        others.map((other) => [other, addressKey(one)]),
      );
    });
  }

  it('keeps people apart', () => {
    const people = [
      'sip:mary@contoso.com',
      'sip:mary@contoso.org',
      'sip:mary@contoso.com:5070',
      'sip:mary2@contoso.com',
      'sip:4711@a.contoso.com',
      'sip:4711@b.contoso.com',
      'tel:+4930123456',
      'tel:+4930123457',
      'sip:30123456@contoso.com',
    ];
    assert.equal(new Set(people.map(addressKey)).size, people.length);
  });

  it('of what is no address is nothing', () => {
    for (const text of ['', 'mary', 'anonymous', 'id:29:mary', 'sip:%@contoso.com', 'http://x.example']) {
      assert.equal(addressKey(text), undefined, text);
    }
  });

  it('finds somebody by every address of hers', () => {
    const mary = { name: 'Mary', guessed: false, address: 'sip:typed@contoso.com' };
    assert.deepEqual(
      addressKeysOf({ ...mary, key: 'sip:mary@contoso.com', also: ['tel:+4930123456', 'sip:M@Contoso.com'] }),
      ['sip:typed@contoso.com', 'sip:mary@contoso.com', 'tel:+4930123456', 'sip:m@contoso.com'],
    );
    assert.deepEqual(addressKeysOf({ ...mary, key: 'id:29:mary' }), ['sip:typed@contoso.com']);
  });
});
