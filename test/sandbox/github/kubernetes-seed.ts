import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type {
  GithubSeed,
  GithubSeedOrganization,
  GithubSeedTeam,
} from '../../../src/sandbox/github/world/github-seed.ts';

interface PeribolosTeam {
  readonly description?: string;
  readonly privacy?: 'closed' | 'secret';
  readonly maintainers?: readonly string[];
  readonly members?: readonly string[];
  readonly repos?: Readonly<Record<string, string>>;
  readonly teams?: Readonly<Record<string, PeribolosTeam>>;
}

interface PeribolosOrganization {
  readonly admins?: readonly string[];
  readonly members?: readonly string[];
  readonly default_repository_permission?: 'none' | 'read' | 'write' | 'admin';
  readonly teams?: Readonly<Record<string, PeribolosTeam>>;
}

/** The organizations of the Kubernetes project, from the files that they are kept in. */
export function kubernetesSeed(folder: string): GithubSeed {
  return { organizations: readdirSync(folder).flatMap((name) => organizationIn(folder, name) ?? []) };
}

function organizationIn(folder: string, login: string): GithubSeedOrganization | null {
  const home = join(folder, login);
  if (!statSync(home).isDirectory()) return null;
  const whole: PeribolosOrganization = parse(readFileSync(join(home, 'org.yaml'), 'utf8'));
  const parts = readdirSync(home).filter((name) => statSync(join(home, name)).isDirectory());
  const teams = [
    whole,
    ...parts.map((part): PeribolosOrganization => {
      return parse(readFileSync(join(home, part, 'teams.yaml'), 'utf8')) ?? {};
    }),
  ].flatMap((one) => teamsOf(one.teams ?? {}, null));
  const repositories = new Set(teams.flatMap((team) => Object.keys(team.repositories ?? {})));
  return {
    login,
    owners: whole.admins ?? [],
    members: whole.members ?? [],
    basePermission: whole.default_repository_permission ?? 'read',
    repositories: [...repositories].map((name) => ({ name, visibility: 'public' })),
    teams,
  };
}

function teamsOf(
  teams: Readonly<Record<string, PeribolosTeam>>,
  parent: string | null,
): readonly GithubSeedTeam[] {
  return Object.entries(teams).flatMap(([name, team]) => [
    {
      name,
      ...(parent === null ? {} : { parent }),
      ...(team.description === undefined ? {} : { description: team.description }),
      privacy: team.privacy ?? (parent === null && team.teams === undefined ? 'secret' : 'closed'),
      maintainers: team.maintainers ?? [],
      members: team.members ?? [],
      repositories: team.repos ?? {},
    },
    ...teamsOf(team.teams ?? {}, name),
  ]);
}
