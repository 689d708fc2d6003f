import { afterAll, beforeAll, expect, test } from 'vitest';
import { caller, type Json, make } from './caller.ts';
import { startTestSandbox, type TestSandbox } from './start.ts';

let sandbox: TestSandbox;
const call = caller(() => sandbox);
const TOTAL = 23;

beforeAll(async () => {
  sandbox = await startTestSandbox({ pageSize: 10 });
  for (let n = 0; n < TOTAL; n += 1) await make(call, '/members', { key: `m${n}@acme.com` });
  const group = await make(call, '/groups', { slug: 'all', name: 'All' });
  const { items } = (await call('GET', '/members')).body;
  for (const { id } of items) await make(call, `/groups/${group.id}/members`, { userId: id });
});
afterAll(() => sandbox.close());

async function pages(path: string, size: number): Promise<Json[]> {
  const read: Json[] = [];
  for (let page = 1; ; page += 1) {
    const { body } = await call('GET', `${path}?page=${page}&pageSize=${size}`);
    expect(body).toMatchObject({ page, pageSize: size });
    read.push(...body.items);
    if (body.items.length < size) return read;
  }
}

test.each([1, 3, 7, 10])('pages of %i show everything once, ordered by id', async (size) => {
  const members = await pages('/members', size);
  const ids = members.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].sort());
  expect(ids).toHaveLength(TOTAL);
});

test('the page size is the largest one when nothing is said', async () => {
  const { body } = await call('GET', '/members');
  expect(body).toMatchObject({ page: 1, pageSize: 10, total: TOTAL });
  expect(body.items).toHaveLength(10);
  expect((await call('GET', '/members?pageSize=11')).body.code).toBe('page-too-large');
});

test('a page past the end is empty and still counts', async () => {
  expect((await call('GET', '/members?page=999')).body).toMatchObject({ items: [], total: TOTAL, page: 999 });
});

test('a filter counts only what it lets through', async () => {
  expect((await call('GET', '/members?key=M7@ACME.com')).body).toMatchObject({ total: 1 });
  expect((await call('GET', '/groups?slug=all')).body).toMatchObject({ total: 1 });
  expect((await call('GET', '/groups?slug=ALL')).body).toMatchObject({ total: 0, items: [] });
  expect((await call('GET', '/scopes?slug=acme')).body).toMatchObject({ total: 1 });
});

test('bulk memberships are those of the groups', async () => {
  const [group] = (await call('GET', '/groups')).body.items;
  expect(await pages('/memberships', 4)).toEqual(await pages(`/groups/${group?.id}/members`, 4));
});

test('the revision tells a reader that something changed between two pages', async () => {
  const first = await call('GET', '/members?page=1');
  const second = await call('GET', '/groups');
  expect(second.body.revision).toBe(first.body.revision);
  await make(call, '/members', { key: 'late@acme.com' });
  expect((await call('GET', '/members?page=2')).body.revision).toBe(first.body.revision + 1);
});

test('the audit log pages from the newest', async () => {
  const { body } = await call('GET', '/audit-events?pageSize=2');
  const { body: next } = await call('GET', '/audit-events?pageSize=2&page=2');
  const times = [...body.items, ...next.items].map(({ at }) => String(at));
  expect(times).toEqual([...times].sort().reverse());
  expect(body.items[0]).toMatchObject({ action: 'member.created', target: { label: 'late@acme.com' } });
});

test('pages in any order, of sizes in turn, and after a change are those of the list as it is', async () => {
  const all = (await call('GET', '/members?pageSize=10')).body.items.length;
  expect(all).toBe(10);
  const expected = async (size: number, page: number): Promise<Json[]> =>
    (await pages('/members', size)).slice((page - 1) * size, page * size);
  for (const [size, page] of [
    [4, 3],
    [4, 1],
    [7, 2],
    [4, 6],
    [4, 2],
  ] as const) {
    const { body } = await call('GET', `/members?page=${page}&pageSize=${size}`);
    expect(body.items).toEqual(await expected(size, page));
  }
  const first = (await call('GET', '/members?page=1&pageSize=4')).body;
  await call('DELETE', `/members/${first.items[1]?.id}`);
  const second = (await call('GET', '/members?page=2&pageSize=4')).body;
  expect(second.total).toBe(first.total - 1);
  expect(second.items).toEqual(await expected(4, 2));
  const again = (await call('GET', '/members?page=1&pageSize=4')).body.items;
  expect([...again, ...second.items]).toEqual((await pages('/members', 8)).slice(0, 8));
});

test('events come newest first, on each page', async () => {
  const events = await pages('/audit-events', 5);
  const whole = await pages('/audit-events', 10);
  expect(events).toEqual(whole);
});
