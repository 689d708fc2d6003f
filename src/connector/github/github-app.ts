/** Loads the package that signs for an App: imported only where a connection is made by one. */
import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import type { Origin } from '../../source/origin.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import type { IssuedToken } from '../http/authorization.ts';
import { versionEnded } from './api-version-end.ts';
import type { GithubApp } from './github-settings.ts';
import { type OctokitFetchSettings, octokitFetch, TransportFault } from './octokit-fetch.ts';

export interface AppTokenSettings {
  readonly app: GithubApp;
  readonly key: string;
  /** Login of the organization: whose installation is asked for where none is written. */
  readonly organization: string;
  readonly fetch: OctokitFetchSettings;
  /** Told what the token that was got is allowed. */
  readonly onGranted: (permissions: Readonly<Record<string, string>>) => void;
}

/** A token of an App's installation, good for an hour. Fails with token-rejected, token-forbidden and as a request does. */
export async function askForAppToken({
  app,
  key,
  organization,
  fetch,
  onGranted,
}: AppTokenSettings): Promise<Outcome<IssuedToken>> {
  const origin: Origin = { from: 'live', url: `${fetch.base}/app` };
  const octokit = new Octokit({
    baseUrl: fetch.base,
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    request: { fetch: octokitFetch(fetch) },
  });
  // The request for a token is made by the package, and names the version of the API like all others.
  const request = octokit.request.defaults({ headers: fetch.conventions.headers });
  try {
    const auth = createAppAuth({ appId: app.id, privateKey: key, request });
    let installation = app.installation;
    if (installation === null) {
      const { token } = await auth({ type: 'app' });
      const headers = { authorization: `Bearer ${token}` };
      const found = await request('GET /orgs/{org}/installation', { org: organization, headers });
      installation = found.data.id;
    }
    const { token, expiresAt, permissions } = await auth({
      type: 'installation',
      installationId: installation,
      refresh: true,
    });
    onGranted(permissions);
    return success({ token, expiresAt: Date.parse(expiresAt) });
  } catch (error) {
    return failure(appFault(error, app, organization, origin));
  }
}

function appFault(error: unknown, { id }: GithubApp, organization: string, origin: Origin): Diagnostic {
  const fault = error instanceof Error && error.cause instanceof TransportFault ? error.cause : error;
  if (fault instanceof TransportFault) return fault.diagnostic;
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : null;
  if (status === 401) {
    return diagnostic('token-rejected', `GitHub does not take the private key of App ${id}`, origin, {
      hint: 'Was the key deleted, or is it of another App? Make a new one on the page of the App. A clock that is wrong has the same effect.',
    });
  }
  if (status === 404) {
    return diagnostic('token-forbidden', `App ${id} is not installed in ${organization}`, origin, {
      hint: 'Install it there, or write the right installation.',
    });
  }
  if (status === 403) {
    return diagnostic('token-forbidden', `GitHub gives App ${id} no token for ${organization}`, origin, {
      hint: 'Is its installation suspended?',
    });
  }
  if (status === 410) return versionEnded(`token of App ${id}`, 'it names an API version', origin);
  if (typeof status === 'number') {
    return diagnostic(
      'connector-server-error',
      `GitHub answers ${status} where App ${id} asks for a token`,
      origin,
    );
  }
  // What cannot sign says so with parts of the key in it.
  return diagnostic(
    'token-rejected',
    `What is given as the private key of App ${id} cannot sign anything`,
    origin,
    {
      hint: 'The variable has to hold the whole file that GitHub offered for download (PEM), line breaks and all.',
    },
  );
}
