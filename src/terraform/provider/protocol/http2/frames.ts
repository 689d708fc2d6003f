/** The frames that HTTP/2 is made of: RFC 9113, 4 and 6. */

export const FRAME = {
  data: 0,
  headers: 1,
  priority: 2,
  reset: 3,
  settings: 4,
  push: 5,
  ping: 6,
  goAway: 7,
  window: 8,
  continuation: 9,
} as const;

export const FLAG = { endStream: 0x1, ack: 0x1, endHeaders: 0x4, padded: 0x8, priority: 0x20 } as const;

export const FAULT = {
  none: 0,
  protocol: 1,
  flowControl: 3,
  frameSize: 6,
  compression: 9,
  calm: 11,
} as const;

export const SETTING = { initialWindow: 4, largestFrame: 5 } as const;

export const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

/** The largest frame there may be until somebody allows larger ones; we never do. */
export const LARGEST_FRAME = 16_384;
const HEAD = 9;

/** Something the other end must not do: the connection ends with this code. */
export class ProtocolFault extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  readonly payload: Buffer;
}

export function frameHead(type: number, flags: number, stream: number, length: number): Buffer {
  const head = Buffer.allocUnsafe(HEAD);
  head.writeUIntBE(length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return head;
}

/** Cuts what comes in into frames, after the preface. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);
  #begun = false;

  *read(chunk: Buffer): Generator<Frame> {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    if (!this.#begun) {
      const length = Math.min(bytes.length, PREFACE.length);
      if (!bytes.subarray(0, length).equals(PREFACE.subarray(0, length)))
        throw new ProtocolFault(FAULT.protocol, 'this is no HTTP/2');
      this.#begun = length === PREFACE.length;
      if (this.#begun) bytes = bytes.subarray(length);
    }
    while (this.#begun && bytes.length >= HEAD) {
      const length = bytes.readUIntBE(0, 3);
      if (length > LARGEST_FRAME) throw new ProtocolFault(FAULT.frameSize, `a frame of ${length} bytes`);
      if (bytes.length < HEAD + length) break;
      yield {
        type: bytes[3] ?? 0,
        flags: bytes[4] ?? 0,
        stream: bytes.readUInt32BE(5) & 0x7fff_ffff,
        payload: bytes.subarray(HEAD, HEAD + length),
      };
      bytes = bytes.subarray(HEAD + length);
    }
    this.#rest = bytes;
  }
}

/** The content of a frame that may be padded and, if it has headers, say something of priorities. */
export function unpadded({ type, flags, payload }: Frame): Buffer {
  let [begin, padding] = [0, 0];
  if (flags & FLAG.padded) {
    padding = payload[0] ?? payload.length;
    begin = 1;
  }
  if (type === FRAME.headers && flags & FLAG.priority) begin += 5;
  if (begin + padding > payload.length) throw new ProtocolFault(FAULT.protocol, 'more padding than frame');
  return payload.subarray(begin, payload.length - padding);
}
