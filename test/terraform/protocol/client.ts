/** The least gRPC client that can talk to the server under test; shares no code with it. */
import { type ClientHttp2Session, connect } from 'node:http2';
import { connect as connectSocket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Answer {
  readonly status: number;
  readonly message: string | undefined;
  readonly body: Buffer;
}

export interface Client {
  readonly session: ClientHttp2Session;
  /** Sends these bytes as they are, one DATA frame at least for each chunk. */
  send(path: string, chunks: readonly Uint8Array[]): Promise<Answer>;
  /** Sends one framed message and returns the message in the answer. */
  call(path: string, message: Uint8Array): Promise<Buffer>;
}

export function client(socket: string): Client {
  const session = connect('http://localhost', {
    createConnection: () => connectSocket(socket),
    maxSessionMemory: 4096,
    settings: { initialWindowSize: 1 << 24 },
  });
  session.on('error', () => session.destroy());
  onTestFinished(() => session.destroy());

  async function send(path: string, chunks: readonly Uint8Array[]): Promise<Answer> {
    const stream = session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    const answer = new Promise<Answer>((resolve, reject) => {
      const received: Buffer[] = [];
      let headers: Record<string, unknown> = {};
      stream.on('response', (first) => {
        headers = first;
      });
      stream.on('trailers', (last) => {
        headers = { ...headers, ...last };
      });
      stream.on('data', (chunk: Buffer) => received.push(chunk));
      stream.on('error', reject);
      stream.on('close', () => {
        const status = headers['grpc-status'];
        if (status === undefined) reject(new Error('cut off'));
        const message = headers['grpc-message'] as string | undefined;
        resolve({ status: Number(status), message, body: Buffer.concat(received) });
      });
    });
    for (const chunk of chunks) stream.write(chunk);
    stream.end();
    return answer;
  }

  return {
    session,
    send,
    async call(path, message) {
      const prefix = Buffer.alloc(5);
      prefix.writeUInt32BE(message.length, 1);
      const { status, message: problem, body } = await send(path, [prefix, message]);
      if (status !== 0) throw new Error(`status ${status}: ${problem}`);
      if (body.readUInt32BE(1) !== body.length - 5) throw new Error('wrong length');
      return body.subarray(5);
    },
  };
}
