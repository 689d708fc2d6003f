import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { caller, make, roleId, rootId } from './caller.ts';
import { startTestSandbox, type TestSandbox } from './start.ts';

let sandbox: TestSandbox;
const call = caller(() => sandbox);
afterEach(() => sandbox.close());

async function play(platform: string): Promise<string> {
  const file = fileURLToPath(new URL(`../../schemas/platforms/${platform}.yaml`, import.meta.url));
  sandbox = await startTestSandbox({ platformFile: file });
  return rootId(call);
}

async function member(key: string, accepts = true): Promise<string> {
  const { id } = await make(call, '/members', { key });
  if (accepts) expect((await call('POST', `/members/${id}/accept`)).status).toBe(200);
  return id;
}

async function give(scope: string, type: string, id: string, ...slugs: string[]) {
  const roleIds = await Promise.all(slugs.map((slug) => roleId(call, slug)));
  const { status, body } = await call('PUT', `/scopes/${scope}/assignments/${type}/${id}`, { roleIds });
  return status < 300 ? status : `${status} ${body.code}`;
}

async function scope(kind: string, slug: string, parentId: string): Promise<string> {
  return (await make(call, '/scopes', { kind, slug, parentId, name: slug })).id;
}

describe('the sandbox plays bilbis', () => {
  test('products go to groups, owners are made of members, one role each', async () => {
    const root = await play('bilbis');
    const dan = await member('dan.d-1_x');
    const eve = await member('eve', false);
    const web = await scope('product', 'web', root);
    const team = (await make(call, '/groups', { slug: 'team', name: 'Team' })).id;
    expect(await give(web, 'member', dan)).toBe('422 principal-not-supported');
    expect(await give(web, 'group', team)).toBe(201);
    expect(await give(web, 'group', team, 'viewer')).toBe('422 role-not-assignable-here');
    expect(await give(root, 'member', eve, 'owner')).toBe('422 role-not-by-invitation');
    expect(await give(root, 'member', eve, 'admin')).toBe(201);
    expect(await give(root, 'member', dan, 'owner')).toBe(201);
    expect(await give(root, 'member', dan, 'owner', 'viewer')).toBe('422 exactly-one-role');
    expect(await give(root, 'member', dan, 'viewer')).toBe('409 last-owner');
    expect((await call('POST', `/groups/${team}/members`, { userId: eve })).body.code).toBe(
      'invitation-pending',
    );
    expect((await call('POST', '/members', { key: 'a@b' })).body.code).toBe('invalid-member-key');
    expect((await call('PATCH', `/members/${dan}`, { state: 'deactivated' })).body.code).toBe('last-owner');
  });
});

describe('the sandbox plays gorules', () => {
  test('groups live in projects and carry permissions; deleting one leaves people in the project', async () => {
    const root = await play('gorules');
    const dan = await member('dan@acme.com');
    const pricing = await scope('project', 'pricing', root);
    expect(await give(pricing, 'member', dan)).toBe(201);
    const refused = await call('POST', '/groups', { slug: 'all', name: 'All' });
    expect(refused.body.code).toBe('home-not-allowed');
    const permissions = ['documents:edit-content'];
    const author = await make(call, '/groups', { slug: 'author', name: 'A', scopeId: pricing, permissions });
    expect((await call('POST', `/groups/${author.id}/members`, { userId: dan })).status).toBe(201);
    expect(await give(pricing, 'group', author.id)).toBe('422 principal-not-supported');
    expect((await call('DELETE', `/groups/${author.id}`)).status).toBe(204);
    const left = await call('GET', `/scopes/${pricing}/assignments/member/${dan}`);
    expect(left.body).toMatchObject({ roleIds: [] });
  });
});

describe('the sandbox plays oten', () => {
  test('roles where they may be, custom ones with a permission, groups on workspaces', async () => {
    const root = await play('oten');
    const qa = (await make(call, '/groups', { slug: 'qa', name: 'QA' })).id;
    const emea = await scope('unit', 'emea', root);
    const checkout = await scope('workspace', 'checkout', emea);
    expect(await give(checkout, 'group', qa)).toBe(201);
    expect(await give(checkout, 'group', qa, 'editor', 'viewer')).toBe(200);
    expect(await give(checkout, 'group', qa, 'super-admin')).toBe('422 role-not-assignable-here');
    const empty = await call('POST', '/roles', { slug: 'none', name: 'None', permissions: [] });
    expect(empty.body.code).toBe('too-few-permissions');
    expect((await call('DELETE', `/scopes/${checkout}/assignments/group/${qa}`)).status).toBe(204);
    expect((await call('GET', `/groups/${qa}`)).status).toBe(200);
  });
});

describe('the sandbox plays appcircle', () => {
  test('one role a module, no groups, a last owner', async () => {
    const root = await play('appcircle');
    const olga = await member('olga@acme.com');
    const mobile = await scope('sub-organization', 'mobile', root);
    expect(await give(root, 'member', olga, 'owner')).toBe(201);
    expect(await give(mobile, 'member', olga, 'build-manager', 'billing-viewer')).toBe(201);
    expect(await give(mobile, 'member', olga, 'build-manager', 'build-none')).toBe('422 one-role-per-module');
    expect(await give(root, 'member', olga, 'member')).toBe('422 role-not-assignable');
    expect((await call('POST', '/groups', { slug: 'qa', name: 'QA' })).body.code).toBe('home-not-allowed');
    expect((await call('DELETE', `/members/${olga}`)).body.code).toBe('last-owner');
  });
});
