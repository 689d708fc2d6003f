import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { caller, type Json, make, rootId } from './caller.ts';
import { atriumWithUnitMembers, READER, startTestSandbox, type TestSandbox } from './start.ts';

const START = '2026-03-02T10:00:00.000Z';
const DAY = 86_400;

let sandbox: TestSandbox;
const call = caller(() => sandbox);
let unit: string;

beforeEach(async () => {
  const now = () => new Date(START);
  sandbox = await startTestSandbox({ platform: atriumWithUnitMembers(), now });
  const parentId = await rootId(call);
  unit = (await make(call, '/scopes', { kind: 'unit', slug: 'emea', parentId, name: 'EMEA' })).id;
});
afterEach(() => sandbox.close());

function day(n: number): string {
  return new Date(Date.parse(START) + n * DAY * 1000).toISOString();
}

async function revision(): Promise<number> {
  return (await call('GET', '')).body.revision;
}

/** The newest events, as action and actor. */
async function story(count: number): Promise<string[]> {
  const { items } = (await call('GET', `/audit-events?pageSize=${count}`)).body;
  return items.map(({ action, actor }) => `${action} ${(actor as { name: string }).name}`);
}

const places = [
  { place: 'the organization', of: 'member', collection: () => '/members' },
  { place: 'a unit', of: 'scope-member', collection: () => `/scopes/${unit}/members` },
];

describe.each(places)('an invitation to $place', ({ of, collection }) => {
  let invited: Json & { etag: string };
  let path: string;

  beforeEach(async () => {
    invited = await make(call, collection(), { key: 'bob@acme.com' });
    path = `${collection()}/${of === 'member' ? invited.id : invited.memberId}`;
  });

  test('is sent, sent again, expires, is sent once more, and accepted', async () => {
    expect(invited).toMatchObject({
      state: 'invited',
      invitation: { sentAt: day(0), expiresAt: day(7), sent: 1 },
    });
    sandbox.advanceClock(3 * DAY);
    const again = await call('POST', `${path}/resend`, undefined, { headers: { 'if-match': invited.etag } });
    expect(again).toMatchObject({
      status: 200,
      body: {
        id: invited.id,
        state: 'invited',
        version: 2,
        invitation: { sentAt: day(3), expiresAt: day(10), sent: 2 },
      },
    });
    sandbox.advanceClock(7 * DAY);
    const before = again.body.version;
    const late = await call('GET', path);
    expect(late.body).toMatchObject({
      state: 'expired',
      version: before + 1,
      updatedAt: day(10),
      invitation: { sentAt: day(3), expiresAt: day(10), sent: 2 },
    });
    const tooLate = await call('POST', `${path}/accept`);
    expect(tooLate).toMatchObject({ status: 409, body: { code: 'invitation-expired' } });
    const third = await call('POST', `${path}/resend`);
    expect(third.body).toMatchObject({ state: 'invited', invitation: { sentAt: day(10), sent: 3 } });
    const joined = await call('POST', `${path}/accept`, undefined, { headers: { 'if-match': third.etag } });
    expect(joined).toMatchObject({
      status: 200,
      body: { id: invited.id, state: 'active', invitation: null },
    });
    sandbox.advanceClock(70 * DAY);
    expect((await call('GET', path)).body).toMatchObject({ state: 'active', version: joined.body.version });
    expect(await story(5)).toEqual([
      `${of}.accepted admin-token`,
      `${of}.invitation-resent admin-token`,
      `${of}.invitation-expired platform`,
      `${of}.invitation-resent admin-token`,
      `${of}.created admin-token`,
    ]);
  });

  test('expires by itself, once, in a write of its own, whoever asks first', async () => {
    const count = await revision();
    sandbox.advanceClock(7 * DAY - 1);
    expect(await revision()).toBe(count);
    sandbox.advanceClock(1);
    // A reader's question, and one that is refused, do as well as any.
    const refused = await call('POST', '/groups', { slug: 'no' }, { token: READER });
    expect(refused.status).toBe(403);
    const reply = await call('GET', '/members', undefined, { token: READER });
    expect(reply.body.revision).toBe(count + 1);
    expect(await revision()).toBe(count + 1);
    const [event] = (await call('GET', '/audit-events')).body.items;
    expect(event).toMatchObject({
      at: day(7),
      actor: { type: 'platform', name: 'platform' },
      action: `${of}.invitation-expired`,
      target: { type: of, id: invited.id },
      before: { state: 'invited' },
      after: { state: 'expired', invitation: { expiresAt: day(7) } },
    });
  });

  test('what has expired meanwhile is not what an If-Match names', async () => {
    sandbox.advanceClock(8 * DAY);
    const headers = { 'if-match': invited.etag };
    for (const [method, url] of [
      ['POST', `${path}/resend`],
      ['POST', `${path}/accept`],
      ['DELETE', path],
    ] as const) {
      expect((await call(method, url, undefined, { headers })).status).toBe(412);
    }
    expect((await call('GET', path)).body.state).toBe('expired');
  });

  test('revoked, it is gone; expired ones are merely deleted', async () => {
    expect((await call('DELETE', path, undefined, { headers: { 'if-match': invited.etag } })).status).toBe(
      204,
    );
    expect((await call('GET', path)).status).toBe(404);
    expect((await call('GET', '/members')).body.total).toBe(0);
    expect(await story(1)).toEqual([`${of}.invitation-revoked admin-token`]);
    const second = await make(call, collection(), { key: 'bob@acme.com' });
    const url = `${collection()}/${of === 'member' ? second.id : second.memberId}`;
    expect(second).toMatchObject({ invitation: { sent: 1 } });
    sandbox.advanceClock(8 * DAY);
    expect((await call('DELETE', url)).status).toBe(204);
    expect(await story(1)).toEqual([`${of}.deleted admin-token`]);
  });

  test('is neither accepted nor sent again once accepted, and no state is written over it', async () => {
    const pending = await call('PATCH', path, { state: 'active' });
    expect(pending).toMatchObject({ status: 422, body: { code: 'invitation-pending' } });
    expect((await call('POST', `${path}/accept`)).status).toBe(200);
    for (const state of ['active', 'deactivated', 'active']) {
      expect((await call('PATCH', path, { state })).body).toMatchObject({ state, invitation: null });
      for (const what of ['accept', 'resend']) {
        const reply = await call('POST', `${path}/${what}`);
        expect(reply).toMatchObject({ status: 409, body: { code: 'not-invited' } });
      }
    }
    expect(await story(2)).toEqual([`${of}.reactivated admin-token`, `${of}.deactivated admin-token`]);
  });

  test('an answer that got lost is not a second sending', async () => {
    const headers = { 'idempotency-key': 'k' };
    sandbox.setFaults([{ kind: 'drop-after-write', nth: 1, match: { path: '/resend$' } }]);
    await expect(call('POST', `${path}/resend`, undefined, { headers })).rejects.toThrow();
    const reply = await call('POST', `${path}/resend`, undefined, { headers });
    expect(reply.headers.get('idempotent-replayed')).toBe('true');
    expect(reply.body).toMatchObject({ invitation: { sent: 2 } });
    expect((await call('GET', path)).body).toEqual(reply.body);
    expect((await call('POST', `${path}/resend`)).body).toMatchObject({ invitation: { sent: 3 } });
  });
});

test('all that is due goes in one write, and organizations are left to themselves', async () => {
  for (const key of ['a@acme.com', 'b@acme.com']) await make(call, '/members', { key });
  for (const key of ['b@acme.com', 'c@acme.com']) await make(call, `/scopes/${unit}/members`, { key });
  const count = await revision();
  sandbox.advanceClock(30 * DAY);
  expect((await call('GET', '//orgs/none/api/v1')).status).toBe(404);
  expect((await call('GET', '', undefined, { token: null })).status).toBe(401);
  const { items, revision: after } = (await call('GET', '/scope-members')).body;
  expect(items.map(({ state }) => state)).toEqual(['expired', 'expired']);
  expect(after).toBe(count + 1);
  expect(await story(4)).toEqual([
    'scope-member.invitation-expired platform',
    'scope-member.invitation-expired platform',
    'member.invitation-expired platform',
    'member.invitation-expired platform',
  ]);
});

test('groups, roles and assignments of somebody whose invitation is sent again stay', async () => {
  const bob = await make(call, '/members', { key: 'bob@acme.com' });
  const url = `/scopes/${unit}/assignments/member/${bob.id}`;
  const given = await call('PUT', url, { roleIds: [] });
  sandbox.advanceClock(8 * DAY);
  expect((await call('GET', `/members/${bob.id}`)).body.state).toBe('expired');
  await call('POST', `/members/${bob.id}/resend`);
  expect((await call('GET', url)).body).toEqual(given.body);
});

test('whoever has not accepted is in no group where the platform wants that, be the invitation open or expired', async () => {
  const bob = await make(call, '/members', { key: 'bob@acme.com' });
  const group = await make(call, '/groups', { slug: 'g', name: 'G', scopeId: unit });
  const add = () => call('POST', `/groups/${group.id}/members`, { userId: bob.id });
  expect((await add()).body.code).toBe('invitation-pending');
  sandbox.advanceClock(8 * DAY);
  expect((await add()).body.code).toBe('invitation-pending');
  // Accepted where the group lives is accepted enough.
  await make(call, `/scopes/${unit}/members`, { key: 'bob@acme.com' });
  expect((await add()).body.code).toBe('invitation-pending');
  await call('POST', `/scopes/${unit}/members/${bob.id}/accept`);
  expect((await add()).status).toBe(201);
});

test('without a limit an invitation waits for ever; where people are provisioned there is none', async () => {
  await sandbox.close();
  const platform = atriumWithUnitMembers() as { members: object };
  const members = { ...platform.members, invitations: undefined };
  sandbox = await startTestSandbox({ platform: { ...platform, members } });
  const bob = await make(call, '/members', { key: 'bob@acme.com' });
  expect(bob).toMatchObject({ invitation: { expiresAt: null, sent: 1 } });
  sandbox.advanceClock(3650 * DAY);
  expect((await call('POST', `/members/${bob.id}/accept`)).status).toBe(200);
  await sandbox.close();

  sandbox = await startTestSandbox({
    platform: { ...platform, members: { ...platform.members, joining: 'provisioned' } },
  });
  expect(await make(call, '/members', { key: 'bob@acme.com' })).toMatchObject({
    state: 'active',
    invitation: null,
  });
  const parentId = await rootId(call);
  const emea = await make(call, '/scopes', { kind: 'unit', slug: 'emea', parentId, name: 'E' });
  expect(await make(call, `/scopes/${emea.id}/members`, { key: 'cy@acme.com' })).toMatchObject({
    state: 'active',
    invitation: null,
  });
});
