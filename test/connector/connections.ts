import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { accessApiWith } from '../../src/connector/access-api/access-api-connector.ts';
import type { Connection } from '../../src/connector/connector.ts';
import { RETRY_RULES } from '../../src/connector/http/retry.ts';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import type { Resource, Snapshot } from '../../src/resource/resource.ts';
import type { Outcome } from '../../src/source/outcome.ts';
import {
  atriumWithUnitMembers,
  PLATFORMS,
  startTestSandbox,
  type TestSandbox,
  type TestSandboxOptions,
} from '../sandbox/start.ts';
import { fastTime } from './fast-time.ts';
import { atrium, chalet, lumoauth } from './platforms.ts';

/** Retries without waiting for them. */
export const fast = (time = fastTime()) => accessApiWith({ time, retry: RETRY_RULES });

/** Closed when the test is over, and then held against the contract. */
export async function sandboxOf(
  name: 'lumoauth' | 'atrium' | 'desk',
  options: TestSandboxOptions = {},
): Promise<TestSandbox> {
  const sandbox = await startTestSandbox({ platformFile: PLATFORMS[name], ...options });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

export function connectionTo(
  { url, token }: { readonly url: string; readonly token: string },
  platform: PlatformDefinition = lumoauth,
  more: Partial<Connection> = {},
): Connection {
  const reached = { settings: { url, 'token-env': 'BYLAW_TOKEN' }, secrets: { 'token-env': token } };
  return { organization: 'acme', remote: 'acme', ...reached, platform, ...more };
}

export async function atriumWriter(options: TestSandboxOptions = {}, more: Partial<Connection> = {}) {
  const sandbox = await sandboxOf('atrium', options);
  const connection = connectionTo(sandbox, atrium, more);
  const writer = fast().openWriter(connection);
  must(await writer.read());
  return { sandbox, connection, writer };
}

/** Atrium with members of units alone. */
export async function chaletWriter() {
  const sandbox = await sandboxOf('atrium', { platform: atriumWithUnitMembers() });
  const connection = connectionTo(sandbox, chalet);
  const writer = fast().openWriter(connection);
  must(await writer.read());
  return { sandbox, connection, writer };
}

export async function rawServer(listener: RequestListener): Promise<{ url: string; token: string }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: 'raw-token' };
}

export interface Passing {
  readonly method: string;
  readonly url: string;
  readonly body: string;
}

/**
 * A way to a server that can meddle. `before` runs when a request comes in, `after` when its answer is there; either
 * may say that the connection breaks. Headers in `without` are not passed on.
 */
export function wayTo(
  url: string,
  meddle: {
    readonly before?: (passing: Passing) => Promise<void> | void;
    readonly after?: (passing: Passing) => Promise<'break' | undefined> | 'break' | undefined;
    readonly without?: readonly string[];
  },
): Promise<{ url: string; token: string }> {
  return rawServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const passing = {
      method: request.method ?? 'GET',
      url: request.url ?? '/',
      body: Buffer.concat(chunks).toString(),
    };
    await meddle.before?.(passing);
    const passed = ['authorization', 'content-type', 'if-match', 'if-none-match', 'idempotency-key'];
    const headers = passed
      .filter((name) => !meddle.without?.includes(name))
      .flatMap((name): [string, string][] => {
        const value = request.headers[name];
        return typeof value === 'string' ? [[name, value]] : [];
      });
    const body = passing.body === '' ? null : passing.body;
    const answer = await fetch(`${url}${passing.url}`, { method: passing.method, headers, body });
    const text = await answer.text();
    if ((await meddle.after?.(passing)) === 'break') {
      request.socket.destroy();
      return;
    }
    const told = ['content-type', 'etag', 'retry-after'].flatMap((name): [string, string][] => {
      const value = answer.headers.get(name);
      return value === null ? [] : [[name, value]];
    });
    response.writeHead(answer.status, Object.fromEntries(told)).end(text);
  });
}

export function must<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.diagnostics, null, 2));
  return outcome.value;
}

/** The codes of a failure; a success has none. */
export function codesOf(outcome: Outcome<unknown>): string[] {
  return outcome.ok ? [] : outcome.diagnostics.map((d) => d.code);
}

/** Resources without origins and the dates of invitations, entries as sorted keys: what two reads are compared by. */
export function plain(resources: readonly Resource[]): Record<string, unknown> {
  return Object.fromEntries(
    resources.map(({ address, attributes }) => [
      address,
      Object.fromEntries(
        Object.entries(attributes)
          .filter(([name]) => name !== 'invitation')
          .map(([name, value]) => [name, value instanceof Map ? [...value.keys()].sort() : value]),
      ),
    ]),
  );
}

export async function readPlain(connection: Connection): Promise<Record<string, unknown>> {
  const snapshot: Snapshot = must(await fast().openReader(connection).read());
  return plain(snapshot.resources);
}

/** Calls the API behind the connector's back, as another administrator would. */
export async function behindTheBack(
  sandbox: TestSandbox,
  method: string,
  path: string,
  body?: unknown,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${sandbox.api}${path}`, {
    method,
    headers: { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.status === 204 ? {} : ((await response.json()) as Record<string, unknown>);
}

/** The id of the only object of a list that has this slug or key. */
export async function idOf(
  sandbox: TestSandbox,
  list: 'groups' | 'members' | 'roles' | 'scopes',
  name: string,
): Promise<string> {
  const filter = list === 'members' ? 'key' : 'slug';
  const page = await behindTheBack(sandbox, 'GET', `/${list}?${filter}=${encodeURIComponent(name)}`);
  const [item] = page.items as { id: string }[];
  if (item === undefined) throw new Error(`no ${list} ${name}`);
  return item.id;
}
