import { expect, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { openReader } from '../../../src/connector/connect.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { UNLIMITED } from '../../../src/sandbox/github/door/github-limits.ts';
import { OWNER_TOKEN } from '../../../src/sandbox/github/door/github-tokens.ts';
import { startGithubStandIn } from '../../../src/sandbox/github/github-stand-in.ts';
import type {
  GithubSeedOrganization,
  GithubSeedTeam,
} from '../../../src/sandbox/github/world/github-seed.ts';
import { must } from '../../connector/connections.ts';
import { fastGithub, githubConnection } from '../../connector/github/github-connections.ts';
import { desiredFrom, filesAfter } from '../scene.ts';
import { itWithKubernetes, KUBERNETES } from './kubernetes-data.ts';
import { documentsOf, GITHUB, readPeer, textsBelow } from './peer-scene.ts';

// biome-ignore lint/suspicious/noExplicitAny: whatever YAML holds
type Yaml = any;

/** GitHub as Peribolos leaves it behind, made from its files without the importer. */
function seedOf(texts: Readonly<Record<string, string>>): readonly GithubSeedOrganization[] {
  const found = new Map<string, { head: Yaml; teams: GithubSeedTeam[]; repositories: Set<string> }>();
  for (const [path, text] of Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [login = ''] = path.split('/');
    const one = found.get(login) ?? { head: {}, teams: [], repositories: new Set<string>() };
    found.set(login, one);
    const yaml: Yaml = parse(text);
    if (path.endsWith('/org.yaml')) one.head = yaml;
    const teamsOf = (teams: Yaml, parent: string | null): void => {
      for (const [name, team] of Object.entries<Yaml>(teams ?? {})) {
        one.teams.push({
          name,
          ...(parent === null ? {} : { parent }),
          ...(team.description ? { description: team.description } : {}),
          privacy: team.privacy,
          maintainers: team.maintainers ?? [],
          members: team.members ?? [],
          repositories: team.repos ?? {},
        });
        for (const repository of Object.keys(team.repos ?? {})) one.repositories.add(repository);
        teamsOf(team.teams, name);
      }
    };
    teamsOf(yaml.teams, null);
  }
  return [...found].map(([login, { head, teams, repositories }]) => ({
    login,
    name: head.name,
    owners: head.admins,
    members: head.members ?? [],
    repositories: [...repositories].map((name) => ({ name })),
    teams,
  }));
}

/**
 * What a team is given that its parent has already. GitHub shows a parent's access as the child's own, so nobody can see
 * whether the child was given it too.
 */
function hiddenByParents({ login, teams = [] }: GithubSeedOrganization): readonly string[] {
  const named = new Map(teams.map((team) => [team.name, team]));
  return teams.flatMap(({ name, parent, repositories = {} }) => {
    const above = parent === undefined ? undefined : named.get(parent)?.repositories;
    return Object.entries(repositories).flatMap(([repository, role]) =>
      above?.[repository] === role
        ? [`create assignment:${login}/repositories/${repository}|group:${login}/${name}`]
        : [],
    );
  });
}

itWithKubernetes(
  'a plan against GitHub as Peribolos left it is empty for all eight organizations, but for what GitHub does not show',
  async () => {
    const texts = textsBelow(KUBERNETES);
    const seed = { organizations: seedOf(texts) };
    const standIn = await startGithubStandIn({ seed, limits: UNLIMITED });
    onTestFinished(() => standIn.close());
    const read = readPeer('peribolos', texts);
    if (!read.ok) throw new Error(JSON.stringify(read.diagnostics));
    const changes: string[] = [];
    for (const organization of read.value) {
      const { name } = organization;
      const made = documentsOf('peribolos', organization);
      if (!made.ok) throw new Error(JSON.stringify(made.diagnostics));
      const connection = githubConnection(
        { url: standIn.url, token: OWNER_TOKEN },
        {},
        { organization: name, remote: name },
      );
      const found = must(await openReader(fastGithub(), connection).read());
      const desired = desiredFrom(GITHUB, filesAfter({}, made.value), name);
      const plan = buildPlan(desired, found);
      changes.push(...plan.changes.map((change) => `${change.action} ${change.address}`));
      changes.push(...plan.unmanaged.map(({ address }) => `unmanaged ${address}`));
    }
    const hidden = new Set(seed.organizations.flatMap(hiddenByParents));
    expect(hidden.size).toBe(6);
    expect(changes.filter((change) => !hidden.has(change))).toEqual([]);
  },
  180_000,
);
