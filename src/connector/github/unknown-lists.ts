import { repositoryKey } from '../../platform/repository-key.ts';
import { childScope, type ScopePath } from '../../resource/identifiers.ts';
import type { ResourceTypeName, UnknownList } from '../../resource/resource.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { GITHUB_PATHS, type GithubEndpoint, githubOrigin } from './github-endpoint.ts';

/** Where documents have a repository of that name. A key is its own. */
export function repositoryScope({ organization }: GithubEndpoint, name: string): string {
  return childScope(organization, 'repositories', repositoryKey(name));
}

/** People of a repository that whoever asks may not see. */
export function unknownCollaborators(endpoint: GithubEndpoint, name: string): readonly UnknownList[] {
  const origin = githubOrigin(endpoint, `${GITHUB_PATHS.repository(endpoint.login, name)}/collaborators`);
  const because = diagnostic(
    'token-forbidden',
    `GitHub does not show the collaborators of ${name} to this token; it needs administration=read on the repository`,
    origin,
  );
  return unknownPeopleOf(
    endpoint,
    `collaborators of repository ${name}`,
    repositoryScope(endpoint, name),
    because,
  );
}

/** Who is a person of a scope, and what they hold there: one list on GitHub, two kinds of things here. */
export function unknownPeopleOf(
  endpoint: GithubEndpoint,
  name: string,
  scope: ScopePath,
  because: Diagnostic,
): readonly UnknownList[] {
  const kinds: readonly ResourceTypeName[] =
    scope === endpoint.organization ? ['member'] : ['member', 'assignment'];
  return kinds.map((type) => ({ name, type, of: { scope }, because }));
}

/** What a list could not be read for: nobody knows then, and nothing is taken for absent. Null: a failure of all. */
export function hiddenBecause({
  diagnostics,
}: {
  readonly diagnostics: readonly Diagnostic[];
}): Diagnostic | null {
  const [first] = diagnostics;
  return first?.code === 'token-forbidden' ? first : null;
}
