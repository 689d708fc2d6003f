/** Everything the connector can send to GitHub, sent to the stand-in and recorded. */
import { generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { openReader, openWriter } from '../../../../src/connector/connect.ts';
import type { Connection } from '../../../../src/connector/connector.ts';
import type { Write } from '../../../../src/plan/write/write.ts';
import { memberAddress } from '../../../../src/resource/address.ts';
import type { InjectedFault } from '../../../../src/sandbox/faults/fault.ts';
import type { GithubSeed } from '../../../../src/sandbox/github/world/github-seed.ts';
import type { RecordedExchange } from '../../../../src/sandbox/http/recorded-exchange.ts';
import { given, group, joins, person, team, updated } from '../../attributes.ts';
import { must } from '../../connections.ts';
import { fastGithub, githubConnection, githubOf } from '../github-connections.ts';

const SOURCES = new URL('../../../../src/connector/github/', import.meta.url);

/** Requests that the source of the connector names, each where it is made: `GET /orgs/{org}/teams`. */
export function namedCalls(): ReadonlySet<string> {
  const calls = new Set<string>();
  for (const file of readdirSync(SOURCES)) {
    const text = readFileSync(new URL(file, SOURCES), 'utf8');
    for (const [, route = ''] of text.matchAll(/['"`]((?:GET|POST|PUT|PATCH|DELETE) \/[^'"`\s]*)['"`]/g)) {
      calls.add(route === 'POST /graphql' ? 'graphql' : route);
    }
  }
  return calls;
}

const PAIR = generateKeyPairSync('rsa', { modulusLength: 2048 });
const KEY = PAIR.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const OWNER = 'ghp_of_octavia';

const SEED: GithubSeed = {
  users: [{ login: 'dan' }, { login: 'eve' }, { login: 'fay' }, { login: 'gus' }],
  tokens: [{ value: OWNER, login: 'octavia', scopes: ['admin:org', 'repo', 'read:audit_log', 'user'] }],
  organizations: [
    {
      login: 'acme',
      plan: 'enterprise',
      owners: ['octavia'],
      members: ['ben', 'chi'],
      invitations: [
        { login: 'dan', teams: ['Frontend'] },
        { login: 'gus', failed: 'Invitation expired' },
      ],
      customRepositoryRoles: [{ name: 'releaser', base: 'write' }],
      repositories: [
        {
          name: 'web',
          collaborators: { 'hired-pen': 'write', chi: 'read' },
          invitations: [{ login: 'eve', role: 'read' }],
        },
        { name: 'late', invitations: [{ login: 'fay', role: 'read', createdAt: '2026-01-01T00:00:00Z' }] },
      ],
      roleAssignments: { security_manager: { users: ['ben'], teams: ['Engineering'] } },
      teams: [
        { name: 'Engineering', members: ['ben'], repositories: { web: 'triage' } },
        { name: 'Frontend', parent: 'Engineering', maintainers: ['chi'] },
        { name: 'Synced', source: 'team-sync', groups: ['people'] },
      ],
    },
    {
      login: 'corp',
      plan: 'enterprise',
      managedUsers: 'corp-inc',
      owners: ['octavia'],
      externalGroups: [{ name: 'all', members: ['ben'] }],
      teams: [{ name: 'Staff', source: 'external-group', groups: ['all'] }],
    },
  ],
  apps: [
    {
      id: 77,
      slug: 'bylaw-plan',
      publicKey: PAIR.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      installations: [{ id: 7, organization: 'acme', permissions: { members: 'read', metadata: 'read' } }],
    },
  ],
};

/** The same with a team and a repository of more than comes along with them, and more teams than a page. */
function large({ organizations: [acme, ...others], ...rest }: GithubSeed): GithubSeed {
  if (acme?.teams === undefined || acme.repositories === undefined) throw new Error('no seed');
  const people = Array.from({ length: 60 }, (_, n) => `person-${n}`);
  const names = Array.from({ length: 45 }, (_, n) => `repo-${n}`);
  const team = {
    name: 'Large',
    members: people,
    repositories: Object.fromEntries(names.map((name) => [name, 'read'])),
  };
  const many = Array.from({ length: 25 }, (_, n) => ({ name: `Many ${n}` }));
  const grown = {
    ...acme,
    members: [...people, 'ben', 'chi'],
    repositories: [
      ...acme.repositories,
      { name: 'crowd', collaborators: Object.fromEntries(people.map((login) => [login, 'write'])) },
      ...names.map((name) => ({ name })),
    ],
    teams: [...acme.teams, ...many, team],
  };
  return { ...rest, organizations: [grown, ...others] };
}

const WEB = 'acme/repositories/web';

/** Each kind of write, in an order in which each finds what it needs. */
const WRITES: readonly Write[] = [
  { write: 'create-group', group: group('tools') },
  updated('acme/tools', { title: 'Tools', description: 'They make them.' }),
  { write: 'add-group-member', group: 'acme/tools', member: 'ben' },
  { write: 'set-membership-role', group: 'acme/tools', member: 'ben', role: 'maintainer' },
  { write: 'nest-group', group: 'acme/engineering', child: 'acme/tools' },
  { write: 'put-assignment', assignment: given(WEB, team('acme/tools'), ['releaser']) },
  { write: 'delete-assignment', scope: WEB, principal: team('acme/tools') },
  { write: 'unnest-group', group: 'acme/engineering', child: 'acme/tools' },
  { write: 'remove-group-member', group: 'acme/tools', member: 'ben' },
  { write: 'delete-group', group: 'acme/tools' },
  { write: 'put-assignment', assignment: given(WEB, person('chi'), ['maintain']) },
  { write: 'put-assignment', assignment: given(WEB, person('eve'), ['triage']) },
  { write: 'delete-assignment', scope: WEB, principal: person('chi') },
  { write: 'remove-member', scope: WEB, member: 'eve' },
  { write: 'remove-member', scope: WEB, member: 'hired-pen' },
  joins('eve', WEB),
  { write: 'resend-invitation', scope: 'acme/repositories/late', member: 'fay' },
  joins('eve'),
  { write: 'put-assignment', assignment: given('acme', person('ben'), ['owner']) },
  { write: 'put-assignment', assignment: given('acme', person('chi'), ['security_manager']) },
  { write: 'delete-assignment', scope: 'acme', principal: person('chi') },
  { write: 'put-assignment', assignment: given('acme', team('acme/frontend'), ['security_manager']) },
  { write: 'delete-assignment', scope: 'acme', principal: team('acme/frontend') },
  { write: 'resend-invitation', scope: 'acme', member: 'gus' },
  { write: 'remove-member', scope: 'acme', member: 'dan' },
  { write: 'remove-member', scope: 'acme', member: 'chi' },
  {
    write: 'create-scope',
    scope: {
      path: 'acme/repositories/fresh',
      kind: 'repository',
      title: 'fresh',
      settings: new Map(),
      parent: 'acme',
    },
  },
  { write: 'update-scope', path: 'acme/repositories/fresh', title: 'Fresh', settings: new Map() },
  { write: 'update-scope', path: 'acme', title: 'Acme', settings: new Map() },
];

/** The first answer to each method that writes; a query is a POST that reads. */
const LOST: readonly InjectedFault[] = ['POST', 'PUT', 'PATCH', 'DELETE'].map((method) => ({
  kind: 'drop-after-write',
  match: { method, path: '^/(?!graphql)' },
  nth: 1,
}));

/**
 * Reads by GraphQL and by REST, of an organization of its own people and of one with managed accounts, by a token and by
 * an App; each write once as it should be, and once with its answer lost, so that the connector looks what became of it.
 */
export async function everyCall(version: string): Promise<readonly RecordedExchange[]> {
  const all: RecordedExchange[] = [];
  const to = (url: string, settings = {}, more: Partial<Connection> = {}) =>
    githubConnection({ url, token: OWNER }, { 'api-version': version, ...settings }, more);
  const standIn = await githubOf({ seed: large(SEED) });
  for (const settings of [{}, { graphql: false }]) {
    must(await openReader(fastGithub(), to(standIn.url, settings)).read());
    const corp = to(standIn.url, settings, { organization: 'corp', remote: 'corp' });
    must(await openReader(fastGithub(), corp).read());
  }
  const reader = openReader(fastGithub(), to(standIn.url));
  must(await reader.read());
  must(await reader.events('2026-01-01T00:00:00Z'));
  // Somebody who is written, was known by number, and is nowhere here.
  const at = '2026-11-01T00:00:00Z';
  const ids = new Map([[memberAddress('acme', 'zed'), { id: 'user:4711', at }]]);
  const knowing = openReader(fastGithub(), to(standIn.url, {}, { remembered: { ids, people: new Map() } }));
  must(await knowing.read());
  const zed = { scope: 'acme', member: 'zed', display: 'zed', inviteAgain: null };
  await knowing.lookUp?.([zed]);
  const app = to(standIn.url, { app: { id: 77, 'key-env': 'GITHUB_APP_KEY' } });
  await openReader(fastGithub(), { ...app, secrets: { 'app.key-env': KEY } }).read();
  all.push(...standIn.exchanges);
  for (const lost of [false, true]) {
    const taken = await githubOf({ seed: SEED });
    const writer = openWriter(fastGithub(), to(taken.url));
    must(await writer.read());
    for (const write of WRITES) {
      // Whoever made a team whose answer was lost is in it still: to be deleted it has to be read as it is.
      taken.setFaults([]);
      if (lost && write.write === 'delete-group') must(await writer.read());
      taken.setFaults(lost ? LOST : []);
      must(await writer.write(write));
    }
    all.push(...taken.exchanges);
  }
  return all;
}
