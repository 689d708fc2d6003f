import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RecordedExchange } from '../../src/sandbox/sandbox.ts';
import { caller, make } from './caller.ts';
import { broken } from './contract.ts';
import { startTestSandbox, type TestSandbox } from './start.ts';

let sandbox: TestSandbox;
const call = caller(() => sandbox);

beforeEach(async () => {
  sandbox = await startTestSandbox();
});
afterEach(() => sandbox.close());

describe('the contract checker sees', () => {
  test.each<[string, (sound: RecordedExchange) => RecordedExchange, string]>([
    ['a status nobody declared', (e) => ({ ...e, status: 418 }), 'status not declared'],
    [
      'a missing header',
      (e) => ({ ...e, responseHeaders: without(e.responseHeaders, 'etag') }),
      'header etag is missing',
    ],
    [
      'a weak ETag',
      (e) => ({ ...e, responseHeaders: { ...e.responseHeaders, etag: 'W/"1"' } }),
      'header etag must match',
    ],
    [
      'an undeclared header',
      (e) => ({ ...e, responseHeaders: { ...e.responseHeaders, 'x-a': 'b' } }),
      'undeclared header x-a',
    ],
    [
      'another content type',
      (e) => ({ ...e, responseHeaders: { ...e.responseHeaders, 'content-type': 'text/html' } }),
      'undeclared content type',
    ],
    [
      'an undeclared property',
      (e) => ({ ...e, responseBody: { ...(e.responseBody as object), extra: 1 } }),
      'additional properties',
    ],
    [
      'a missing property',
      (e) => ({ ...e, responseBody: without(e.responseBody as Record<string, unknown>, 'slug') }),
      "required property 'slug'",
    ],
    [
      'a request it should have refused',
      (e) => ({ ...e, requestBody: { slug: '/', name: '' } }),
      'request/slug must match',
    ],
    ['another place', (e) => ({ ...e, path: '/groups' }), 'is not where the document has createGroup'],
    ['an operation from nowhere', (e) => ({ ...e, operationId: 'fly' }), 'is not in the document'],
    ['a success outside the document', (e) => ({ ...e, operationId: null }), 'neither 404 nor 405'],
  ])('%s', async (_what, spoil, complaint) => {
    await make(call, '/groups', { slug: 'g', name: 'G' });
    const sound = sandbox.exchanges.at(-1);
    if (!sound) throw new Error('no exchange');
    expect(broken(sound)).toEqual([]);
    expect(broken(spoil(sound)).join('\n')).toContain(complaint);
    expect(broken({ ...spoil(sound), fault: 'html' })).toEqual([]);
  });
});

function without<T extends object>(object: T, name: string): T {
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name)) as T;
}
