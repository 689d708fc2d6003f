import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { caller, make, type Reply, roleId, rootId } from './caller.ts';
import { startTestSandbox, type TestSandbox } from './start.ts';

const DAY = 86_400;
const NOBODY = '00000000-0000-4000-8000-000000000000';

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

async function add(group: string, userId: string): Promise<number | string> {
  const { status, body } = await call('POST', `/groups/${group}/members`, { userId });
  return status < 300 ? status : `${status} ${body.code}`;
}

/** What the log tells of one action, its consequences first. */
async function told(action: () => Promise<Reply>): Promise<string[]> {
  const { total } = (await call('GET', '/audit-events')).body;
  expect((await action()).status).toBe(204);
  const { items, total: now } = (await call('GET', '/audit-events')).body;
  return items
    .slice(0, now - total)
    .map(({ action: what, target }) => `${what} ${(target as { label: string }).label}`)
    .reverse();
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
    expect((await call('DELETE', `/members/${dan}`)).body.code).toBe('last-owner');
  });

  test('only members of the organization are in groups; a deleted group takes its own rows along', async () => {
    const root = await play('bilbis');
    const dan = await member('dan');
    const web = await scope('product', 'web', root);
    const team = (await make(call, '/groups', { slug: 'team', name: 'Team' })).id;
    const late = await member('late', false);
    sandbox.advanceClock(7 * DAY);
    expect(await add(team, NOBODY)).toBe('422 not-a-member');
    expect(await add(team, late)).toBe('422 invitation-pending');
    expect((await call('GET', `/members/${late}`)).body.state).toBe('expired');
    expect(await add(team, dan)).toBe(201);
    expect(await give(web, 'group', team)).toBe(201);
    expect(await give(root, 'member', dan, 'developer')).toBe(201);
    expect(await told(() => call('DELETE', `/groups/${team}`))).toEqual([
      'group.member-removed team',
      'assignment.deleted team on web',
      'group.deleted team',
    ]);
    expect((await call('GET', `/scopes/${web}`)).status).toBe(200);
    expect((await call('GET', `/scopes/${root}/assignments/member/${dan}`)).status).toBe(200);
    expect((await call('POST', `/scopes/${web}/members`, { key: 'eve' })).body.code).toBe(
      'scope-members-not-supported',
    );
    expect((await call('POST', '/roles', { slug: 'r', name: 'R' })).body.code).toBe(
      'custom-roles-not-supported',
    );
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

  test('a group is for who belongs to its project, and whoever leaves that is in none of its groups', async () => {
    const root = await play('gorules');
    const dan = await member('dan@acme.com');
    const eve = await member('eve@acme.com', false);
    const [pricing, risk] = [await scope('project', 'pricing', root), await scope('project', 'risk', root)];
    const group = async (slug: string, scopeId: string) =>
      (await make(call, '/groups', { slug, name: slug, scopeId })).id;
    const [guests, authors] = [await group('guests', pricing), await group('authors', pricing)];
    const others = await group('others', risk);
    expect(await add(guests, dan)).toBe('422 not-a-member');
    expect(await give(risk, 'member', dan)).toBe(201);
    expect(await add(guests, dan)).toBe('422 not-a-member');
    expect(await give(root, 'member', dan, 'owner')).toBe(201);
    expect(await add(guests, dan)).toBe('422 not-a-member');
    // Somebody invited belongs to a project as soon as the invitation says so.
    expect(await give(pricing, 'member', eve)).toBe(201);
    expect(await add(guests, eve)).toBe(201);
    expect(await give(pricing, 'member', dan, 'owner')).toBe(201);
    for (const into of [guests, authors, others]) expect(await add(into, dan)).toBe(201);
    const taken = await told(() => call('DELETE', `/scopes/${pricing}/assignments/member/${dan}`));
    expect(taken.slice(0, -1).sort()).toEqual([
      'group.member-removed authors',
      'group.member-removed guests',
    ]);
    expect(taken.at(-1)).toBe('assignment.deleted dan@acme.com on pricing');
    const { items } = (await call('GET', '/memberships')).body;
    expect(items.map(({ groupId, userId }) => [groupId, userId]).sort()).toEqual(
      [
        [guests, eve],
        [others, dan],
      ].sort(),
    );
    const unknown = { slug: 'x', name: 'X', scopeId: pricing, permissions: ['releases:ship'] };
    expect((await call('POST', '/groups', unknown)).body.code).toBe('unknown-permission');
    sandbox.advanceClock(14 * DAY - 60);
    expect((await call('GET', `/members/${eve}`)).body.state).toBe('invited');
    sandbox.advanceClock(60);
    expect((await call('GET', `/members/${eve}`)).body.state).toBe('expired');
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

  test("None stands alone in its module, and is kept where it means the organization's role", async () => {
    const root = await play('appcircle');
    const bob = await member('bob@acme.com');
    const mobile = await scope('sub-organization', 'mobile', root);
    for (const place of [root, mobile]) {
      expect(await give(place, 'member', bob, 'build-none', 'build-viewer')).toBe('422 one-role-per-module');
      expect(await give(place, 'member', bob, 'build-none', 'billing-none')).toBe(201);
    }
  });

  test('invited into a sub-organization: a member of that alone, resent, revoked', async () => {
    const root = await play('appcircle');
    const olga = await member('olga@acme.com');
    expect(await give(root, 'member', olga, 'owner')).toBe(201);
    const [mobile, tv] = [
      await scope('sub-organization', 'mobile', root),
      await scope('sub-organization', 'tv', root),
    ];
    const { memberId } = await make(call, `/scopes/${mobile}/members`, { key: 'bob@acme.com' });
    const [bob, path] = [String(memberId), `/scopes/${mobile}/members/${memberId}`];
    // Roles can be chosen with the invitation.
    expect(await give(mobile, 'member', bob, 'build-manager', 'owner')).toBe(201);
    expect(await give(tv, 'member', bob, 'build-viewer')).toBe('422 not-a-member');
    expect(await give(root, 'member', bob, 'owner')).toBe('422 not-a-member');
    sandbox.advanceClock(7 * DAY);
    expect((await call('POST', `${path}/accept`)).body.code).toBe('invitation-expired');
    expect((await call('POST', `${path}/resend`)).body).toMatchObject({ state: 'invited' });
    expect((await call('POST', `${path}/accept`)).body).toMatchObject({ state: 'active' });
    const deactivated = await call('PATCH', path, { state: 'deactivated' });
    expect(deactivated.body.code).toBe('deactivation-not-supported');
    // An owner of a sub-organization is none of the organization.
    expect((await call('DELETE', `/members/${olga}`)).body.code).toBe('last-owner');
    expect(await told(() => call('DELETE', path))).toEqual([
      'assignment.deleted bob@acme.com on mobile',
      'person.removed bob@acme.com',
      'scope-member.deleted bob@acme.com in mobile',
    ]);
    const { memberId: eve } = await make(call, `/scopes/${tv}/members`, { key: 'eve@acme.com' });
    expect(await told(() => call('DELETE', `/scopes/${tv}/members/${eve}`))).toEqual([
      'person.removed eve@acme.com',
      'scope-member.invitation-revoked eve@acme.com in tv',
    ]);
  });
});
