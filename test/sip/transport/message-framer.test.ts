import assert from 'node:assert/strict';
import {
  FramingError,
  MAX_BODY_BYTES,
  MAX_SERVER_BODY_BYTES,
  MessageFramer,
  readMessage,
} from '../../../src/sip/transport/message-framer.ts';

const message = (bodyBytes: number) =>
  Buffer.from(`NOTIFY sip:a@b SIP/2.0\r\nContent-Length: ${bodyBytes}\r\n\r\n${'x'.repeat(bodyBytes)}`);

const fault = (expected: string) => (error: unknown) =>
  error instanceof FramingError && error.fault === expected;

describe('MessageFramer', () => {
  for (const [from, limit] of [
    ['anybody', MAX_BODY_BYTES],
    ['our server', MAX_SERVER_BODY_BYTES],
  ] as const) {
    it(`takes a body of ${limit} bytes from ${from}, and not one more`, () => {
      const framer = new MessageFramer(limit);
      framer.push(message(limit));
      assert.equal(framer.next()?.length, message(limit).length);
      framer.push(message(limit + 1).subarray(0, 60));
      assert.throws(() => framer.next(), fault('message-too-long'));
    });
  }

  it('puts a large message together from its pieces, and goes on with the next one', () => {
    const framer = new MessageFramer();
    const bytes = Buffer.concat([message(50_000), Buffer.from('\r\n\r\n'), message(3), message(0)]);
    const lengths: (number | undefined)[] = [];
    for (let at = 0; at < bytes.length; at += 1_000) {
      framer.push(bytes.subarray(at, at + 1_000));
      for (let next = framer.next(); next !== undefined; next = framer.next()) lengths.push(next.length);
    }
    assert.deepEqual(lengths, [message(50_000).length, message(3).length, message(0).length]);
    assert.equal(framer.takeKeepAlives(), 4);
    assert.equal(framer.hasBegun, false);
  });

  it('reads a WebSocket message within the limits of a server', () => {
    assert.equal(readMessage(message(200_000)).length, message(200_000).length);
    assert.throws(() => readMessage(message(MAX_SERVER_BODY_BYTES + 1)), fault('message-too-long'));
    const lying = Buffer.concat([message(0), Buffer.alloc(MAX_SERVER_BODY_BYTES + 40_000)]);
    assert.throws(() => readMessage(lying), fault('message-too-long'));
    assert.throws(() => readMessage(Buffer.alloc(100_000)), fault('headers-too-long'));
  });
});
