import { type Outcome, success } from '../../source/outcome.ts';
import type { TokenInspection } from '../inspection.ts';
import type { GithubReads } from './github-client.ts';
import type { GithubEndpoint } from './github-endpoint.ts';
import type { HeardAnswers } from './heard-answers.ts';
import { readAbout } from './read-github.ts';
import { missingForApp, missingForClassic } from './token-needs.ts';

/** One request, and what its headers say of the token. Fails as a read of the organization's own object does. */
export async function inspectGithubToken(
  client: GithubReads,
  endpoint: GithubEndpoint,
  heard: HeardAnswers,
  appId: number | null,
): Promise<Outcome<TokenInspection>> {
  const about = await readAbout(client, endpoint);
  if (!about.ok) return about;
  const { scopes, appPermissions, tokenEnds: expiresAt } = heard;
  if (appId !== null) {
    const granted = appPermissions ?? {};
    const holder = `App ${appId}`;
    // An App's token lives for an hour and is asked for anew.
    return success({ holder, missing: missingForApp(granted), untold: null, expiresAt: null });
  }
  // What answers to a fine-grained token name no scopes, or an empty list of them.
  if (scopes === null || scopes.length === 0) {
    const said =
      'GitHub names no scopes of this token: it is a fine-grained one, or a classic one without any';
    const wayOut =
      'Run bylaw plan: it names what GitHub does not show. Of an App, doctor can tell the permissions.';
    return success({ holder: 'a token', missing: [], untold: { said, wayOut }, expiresAt });
  }
  const holder = `a classic token with ${scopes.join(', ')}`;
  return success({ holder, missing: missingForClassic(scopes), untold: null, expiresAt });
}
