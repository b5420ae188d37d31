import assert from 'node:assert/strict';
import { FrameError, FrameReader } from '../../../src/drivers/freeswitch/frame-reader.ts';

const read = (reader: FrameReader, text: string | Buffer) =>
  [...reader.read(Buffer.from(text))].map(({ type, body }) => [type, body]);

describe('frames of the Event Socket', () => {
  const EVENT = '{"Event-Name":"CHANNEL_ANSWER","name":"Zoë"}';
  const TEXT = [
    'Content-Type: auth/request\n\n',
    'Content-Type: command/reply\nReply-Text: +OK accepted\n\n',
    `Content-Length: ${Buffer.byteLength(EVENT)}\nContent-Type: text/event-json\n\n${EVENT}`,
    'Content-Type: api/response\nContent-Length: 4\n\ntrue',
  ].join('');
  const FRAMES = [
    ['auth/request', ''],
    ['command/reply', ''],
    ['text/event-json', EVENT],
    ['api/response', 'true'],
  ];

  it('come several at once', () => {
    assert.deepEqual(read(new FrameReader(), TEXT), FRAMES);
  });

  it('come byte by byte, also within a character', () => {
    const reader = new FrameReader();
    const frames = [...Buffer.from(TEXT)].flatMap((byte) => read(reader, Buffer.of(byte)));
    assert.deepEqual(frames, FRAMES);
  });

  it('have headers by any case, and lines that are none, as in old versions', () => {
    const reader = new FrameReader();
    const text = 'CONTENT-TYPE: command/reply\nContent-Length 24\nreply-text: -ERR no\n\n';
    const [frame] = [...reader.read(Buffer.from(text))];
    assert.deepEqual([frame?.type, frame?.headers.get('reply-text')], ['command/reply', '-ERR no']);
  });

  for (const [what, text] of [
    ['headers without end', 'X-Header: 1\n'.repeat(2_000)],
    ['one header that is too long, though it ends', `X: ${'x'.repeat(20_000)}\n\n`],
    ['a body that nobody should hold', 'Content-Length: 99999999\n\n'],
    ['a body of less than nothing', 'Content-Length: -1\n\n'],
    ['a body of a length that is none', 'Content-Length: 1e3\n\n'],
  ] as const) {
    it(`are refused: ${what}`, () => {
      assert.throws(() => read(new FrameReader(), text), FrameError);
    });
  }
});
