import assert from 'node:assert/strict';
import { KnownPeers } from '../../../src/sip/transport/known-peers.ts';

describe('who may connect to SIP_LISTEN', () => {
  it('is the server, wherever DNS has it now', () => {
    const peers = new KnownPeers({ allowed: undefined, hasServer: true });
    assert.equal(peers.has('192.0.2.1'), false);
    peers.serverIsAt(['192.0.2.1', '2001:db8::1']);
    assert.deepEqual(
      [peers.has('192.0.2.1'), peers.has('2001:db8::1'), peers.has('192.0.2.2')],
      [true, true, false],
    );
    peers.serverIsAt(['192.0.2.2']);
    assert.deepEqual([peers.has('192.0.2.1'), peers.has('192.0.2.2')], [false, true]);
  });

  it('is who is named instead', () => {
    const peers = new KnownPeers({ allowed: ['10.0.0.5', '10.1.0.0/16', '2001:db8::/32'], hasServer: true });
    peers.serverIsAt(['192.0.2.1']);
    for (const host of ['10.0.0.5', '10.1.255.255', '2001:db8:1::1'])
      assert.equal(peers.has(host), true, host);
    for (const host of ['10.0.0.6', '10.2.0.0', '2001:db9::1', '192.0.2.1', '', 'localhost']) {
      assert.equal(peers.has(host), false, host);
    }
  });

  it('is anybody where there is no server: the sandbox, on loopback', () => {
    assert.equal(new KnownPeers({ allowed: undefined, hasServer: false }).has('127.0.0.1'), true);
  });

  for (const wrong of [
    'sip.contoso.com',
    '10.0.0.0/33',
    '10.0.0.0/',
    '2001:db8::/129',
    '10.0.0',
    '*',
    '/8',
  ]) {
    it(`is not ${wrong}`, () => {
      assert.throws(() => new KnownPeers({ allowed: [wrong], hasServer: true }), { code: 'sip.peers' });
    });
  }

  it('remembers strangers so that each is logged once, and not too many of them', () => {
    const peers = new KnownPeers({ allowed: [], hasServer: true });
    const first = peers.stranger('192.0.2.1');
    assert.equal(peers.stranger('192.0.2.1'), first);
    for (let count = 0; count < 1_000; count += 1) peers.stranger(`10.0.${count >> 8}.${count & 255}`);
    assert.notEqual(peers.stranger('192.0.2.1'), first);
  });
});
