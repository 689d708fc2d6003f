import { expect } from 'vitest';
import { ADMIN, type TestSandbox } from './start.ts';

/** An answer, loosely: tests say with matchers what they expect of it. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly etag: string;
  readonly body: Json;
}

export interface Json {
  readonly [name: string]: unknown;
  readonly id: string;
  readonly code: string;
  readonly version: number;
  readonly revision: number;
  readonly total: number;
  readonly items: readonly Json[];
}

export interface CallOptions {
  readonly token?: string | null;
  readonly headers?: Record<string, string>;
  /** Sent as it is, instead of a JSON body. */
  readonly raw?: string | Buffer;
}

export type Caller = (method: string, path: string, body?: unknown, options?: CallOptions) => Promise<Reply>;

/** Calls the API of organization `acme`; a path that starts with // is one of the server instead. */
export function caller(sandbox: () => Pick<TestSandbox, 'url' | 'api'>): Caller {
  return async (method, path, body, { token = ADMIN, headers = {}, raw } = {}) => {
    const url = path.startsWith('//') ? `${sandbox().url}${path.slice(1)}` : `${sandbox().api}${path}`;
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(url, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(payload === undefined ? {} : { body: payload }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return {
      status: response.status,
      headers: response.headers,
      etag: response.headers.get('etag') ?? '',
      body: (text === '' ? undefined : isJson ? JSON.parse(text) : { text }) as Json,
    };
  };
}

/** Makes something and insists that it worked. */
export async function make(call: Caller, path: string, body: unknown): Promise<Json & { etag: string }> {
  const reply = await call('POST', path, body);
  expect(reply.body).not.toHaveProperty('code');
  expect(reply.status).toBe(201);
  return { ...reply.body, etag: reply.etag };
}

export async function roleId(call: Caller, slug: string): Promise<string> {
  const { body } = await call('GET', `/roles?slug=${slug}`);
  const [role] = body.items;
  if (!role) throw new Error(`no role ${slug}`);
  return role.id;
}

export async function rootId(call: Caller): Promise<string> {
  const { body } = await call('GET', '/scopes');
  const root = body.items.find((scope) => scope.parentId === null);
  if (!root) throw new Error('no root scope');
  return root.id;
}
