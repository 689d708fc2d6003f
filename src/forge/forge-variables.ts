import { apiUrlFault } from '../source/api-url.ts';
import { diagnostic } from '../source/diagnostic.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import type { ForgeKind } from './open-forge.ts';

interface ForgeVariables {
  readonly api: string;
  readonly usualApi: string;
  readonly repositories: readonly string[];
  readonly tokens: readonly string[];
}

/**
 * What the CI server of each forge passes on to a job, the first that is set. The token of a job of GitLab may write
 * neither notes nor issues, so it is not among them. docs.github.com/actions/reference/workflows-and-actions/variables,
 * docs.gitlab.com/ci/variables/predefined_variables.
 */
const VARIABLES: { readonly [K in ForgeKind]: ForgeVariables } = {
  github: {
    api: 'GITHUB_API_URL',
    usualApi: 'https://api.github.com',
    repositories: ['GITHUB_REPOSITORY'],
    tokens: ['BYLAW_FORGE_TOKEN', 'GITHUB_TOKEN', 'GH_TOKEN'],
  },
  gitlab: {
    api: 'CI_API_V4_URL',
    usualApi: 'https://gitlab.com/api/v4',
    // The number first: it stays when a project is renamed or moved.
    repositories: ['CI_PROJECT_ID', 'CI_PROJECT_PATH'],
    tokens: ['BYLAW_FORGE_TOKEN', 'GITLAB_TOKEN'],
  },
};

/** The forge whose CI server runs this; null elsewhere. */
export function forgeOfJob(environment: NodeJS.ProcessEnv): ForgeKind | null {
  if (environment.GITHUB_ACTIONS === 'true') return 'github';
  return environment.GITLAB_CI === 'true' ? 'gitlab' : null;
}

/** Base of the REST API, without a slash at its end. Fails with usage where the variable holds no address. */
export function forgeApi(kind: ForgeKind, environment: NodeJS.ProcessEnv): Outcome<string> {
  const { api, usualApi } = VARIABLES[kind];
  const url = (variable(environment, api) ?? usualApi).replace(/\/+$/, '');
  const fault = apiUrlFault(url);
  if (fault === null) return success(url);
  return failure(diagnostic('usage', `${api}: ${fault}`, null, { hint: `Leave it out for ${usualApi}.` }));
}

/** The repository that the job is of. */
export function forgeRepository(kind: ForgeKind, environment: NodeJS.ProcessEnv): string | null {
  return first(VARIABLES[kind].repositories, environment);
}

/** Whether it can be put into a path of the API: owner and name; on GitLab any number of groups, or a project's number. */
export function isRepositoryOf(kind: ForgeKind, repository: string): boolean {
  const parts = repository.split('/');
  return (
    (kind === 'gitlab' || parts.length === 2) &&
    parts.every((part) => /^[\w.-]+$/.test(part) && !/^\.+$/.test(part))
  );
}

export function forgeToken(kind: ForgeKind, environment: NodeJS.ProcessEnv): string | null {
  return first(VARIABLES[kind].tokens, environment);
}

/** Where `forgeToken` looks, as people read it. */
export function forgeTokenVariables(kind: ForgeKind): string {
  return VARIABLES[kind].tokens.join(', ');
}

/** An empty variable is one that is not set: so CI servers pass on a secret that a fork does not get. */
export function variable(environment: NodeJS.ProcessEnv, name: string): string | null {
  const value = environment[name];
  return value === undefined || value.trim() === '' ? null : value;
}

function first(names: readonly string[], environment: NodeJS.ProcessEnv): string | null {
  for (const name of names) {
    const value = variable(environment, name);
    if (value !== null) return value;
  }
  return null;
}
