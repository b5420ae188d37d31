import assert from 'node:assert/strict';
import { ArgumentError, formatAddress, parseAddress, ToastMessage, toSipUri } from '../../src/core/index.ts';

describe('core/address', () => {
  const good: readonly (readonly [written: string, canonical: string, onTheWire: string])[] = [
    ['sip:mary@contoso.com', 'sip:mary@contoso.com', 'sip:mary@contoso.com'],
    ['  <SIP:Mary@Contoso.COM>  ', 'sip:Mary@contoso.com', 'sip:Mary@contoso.com'],
    ['sips:mary@contoso.com:5061', 'sips:mary@contoso.com:5061', 'sips:mary@contoso.com:5061'],
    ['sip:1001@10.0.0.1;transport=tcp', 'sip:1001@10.0.0.1;transport=tcp', 'sip:1001@10.0.0.1;transport=tcp'],
    ['sip:mary@[2001:db8::1]:5060', 'sip:mary@[2001:db8::1]:5060', 'sip:mary@[2001:db8::1]:5060'],
    ['sip:conf.contoso.com', 'sip:conf.contoso.com', 'sip:conf.contoso.com'],
    ['sip:m%C3%A4ry@contoso.com', 'sip:m%C3%A4ry@contoso.com', 'sip:m%C3%A4ry@contoso.com'],
    ['tel:+49-30-901820', 'tel:+4930901820', 'sip:+4930901820@usher.test;user=phone'],
    ['TEL:+1(212)555.0100', 'tel:+12125550100', 'sip:+12125550100@usher.test;user=phone'],
  ];
  for (const [written, canonical, onTheWire] of good) {
    it(`reads ${written}`, () => {
      const address = parseAddress(written);
      assert.equal(formatAddress(address), canonical);
      assert.equal(toSipUri(address, 'usher.test'), onTheWire);
      assert.deepEqual(parseAddress(canonical), address, 'canonical form is stable');
    });
  }

  const bad = [
    '',
    'mary',
    'mary@contoso.com',
    'http://contoso.com',
    'sip:',
    'sip:@contoso.com',
    'sip:mary@',
    'sip:mary@contoso.com?Replaces=1',
    'sip:mary@contoso.com;x=1?Route=%3Csip:evil%3E',
    'sip:mary:password@contoso.com',
    'sip:mary@contoso.com\r\nX: y',
    'sip:ma ry@contoso.com',
    'sip:ma%0d%0ary@contoso.com',
    'sip:mary@contoso.com;x=%0a',
    'sip:mary%00@contoso.com',
    'sip:mary%4@contoso.com',
    'sip:mary@contoso.com:99999',
    'sip:mary@contoso.com:0',
    'sip:mary@-contoso.com',
    'sip:mary@contoso.com>,<sip:evil@evil.example',
    'sip:ünicode@contoso.com',
    'tel:112',
    'tel:030901820',
    'tel:+4930901820;phone-context=x',
    'tel:+12345678901234567',
    `sip:${'a'.repeat(10_000)}@contoso.com`,
    `sip:mary@contoso.com${';a=b'.repeat(5_000)}`,
  ];
  for (const text of bad) {
    it(`refuses ${JSON.stringify(text.slice(0, 60))}`, () => {
      assert.throws(
        () => parseAddress(text),
        (error) => error instanceof ArgumentError && error.code === 'address.invalid',
      );
    });
  }
});

describe('core/toast-message', () => {
  it('is plain text without control characters', () => {
    const toast = new ToastMessage('  Join\u0000 us\u001b[31m\r\nnow\u2028 ');
    assert.equal(toast.contentType, 'text/plain');
    assert.equal(toast.message, 'Join us[31m\nnow');
    assert.equal(toast.line, 'Join us[31m now');
  });

  it('has 1 to 1,024 characters', () => {
    assert.equal([...new ToastMessage('🚑'.repeat(1024)).message].length, 1024);
    const code = (text: string) => {
      try {
        return new ToastMessage(text).message;
      } catch (error) {
        return (error as ArgumentError).code;
      }
    };
    assert.equal(code(''), 'toast.empty');
    assert.equal(code(' \r\n\t '), 'toast.empty');
    assert.equal(code('🚑'.repeat(1025)), 'toast.too-long');
    assert.equal(code('x'.repeat(1024 * 1024)), 'toast.too-long');
  });
});
