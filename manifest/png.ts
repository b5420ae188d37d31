/** A square picture as PNG (W3C PNG, third edition): 8 bits per channel, red, green, blue and opacity. */
import { crc32, deflateSync } from 'node:zlib';

/** Each channel from 0 to 1. */
export type Pixel = readonly [red: number, green: number, blue: number, opacity: number];

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const DEPTH = 8;
const RGBA = 6;

export function png(size: number, pixelAt: (x: number, y: number) => Pixel): Buffer {
  const lines: number[] = [];
  for (let y = 0; y < size; y += 1) {
    // Each line begins with its filter: none.
    lines.push(0);
    for (let x = 0; x < size; x += 1)
      lines.push(...pixelAt(x, y).map((channel) => Math.round(channel * 255)));
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([DEPTH, RGBA, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from(lines), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(content));
  return Buffer.concat([length, content, check]);
}
