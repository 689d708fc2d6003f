/** The connection below gRPC, met by Node's own client and by bytes that no client should send. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect as connectHttp2 } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { frame, type GrpcServer, serveGrpc } from '../../../src/terraform/provider/protocol/grpc.ts';
import { HeaderReader, writeHeaders } from '../../../src/terraform/provider/protocol/http2/hpack.ts';
import { fromHuffman } from '../../../src/terraform/provider/protocol/http2/huffman.ts';
import { client } from './client.ts';

const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

async function serve(): Promise<{ readonly socket: string; readonly server: GrpcServer }> {
  const directory = mkdtempSync(join(tmpdir(), 'bylaw-http2-'));
  const socket = join(directory, 's');
  const server = await serveGrpc(
    new Map([
      ['/a/Echo', async (request: Uint8Array) => request],
      ['/a/Ten', async () => Buffer.alloc(10_000_000, 7)],
    ]),
    socket,
  );
  onTestFinished(async () => {
    await server.close();
    rmSync(directory, { recursive: true, force: true });
  });
  return { socket, server };
}

function bytes(type: number, flags: number, stream: number, payload: Uint8Array = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const request = (path: string): Buffer =>
  writeHeaders([
    [':method', 'POST'],
    [':path', path],
  ]);

/** All that comes back until the server ends, or until it says no more for a while. */
async function answerTo(socket: string, ...sent: readonly Uint8Array[]): Promise<Buffer> {
  const raw: Socket = connect(socket);
  const chunks: Buffer[] = [];
  raw.on('data', (chunk: Buffer) => chunks.push(chunk));
  raw.on('error', () => {});
  for (const piece of sent) raw.write(piece);
  const quiet = new AbortController();
  await Promise.race([
    once(raw, 'close', { signal: quiet.signal }).catch(() => {}),
    new Promise((resolve) => setTimeout(resolve, 300)),
  ]);
  quiet.abort();
  raw.destroy();
  return Buffer.concat(chunks);
}

/** Frames as `type stream flags`, with the code of a farewell or a reset. */
function framesIn(answer: Buffer): readonly string[] {
  const found: string[] = [];
  for (let at = 0; at + 9 <= answer.length; ) {
    const length = answer.readUIntBE(at, 3);
    const type = answer[at + 3] ?? 0;
    const code =
      type === 7
        ? ` code ${answer.readUInt32BE(at + 13)}`
        : type === 3
          ? ` code ${answer.readUInt32BE(at + 9)}`
          : '';
    found.push(`${type} on ${answer.readUInt32BE(at + 5)}${code}`);
    at += 9 + length;
  }
  return found;
}

describe('headers', () => {
  // RFC 7541, C.4.1 to C.4.3: one connection, three requests, the table of the first used by the others.
  it('reads the examples of the standard', () => {
    const reader = new HeaderReader();
    const first = [
      [':method', 'GET'],
      [':scheme', 'http'],
      [':path', '/'],
      [':authority', 'www.example.com'],
    ];
    expect(reader.read(hex('8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff'))).toEqual(first);
    expect(reader.read(hex('8286 84be 5886 a8eb 1064 9cbf'))).toEqual([
      ...first,
      ['cache-control', 'no-cache'],
    ]);
    expect(reader.read(hex('8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf'))).toEqual([
      [':method', 'GET'],
      [':scheme', 'https'],
      [':path', '/index.html'],
      [':authority', 'www.example.com'],
      ['custom-key', 'custom-value'],
    ]);
  });

  it('reads what it writes', () => {
    const text = fc.string({ unit: 'binary-ascii', maxLength: 400 });
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text)), (headers) => {
        expect(new HeaderReader().read(writeHeaders(headers))).toEqual(headers);
      }),
    );
  });

  it('never reads anything but headers or a fault', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (block) => {
        try {
          new HeaderReader().read(block);
        } catch (error) {
          expect(String(error)).toMatch(/no header|too early|too long|past the end|no text|not offered/);
        }
        fromHuffman(block);
      }),
    );
  });

  it('understands paths as Node’s client spells them, known ones and new ones, however many', async () => {
    const { socket } = await serve();
    const session = connectHttp2('http://localhost', { createConnection: () => connect(socket) });
    onTestFinished(() => session.destroy());
    const messageFor = async (path: string): Promise<string> => {
      const stream = session.request({ ':method': 'POST', ':path': path, 'x-more': path.repeat(3) });
      const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
      stream.close();
      return decodeURIComponent(String(headers['grpc-message']));
    };
    const printable = fc.stringMatching(/^\/[!-$&-~]{0,90}$/);
    await fc.assert(
      fc.asyncProperty(fc.array(printable, { minLength: 1, maxLength: 8 }), async (paths) => {
        for (const path of [...paths, ...paths])
          expect(await messageFor(path)).toBe(`unknown method ${path}`);
      }),
      { numRuns: 60 },
    );
  });
});

describe('connection', () => {
  it('takes what it is sent in any pieces, padded, with priorities, with headers in several frames', async () => {
    const { socket } = await serve();
    const block = request('/a/Echo');
    const message = frame(Buffer.from('hello'));
    const sent = Buffer.concat([
      PREFACE,
      bytes(4, 0, 0),
      bytes(6, 0, 0, Buffer.from('12345678')),
      bytes(99, 0, 0, Buffer.from('of a later version')),
      bytes(
        1,
        0x8 | 0x20,
        1,
        Buffer.concat([Buffer.of(2), Buffer.alloc(5), block.subarray(0, 3), Buffer.alloc(2)]),
      ),
      bytes(9, 0, 1, block.subarray(3, 5)),
      bytes(9, 0x4, 1, block.subarray(5)),
      bytes(2, 0, 1, Buffer.alloc(5)),
      bytes(0, 0x8, 1, Buffer.concat([Buffer.of(3), message.subarray(0, 4), Buffer.alloc(3)])),
      bytes(0, 0x1, 1, message.subarray(4)),
    ]);
    const whole = await answerTo(socket, sent);
    // Settings and window; acknowledged settings and ping; the answer.
    expect(framesIn(whole)).toEqual(['4 on 0', '8 on 0', '4 on 0', '6 on 0', '1 on 1', '0 on 1', '1 on 1']);
    expect(whole.includes(message)).toBe(true);
    const raw = connect(socket);
    onTestFinished(() => {
      raw.destroy();
    });
    let seen = Buffer.alloc(0);
    raw.on('data', (chunk: Buffer) => {
      seen = Buffer.concat([seen, chunk]);
    });
    for (const byte of sent) {
      raw.write(Uint8Array.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await expect.poll(() => seen.includes(message)).toBe(true);
  });

  it.each<[string, number, readonly Uint8Array[]]>([
    ['another protocol', 1, [Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')]],
    ['a frame that is too large', 6, [PREFACE, Buffer.from('004001000000000001', 'hex')]],
    ['data of nothing', 1, [PREFACE, bytes(0, 0, 1, Buffer.from('x'))]],
    ['data of the connection', 1, [PREFACE, bytes(0, 0, 0, Buffer.from('x'))]],
    ['headers on a stream of the server', 1, [PREFACE, bytes(1, 0x4, 2, request('/a/Echo'))]],
    ['a continuation of nothing', 1, [PREFACE, bytes(9, 0x4, 1)]],
    [
      'headers that are interrupted',
      1,
      [PREFACE, bytes(1, 0, 1, request('/a')), bytes(6, 0, 0, Buffer.alloc(8))],
    ],
    [
      'headers without end',
      11,
      [PREFACE, bytes(1, 0, 1), ...Array(5).fill(bytes(9, 0, 1, Buffer.alloc(16_000)))],
    ],
    ['headers that are none', 9, [PREFACE, bytes(1, 0x4, 1, Buffer.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff))]],
    ['more padding than frame', 1, [PREFACE, bytes(1, 0xc, 1, Buffer.of(9, 0))]],
    ['half a setting', 6, [PREFACE, bytes(4, 0, 0, Buffer.alloc(5))]],
    ['a window beyond measure', 3, [PREFACE, bytes(4, 0, 0, hex('0004 ffffffff'))]],
    ['a connection window beyond measure', 3, [PREFACE, bytes(8, 0, 0, hex('7fffffff'))]],
    ['a push', 1, [PREFACE, bytes(5, 0, 1)]],
    ['a short ping', 6, [PREFACE, bytes(6, 0, 0, Buffer.alloc(7))]],
    ['a long reset', 6, [PREFACE, bytes(3, 0, 1, Buffer.alloc(5))]],
  ])('%s ends the connection with code %i, and no other', async (_what, code, sent) => {
    const { socket } = await serve();
    const other = client(socket);
    await other.call('/a/Echo', Buffer.from('before'));
    expect(framesIn(await answerTo(socket, ...sent)).at(-1)).toBe(`7 on 0 code ${code}`);
    expect((await other.call('/a/Echo', Buffer.from('after'))).toString()).toBe('after');
  });

  it('sends no more than there is room for, and goes on when there is', async () => {
    const { socket } = await serve();
    const begin = [
      PREFACE,
      bytes(4, 0, 0, hex('0004 00000064')),
      bytes(1, 0x4, 1, request('/a/Ten')),
      bytes(0, 0x1, 1, frame(Buffer.alloc(0))),
    ];
    const body = (answer: Buffer): number => {
      let size = 0;
      for (let at = 0; at + 9 <= answer.length; at += 9 + answer.readUIntBE(at, 3))
        if (answer[at + 3] === 0) size += answer.readUIntBE(at, 3);
      return size;
    };
    const held = await answerTo(socket, ...begin);
    expect(body(held)).toBe(100);
    const more = await answerTo(
      socket,
      ...begin,
      bytes(8, 0, 1, hex('00000032')),
      bytes(4, 0, 0, hex('0004 000000c8')),
    );
    expect(body(more)).toBe(250);
    const open = [bytes(8, 0, 1, hex('01000000')), bytes(8, 0, 0, hex('01000000'))];
    const all = await answerTo(socket, ...begin, ...open);
    expect(body(all)).toBe(10_000_005);
    expect(framesIn(all).at(-1)).toBe('1 on 1');
  });

  it('does not answer what was taken back, and needs no body to refuse', async () => {
    const { socket } = await serve();
    const taken = await answerTo(
      socket,
      PREFACE,
      bytes(1, 0x4, 1, request('/a/Echo')),
      bytes(3, 0, 1, hex('00000008')),
      bytes(0, 0x1, 1, frame(Buffer.from('x'))),
    );
    expect(framesIn(taken)).toEqual(['4 on 0', '8 on 0']);
    const refused = await answerTo(socket, PREFACE, bytes(1, 0x4, 1, request('/a/Nothing')));
    expect(framesIn(refused)).toEqual(['4 on 0', '8 on 0', '1 on 1', '3 on 1 code 0']);
  });
});
