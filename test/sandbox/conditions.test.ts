import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Caller, caller, make, roleId, rootId } from './caller.ts';
import { PLATFORMS, startTestSandbox, type TestSandbox } from './start.ts';

let sandbox: TestSandbox;
const call: Caller = caller(() => sandbox);

describe.each(['lumoauth', 'atrium'] as const)('If-Match on %s', (platform) => {
  beforeEach(async () => {
    sandbox = await startTestSandbox({ platformFile: PLATFORMS[platform] });
  });
  afterEach(() => sandbox.close());

  /** Every write on something that exists, as [what to read for its ETag, method, path, body]. */
  async function writes(): Promise<[string, string, string, unknown][]> {
    const group = await make(call, '/groups', { slug: 'g', name: 'G' });
    const role = await make(call, '/roles', { slug: 'r', name: 'R', permissions: ['*'] });
    const member = await make(call, '/members', { key: 'a@acme.com' });
    if (platform === 'atrium') await call('POST', `/members/${member.id}/accept`);
    const assignment = `/scopes/${await rootId(call)}/assignments/group/${group.id}`;
    await call('PUT', assignment, { roleIds: [] });
    const g = `/groups/${group.id}`;
    return [
      [`/members/${member.id}`, 'PATCH', `/members/${member.id}`, { displayName: 'A' }],
      [`/roles/${role.id}`, 'PATCH', `/roles/${role.id}`, { name: 'RR' }],
      [g, 'PATCH', g, { name: 'GG' }],
      [g, 'POST', `${g}/members`, { userId: member.id }],
      [g, 'DELETE', `${g}/members/${member.id}`, undefined],
      [assignment, 'PUT', assignment, { roleIds: [role.id] }],
      [`${g}/roles`, 'DELETE', `${g}/roles/${role.id}`, undefined],
      [g, 'DELETE', g, undefined],
      [`/roles/${role.id}`, 'DELETE', `/roles/${role.id}`, undefined],
      [`/members/${member.id}`, 'DELETE', `/members/${member.id}`, undefined],
    ];
  }

  test('each write passes with the current ETag only, and moves it', async () => {
    for (const [read, method, path, body] of await writes()) {
      const { etag } = await call('GET', read);
      expect(etag).toMatch(/^"[^"]+"$/);
      for (const wrong of ['"other"', `W/${etag}`, etag.replace(/\.(\d+)"$/, '.99"'), 'junk']) {
        const refused = await call(method, path, body, { headers: { 'if-match': wrong } });
        expect(refused).toMatchObject({ status: 412, etag, body: { code: 'precondition-failed' } });
      }
      const done = await call(method, path, body, { headers: { 'if-match': `"x", ${etag}` } });
      expect(done.status).toBeLessThan(300);
      const after = await call('GET', read);
      if (after.status === 200) expect(after.etag).not.toBe(etag);
      if (after.status === 200 && done.etag !== '') expect(done.etag).toBe(after.etag);
    }
  });

  test('If-None-Match: * makes and never changes', async () => {
    const group = await make(call, '/groups', { slug: 'g', name: 'G' });
    const path = `/scopes/${await rootId(call)}/assignments/group/${group.id}`;
    const star = { headers: { 'if-none-match': '*' } };
    expect((await call('PUT', path, { roleIds: [] }, { headers: { 'if-match': '*' } })).status).toBe(412);
    const made = await call('PUT', path, { roleIds: [] }, star);
    expect(made.status).toBe(201);
    expect(await call('PUT', path, { roleIds: [] }, star)).toMatchObject({ status: 412, etag: made.etag });
    expect((await call('PUT', path, { roleIds: [] }, { headers: { 'if-none-match': '"x"' } })).status).toBe(
      422,
    );
    expect((await call('PUT', path, { roleIds: [] }, { headers: { 'if-match': '*' } })).status).toBe(200);
  });
});

describe('Idempotency-Key', () => {
  beforeEach(async () => {
    sandbox = await startTestSandbox({ tokens: [{ value: 'second', name: 'second' }] });
  });
  afterEach(() => sandbox.close());
  const keyed = (key: string) => ({ headers: { 'idempotency-key': key } });

  test('the first answer comes again, and nothing happens again', async () => {
    const first = await call('POST', '/groups', { slug: 'g', name: 'G' }, keyed('k'));
    const again = await call('POST', '/groups', { slug: 'g', name: 'G' }, keyed('k'));
    expect(again).toMatchObject({ status: 201, etag: first.etag, body: first.body });
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect((await call('GET', '/groups')).body).toMatchObject({ total: 1 });
    expect(
      (await call('GET', '/audit-events')).body.items.filter(({ action }) => action === 'group.created'),
    ).toHaveLength(1);
  });

  test.each([
    ['another body', '/groups', { slug: 'h', name: 'G' }],
    ['another path', '/roles', { slug: 'g', name: 'G' }],
  ])('the same key with %s is refused', async (_what, path, body) => {
    await call('POST', '/groups', { slug: 'g', name: 'G' }, keyed('k'));
    const reply = await call('POST', path, body, keyed('k'));
    expect(reply).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
  });

  test('a refused request leaves its key free', async () => {
    const member = await make(call, '/members', { key: 'a@acme.com' });
    const group = await make(call, '/groups', { slug: 'g', name: 'G' });
    const path = `/groups/${group.id}/members`;
    await make(call, path, { userId: member.id });
    expect((await call('POST', path, { userId: member.id }, keyed('k'))).status).toBe(409);
    await call('DELETE', `${path}/${member.id}`);
    expect((await call('POST', path, { userId: member.id }, keyed('k'))).status).toBe(201);
  });

  test('keys belong to a token, and an organization is the same by id and by slug', async () => {
    await call('POST', '/groups', { slug: 'g', name: 'G' }, keyed('k'));
    const other = await call('POST', '/groups', { slug: 'g', name: 'G' }, { ...keyed('k'), token: 'second' });
    expect(other.body.code).toBe('already-exists');
    const { id } = (await call('GET', '')).body;
    const byId = await call('POST', `//orgs/${id}/api/v1/groups`, { slug: 'g', name: 'G' }, keyed('k'));
    expect(byId.headers.get('idempotent-replayed')).toBe('true');
  });

  test('a key is 1 to 255 characters', async () => {
    const role = { slug: 'g', name: 'G' };
    expect((await call('POST', '/groups', role, keyed('k'.repeat(256)))).body.code).toBe('invalid-request');
    expect((await call('POST', '/groups', role, keyed('k'.repeat(255)))).status).toBe(201);
  });

  test('it means nothing on other methods', async () => {
    const group = await make(call, '/groups', { slug: 'g', name: 'G' });
    const viewer = await roleId(call, 'viewer');
    const path = `/scopes/${await rootId(call)}/assignments/group/${group.id}`;
    expect((await call('PUT', path, { roleIds: [] }, keyed('k'))).status).toBe(201);
    expect((await call('PUT', path, { roleIds: [viewer] }, keyed('k'))).body.roleIds).toEqual([viewer]);
  });
});
