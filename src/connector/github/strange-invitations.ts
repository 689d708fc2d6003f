import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { GITHUB_PATHS, type GithubEndpoint, githubOrigin } from './github-endpoint.ts';
import type { GithubOrganization } from './github-facts.ts';

/** Somebody was invited by an address: no document can say who that is. */
export function strangeInvitations(
  { invitations }: GithubOrganization,
  endpoint: GithubEndpoint,
): readonly Diagnostic[] {
  return invitations.flatMap(({ login, email }) => {
    if (login !== null) return [];
    const message = `${email ?? 'Somebody'} was invited by an e-mail address, and has no login here yet; the invitation is left as it is`;
    const origin = githubOrigin(endpoint, `${GITHUB_PATHS.organization(endpoint.login)}/invitations`);
    return [diagnostic('connector-mismatch', message, origin, { severity: 'warning' })];
  });
}
