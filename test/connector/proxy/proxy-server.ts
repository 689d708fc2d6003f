/** A proxy as companies have them, on loopback: it knows made-up hosts, wants a password or not, and writes down what it sees. */
import { request as ask, createServer as createHttp, type IncomingMessage, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import {
  type AddressInfo,
  connect,
  createServer as createTcp,
  type Socket,
  type Server as TcpServer,
} from 'node:net';
import { createServer as createTls } from 'node:tls';
import { onTestFinished } from 'vitest';

export interface ProxyServer {
  readonly url: string;
  readonly port: number;
  /** Every request and every wish for a tunnel: `CONNECT platform.test:443`, `GET http://platform.test/x`. */
  readonly seen: readonly string[];
  /** All headers that came in the clear. */
  readonly headers: readonly string[];
  /** Connections that were opened to it. */
  connections(): number;
  /** Of them, those that are still open. */
  open(): number;
}

export interface ProxyOptions {
  /** Host and port as they are asked for → port on loopback. */
  readonly hosts?: Readonly<Record<string, number>>;
  /** `name:password`; left out, everybody is let through. */
  readonly password?: string;
  /** In place of what a proxy does with a wish for a tunnel; `requests` so far. */
  readonly tunnel?: (socket: Socket, requests: number) => 'go on' | 'seen to';
  /** Spoken to in TLS. */
  readonly certificate?: { readonly cert: string; readonly key: string };
}

/** Made for one test and ended with it. */
export async function listening(
  server: TcpServer | Server,
): Promise<{ readonly port: number; readonly sockets: Set<Socket>; readonly count: () => number }> {
  const sockets = new Set<Socket>();
  let count = 0;
  server.on('connection', (socket: Socket) => {
    count += 1;
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, sockets, count: () => count };
}

export async function startProxy(options: ProxyOptions = {}): Promise<ProxyServer> {
  const { hosts = {}, password, tunnel = () => 'go on', certificate } = options;
  const seen: string[] = [];
  const headers: string[] = [];
  const note = (request: IncomingMessage): boolean => {
    seen.push(`${request.method} ${request.url}`);
    headers.push(...request.rawHeaders);
    if (password === undefined) return true;
    return request.headers['proxy-authorization'] === `Basic ${Buffer.from(password).toString('base64')}`;
  };
  const server = certificate === undefined ? createHttp() : createHttps(certificate);
  server.on('request', (request: IncomingMessage, response) => {
    if (!note(request))
      return void response.writeHead(407, { 'proxy-authenticate': 'Basic' }).end('<html>who?');
    const url = new URL(request.url ?? '/', 'http://none');
    const port = hosts[`${url.hostname}:${url.port || 80}`];
    if (port === undefined)
      return void response.writeHead(502, { 'content-type': 'text/html' }).end('<html>no such host');
    const { 'proxy-authorization': _, 'proxy-connection': __, ...rest } = request.headers;
    const onward = ask({ port, method: request.method, path: `${url.pathname}${url.search}`, headers: rest });
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => request.socket.destroy());
    request.pipe(onward);
  });
  server.on('connect', (request: IncomingMessage, socket: Socket): void => {
    socket.on('error', () => {}).on('end', () => socket.destroy());
    const known = note(request);
    if (tunnel(socket, seen.length) === 'seen to') return;
    const refuse = (status: string) => socket.end(`HTTP/1.1 ${status}\r\ncontent-length: 0\r\n\r\n`);
    if (!known) return void refuse('407 Proxy Authentication Required\r\nproxy-authenticate: Basic');
    const port = hosts[request.url ?? ''];
    if (port === undefined) return void refuse('502 Bad Gateway');
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('close', () => onward.destroy());
  });
  const { port, sockets, count } = await listening(server);
  const scheme = certificate === undefined ? 'http' : 'https';
  const name = certificate === undefined ? '127.0.0.1' : 'localhost';
  return {
    url: `${scheme}://${name}:${port}`,
    port,
    seen,
    headers,
    connections: count,
    open: () => sockets.size,
  };
}

/** Something that takes connections and answers with these bytes, whatever it is told; null: never anything. */
export async function startMute(answer: string | null): Promise<string> {
  const server = createTcp((socket) => {
    if (answer !== null) socket.once('data', () => socket.end(answer));
  });
  return `http://127.0.0.1:${(await listening(server)).port}`;
}

/** TLS before a server that has none; the port. */
export async function inTls(
  port: number,
  certificate: { readonly cert: string; readonly key: string },
): Promise<number> {
  const server = createTls(certificate, (socket) => {
    const onward = connect(port, '127.0.0.1');
    socket.on('error', () => onward.destroy());
    onward.on('error', () => socket.destroy());
    onward.pipe(socket).pipe(onward);
  });
  server.on('tlsClientError', () => {});
  return (await listening(server)).port;
}
