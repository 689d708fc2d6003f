/** What a read takes is told before it is made, N+1 and all, and is what it takes. */
import { expect, it } from 'vitest';
import { readCost } from '../../../src/connector/described/read/read-cost.ts';
import { must } from '../connections.ts';
import { described, fastDescribed } from './describing.ts';
import { FILE, hostilePlatform } from './hostile-platform.ts';

/** What the hostile platform has. */
const COUNTS = {
  scopes: 1,
  roles: 0,
  members: 5,
  scopeMembers: 0,
  groups: 2,
  memberships: 3,
  nestings: 0,
  assignments: { member: 1, group: 1 },
  grants: { member: 1, group: 1 },
};

const SIGHT = FILE.replace('consistent:', 'sees-all: { get: /me, path: sees, is: [all] }\nconsistent:');

it.each([
  [null, FILE],
  [100, FILE],
  [2, FILE],
  [1, FILE],
  [2, SIGHT],
])('in pages of %s', async (most, file) => {
  const api = must(described(file));
  const { connection, asked } = await hostilePlatform(({ path }) =>
    path === '/api/me' ? { status: 200, body: { sees: 'all' } } : null,
  );
  const settings = { ...connection.settings, ...(most === null ? {} : { 'page-size': most }) };
  const reader = fastDescribed(api).openReader({ ...connection, settings });
  must(await reader.read());
  const cost = readCost(api, COUNTS, most);
  expect(cost.requests).toBe(asked.length);
  expect(cost.requests).toBe(reader.requests());
  expect(cost.lists.find(({ list }) => list === 'members')).toEqual({
    list: 'members',
    requests: 2,
    around: 'groups',
  });
});

it('with nothing there, each list that is read for no row is asked for once', () => {
  const none = { ...COUNTS, members: 0, groups: 0, memberships: 0, assignments: { member: 0, group: 0 } };
  const { lists, twice, version, login, sight } = readCost(must(described(FILE)), none, null);
  expect(lists.map(({ list, requests }) => [list, requests])).toEqual(
    expect.arrayContaining([
      ['users', 1],
      ['groups', 1],
      ['members', 0],
      ['grants', 1],
    ]),
  );
  expect({ twice, version, login, sight }).toEqual({
    twice: true,
    version: true,
    login: false,
    sight: false,
  });
});
