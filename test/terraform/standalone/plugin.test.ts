/** The provider's process as go-plugin meets it: the handshake, both sorts of transport, and every way to end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type ClientHttp2Session, connect } from 'node:http2';
import { connect as connectSocket } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import {
  certificatePem,
  type ServerCertificate,
  serverCertificate,
} from '../../../src/terraform/provider/protocol/certificate.ts';
import { notPluginReason } from '../../../src/terraform/provider/protocol/handshake.ts';
import * as protocol from '../../../src/terraform/provider/protocol/messages.ts';
import { logTo } from '../../../src/terraform/provider/protocol/plugin-log.ts';
import { decodeMessage } from '../../../src/terraform/provider/protocol/protobuf.ts';
import { BUILT, PLUGIN } from './stage.ts';

interface Plugin {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  out(): string;
  err(): string;
  line(): Promise<readonly string[]>;
}

function start(environment: NodeJS.ProcessEnv): Plugin {
  const child = spawn(process.execPath, [join(BUILT, 'provider.cjs')], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let out = '';
  let err = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    child,
    ended,
    out: () => out,
    err: () => err,
    line: async () => {
      while (!out.includes('\n')) await new Promise((resolve) => setTimeout(resolve, 10));
      return out.trim().split('|');
    },
  };
}

function call(session: ClientHttp2Session, path: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const stream = session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('error', reject);
    stream.on('close', () => resolve(Buffer.concat(chunks).subarray(5)));
    stream.end(Buffer.alloc(5));
  });
}

const plainly = (socket: string) => {
  const session = connect('http://localhost', { createConnection: () => connectSocket(socket) });
  session.on('error', () => {});
  onTestFinished(() => session.destroy());
  return session;
};

test.each([
  ['no cookie', {}, /started? it|bylaw provider install/],
  ['another cookie', { ...PLUGIN, TF_PLUGIN_MAGIC_COOKIE: 'x' }, /bylaw provider install/],
  ['an old protocol', { ...PLUGIN, PLUGIN_PROTOCOL_VERSIONS: '4,5' }, /version 6.*asks for 4, 5/],
  ['no protocol', { ...PLUGIN, PLUGIN_PROTOCOL_VERSIONS: '' }, /asks for no version/],
])('with %s it says why and ends', async (_what, environment, said) => {
  const plugin = start(environment);
  expect(await plugin.ended).toBe(1);
  expect(plugin.out()).toBe('');
  expect(plugin.err()).toMatch(said);
  expect(notPluginReason(environment)).toMatch(said);
});

test('the handshake is one line; a call is answered; Shutdown ends it and takes the socket along', async () => {
  const plugin = start(PLUGIN);
  const [core, version, network, socket = '', kind, ...rest] = await plugin.line();
  expect([core, version, network, kind, rest]).toEqual(['1', '6', 'unix', 'grpc', []]);
  const session = plainly(socket);
  const answer = decodeMessage(
    protocol.GetProviderSchema.response,
    await call(session, '/tfplugin6.Provider/GetProviderSchema'),
  );
  expect([...(answer.resourceSchemas?.keys() ?? [])]).toEqual([
    'bylaw_scope',
    'bylaw_role',
    'bylaw_group',
    'bylaw_member',
    'bylaw_assignment',
    'bylaw_roster',
  ]);
  expect([...(answer.functions?.keys() ?? [])]).toEqual(['can']);
  const identities = decodeMessage(
    protocol.GetResourceIdentitySchemas.response,
    await call(session, '/tfplugin6.Provider/GetResourceIdentitySchemas'),
  );
  expect(identities.schemas?.get('bylaw_group')?.attributes).toMatchObject([
    { name: 'home', requiredForImport: false, optionalForImport: true },
    { name: 'name', requiredForImport: true, optionalForImport: false },
  ]);
  await call(session, '/plugin.GRPCController/Shutdown');
  expect(await plugin.ended).toBe(0);
  expect(existsSync(socket)).toBe(false);
  expect(plugin.out().trim().split('\n')).toHaveLength(1);
  for (const line of plugin.err().trim().split('\n'))
    expect(JSON.parse(line)['@timestamp']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
});

test('it ends when the last connection is gone, and only then', async () => {
  const plugin = start(PLUGIN);
  const socket = (await plugin.line())[3] ?? '';
  const [one, two] = [plainly(socket), plainly(socket)];
  await Promise.all([call(one, '/grpc.health.v1.Health/Check'), call(two, '/grpc.health.v1.Health/Check')]);
  one.destroy();
  expect((await call(two, '/grpc.health.v1.Health/Check')).length).toBeGreaterThan(0);
  two.destroy();
  expect(await plugin.ended).toBe(0);
});

test('Ctrl-C of the terminal is terraform’s to handle', async () => {
  const plugin = start(PLUGIN);
  const session = plainly((await plugin.line())[3] ?? '');
  await call(session, '/grpc.health.v1.Health/Check');
  plugin.child.kill('SIGINT');
  expect((await call(session, '/grpc.health.v1.Health/Check')).length).toBeGreaterThan(0);
  session.destroy();
  expect(await plugin.ended).toBe(0);
});

test('with TLS only the terraform that started it is let in', async () => {
  const client = serverCertificate();
  const stranger = serverCertificate();
  const plugin = start({ ...PLUGIN, PLUGIN_CLIENT_CERT: certificatePem(client.der) });
  const [, , , socket = '', , der = ''] = await plugin.line();
  expect(der).not.toMatch(/=/);
  const shown = new X509Certificate(Buffer.from(der, 'base64'));
  const over = (own: ServerCertificate | null) => {
    const session = connect('https://localhost', {
      createConnection: () =>
        connectTls({
          socket: connectSocket(socket),
          servername: 'localhost',
          ALPNProtocols: ['h2'],
          ca: shown.toString(),
          ...(own && {
            key: own.key.export({ type: 'pkcs8', format: 'pem' }),
            cert: certificatePem(own.der),
          }),
        }),
    });
    session.on('error', () => {});
    onTestFinished(() => session.destroy());
    return session;
  };
  const mine = over(client);
  expect((await call(mine, '/grpc.health.v1.Health/Check')).length).toBeGreaterThan(0);
  for (const other of [stranger, null]) {
    const answer = call(over(other), '/grpc.health.v1.Health/Check');
    await expect(
      answer.then((body) => body.length || Promise.reject(new Error('cut off'))),
    ).rejects.toThrow();
  }
});

test('the certificate is one that a strict reader takes', () => {
  for (let round = 0; round < 20; round += 1) {
    const { der, key } = serverCertificate();
    const read = new X509Certificate(certificatePem(der));
    expect(read.raw).toEqual(der);
    expect(read.verify(read.publicKey)).toBe(true);
    expect(read.checkPrivateKey(key)).toBe(true);
    expect(read.checkHost('localhost')).toBe('localhost');
    expect(read.ca).toBe(true);
    expect(read.subject).toBe('CN=localhost');
    expect(read.issuer).toBe('CN=localhost');
    expect([read.validFrom, read.validTo]).toEqual(['Jan  1 00:00:00 2000 GMT', 'Dec 31 23:59:59 2049 GMT']);
    expect(read.serialNumber).toMatch(/^[4-7][0-9A-F]{31}$/);
    expect(read.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
  }
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  expect(new X509Certificate(serverCertificate().der).verify(publicKey)).toBe(false);
});

test('a log line is JSON that terraform reads as a log line', () => {
  const lines: string[] = [];
  logTo(
    (text) => lines.push(text),
    () => new Date('2026-11-22T18:00:00.123Z'),
  )('warn', 'two\nlines "and" \u001b', { requests: 6 });
  expect(lines.join('').split('\n')).toHaveLength(2);
  expect(JSON.parse(lines.join(''))).toEqual({
    '@level': 'warn',
    '@message': 'two\nlines "and" \u001b',
    '@module': 'bylaw',
    '@timestamp': '2026-11-22T18:00:00.123000Z',
    requests: 6,
  });
});
