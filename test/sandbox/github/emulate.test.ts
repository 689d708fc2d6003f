import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EmulateForTests, openEmulate } from './open-emulate.ts';
import { type GithubStandInForTests, openGithubStandIn } from './open-github-stand-in.ts';

/** The same calls to a stand-in that none of us wrote: where both have an opinion, they have the same. */

let emulate: EmulateForTests;
let own: GithubStandInForTests;

beforeAll(async () => {
  emulate = await openEmulate();
  own = await openGithubStandIn({
    seed: {
      users: [{ login: 'dan' }],
      organizations: [
        { login: 'acme', owners: ['octavia'], members: ['ben', 'chi'], repositories: [{ name: 'web' }] },
      ],
    },
  });
});

afterAll(async () => {
  await emulate.close();
  await own.close();
});

/** What a caller looks at in an answer, wherever it comes from. */
interface Seen {
  readonly status: number;
  readonly told: unknown;
}

const TOLD = ['login', 'role', 'state', 'name', 'slug', 'privacy', 'permission', 'role_name'] as const;

function told(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(told);
  if (typeof body !== 'object' || body === null) return null;
  return Object.fromEntries(Object.entries(body).filter(([name]) => TOLD.some((one) => one === name)));
}

async function ask(
  server: { url: string; token: string },
  method: string,
  path: string,
  body?: object,
): Promise<Seen> {
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${server.token}`,
      'content-type': 'application/json',
      'x-github-api-version': '2022-11-28',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, told: text === '' ? null : told(JSON.parse(text)) };
}

const only = (names: readonly string[]) => (value: unknown) =>
  Object.fromEntries(
    Object.entries(typeof value === 'object' && value !== null ? value : {}).filter(([name]) =>
      names.includes(name),
    ),
  );

const each = (names: readonly string[]) => (value: unknown) =>
  Array.isArray(value)
    ? value
        .map(only(names))
        .map((one) => JSON.stringify(one))
        .sort()
    : value;

/** In order, since each is said of what those before have left. What follows is compared, and nothing else. */
const CALLS: readonly (readonly [string, string, object | undefined, (told: unknown) => unknown])[] = [
  ['GET', '/orgs/acme', undefined, only(['login'])],
  ['GET', '/orgs/acme/members', undefined, each(['login'])],
  ['GET', '/orgs/acme/members?role=admin', undefined, each(['login'])],
  ['GET', '/orgs/acme/memberships/ben', undefined, only(['role', 'state'])],
  ['GET', '/orgs/acme/memberships/nobody', undefined, only([])],
  ['PUT', '/orgs/acme/memberships/chi', { role: 'admin' }, only(['role', 'state'])],
  ['GET', '/orgs/acme/members?role=admin', undefined, each(['login'])],
  ['POST', '/orgs/acme/teams', { name: 'Web People', privacy: 'closed' }, only(['name', 'slug', 'privacy'])],
  ['GET', '/orgs/acme/teams/web-people', undefined, only(['name', 'slug', 'privacy'])],
  ['PUT', '/orgs/acme/teams/web-people/memberships/ben', { role: 'maintainer' }, only(['role', 'state'])],
  ['GET', '/orgs/acme/teams/web-people/memberships/ben', undefined, only(['role', 'state'])],
  ['PUT', '/orgs/acme/teams/web-people/repos/acme/web', { permission: 'push' }, only([])],
  ['GET', '/orgs/acme/teams/web-people/repos', undefined, each(['name'])],
  ['DELETE', '/orgs/acme/teams/web-people/repos/acme/web', undefined, only([])],
  ['GET', '/orgs/acme/teams/web-people/repos', undefined, each(['name'])],
  ['DELETE', '/orgs/acme/teams/web-people/memberships/ben', undefined, only([])],
  ['GET', '/orgs/acme/teams/web-people/memberships/ben', undefined, only([])],
  ['GET', '/orgs/acme/teams/nothing', undefined, only([])],
  ['DELETE', '/orgs/acme/teams/web-people', undefined, only([])],
  ['GET', '/orgs/acme/teams/web-people', undefined, only([])],
  ['DELETE', '/orgs/acme/members/ben', undefined, only([])],
  ['GET', '/orgs/acme/members', undefined, each(['login'])],
];

it('says of members, teams and grants what emulate says', async () => {
  const differences: string[] = [];
  for (const [method, path, body, look] of CALLS) {
    const [theirs, ours] = await Promise.all([
      ask(emulate, method, path, body),
      ask(own, method, path, body),
    ]);
    const said = ({ status, told: about }: Seen) => JSON.stringify([status, look(about)]);
    if (said(theirs) !== said(ours)) differences.push(`${method} ${path}: ${said(theirs)} and ${said(ours)}`);
  }
  expect(differences).toEqual([]);
});

it('has what emulate lacks, and its rules where emulate has others', async () => {
  const answers = async (server: { url: string; token: string }) => ({
    stranger: (await ask(server, 'PUT', '/orgs/acme/memberships/dan', { role: 'member' })).told,
    invitations: (await ask(server, 'GET', '/orgs/acme/invitations')).status,
    roles: (await ask(server, 'GET', '/orgs/acme/organization-roles')).status,
    version: await versionStatus(server),
  });
  expect(await answers(emulate)).toMatchObject({
    stranger: { state: 'active' },
    invitations: 404,
    roles: 404,
    version: 200,
  });
  expect(await answers(own)).toMatchObject({
    stranger: { state: 'pending' },
    invitations: 200,
    roles: 200,
    version: 410,
  });
});

async function versionStatus({ url, token }: { url: string; token: string }): Promise<number> {
  const headers = { authorization: `Bearer ${token}`, 'x-github-api-version': '2001-01-01' };
  return (await fetch(`${url}/orgs/acme`, { headers })).status;
}
