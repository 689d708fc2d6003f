import { afterAll, beforeAll, expect, test } from 'vitest';
import { caller, type Json, make, rootId } from './caller.ts';
import { operations } from './openapi.ts';
import { atriumWithUnitMembers, startTestSandbox, type TestSandbox } from './start.ts';

/** Every operation once with success, on a platform that has all there is; closing holds each answer to the contract. */

let sandbox: TestSandbox;
const call = caller(() => sandbox);

beforeAll(async () => {
  sandbox = await startTestSandbox({ platform: atriumWithUnitMembers() });
});
afterAll(() => sandbox.close());

async function done(method: string, path: string, body?: unknown): Promise<Json> {
  const reply = await call(method, path, body);
  expect(reply.body ?? {}).not.toHaveProperty('code');
  expect(reply.status).toBeLessThan(300);
  return reply.body;
}

test('every operation of the document is played, and keeps to it', async () => {
  const parentId = await rootId(call);
  const scope = (slug: string) => make(call, '/scopes', { kind: 'unit', slug, parentId, name: slug });
  const [unit, gone] = [await scope('unit'), await scope('gone')];
  const role = await make(call, '/roles', { slug: 'r', name: 'R', permissions: ['*'] });
  const spare = await make(call, '/roles', { slug: 's', name: 'S', permissions: ['build:*'] });
  const member = await make(call, '/members', { key: 'ann@acme.com' });
  await done('POST', `/members/${member.id}/resend`);
  await done('POST', `/members/${member.id}/accept`);
  const below = `/scopes/${unit.id}/members`;
  const guest = await make(call, below, { key: 'ann@acme.com' });
  await done('POST', `${below}/${guest.memberId}/resend`);
  await done('POST', `${below}/${guest.memberId}/accept`);
  const group = await make(call, '/groups', { slug: 'g', name: 'G' });
  const child = await make(call, '/groups', { slug: 'c', name: 'C' });
  await make(call, `/groups/${group.id}/members`, { userId: member.id });
  await make(call, `/groups/${group.id}/groups`, { groupId: child.id });
  await make(call, `/groups/${group.id}/roles`, { roleId: role.id });
  const assignment = `/scopes/${unit.id}/assignments/member/${member.id}`;
  await done('PUT', assignment, { roleIds: [spare.id] });

  const here: Record<string, string> = {
    orgId: 'acme',
    scopeId: unit.id,
    roleId: role.id,
    memberId: member.id,
    groupId: group.id,
    principalType: 'member',
    principalId: member.id,
  };
  for (const { method, path } of operations()) {
    if (method === 'GET')
      await done('GET', `/${path.replaceAll(/\{(\w+)\}/g, (_, name) => here[name] ?? '')}`);
  }

  await done('PATCH', `/scopes/${unit.id}`, { name: 'Unit' });
  await done('PATCH', `/roles/${role.id}`, { name: 'Role' });
  await done('PATCH', `/members/${member.id}`, { displayName: 'Ann' });
  await done('PATCH', `${below}/${member.id}`, { state: 'deactivated' });
  await done('PATCH', `/groups/${group.id}`, { name: 'Group' });
  await done('PATCH', `/groups/${group.id}/members/${member.id}`, { role: 'lead' });
  for (const path of [
    assignment,
    `/groups/${group.id}/roles/${role.id}`,
    `/groups/${group.id}/groups/${child.id}`,
    `/groups/${group.id}/members/${member.id}`,
    `/groups/${group.id}`,
    `${below}/${member.id}`,
    `/members/${member.id}`,
    `/roles/${role.id}`,
    `/scopes/${gone.id}`,
  ]) {
    await done('DELETE', path);
  }

  const played = new Set(
    sandbox.exchanges.filter(({ status }) => status < 300).map(({ operationId }) => operationId),
  );
  expect(operations().flatMap(({ operation: { operationId: id } }) => (played.has(id) ? [] : [id]))).toEqual(
    [],
  );
});
