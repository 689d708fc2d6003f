import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** Bytes of one answer, unpacked. The largest page of a list is a hundredth of it. */
const LARGEST = 32 * 1024 * 1024;

/** An answer came, and nothing can be made of its body: another try would get the same. */
export class UnreadableBody extends Error {}

/** How bodies may be packed, whether or not they were asked to be. */
const UNPACKING: Readonly<Record<string, () => Transform>> = {
  gzip: () => createGunzip(),
  'x-gzip': () => createGunzip(),
  deflate: () => createInflate(),
  br: () => createBrotliDecompress(),
};

/** What is asked for. */
export const ACCEPTED_ENCODING = 'gzip';

/**
 * The text of a body, unpacked. A server chooses how much it sends, and a packed body can be a thousand times as long as
 * what travels: it is counted where it comes out, and nothing more is taken once it is too much. Fails with
 * `Unreadable`, and with what the stream fails with.
 */
export async function readBody(body: Readable, encoding: string | null, largest = LARGEST): Promise<string> {
  const packed = packingsIn(encoding);
  const unpacking = packed.reverse().map((one) => UNPACKING[one]);
  // Packed twice is a mistake or an attack: both kinds of it are long before they are short.
  const [unpack] = unpacking;
  if (unpacking.length > 1 || (unpacking.length === 1 && unpack === undefined)) {
    body.destroy();
    throw new UnreadableBody(
      `its body is compressed (Content-Encoding: ${packed.join(', ')}), which Bylaw did not ask for`,
    );
  }
  // Its end is the end of what it hands on: an error there is thrown where that is read.
  const text = unpack === undefined ? body : pipeline(body, unpack(), () => {});
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of text) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > largest) {
      body.destroy();
      throw new UnreadableBody(`its body is larger than ${Math.round(largest / 1024 / 1024)} MiB`);
    }
    chunks.push(bytes);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

function packingsIn(encoding: string | null): string[] {
  if (encoding === null) return [];
  const names = encoding.split(',').map((name) => name.trim().toLowerCase());
  return names.filter((name) => name !== '' && name !== 'identity');
}
