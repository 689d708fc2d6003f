import { crc32 } from 'node:zlib';
import type { PackedFile } from './contents.ts';

/**
 * A zip archive that is the same to the byte wherever and whenever it is made: no clock in it, no order of a file
 * system, and nothing compressed, for what a compressor makes depends on its version and on the processor.
 * See PKWARE's APPNOTE, 4.3.
 */
export function zip(files: readonly PackedFile[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { path, bytes, executable } of files) {
    const name = Buffer.from(path);
    const facts = factsOf(bytes, name);
    const local = Buffer.concat([u32(0x04034b50), facts, name, bytes]);
    // Made on Unix, so that the mode in the upper half of the attributes counts.
    const mode = (0o100000 | (executable ? 0o755 : 0o644)) * 0x10000;
    directory.push(
      Buffer.concat([u32(0x02014b50), u16((3 << 8) | VERSION), facts, u16(0, 0, 0), u32(mode, offset), name]),
    );
    parts.push(local);
    offset += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.concat([
    u32(0x06054b50),
    u16(0, 0, files.length, files.length),
    u32(entries.length, offset),
    u16(0),
  ]);
  return Buffer.concat([...parts, entries, end]);
}

const VERSION = 20;
/** Names are UTF-8. */
const FLAGS = 0x0800;
/** 1980-01-01, the first day the format knows. */
const DAY = 0x21;

/** What the header before a file and its entry in the directory say alike. */
function factsOf(bytes: Buffer, name: Buffer): Buffer {
  const stored = 0;
  return Buffer.concat([
    u16(VERSION, FLAGS, stored, 0, DAY),
    u32(crc32(bytes), bytes.length, bytes.length),
    u16(name.length, 0),
  ]);
}

function u16(...numbers: readonly number[]): Buffer {
  const buffer = Buffer.alloc(numbers.length * 2);
  numbers.forEach((number, at) => {
    buffer.writeUInt16LE(number, at * 2);
  });
  return buffer;
}

function u32(...numbers: readonly number[]): Buffer {
  const buffer = Buffer.alloc(numbers.length * 4);
  numbers.forEach((number, at) => {
    buffer.writeUInt32LE(number, at * 4);
  });
  return buffer;
}
