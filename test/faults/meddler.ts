import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

/** An answer of the platform, on its way. */
export interface Passing {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** What is done to a request or to its answer. */
export type Meddling =
  /** In place of an answer; whether the platform hears of the request at all. */
  | { readonly does: 'answer'; readonly heard: boolean; readonly make: (passing: Passing) => Answer }
  /** The connection breaks. */
  | { readonly does: 'break'; readonly heard: boolean }
  /** The answer begins and does not end: the connection breaks, or nothing more comes. */
  | { readonly does: 'cut'; readonly silent: boolean };

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

export interface Meddler {
  readonly url: string;
  /** Where requests are passed on to, and what is done with each that `strikes`. */
  set(
    platform: string,
    strikes: (method: string, path: string) => Meddling | null,
    onPassed: (passing: Passing) => void,
  ): void;
  /** How often it struck since. */
  struck(): number;
  close(): Promise<void>;
}

const PASSED = ['authorization', 'content-type', 'if-match', 'if-none-match', 'idempotency-key'];
const NOBODY: Passing = { method: '', path: '', status: 0, headers: {}, text: '' };

/** A proxy on the way to a platform that spoils what it is told to spoil. */
export async function startMeddler(): Promise<Meddler> {
  let platform = '';
  let strikes: (method: string, path: string) => Meddling | null = () => null;
  let onPassed: (passing: Passing) => void = () => {};
  let struck = 0;

  const forward = async (request: IncomingMessage, body: Buffer): Promise<Passing> => {
    const headers = Object.fromEntries(
      PASSED.flatMap((name): [string, string][] => {
        const value = request.headers[name];
        return typeof value === 'string' ? [[name, value]] : [];
      }),
    );
    const { method = 'GET', url = '/' } = request;
    const answer = await fetch(`${platform}${url}`, {
      method,
      headers,
      body: body.length === 0 ? null : body,
    });
    const told = ['content-type', 'etag', 'retry-after'].flatMap((name): [string, string][] => {
      const value = answer.headers.get(name);
      return value === null ? [] : [[name, value]];
    });
    return {
      method,
      path: url,
      status: answer.status,
      headers: Object.fromEntries(told),
      text: await answer.text(),
    };
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = 'GET', url = '/' } = request;
    const meddling = strikes(method, url);
    if (meddling !== null) struck += 1;
    const unheard = meddling !== null && 'heard' in meddling && !meddling.heard;
    const passing = unheard
      ? { ...NOBODY, method, path: url }
      : await forward(request, Buffer.concat(chunks));
    if (meddling === null) {
      onPassed(passing);
      response.writeHead(passing.status, passing.headers).end(passing.text);
      return;
    }
    switch (meddling.does) {
      case 'answer': {
        const { status, headers, body } = meddling.make(passing);
        response.writeHead(status, headers).end(body);
        return;
      }
      case 'break':
        request.socket.destroy();
        return;
      case 'cut': {
        const length = Buffer.byteLength(passing.text) + 10;
        response.writeHead(passing.status, { ...passing.headers, 'content-length': length });
        response.write(passing.text.slice(0, passing.text.length / 2), () => {
          if (!meddling.silent) response.destroy();
        });
      }
    }
  };

  const server = createServer((request, response) => {
    handle(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    set: (to, what, passed) => {
      platform = to;
      strikes = what;
      onPassed = passed;
      struck = 0;
    },
    struck: () => struck,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export const packed = (text: string): Buffer => gzipSync(text);
