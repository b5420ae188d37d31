import assert from 'node:assert/strict';
import { SipConferenceServer } from '../../src/sip/sip-conference-server.ts';
import { SipBench } from '../support/sip-bench.ts';

const ROOM = 'sip:standup@conf.example.com';

describe('SipConferenceServer', () => {
  let bench: SipBench;
  let server: SipConferenceServer;

  beforeEach(async () => {
    bench = await SipBench.start();
    server = new SipConferenceServer(bench.options());
  });
  afterEach(() => bench.stop());

  it('is the dial-out of INVITE_METHODS', () => {
    assert.equal(server.dialOut.name, 'dial-out');
  });

  it('takes somebody out by her address (RFC 4579 5.11)', async () => {
    const removed = server.remove(ROOM, { address: 'sip:mary@example.com' });
    const refer = await bench.peer.request('REFER', 'standup');
    assert.equal(refer.uri, ROOM);
    assert.equal(refer.header('Refer-To'), '<sip:mary@example.com;method=BYE>');
    assert.equal(refer.header('Referred-By'), '<sip:usher@example.com>');
    bench.peer.reply(refer, 202);
    assert.deepEqual(await removed, { kind: 'removed' });
  });

  it('takes a number out as the wire knows it', async () => {
    const removed = server.remove(ROOM, { address: 'tel:+4930123' });
    const refer = await bench.peer.request('REFER', 'standup');
    assert.equal(refer.header('Refer-To'), '<sip:+4930123@example.com;user=phone;method=BYE>');
    bench.peer.reply(refer, 200);
    assert.deepEqual(await removed, { kind: 'removed' });
  });

  const keys: [key: string, referTo: string][] = [
    [
      'sip:+4930123@pbx.example.com;user=phone sip:+4930123@192.0.2.1',
      'sip:+4930123@pbx.example.com;user=phone',
    ],
    ['sip:anonymous7@anonymous.invalid', 'sip:anonymous7@anonymous.invalid'],
    ['sip:mary@example.com;method=INVITE?Replaces=x e', 'sip:mary@example.com'],
    ['Mary Smith e', 'sip:mary@example.com'],
    ['tel:+4930123 e', 'sip:mary@example.com'],
  ];
  for (const [key, referTo] of keys) {
    it(`takes somebody out by what the roster calls her, where that is a SIP URI: ${key}`, async () => {
      const removed = server.remove(ROOM, { address: 'sip:mary@example.com', key });
      const refer = await bench.peer.request('REFER', 'standup');
      assert.equal(refer.header('Refer-To'), `<${referTo};method=BYE>`);
      bench.peer.reply(refer, 202);
      await removed;
    });
  }

  const refusals = [
    [404, { kind: 'not-in' }],
    [481, { kind: 'not-in' }],
    [403, { kind: 'refused', code: 403 }],
    [302, { kind: 'refused', code: 302 }],
    [501, { kind: 'refused', code: 501 }],
  ] as const;
  for (const [code, expected] of refusals) {
    it(`says what became of it when the conference answers ${code}`, async () => {
      const removed = server.remove(ROOM, { address: 'sip:mary@example.com' });
      bench.peer.reply(await bench.peer.request('REFER'), code);
      assert.deepEqual(await removed, expected);
    });
  }

  it('tells an answer from none', async () => {
    const removed = server.remove(ROOM, { address: 'sip:mary@example.com' });
    await bench.peer.request('REFER');
    bench.peer.drop();
    assert.deepEqual(await removed, { kind: 'refused', code: 0 });
    const other = await server.remove(ROOM, { address: 'sip:mary@1.2.3' });
    assert.deepEqual(other, { kind: 'refused', code: 0 });
  });
});
