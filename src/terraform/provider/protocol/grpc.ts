/**
 * Unary gRPC over HTTP/2 on a unix socket, plain or with TLS on both ends. Written on `node:http2` because handlers
 * must know which connection a call came in on, which `@grpc/grpc-js` does not show.
 * See https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md.
 */
import { type Http2Session, performServerHandshake, type ServerHttp2Stream } from 'node:http2';
import { createServer, type Server, type Socket } from 'node:net';
import { type Certificates, mutualTls } from './mutual-tls.ts';

/** Who calls: one connection for as long as it lasts, of which a method knows only that it is this one. */
export type GrpcCaller = object;

/** The request's bytes may be kept: nothing else writes to them. */
export type GrpcMethod = (request: Uint8Array, caller: GrpcCaller) => Promise<Uint8Array>;

/** Terraform's own bound on a message. */
const LARGEST_MESSAGE = 256 * 1024 * 1024;
const PREFIX = 5;
const WINDOW = 16 * 1024 * 1024;

const status = { OK: 0, RESOURCE_EXHAUSTED: 8, UNIMPLEMENTED: 12, INTERNAL: 13 } as const;

export class GrpcError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** A message behind its prefix: a byte for compression (none) and four for the length. */
export function grpcFrame(message: Uint8Array): Buffer {
  const framed = Buffer.allocUnsafe(PREFIX + message.length);
  framed[0] = 0;
  framed.writeUInt32BE(message.length, 1);
  framed.set(message, PREFIX);
  return framed;
}

/** Collects the chunks of a body that holds exactly one framed message. */
export class Unframer {
  readonly #chunks: Buffer[] = [];
  #size = 0;

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size > PREFIX + LARGEST_MESSAGE) {
      throw new GrpcError(status.RESOURCE_EXHAUSTED, `a message may have at most ${LARGEST_MESSAGE} bytes`);
    }
  }

  finish(): Uint8Array {
    const [first] = this.#chunks;
    const body = this.#chunks.length === 1 && first ? first : Buffer.concat(this.#chunks);
    if (body.length < PREFIX) throw new GrpcError(status.INTERNAL, 'the message has no prefix');
    if (body[0] !== 0) throw new GrpcError(status.UNIMPLEMENTED, 'compressed messages are not taken');
    if (body.readUInt32BE(1) !== body.length - PREFIX) {
      throw new GrpcError(status.INTERNAL, 'expected one message of the length its prefix says');
    }
    return body.subarray(PREFIX);
  }
}

export interface GrpcServer {
  /** Cuts every connection, waits for handlers already at work, and leaves nothing running. */
  close(): Promise<void>;
}

export interface GrpcOptions {
  readonly certificates?: Certificates | null;
  /** Told how many connections there are, each time one comes or goes. */
  readonly onConnections?: (count: number) => void;
}

/** Serves methods by their path, `/package.Service/Method`, on a socket that must not exist yet. */
export async function serveGrpc(
  methods: ReadonlyMap<string, GrpcMethod>,
  socket: string,
  options?: GrpcOptions,
): Promise<GrpcServer> {
  const listening = createServer();
  const server = answerOn(listening, methods, options);
  await new Promise<void>((resolve, reject) => {
    listening.once('error', reject);
    listening.listen(socket, resolve);
  });
  return server;
}

/** The same to whoever connects to a server from now on. */
export function answerOn(
  server: Server,
  methods: ReadonlyMap<string, GrpcMethod>,
  { certificates = null, onConnections = () => {} }: GrpcOptions = {},
): GrpcServer {
  const sockets = new Set<Socket>();
  const connections = new Set<Http2Session>();
  const working = new Set<Promise<void>>();

  const greet = (socket: Socket): void => {
    // Node's own bound of 10 MB for one connection would cut large messages; this one is in megabytes too.
    const session = performServerHandshake(socket, {
      maxSessionMemory: 4096,
      settings: { initialWindowSize: WINDOW },
    });
    connections.add(session);
    onConnections(connections.size);
    session.setLocalWindowSize(WINDOW);
    session.on('error', () => session.destroy());
    session.on('close', () => {
      connections.delete(session);
      onConnections(connections.size);
    });
    session.on('stream', (stream, headers) => {
      stream.on('error', () => stream.destroy());
      const method = methods.get(String(headers[':path']));
      if (method === undefined) {
        refuse(stream, new GrpcError(status.UNIMPLEMENTED, `unknown method ${headers[':path']}`));
        return;
      }
      const body = new Unframer();
      stream.on('data', (chunk: Buffer) => {
        try {
          body.push(chunk);
        } catch (error) {
          stream.removeAllListeners('data').removeAllListeners('end');
          refuse(stream, error);
        }
      });
      stream.on('end', () => {
        const work = answer(stream, body, method, session).finally(() => working.delete(work));
        working.add(work);
      });
    });
  };

  const receive = certificates === null ? greet : mutualTls(certificates, greet);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    receive(socket);
  });

  return {
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const session of connections) session.destroy();
      // Those, too, that have not come so far as to be a session.
      for (const socket of sockets) socket.destroy();
      await Promise.all([closed, ...working]);
    },
  };
}

async function answer(
  stream: ServerHttp2Stream,
  body: Unframer,
  grpcMethod: GrpcMethod,
  connection: GrpcCaller,
): Promise<void> {
  try {
    const response = grpcFrame(await grpcMethod(body.finish(), connection));
    if (stream.destroyed || stream.closed) return;
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.once('wantTrailers', () => stream.sendTrailers({ 'grpc-status': String(status.OK) }));
    stream.end(response);
  } catch (error) {
    refuse(stream, error);
  }
}

/** Answers with trailers alone, without waiting for the rest of the request. */
function refuse(stream: ServerHttp2Stream, error: unknown): void {
  if (stream.destroyed || stream.closed || stream.headersSent) return;
  const { code, message } =
    error instanceof GrpcError ? error : new GrpcError(status.INTERNAL, String(error));
  stream.respond(
    {
      ':status': 200,
      'content-type': 'application/grpc',
      'grpc-status': String(code),
      'grpc-message': percentEncode(message),
    },
    { endStream: true },
  );
  // What the client still sends is thrown away, so that the connection's window does not fill up with it.
  if (!stream.readableEnded) stream.resume();
}

/** Header values are ASCII: everything else, and the percent sign, goes as UTF-8 bytes in hexadecimal. */
export function percentEncode(text: string): string {
  let encoded = '';
  for (const byte of Buffer.from(text)) {
    const plain = byte >= 0x20 && byte <= 0x7e && byte !== 0x25;
    encoded += plain ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, '0').toUpperCase()}`;
  }
  return encoded;
}
