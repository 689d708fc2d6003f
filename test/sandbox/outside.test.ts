import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { caller, type Json, make, type Reply, roleId, rootId } from './caller.ts';
import { atriumWithUnitMembers, startTestSandbox, type TestSandbox } from './start.ts';

/** Members of a scope below, and what stays and goes when they join and leave. */

let sandbox: TestSandbox;
const call = caller(() => sandbox);
let root: string;
let emea: string;
let berlin: string;
let apac: string;

beforeEach(async () => {
  sandbox = await startTestSandbox({ platform: atriumWithUnitMembers() });
  root = await rootId(call);
  emea = await scope('emea', root);
  berlin = await scope('berlin', emea);
  apac = await scope('apac', root);
});
afterEach(() => sandbox.close());

async function scope(slug: string, parentId: string, kind = 'unit'): Promise<string> {
  return (await make(call, '/scopes', { kind, slug, parentId, name: slug })).id;
}

/** Invited into a scope and accepted; the id of the person. */
async function joinBelow(scopeId: string, key = 'dan@acme.com'): Promise<string> {
  const { memberId } = await make(call, `/scopes/${scopeId}/members`, { key });
  expect((await call('POST', `/scopes/${scopeId}/members/${memberId}/accept`)).status).toBe(200);
  return String(memberId);
}

async function joinRoot(key = 'dan@acme.com'): Promise<string> {
  const { id } = await make(call, '/members', { key });
  expect((await call('POST', `/members/${id}/accept`)).status).toBe(200);
  return id;
}

async function give(scopeId: string, person: string, ...slugs: string[]): Promise<Reply> {
  const roleIds = await Promise.all(slugs.map((slug) => roleId(call, slug)));
  return call('PUT', `/scopes/${scopeId}/assignments/member/${person}`, { roleIds });
}

async function group(slug: string, scopeId: string, ...people: string[]): Promise<string> {
  const { id } = await make(call, '/groups', { slug, name: slug, scopeId });
  for (const userId of people) await make(call, `/groups/${id}/members`, { userId });
  return id;
}

/** Where something is given to a person, and the groups he is in, by slug. */
async function holdings(person: string): Promise<string[]> {
  const [scopes, groups, assignments, memberships] = await Promise.all(
    ['/scopes', '/groups', '/assignments', '/memberships'].map(
      async (path) => (await call('GET', path)).body.items,
    ),
  );
  const slug = (items: readonly Json[] | undefined, id: unknown) =>
    String(items?.find((item) => item.id === id)?.slug);
  return [
    ...(assignments ?? [])
      .filter(({ principal }) => (principal as Json).id === person)
      .map(({ scopeId }) => `on ${slug(scopes, scopeId)}`),
    ...(memberships ?? [])
      .filter(({ userId }) => userId === person)
      .map(({ groupId }) => `in ${slug(groups, groupId)}`),
  ].sort();
}

/** The newest events, oldest first, down to the one that an action tells. */
async function storyOf(attempt: () => Promise<Reply>): Promise<string[]> {
  const { total } = (await call('GET', '/audit-events')).body;
  const { revision } = (await call('GET', '')).body;
  expect((await attempt()).status).toBeLessThan(300);
  expect((await call('GET', '')).body.revision).toBe(revision + 1);
  const { items, total: now } = (await call('GET', '/audit-events')).body;
  return items
    .slice(0, now - total)
    .map(({ action, target }) => `${action} ${(target as { label: string }).label}`)
    .reverse();
}

describe('who is invited into a unit alone', () => {
  test('is outside of the organization, and known to it', async () => {
    const story = await storyOf(() => call('POST', `/scopes/${emea}/members`, { key: 'Dan@acme.com' }));
    expect(story).toEqual(['person.added Dan@acme.com', 'scope-member.created Dan@acme.com in emea']);
    const [dan] = (await call('GET', '/members?key=dan@acme.com')).body.items;
    expect(dan).toMatchObject({ state: 'outside', invitation: null, key: 'Dan@acme.com', version: 1 });
    const { items } = (await call('GET', '/scope-members')).body;
    expect(items).toMatchObject([{ scopeId: emea, memberId: dan?.id, state: 'invited' }]);
    expect((await call('GET', `/scopes/${emea}/members/${dan?.id}`)).body).toEqual(items[0]);
    const again = await call('POST', `/scopes/${emea}/members`, { key: 'DAN@acme.com' });
    expect(again).toMatchObject({
      status: 409,
      body: { code: 'already-exists', existing: { id: items[0]?.id } },
    });
    const [event] = (await call('GET', '/audit-events?pageSize=1')).body.items;
    expect(event).toMatchObject({
      target: { type: 'scope-member', id: items[0]?.id },
      related: { type: 'member', id: dan?.id, label: 'Dan@acme.com' },
      after: { scopeId: emea, memberId: dan?.id },
    });
  });

  test('has nothing of the organization to accept, to be sent, to be deactivated or deleted', async () => {
    const dan = await joinBelow(emea);
    expect((await call('GET', `/members/${dan}`)).body).toMatchObject({ state: 'outside' });
    for (const [method, path, body, status, code] of [
      ['POST', `/members/${dan}/accept`, undefined, 409, 'not-invited'],
      ['POST', `/members/${dan}/resend`, undefined, 409, 'not-invited'],
      ['PATCH', `/members/${dan}`, { state: 'deactivated' }, 422, 'not-a-member'],
      ['DELETE', `/members/${dan}`, undefined, 404, 'not-found'],
    ] as const) {
      expect(await call(method, path, body)).toMatchObject({ status, body: { code } });
    }
    const named = await call('PATCH', `/members/${dan}`, { displayName: 'Dan' });
    expect(named.body).toMatchObject({ state: 'outside', displayName: 'Dan' });
  });

  test('is given something there and below, nowhere else', async () => {
    const dan = await joinBelow(emea);
    const shop = await scope('shop', berlin, 'workspace');
    expect((await give(emea, dan, 'steward')).status).toBe(201);
    expect((await give(berlin, dan)).status).toBe(201);
    expect((await give(shop, dan, 'editor')).status).toBe(201);
    for (const elsewhere of [root, apac]) {
      const refused = await give(elsewhere, dan, 'steward');
      expect(refused).toMatchObject({ status: 422, body: { code: 'not-a-member' } });
    }
    expect((await give(emea, dan, 'owner')).body.code).toBe('role-not-assignable-here');
    expect((await give(emea, dan, 'build-none', 'build-viewer')).body.code).toBe('one-role-per-module');
  });

  test('is in groups of there and below, nowhere else', async () => {
    const dan = await joinBelow(emea);
    await group('local', emea, dan);
    await group('inner', berlin, dan);
    for (const elsewhere of [root, apac]) {
      const id = await group('other', elsewhere);
      const refused = await call('POST', `/groups/${id}/members`, { userId: dan });
      expect(refused).toMatchObject({ status: 422, body: { code: 'not-a-member' } });
    }
    expect(await holdings(dan)).toEqual(['in inner', 'in local']);
  });

  test('becomes a member of the organization as the same object, and keeps everything', async () => {
    const dan = await joinBelow(emea);
    await give(emea, dan, 'steward');
    await group('local', emea, dan);
    const { version } = (await call('GET', `/members/${dan}`)).body;
    const joined = await call('POST', '/members', { key: 'DAN@acme.com', displayName: 'Dan' });
    expect(joined).toMatchObject({
      status: 201,
      body: { id: dan, key: 'dan@acme.com', displayName: 'Dan', state: 'invited', version: version + 1 },
    });
    expect(joined.headers.get('location')).toBe(`/orgs/acme/api/v1/members/${dan}`);
    expect((await call('POST', `/members/${dan}/accept`)).body.state).toBe('active');
    expect((await call('GET', `/scopes/${emea}/members/${dan}`)).body.state).toBe('active');
    expect(await holdings(dan)).toEqual(['in local', 'on emea']);
    expect((await call('POST', '/members', { key: 'dan@acme.com' })).body.code).toBe('already-exists');
    expect((await give(apac, dan, 'steward')).status).toBe(201);
  });
});

describe('who leaves the organization and is a member below', () => {
  test('stays outside, with what is given there; the rest goes first', async () => {
    const dan = await joinRoot();
    await make(call, `/scopes/${emea}/members`, { key: 'dan@acme.com' });
    await call('POST', `/scopes/${emea}/members/${dan}/accept`);
    for (const place of [root, emea, berlin, apac]) await give(place, dan, 'steward');
    await group('everyone', root, dan);
    await group('local', emea, dan);
    const story = await storyOf(() => call('DELETE', `/members/${dan}`));
    expect(story.slice(0, 1)).toEqual(['group.member-removed everyone']);
    expect(story.slice(1, -1).sort()).toEqual([
      'assignment.deleted dan@acme.com on acme',
      'assignment.deleted dan@acme.com on apac',
    ]);
    expect(story.at(-1)).toBe('member.deleted dan@acme.com');
    expect(await holdings(dan)).toEqual(['in local', 'on berlin', 'on emea']);
    expect((await call('GET', `/members/${dan}`)).body).toMatchObject({ state: 'outside', invitation: null });
    const [event] = (await call('GET', '/audit-events?pageSize=1')).body.items;
    expect(event).toMatchObject({ before: { state: 'active' }, after: { state: 'outside' } });
    expect((await call('DELETE', `/members/${dan}`)).status).toBe(404);
  });

  test('an invitation taken back is told as one', async () => {
    const dan = await joinBelow(emea);
    await call('POST', '/members', { key: 'dan@acme.com' });
    const story = await storyOf(() => call('DELETE', `/members/${dan}`));
    expect(story).toEqual(['member.invitation-revoked dan@acme.com']);
    expect((await call('GET', `/members/${dan}`)).body.state).toBe('outside');
  });
});

describe('who leaves a unit', () => {
  test('loses what nothing else carries, when a member of the organization', async () => {
    const dan = await joinRoot();
    await make(call, `/scopes/${emea}/members`, { key: 'dan@acme.com' });
    await give(emea, dan, 'steward');
    await group('local', emea, dan);
    const story = await storyOf(() => call('DELETE', `/scopes/${emea}/members/${dan}`));
    expect(story).toEqual(['scope-member.invitation-revoked dan@acme.com in emea']);
    expect(await holdings(dan)).toEqual(['in local', 'on emea']);
  });

  test('keeps what another membership below carries, when outside', async () => {
    const dan = await joinBelow(emea);
    await joinBelow(berlin);
    await joinBelow(apac);
    for (const place of [emea, berlin, apac]) await give(place, dan, 'steward');
    await group('local', emea, dan);
    await group('inner', berlin, dan);
    const story = await storyOf(() => call('DELETE', `/scopes/${emea}/members/${dan}`));
    expect(story).toEqual([
      'group.member-removed local',
      'assignment.deleted dan@acme.com on emea',
      'scope-member.deleted dan@acme.com in emea',
    ]);
    expect(await holdings(dan)).toEqual(['in inner', 'on apac', 'on berlin']);
  });

  test('is forgotten with the last membership, when outside', async () => {
    const dan = await joinBelow(emea);
    await give(berlin, dan, 'steward');
    await group('inner', berlin, dan);
    const story = await storyOf(() => call('DELETE', `/scopes/${emea}/members/${dan}`));
    expect(story).toEqual([
      'group.member-removed inner',
      'assignment.deleted dan@acme.com on berlin',
      'person.removed dan@acme.com',
      'scope-member.deleted dan@acme.com in emea',
    ]);
    for (const path of [`/members/${dan}`, `/scopes/${emea}/members/${dan}`]) {
      expect((await call('GET', path)).status).toBe(404);
    }
    expect((await call('GET', '/members')).body.total).toBe(0);
    expect((await make(call, `/scopes/${emea}/members`, { key: 'dan@acme.com' })).memberId).not.toBe(dan);
  });

  test('a unit that is deleted takes its memberships along', async () => {
    const dan = await joinBelow(apac);
    const eve = await joinRoot('eve@acme.com');
    await make(call, `/scopes/${apac}/members`, { key: 'eve@acme.com' });
    await give(apac, dan, 'steward');
    await give(apac, eve, 'steward');
    const story = await storyOf(() => call('DELETE', `/scopes/${apac}`));
    expect(story.filter((line) => line.includes('dan'))).toEqual([
      'assignment.deleted dan@acme.com on apac',
      'person.removed dan@acme.com',
      'scope-member.deleted dan@acme.com in apac',
    ]);
    expect(story.filter((line) => line.includes('eve'))).toEqual([
      'scope-member.invitation-revoked eve@acme.com in apac',
      'assignment.deleted eve@acme.com on apac',
    ]);
    expect(story.at(-1)).toBe('scope.deleted apac');
    expect((await call('GET', '/scope-members')).body.total).toBe(0);
    expect((await call('GET', '/members')).body.items).toMatchObject([{ id: eve, state: 'active' }]);
  });
});

test('memberships of scopes are listed whole, paged and narrowed', async () => {
  const dan = await joinBelow(emea);
  await joinBelow(berlin);
  const eve = await joinBelow(emea, 'eve@acme.com');
  const total = async (query: string) => (await call('GET', `/scope-members${query}`)).body.total;
  expect(await total('')).toBe(3);
  expect(await total(`?scopeId=${emea}`)).toBe(2);
  expect(await total(`?memberId=${dan}`)).toBe(2);
  expect(await total(`?scopeId=${berlin}&memberId=${eve}`)).toBe(0);
  expect(await total('?scopeId=nowhere')).toBe(0);
  expect((await call('GET', '/scope-members?scope=x')).body.code).toBe('invalid-request');
  const pages = [];
  for (const page of [1, 2]) {
    const { body } = await call('GET', `/scope-members?page=${page}&pageSize=2`);
    expect(body).toMatchObject({ page, pageSize: 2, total: 3 });
    pages.push(...body.items);
  }
  const ids = pages.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].sort());
  sandbox.setFaults([{ kind: 'missing-page', nth: 2, match: { operationId: 'listScopeMembers' } }]);
  expect((await call('GET', '/scope-members')).body.items).toHaveLength(3);
  expect((await call('GET', '/scope-members')).body).toMatchObject({ items: [], total: 3 });
});

test('each write on a membership passes with its current ETag only, and moves it', async () => {
  const made = await make(call, `/scopes/${emea}/members`, { key: 'dan@acme.com' });
  const path = `/scopes/${emea}/members/${made.memberId}`;
  for (const [method, url, body] of [
    ['POST', `${path}/resend`, undefined],
    ['POST', `${path}/accept`, undefined],
    ['PATCH', path, { state: 'deactivated' }],
    ['DELETE', path, undefined],
  ] as const) {
    const { etag } = await call('GET', path);
    for (const wrong of ['"other"', `W/${etag}`, made.etag === etag ? '"x"' : made.etag]) {
      const refused = await call(method, url, body, { headers: { 'if-match': wrong } });
      expect(refused).toMatchObject({ status: 412, etag, body: { code: 'precondition-failed' } });
    }
    const done = await call(method, url, body, { headers: { 'if-match': etag } });
    expect(done.status).toBeLessThan(300);
    const after = await call('GET', path);
    if (after.status === 200) expect([after.etag === etag, done.etag]).toEqual([false, after.etag]);
  }
});

test('a change that changes nothing is no write', async () => {
  const dan = await joinBelow(emea);
  const { revision } = (await call('GET', '')).body;
  for (const body of [{}, { state: 'active' }]) {
    const same = await call('PATCH', `/scopes/${emea}/members/${dan}`, body);
    expect(same).toMatchObject({ status: 200, body: { version: 2 } });
  }
  expect((await call('GET', '')).body.revision).toBe(revision);
});

test.each<[string, () => string, unknown, number, string]>([
  ['the organization', () => root, { key: 'a@acme.com' }, 422, 'scope-members-not-supported'],
  ['a scope that is not', () => crypto.randomUUID(), { key: 'a@acme.com' }, 404, 'not-found'],
  ['a unit, by no e-mail address', () => emea, { key: 'dan' }, 422, 'invalid-member-key'],
  ['a unit, with a state', () => emea, { key: 'a@acme.com', state: 'active' }, 422, 'invalid-body'],
  ['a unit, nobody', () => emea, {}, 422, 'invalid-body'],
])('an invitation into %s is refused', async (_what, where, body, status, code) => {
  expect(await call('POST', `/scopes/${where()}/members`, body)).toMatchObject({ status, body: { code } });
  expect((await call('GET', '/members')).body.total).toBe(0);
});

test('an owner of a unit counts where the unit needs one, be he outside', async () => {
  await sandbox.close();
  const platform = atriumWithUnitMembers() as { invariants: object[] };
  const rule = { code: 'last-steward', rule: 'minimum-holders', role: 'steward', at: 'unit', count: 1 };
  sandbox = await startTestSandbox({ platform: { ...platform, invariants: [rule] } });
  root = await rootId(call);
  emea = await scope('emea', root);
  berlin = await scope('berlin', emea);
  const dan = await joinBelow(emea);
  expect((await give(berlin, dan, 'steward')).status).toBe(201);
  const member = `/scopes/${emea}/members/${dan}`;
  for (const attempt of [
    () => call('DELETE', member),
    () => call('PATCH', member, { state: 'deactivated' }),
  ]) {
    expect(await attempt()).toMatchObject({ status: 409, body: { code: 'last-steward' } });
  }
  const eve = await joinRoot('eve@acme.com');
  await give(berlin, eve, 'steward');
  expect((await call('DELETE', member)).status).toBe(204);
  expect((await call('DELETE', `/members/${eve}`)).body.code).toBe('last-steward');
});
