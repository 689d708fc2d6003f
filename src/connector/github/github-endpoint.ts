import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import type { ScopePath } from '../../resource/identifiers.ts';
import type { Origin } from '../../source/origin.ts';
import type { Connection } from '../connector.ts';
import { textSetting } from '../settings.ts';

/** Which organization is spoken of, and where its API is. */
export interface GithubEndpoint {
  /** Name of the organization in the documents. */
  readonly organization: ScopePath;
  /** Its login on GitHub. */
  readonly login: string;
  /** Base of the REST API, without a slash at its end. */
  readonly rest: string;
  /** What `/graphql` is appended to: the same, except on an Enterprise Server. */
  readonly graphql: string;
  readonly platform: PlatformDefinition;
}

export function githubEndpointOf({ organization, remote, settings, platform }: Connection): GithubEndpoint {
  const rest = textSetting(settings, 'url');
  if (rest === null) throw new Error('a connection without its url is never opened');
  return { organization, login: remote, rest, graphql: rest.replace(/\/api\/v3$/, '/api'), platform };
}

export function githubOrigin(
  { rest }: Pick<GithubEndpoint, 'rest'> & Partial<GithubEndpoint>,
  path: string,
): Origin {
  return { from: 'live', url: `${rest}${path}` };
}

const segment = encodeURIComponent;

/** Where one object is, below the base of the REST API: for origins and messages. */
export const GITHUB_PATHS = {
  organization: (login: string) => `/orgs/${segment(login)}`,
  membership: (login: string, person: string) => `/orgs/${segment(login)}/memberships/${segment(person)}`,
  team: (login: string, slug: string) => `/orgs/${segment(login)}/teams/${segment(slug)}`,
  repository: (login: string, name: string) => `/repos/${segment(login)}/${segment(name)}`,
  collaborator: (login: string, name: string, person: string) =>
    `/repos/${segment(login)}/${segment(name)}/collaborators/${segment(person)}`,
  teamRepository: (login: string, slug: string, name: string) =>
    `/orgs/${segment(login)}/teams/${segment(slug)}/repos/${segment(login)}/${segment(name)}`,
  roles: (login: string) => `/orgs/${segment(login)}/organization-roles`,
} as const;
