import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { WARDEN } from '../platform/warden.ts';
import { caller, make, roleId, rootId } from './caller.ts';
import { startTestSandbox, type TestSandbox } from './start.ts';

/** Whom a group deactivates is no holder: a write that leaves too few that way is refused like any other. */
describe('the last holder of a role', () => {
  let sandbox: TestSandbox;
  const call = caller(() => sandbox);
  beforeEach(async () => {
    const text = WARDEN.replace('last-holder-stays', 'minimum-holders').replace(
      'at: organization }',
      'at: organization, count: 1 }',
    );
    sandbox = await startTestSandbox({ platform: parse(text) });
  });
  afterEach(() => sandbox.close());

  test('is not put into a group that deactivates, nor into a group in one, nor is theirs set so', async () => {
    const { id } = await make(call, '/members', { key: 'ada' });
    const roleIds = [await roleId(call, 'admin')];
    await call('PUT', `/scopes/${await rootId(call)}/assignments/member/${id}`, { roleIds });
    const off = await make(call, '/groups', { slug: 'off', name: 'Off', settings: { standing: 'disabled' } });
    const inner = await make(call, '/groups', { slug: 'inner', name: 'Inner' });

    const code = async (answer: ReturnType<typeof call>) => (await answer).body?.code;
    expect(await code(call('POST', `/groups/${off.id}/members`, { userId: id }))).toBe('last-admin');
    await make(call, `/groups/${inner.id}/members`, { userId: id });
    expect(await code(call('POST', `/groups/${off.id}/groups`, { groupId: inner.id }))).toBe('last-admin');
    const { etag } = await call('GET', `/groups/${inner.id}`);
    const settings = { standing: 'disabled' };
    const set = await call('PATCH', `/groups/${inner.id}`, { settings }, { headers: { 'if-match': etag } });
    expect(set.body.code).toBe('last-admin');

    const other = await make(call, '/members', { key: 'bo' });
    await call('PUT', `/scopes/${await rootId(call)}/assignments/member/${other.id}`, { roleIds });
    const again = await call('PATCH', `/groups/${inner.id}`, { settings }, { headers: { 'if-match': etag } });
    expect(again.status).toBe(200);
    const { body } = await call('GET', `/members/${id}/effective-access`);
    expect(body).toMatchObject({ state: 'active', scopes: [] });
  });
});
