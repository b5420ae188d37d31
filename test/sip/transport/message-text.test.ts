import assert from 'node:assert/strict';
import { displayName, headerLine, subject } from '../../../src/sip/calls/header-text.ts';
import { repairOutgoing, responseTargets, stampRequest } from '../../../src/sip/transport/message-text.ts';

describe('message text', () => {
  const from = { host: '192.0.2.1', port: 4711 };

  for (const [via, stamped] of [
    ['Via: SIP/2.0/TCP a;branch=z', 'Via: SIP/2.0/TCP a;branch=z;received=192.0.2.1;rport=4711'],
    ['v: SIP/2.0/TCP a;rport;branch=z', 'v: SIP/2.0/TCP a;branch=z;received=192.0.2.1;rport=4711'],
    [
      'VIA : SIP/2.0/TCP a;branch=z;received=10.6.6.6;rport=1, SIP/2.0/UDP b;rport;branch=y',
      'VIA : SIP/2.0/TCP a;branch=z;received=192.0.2.1;rport=4711, SIP/2.0/UDP b;rport;branch=y',
    ],
  ] as const) {
    it(`writes where a request came from into ${via}`, () => {
      const request = (line: string) =>
        `BYE sip:u@x SIP/2.0\r\n${line}\r\nVia: SIP/2.0/UDP c;branch=x\r\n\r\n`;
      assert.equal(stampRequest(request(via), from), request(stamped));
    });
  }

  it('sends a response where its request came from, whatever else the Via says, or else to where its sender listens', () => {
    const response = (sentBy: string) =>
      `SIP/2.0 200 OK\r\nVia: SIP/2.0/TCP ${sentBy};branch=z;received=192.0.2.1;rport=4711\r\n\r\n`;
    const listening = (port: number) => ({ host: from.host, port });
    assert.deepEqual(responseTargets(response('a:5070')), [from, listening(5070)]);
    assert.deepEqual(responseTargets(response('[2001:db8::1]:5070')), [from, listening(5070)]);
    assert.deepEqual(responseTargets(response('[2001:db8::1]')), [from, listening(5060)]);
    assert.deepEqual(responseTargets(response('a')), [from, listening(5060)]);
    assert.deepEqual(responseTargets('SIP/2.0 200 OK\r\nVia: SIP/2.0/TCP a;branch=z\r\n\r\n'), []);
  });

  it('puts our Allow in the place of the one of sip.js, unless there is another one', () => {
    const fixed = 'Allow: ACK,BYE,CANCEL,INFO,INVITE,MESSAGE,NOTIFY,OPTIONS,PRACK,REFER,REGISTER,SUBSCRIBE';
    const text = (...lines: string[]) => `SIP/2.0 200 OK\r\n${lines.join('\r\n')}\r\n\r\n${fixed}\r\n`;
    assert.equal(repairOutgoing(text(fixed, 'Supported: '), 'INVITE'), text('Allow: INVITE'));
    assert.equal(repairOutgoing(text('Allow: BYE', fixed), 'INVITE'), text('Allow: BYE'));
  });
});

describe('header text', () => {
  for (const [given, name] of [
    ['Ann', 'Ann'],
    ['  Ann\r\n\tB ', 'Ann B'],
    ['\u0000\u0007Ann\u2028B', 'Ann B'],
    ['"Ann" \\', '\\"Ann\\" \\\\'],
    ['x'.repeat(10_000), 'x'.repeat(40)],
    ['😀'.repeat(41), '😀'.repeat(40)],
    ['lone \ud800 surrogate', 'lone \ufffd surrogate'],
    ['', ''],
  ] as const) {
    it(`shows ${JSON.stringify(given.slice(0, 20))} as ${JSON.stringify(name.slice(0, 20))}`, () => {
      assert.equal(displayName(given), name);
    });
  }

  it('keeps a subject within 200 bytes', () => {
    assert.equal(subject('x'.repeat(201)), 'x'.repeat(200));
    assert.equal(Buffer.byteLength(subject('😀'.repeat(60))), 200);
    assert.equal(subject(`${'x'.repeat(198)}€`), 'x'.repeat(198));
    assert.equal(subject(' \r\n '), '');
  });

  it('writes one line, whatever the parts are', () => {
    assert.equal(headerLine('X-A: b\r\nX-B', 'c\r\nX-D: e'), 'X-AbX-B: c X-D: e');
  });
});
