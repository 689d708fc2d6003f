/** Headers as HTTP/2 sends them: RFC 7541. Read in full; written without any memory, which every reader takes. */
import { fromHuffman } from './huffman.ts';

export type Header = readonly [name: string, value: string];

/** Bytes that are no headers; the connection is of no more use, because both ends must remember the same. */
export class HeaderFault extends Error {}

/** Appendix A; counted from 1. */
const STATIC: readonly Header[] = [
  [':authority', ''],
  [':method', 'GET'],
  [':method', 'POST'],
  [':path', '/'],
  [':path', '/index.html'],
  [':scheme', 'http'],
  [':scheme', 'https'],
  ...['200', '204', '206', '304', '400', '404', '500'].map((status): Header => [':status', status]),
  ['accept-charset', ''],
  ['accept-encoding', 'gzip, deflate'],
  ...[
    'accept-language accept-ranges accept access-control-allow-origin age allow authorization cache-control',
    'content-disposition content-encoding content-language content-length content-location content-range content-type',
    'cookie date etag expect expires from host if-match if-modified-since if-none-match if-range if-unmodified-since',
    'last-modified link location max-forwards proxy-authenticate proxy-authorization range referer refresh retry-after',
    'server set-cookie strict-transport-security transfer-encoding user-agent vary via www-authenticate',
  ].flatMap((names) => names.split(' ').map((name): Header => [name, ''])),
];

/** What we let the other end make us remember, which is what it may unless told otherwise. */
const CAPACITY = 4096;
/** What an entry costs besides its texts. */
const OVERHEAD = 32;

/** Reads the headers of one connection, in the order they came in. */
export class HeaderReader {
  /** The newest first. */
  readonly #remembered: Header[] = [];
  #size = 0;
  #capacity = CAPACITY;

  read(block: Uint8Array): readonly Header[] {
    const bytes = new Cursor(block);
    const headers: Header[] = [];
    while (!bytes.done) {
      const first = bytes.peek();
      if (first >= 0x80) headers.push(this.#known(bytes.integer(7)));
      else if (first >= 0x40) headers.push(this.#remember(this.#literal(bytes, 6)));
      else if (first >= 0x20) this.#resize(bytes.integer(5));
      else headers.push(this.#literal(bytes, 4));
    }
    return headers;
  }

  #known(index: number): Header {
    const found = index <= STATIC.length ? STATIC[index - 1] : this.#remembered[index - STATIC.length - 1];
    if (found === undefined) throw new HeaderFault(`no header ${index}`);
    return found;
  }

  #literal(bytes: Cursor, prefix: number): Header {
    const index = bytes.integer(prefix);
    const name = index === 0 ? bytes.text() : this.#known(index)[0];
    return [name, bytes.text()];
  }

  #remember(header: Header): Header {
    this.#remembered.unshift(header);
    this.#size += sizeOf(header);
    this.#forget();
    return header;
  }

  #resize(capacity: number): void {
    if (capacity > CAPACITY) throw new HeaderFault(`a table of ${capacity} bytes was not offered`);
    this.#capacity = capacity;
    this.#forget();
  }

  #forget(): void {
    while (this.#size > this.#capacity) {
      const oldest = this.#remembered.pop();
      if (oldest === undefined) return;
      this.#size -= sizeOf(oldest);
    }
  }
}

function sizeOf([name, value]: Header): number {
  return name.length + value.length + OVERHEAD;
}

class Cursor {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  peek(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw new HeaderFault('the headers end too early');
    return byte;
  }

  /** An integer that begins in the lowest `prefix` bits of this byte. */
  integer(prefix: number): number {
    const full = 2 ** prefix - 1;
    let value = this.peek() & full;
    this.#at += 1;
    if (value < full) return value;
    for (let shift = 0; shift <= 21; shift += 7) {
      const byte = this.peek();
      this.#at += 1;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new HeaderFault('an integer is too long');
  }

  text(): string {
    const huffman = this.peek() >= 0x80;
    const length = this.integer(7);
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new HeaderFault('a text runs past the end');
    const bytes = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    const text = huffman ? fromHuffman(bytes) : Buffer.from(bytes).toString('latin1');
    if (text === null) throw new HeaderFault('a text is no text');
    return text;
  }
}

/** Headers in ASCII, each in full. */
export function writeHeaders(headers: readonly Header[]): Buffer {
  return Buffer.concat(headers.flatMap((header) => [Buffer.of(0), ...header.flatMap(asText)]));
}

function asText(text: string): readonly Buffer[] {
  const bytes = Buffer.from(text, 'latin1');
  if (bytes.length < 0x7f) return [Buffer.of(bytes.length), bytes];
  const length = [0x7f];
  let rest = bytes.length - 0x7f;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) length.push((rest % 0x80) + 0x80);
  length.push(rest);
  return [Buffer.from(length), bytes];
}
