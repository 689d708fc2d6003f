/** The example on GitHub's own API, by both engines: what they leave behind is the same. */
import { cpSync } from 'node:fs';
import { expect } from 'vitest';
import { GithubClock } from '../../../src/sandbox/github/world/github-clock.ts';
import type { GithubOrganizationRecord } from '../../../src/sandbox/github/world/github-records.ts';
import type { GithubSeed } from '../../../src/sandbox/github/world/github-seed.ts';
import { githubOf } from '../../connector/github/github-connections.ts';
import type { GithubStandInForTests } from '../../sandbox/github/open-github-stand-in.ts';
import { itWithTerraform } from '../../terraform/available.ts';
import { EMBEDDED, type Engine, TERRAFORM } from '../bylaw.ts';
import { TOKEN, type Workspace, workspaceOf } from '../workspaces.ts';

const HOME = 'northwind';

/** Most of the example is there: a request that writes waits a second for the one before. */
const SEED: GithubSeed = {
  tokens: [{ value: TOKEN, login: 'nw-olena', scopes: ['admin:org', 'repo', 'user', 'read:audit_log'] }],
  organizations: [
    {
      login: HOME,
      name: 'Northwind',
      plan: 'enterprise',
      owners: ['nw-olena', 'nw-leaver'],
      members: [
        ...['raj', 'anouk', 'ben', 'chidi', 'dalia', 'emre', 'farah', 'greta', 'hiro', 'ines', 'jonas'],
        ...['kaya', 'lior', 'mei', 'nadia', 'petra', 'gone'],
      ].map((name) => `nw-${name}`),
      customRepositoryRoles: [
        {
          name: 'Release manager',
          base: 'write',
          description: 'Writes, and pushes to the protected branches of releases.',
          permissions: ['push_protected_branch'],
        },
        {
          name: 'Security reviewer',
          base: 'read',
          description: 'Reads code and alerts, changes neither.',
          permissions: ['read_code_scanning', 'view_dependabot_alerts', 'view_secret_scanning_alerts'],
        },
      ],
      repositories: [
        { name: 'shop-api', collaborators: { 'nw-ben': 'admin' } },
        { name: 'shop-web', collaborators: { 'pixelfoundry-old': 'write' } },
        { name: 'ledger' },
        { name: 'infrastructure' },
        { name: 'attic' },
      ],
      teams: [
        { name: 'Backend', members: ['nw-ben', 'nw-chidi', 'nw-gone'], repositories: { 'shop-api': 'read' } },
        { name: 'Payments', members: ['nw-emre', 'nw-farah'], repositories: { ledger: 'maintain' } },
        {
          name: 'Platform',
          description: 'Runs what the others deploy to.',
          members: ['nw-jonas', 'nw-kaya'],
          repositories: { infrastructure: 'admin', attic: 'write' },
        },
        { name: 'Old guard', members: ['nw-gone'], repositories: { attic: 'admin' } },
      ],
    },
  ],
};

/** Everything of an organization by names in place of numbers, sorted. */
function everythingOf(standIn: GithubStandInForTests, organization: GithubOrganizationRecord) {
  const { world } = standIn;
  const login = (id: number): string => world.user(id).login.toLowerCase();
  const team = (id: number): string => organization.teams.get(id)?.slug ?? `no team ${id}`;
  const repository = (id: number): string => organization.repositories.get(id)?.name ?? `no repository ${id}`;
  const pairs = <T>(map: ReadonlyMap<number, T>, name: (id: number) => string) =>
    [...map].map(([id, role]) => `${name(id)} ${role}`).sort();
  return {
    name: organization.name,
    members: pairs(organization.members, login),
    invitations: [...organization.invitations.values()].map(({ userId, role }) => [
      userId === null ? null : login(userId),
      role,
    ]),
    teams: [...organization.teams.values()]
      .map(({ slug, name, description, privacy, parentId, members, repositories }) => ({
        slug,
        name,
        description: description ?? '',
        privacy,
        parent: parentId === null ? null : team(parentId),
        members: pairs(members, login),
        repositories: pairs(repositories, repository),
      }))
      .sort((a, b) => (a.slug < b.slug ? -1 : 1)),
    repositories: [...organization.repositories.values()]
      .map(({ name, visibility, archived, collaborators, invitations }) => ({
        name,
        visibility,
        archived,
        collaborators: pairs(collaborators, login),
        invitations: [...invitations.values()].map(({ userId, role }) => `${login(userId)} ${role}`).sort(),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    roles: [...organization.roles.values()].map(({ name, users, teams }) => ({
      name,
      users: [...users].map(login).sort(),
      teams: [...teams].map(team).sort(),
    })),
  };
}

/** By the documents, read by a person. */
const WANTED = {
  invitations: [],
  teams: [
    { slug: 'backend', parent: 'engineering', members: ['nw-ben', 'nw-chidi', 'nw-dalia'] },
    { slug: 'engineering', parent: null, members: ['nw-anouk'] },
    { slug: 'frontend', parent: 'engineering', members: ['nw-greta', 'nw-hiro', 'nw-ines'] },
    { slug: 'payments', parent: 'backend', members: ['nw-emre', 'nw-farah'] },
    { slug: 'platform', parent: 'engineering', members: ['nw-jonas', 'nw-kaya'] },
    { slug: 'security', parent: null, members: ['nw-lior', 'nw-omar'] },
    { slug: 'writers', parent: null, members: ['nw-ines', 'nw-mei'] },
  ].map((team) => ({ ...team, members: team.members.map((login) => `${login} member`) })),
  repositories: [
    { name: 'attic', collaborators: [] },
    { name: 'handbook', collaborators: [] },
    { name: 'infrastructure', collaborators: [] },
    { name: 'ledger', collaborators: ['kpgm-audit read', 'nw-dalia admin'] },
    { name: 'shop-api', collaborators: ['nw-anouk Release manager'] },
    { name: 'shop-web', collaborators: ['pixelfoundry-sam write', 'pixelfoundry-uma triage'] },
  ],
};

/** In the part of everybody who was invited, to the organization or to a repository. */
function everybodyAccepts(standIn: GithubStandInForTests): void {
  const organization = standIn.organization(HOME);
  for (const { userId } of [...organization.invitations.values()]) {
    if (userId !== null) standIn.accept(HOME, standIn.world.user(userId).login);
  }
  for (const { invitations, collaborators } of organization.repositories.values()) {
    for (const { userId, role } of invitations.values()) collaborators.set(userId, role);
    invitations.clear();
  }
}

/** Requests that write: a query is sent by POST, and reads. */
function writesOf(standIn: GithubStandInForTests): readonly string[] {
  return standIn
    .requests()
    .filter(({ method, path }) => method !== 'GET' && path !== '/graphql')
    .map(({ method, path, status }) => `${method} ${path} ${status}`);
}

async function exampleAt(standIn: GithubStandInForTests): Promise<Workspace> {
  const workspace = workspaceOf({});
  cpSync('examples/github', workspace.folder, { recursive: true });
  workspace.write(
    'bylaw.yaml',
    `apiVersion: bylaw/v1
kind: Workspace
files: ["access/*.yaml"]
organizations:
  ${HOME}: { connector: github, url: "${standIn.url}", token-env: BYLAW_TOKEN }
`,
  );
  return workspace;
}

/** Applies the example, lets everybody accept, applies again, and tells what is there then. */
async function applied(engine: Engine) {
  const standIn = await githubOf({ seed: SEED, everybodyExists: true, clock: new GithubClock() });
  const before = everythingOf(standIn, standIn.organization(HOME));
  const workspace = await exampleAt(standIn);
  const first = await workspace.run('apply', '--yes', ...engine.words);
  expect(first.err).toBe('');
  everybodyAccepts(standIn);
  const second = await workspace.run('apply', '--yes', ...engine.words);
  expect({ err: second.err, status: second.status }).toEqual({ err: '', status: 0 });
  standIn.resetRequests();
  const planned = await workspace.run('plan', ...engine.words);
  expect(planned).toMatchObject({ err: '', status: 0 });
  const again = await workspace.run('apply', '--yes', ...engine.words);
  expect(again).toMatchObject({ err: '', status: 0 });
  expect(writesOf(standIn)).toEqual([]);
  return { before, first, planned, after: everythingOf(standIn, standIn.organization(HOME)) };
}

itWithTerraform(
  'both engines leave the same behind at GitHub, and find nothing to do then',
  async () => {
    const [ours, theirs] = await Promise.all([applied(EMBEDDED), applied(TERRAFORM)]);
    expect(ours.before).toEqual(theirs.before);
    expect(theirs.after).toEqual(ours.after);
    expect(ours.after).toMatchObject(WANTED);
    expect(ours.planned.out).toMatch(/no changes[\s\S]*engine: embedded/);
    expect(theirs.planned.out).toMatch(/no changes[\s\S]*engine: (terraform|tofu) /);
  },
  300_000,
);
