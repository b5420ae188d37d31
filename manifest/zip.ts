/** A zip archive, as the format's specification (PKWARE APPNOTE 6.3) wants it at the least: deflated files, no folders, no attributes. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  /** Of ASCII characters, without a folder. */
  readonly name: string;
  readonly content: Buffer;
}

/** APPNOTE 4.4.3: version 2.0 knows deflate. */
const VERSION = 20;
const DEFLATED = 8;
/** 1 January 1980, where the dates of the format begin: the same input makes the same archive. */
const DOS_DATE = 0x0021;

export function zip(entries: readonly ZipEntry[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of entries) {
    const packed = deflateRawSync(content);
    const about = describe(name, content, packed.length);
    const file = Buffer.concat([signature(0x04034b50), about, Buffer.from(name), packed]);
    files.push(file);
    // APPNOTE 4.3.12: as above, with the version that made it in front; then no comment, disk 0, no attributes, and where.
    directory.push(
      Buffer.concat([
        signature(0x02014b50),
        u16(VERSION),
        about,
        u16(0, 0, 0),
        u32(0, offset),
        Buffer.from(name),
      ]),
    );
    offset += file.length;
  }
  const listed = Buffer.concat(directory);
  const end = [u16(0, 0, entries.length, entries.length), u32(listed.length, offset), u16(0)];
  return Buffer.concat([...files, listed, signature(0x06054b50), ...end]);
}

/** APPNOTE 4.3.7, from the version to the length of the extra field. */
function describe(name: string, content: Buffer, packedLength: number): Buffer {
  return Buffer.concat([
    u16(VERSION, 0, DEFLATED, 0, DOS_DATE),
    u32(crc32(content), packedLength, content.length),
    u16(name.length, 0),
  ]);
}

const signature = (value: number) => u32(value);

function u16(...values: number[]): Buffer {
  return Buffer.from(Uint16Array.from(values).buffer);
}

function u32(...values: number[]): Buffer {
  return Buffer.from(Uint32Array.from(values).buffer);
}
