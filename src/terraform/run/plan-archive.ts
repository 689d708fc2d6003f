import { inflateRawSync } from 'node:zlib';

const END = 0x06054b50;
const END_SIZE = 22;
const ENTRY = 0x02014b50;
const ENTRY_SIZE = 46;
const LOCAL_SIZE = 30;
const STORED = 0;
const DEFLATED = 8;
/** Far more than a plan of a stack has. */
const LARGEST = 256 * 1024 * 1024;

/**
 * One file out of a zip archive as Go writes it, which is what a plan file of terraform's is; null for any other form:
 * bytes before or after, a comment, a name that stands there twice. Two readers must not find two things in one archive.
 * See PKWARE's APPNOTE, 4.3.
 */
export function fileInZip(archive: Buffer, path: string): Buffer | null {
  return wellFormed(() => {
    const entries = entriesIn(archive);
    if (entries === null) return null;
    const [entry, another] = entries.filter(({ name }) => name === path);
    return entry === undefined || another !== undefined ? null : contentOf(archive, entry);
  });
}

/** The files in such an archive; null for any other form. */
export function namesInZip(archive: Buffer): readonly string[] | null {
  return wellFormed(() => entriesIn(archive)?.map(({ name }) => name) ?? null);
}

function wellFormed<T>(read: () => T | null): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError || (error as NodeJS.ErrnoException).code?.startsWith('Z_')) return null;
    throw error;
  }
}

interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

function entriesIn(archive: Buffer): readonly ZipEntry[] | null {
  const end = archive.length - END_SIZE;
  if (archive.readUInt32LE(end) !== END || archive.readUInt16LE(end + 20) !== 0) return null;
  const begin = archive.readUInt32LE(end + 16);
  if (begin + archive.readUInt32LE(end + 12) !== end) return null;
  const entries: ZipEntry[] = [];
  for (let at = begin; at < end; ) {
    if (archive.readUInt32LE(at) !== ENTRY) throw new RangeError('no entry where one should be');
    const length = archive.readUInt16LE(at + 28);
    entries.push({
      name: archive.toString('utf8', at + ENTRY_SIZE, at + ENTRY_SIZE + length),
      method: archive.readUInt16LE(at + 10),
      packed: archive.readUInt32LE(at + 20),
      size: archive.readUInt32LE(at + 24),
      offset: archive.readUInt32LE(at + 42),
    });
    at += ENTRY_SIZE + length + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return entries;
}

function contentOf(archive: Buffer, { method, packed, size, offset }: ZipEntry): Buffer | null {
  const begin = offset + LOCAL_SIZE + archive.readUInt16LE(offset + 26) + archive.readUInt16LE(offset + 28);
  if (begin + packed > archive.length || size > LARGEST) return null;
  const bytes = archive.subarray(begin, begin + packed);
  if (method === STORED) return bytes;
  if (method !== DEFLATED) return null;
  const content = inflateRawSync(bytes, { maxOutputLength: Math.max(size, 1) });
  return content.length === size ? content : null;
}
