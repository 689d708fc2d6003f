import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  type GrpcMethod,
  grpcFrame,
  percentEncode,
  serveGrpc,
  Unframer,
} from '../../../src/terraform/provider/protocol/grpc.ts';
import { client } from './client.ts';

async function serve(methods: Record<string, GrpcMethod>) {
  const directory = mkdtempSync(join(tmpdir(), 'bylaw-grpc-'));
  const socket = join(directory, 's');
  const server = await serveGrpc(new Map(Object.entries(methods)), socket);
  onTestFinished(async () => {
    await server.close();
    rmSync(directory, { recursive: true, force: true });
  });
  return { socket, server };
}

const echo: GrpcMethod = async (request) => request;

describe('framing', () => {
  it('puts a flag and a big-endian length in front', () => {
    expect(grpcFrame(Buffer.from('abc')).toString('hex')).toBe('0000000003616263');
  });

  it('survives being cut at any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.array(fc.nat(310)), (content, cuts) => {
        const framed = grpcFrame(content);
        const unframer = new Unframer();
        const edges = [0, ...cuts, framed.length].filter((edge) => edge <= framed.length);
        edges.sort((a, b) => a - b);
        for (const [index, edge] of edges.entries())
          unframer.push(framed.subarray(edges[index - 1] ?? 0, edge));
        expect(Buffer.from(unframer.finish())).toEqual(Buffer.from(content));
      }),
    );
  });

  it.each([
    ['nothing', '', 'no prefix'],
    ['half a prefix', '000000', 'no prefix'],
    ['a compressed message', '010000000161', 'compressed'],
    ['a message cut short', '00000000026 1'.replace(' ', ''), 'one message'],
    ['two messages', '00000000000000000000', 'one message'],
  ])('refuses %s', (_, body, reason) => {
    const unframer = new Unframer();
    unframer.push(Buffer.from(body, 'hex'));
    expect(() => unframer.finish()).toThrow(reason);
  });

  it('writes messages of errors in ASCII', () => {
    expect(percentEncode('100% é\n')).toBe('100%25 %C3%A9%0A');
  });
});

describe('server', () => {
  it('answers many calls at once on one connection, each byte its own frame or not', async () => {
    const { socket } = await serve({ '/a/Echo': echo });
    const { send } = client(socket);
    const answers = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const framed = grpcFrame(Buffer.from(`message ${index}`));
        const chunks = index % 2 === 0 ? [framed] : [...framed].map((byte) => Uint8Array.of(byte));
        const { status, body } = await send('/a/Echo', chunks);
        return [status, body.subarray(5).toString()];
      }),
    );
    expect(answers).toEqual(Array.from({ length: 50 }, (_, index) => [0, `message ${index}`]));
  });

  it('carries 80 MB there and back', async () => {
    const { socket } = await serve({ '/a/Echo': echo });
    const large = Buffer.alloc(80 * 1024 * 1024, 'bylaw');
    const body = await client(socket).call('/a/Echo', large);
    const digest = (content: Buffer) => createHash('sha256').update(content).digest('hex');
    expect(digest(body)).toBe(digest(large));
  });

  it('refuses unknown methods at once, even of a client that keeps its stream open', async () => {
    const { socket } = await serve({ '/a/Echo': echo });
    const { send, session, call } = client(socket);
    expect(await send('/a/Nothing', [grpcFrame(Buffer.from('x'))])).toMatchObject({
      status: 12,
      message: 'unknown method /a/Nothing',
    });
    const open = session.request({ ':method': 'POST', ':path': '/plugin.GRPCBroker/StartStream' });
    const headers = await new Promise<Record<string, unknown>>((resolve) => open.on('response', resolve));
    expect(headers['grpc-status']).toBe('12');
    open.close();
    expect((await call('/a/Echo', Buffer.from('still here'))).toString()).toBe('still here');
  });

  it('answers an exception with a status, and goes on', async () => {
    const fail: GrpcMethod = async () => {
      throw new Error('100% é\nbroken');
    };
    const { socket } = await serve({ '/a/Fail': fail, '/a/Echo': echo });
    const { send, call } = client(socket);
    const { status, message } = await send('/a/Fail', [grpcFrame(new Uint8Array())]);
    expect([status, decodeURIComponent(String(message))]).toEqual([13, 'Error: 100% é\nbroken']);
    expect(await send('/a/Echo', [Buffer.from([1, 0, 0, 0, 0])])).toMatchObject({ status: 12 });
    expect(await send('/a/Echo', [])).toMatchObject({ status: 13 });
    expect((await call('/a/Echo', Buffer.from('x'))).toString()).toBe('x');
  });

  it('tells connections apart', async () => {
    const seen: unknown[] = [];
    const note: GrpcMethod = async (request, connection) => {
      seen.push(connection);
      return request;
    };
    const { socket } = await serve({ '/a/Note': note });
    const [one, other] = [client(socket), client(socket)];
    for (const { call } of [one, one, other]) await call('/a/Note', new Uint8Array());
    expect(seen[0]).toBe(seen[1]);
    expect(seen[2]).not.toBe(seen[0]);
  });

  it('survives a client that goes away in the middle', async () => {
    let release = () => {};
    const wait: GrpcMethod = (request) =>
      new Promise((resolve) => {
        release = () => resolve(request);
      });
    const { socket } = await serve({ '/a/Wait': wait, '/a/Echo': echo });
    const leaving = client(socket);
    const cut = leaving.send('/a/Wait', [grpcFrame(new Uint8Array())]).catch(() => 'cut off');
    await client(socket).call('/a/Echo', new Uint8Array());
    leaving.session.destroy();
    expect(await cut).toBe('cut off');
    release();
    expect((await client(socket).call('/a/Echo', Buffer.from('x'))).toString()).toBe('x');
  });

  it('closes without waiting for clients, but not before the work in hand is done', async () => {
    const events: string[] = [];
    let release = () => {};
    let started = () => {};
    const atWork = new Promise<void>((resolve) => {
      started = resolve;
    });
    const work: GrpcMethod = async (request) => {
      started();
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      events.push('written');
      return request;
    };
    const { socket, server } = await serve({ '/a/Work': work });
    const call = client(socket)
      .send('/a/Work', [grpcFrame(new Uint8Array())])
      .catch(() => events.push('client cut off'));
    await atWork;
    const closed = server.close().then(() => events.push('closed'));
    await call;
    release();
    await closed;
    expect(events).toEqual(['client cut off', 'written', 'closed']);
  });
});
