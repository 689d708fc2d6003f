import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { caller, make } from './caller.ts';
import { READER, startTestSandbox, type TestSandbox } from './start.ts';

const START = Date.parse('2026-03-02T10:00:00.000Z');
const now = () => new Date(START);
const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();

let folder: string;
let sandbox: TestSandbox;
const call = caller(() => sandbox);
const clock = '//_sandbox/clock';

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bylaw-clock-'));
  sandbox = await startTestSandbox({ now, file: join(folder, 'a.db') });
});
afterEach(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

test('is the machine’s until somebody puts it ahead, and then all instants come from it', async () => {
  expect((await call('GET', clock)).body).toEqual({ now: at(0), advanceSeconds: 0 });
  const put = () => call('PUT', clock, { advanceSeconds: 90 });
  expect((await put()).body).toEqual({ now: at(90), advanceSeconds: 90 });
  // Sent twice it is the same.
  expect((await put()).body).toEqual({ now: at(90), advanceSeconds: 90 });
  expect(await make(call, '/members', { key: 'a@acme.com' })).toMatchObject({ createdAt: at(90) });
  const [event] = (await call('GET', '/audit-events')).body.items;
  expect(event).toMatchObject({ at: at(90) });
  expect(sandbox.requests().at(-1)).toMatchObject({ at: at(90) });
  sandbox.advanceClock(10);
  expect((await call('GET', clock)).body).toMatchObject({ advanceSeconds: 100 });
});

test('the file remembers', async () => {
  await call('PUT', clock, { advanceSeconds: 0.5 });
  await sandbox.close();
  sandbox = await startTestSandbox({ now, file: join(folder, 'a.db') });
  expect((await call('GET', clock)).body).toEqual({ now: at(0.5), advanceSeconds: 0.5 });
});

describe('is not put', () => {
  test.each<[string, unknown, number, string]>([
    ['back', { advanceSeconds: 59 }, 422, 'invalid-clock'],
    ['before the machine’s', { advanceSeconds: -1 }, 422, 'invalid-clock'],
    ['out of all calendars', { advanceSeconds: 1e15 }, 422, 'invalid-clock'],
    ['by a text', { advanceSeconds: '60' }, 422, 'invalid-clock'],
    ['by nothing', {}, 422, 'invalid-clock'],
    ['by null', null, 422, 'invalid-clock'],
    ['by something more', { advanceSeconds: 60, now: at(0) }, 422, 'invalid-clock'],
  ])('%s', async (_how, body, status, code) => {
    sandbox.advanceClock(60);
    expect(await call('PUT', clock, body)).toMatchObject({ status, body: { code } });
    expect((await call('GET', clock)).body).toMatchObject({ advanceSeconds: 60 });
  });

  test('by what is not JSON', async () => {
    expect((await call('PUT', clock, undefined, { raw: 'soon' })).body.code).toBe('malformed-json');
  });

  test.each([
    ['nobody', null, 401],
    ['a reader', READER, 403],
  ])('by %s', async (_who, token, status) => {
    for (const method of ['GET', 'PUT']) {
      const body = method === 'PUT' ? { advanceSeconds: 1 } : undefined;
      expect((await call(method, clock, body, { token })).status).toBe(status);
    }
    expect((await call('GET', clock)).body).toMatchObject({ advanceSeconds: 0 });
  });

  test('back by the one who runs it', () => {
    expect(() => sandbox.advanceClock(-1)).toThrow('seconds ahead');
  });
});
