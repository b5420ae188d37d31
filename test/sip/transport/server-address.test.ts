import assert from 'node:assert/strict';
import { parseServerAddress } from '../../../src/sip/transport/server-address.ts';

describe('parseServerAddress', () => {
  const good: readonly (readonly [text: string, transport: string, host: string, port?: number])[] = [
    ['sip:10.0.0.5:5070;transport=tcp', 'tcp', '10.0.0.5', 5070],
    ['sip:sip.contoso.com', 'tcp', 'sip.contoso.com'],
    ['sip:sip.contoso.com;transport=TLS', 'tls', 'sip.contoso.com'],
    ['sips:sip.contoso.com', 'tls', 'sip.contoso.com'],
    ['sips:sip.contoso.com;transport=tcp', 'tls', 'sip.contoso.com'],
    ['sips:[2001:db8::1]:5061', 'tls', '2001:db8::1', 5061],
    ['ws://sip.contoso.com:8080/ws?x=1', 'ws', 'sip.contoso.com', 8080],
    ['wss://sip.contoso.com', 'wss', 'sip.contoso.com'],
    ['WSS://[2001:db8::1]/', 'wss', '2001:db8::1'],
  ];
  for (const [text, transport, host, port] of good) {
    it(`reads ${text}`, () => {
      const { url, ...read } = parseServerAddress(text);
      assert.deepEqual(read, { transport, host, port });
      assert.equal(url === undefined, !/^ws/i.test(text));
    });
  }

  it('keeps the path and the query of a WebSocket URL', () => {
    assert.equal(parseServerAddress('ws://sip.contoso.com/a/b?x=1').url, 'ws://sip.contoso.com/a/b?x=1');
  });

  for (const text of ['', 'ws://', 'wss://a:b@x', 'ws://x#y', 'sip:x;transport=udp', 'sips:x;transport=ws']) {
    it(`refuses ${JSON.stringify(text)}`, () =>
      assert.throws(() => parseServerAddress(text), { code: 'sip.server' }));
  }
});
