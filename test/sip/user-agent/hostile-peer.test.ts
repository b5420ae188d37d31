import assert from 'node:assert/strict';
import type { SipText } from '../../support/scripted-sip-peer.ts';
import { PHONE_SDP, SipBench } from '../../support/sip-bench.ts';

const METHODS =
  'INVITE OPTIONS NOTIFY INFO REFER MESSAGE UPDATE PRACK ACK CANCEL SUBSCRIBE REGISTER NONSENSE'.split(' ');
const CODES = [100, 180, 183, 200, 202, 302, 401, 407, 486, 503, 699];
const JUNK = [
  '\0',
  '"',
  '<',
  '>',
  ';',
  ',',
  ':',
  '%zz',
  'é',
  ' ',
  '\t',
  '=',
  '@',
  '[',
  '\\',
  '9'.repeat(30),
  'x'.repeat(500),
];

/** Mulberry32: the same messages in every run. */
function randomBelow(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

describe('a hostile peer inside a call', () => {
  let bench: SipBench;
  beforeEach(async () => {
    bench = await SipBench.start();
  });
  afterEach(() => bench.stop());

  function request(call: SipText, method: string, index: number): string[] {
    return [
      `${method} ${/<([^>]*)>/.exec(call.header('Contact'))?.[1]} SIP/2.0`,
      `Via: SIP/2.0/TCP 127.0.0.1:5060;branch=z9hG4bKhostile${index}`,
      `From: ${call.header('To')};tag=peer-mary`,
      `To: ${call.header('From')}`,
      `Call-ID: ${call.callId}`,
      `CSeq: ${1_000 + index} ${method}`,
      'Contact: <sip:mary@127.0.0.1:1;transport=tcp>',
      'Event: refer',
      'Subscription-State: active',
      'Refer-To: <sip:a@b>',
      'Require: 100rel',
    ];
  }

  function response(call: SipText, code: number): string[] {
    return [
      `SIP/2.0 ${code} Whatever`,
      ...['Via', 'From', 'To', 'Call-ID', 'CSeq'].map((name) => `${name}: ${call.header(name)}`),
      'Contact: <sip:m@127.0.0.1:1>',
      'Record-Route: <sip:a;lr>',
      'WWW-Authenticate: Digest realm="a", nonce="b"',
    ];
  }

  for (const seed of [1, 2, 3]) {
    it(`does not bring it down (seed ${seed})`, async () => {
      const { person, result } = await bench.joined();
      const below = randomBelow(seed);
      const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
      for (let index = 0; index < 300; index += 1) {
        const lines = below(3) === 0 ? response(person, pick(CODES)) : request(person, pick(METHODS), index);
        for (let changes = below(4); changes > 0; changes -= 1) {
          const at = below(lines.length);
          const line = lines[at] ?? '';
          const cut = below(line.length + 1);
          if (below(4) === 0) lines.splice(at, 1, pick(lines));
          else lines[at] = line.slice(0, cut) + pick(JUNK) + line.slice(cut + below(10));
        }
        bench.peer.send(person.socket, lines, PHONE_SDP);
      }
      await bench.roundTrip();
      assert.equal(bench.userAgent.ready, true);
      // The call itself is unharmed: both legs can still be hung up.
      const hungUp = result.participant?.hangUp();
      bench.peer.reply(await bench.peer.request('BYE', 'standup'), 200);
      const bye = await bench.peer.request('BYE');
      assert.equal(bye.callId, person.callId);
      bench.peer.reply(bye, 200);
      await hungUp;
    });
  }
});
