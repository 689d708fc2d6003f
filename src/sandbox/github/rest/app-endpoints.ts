import { created, type GithubCall, ok, type StandInEndpoint } from '../door/github-call.ts';
import type { GithubInstallation } from '../door/github-tokens.ts';
import { GithubRefusal, notFound } from '../rules/github-refusal.ts';
import { numberParam } from './call-input.ts';
import { NEEDS } from './needs.ts';
import { page } from './page.ts';
import { accountJson } from './person-json.ts';

export const APP_ENDPOINTS: readonly StandInEndpoint[] = [
  {
    method: 'GET',
    path: '/app/installations',
    need: NEEDS.app,
    handle: (call) => page(call, own(call), (installation) => installationJson(call, installation)),
  },
  {
    method: 'GET',
    path: '/app/installations/{installation_id}',
    need: NEEDS.app,
    handle: (call) => ok(installationJson(call, named(call))),
  },
  {
    method: 'GET',
    path: '/orgs/{org}/installation',
    need: NEEDS.app,
    handle: (call) => {
      const login = call.params.org?.toLowerCase();
      const installation = own(call).find(({ organization }) => organization.toLowerCase() === login);
      if (installation === undefined) throw notFound();
      return ok(installationJson(call, installation));
    },
  },
  {
    method: 'POST',
    path: '/app/installations/{installation_id}/access_tokens',
    need: NEEDS.app,
    handle: (call) => {
      const installation = named(call);
      const { permissions = installation.permissions } = call.body;
      const wanted = narrowed(installation, permissions);
      const { token, expiresAt } = call.tokens.createInstallationToken(installation, wanted);
      const expires_at = new Date(expiresAt).toISOString();
      return created({ token, expires_at, permissions: wanted, repository_selection: 'all' });
    },
  },
];

function own(call: GithubCall): readonly GithubInstallation[] {
  return call.actor.kind === 'app' ? call.tokens.installations(call.actor.appId) : [];
}

function named(call: GithubCall): GithubInstallation {
  const id = numberParam(call, 'installation_id');
  const installation = own(call).find((one) => one.id === id);
  if (installation === undefined) throw notFound();
  return installation;
}

/** A token may be asked to do less than the installation may, and never more. */
function narrowed(
  installation: GithubInstallation,
  wanted: unknown,
): Readonly<Record<string, 'read' | 'write'>> {
  const found: Record<string, 'read' | 'write'> = {};
  for (const [name, level] of Object.entries(wanted ?? {})) {
    const has = installation.permissions[name];
    if (
      (level !== 'read' && level !== 'write') ||
      has === undefined ||
      (level === 'write' && has === 'read')
    ) {
      throw new GithubRefusal(422, 'The permissions requested are not granted to this installation.');
    }
    found[name] = level;
  }
  return found;
}

function installationJson(call: GithubCall, { id, app, organization, permissions }: GithubInstallation) {
  const account = call.world.organizationByLogin(organization);
  if (account === undefined) throw new Error(`no organization ${organization}`);
  const created_at = new Date(account.createdAt).toISOString();
  return {
    id,
    app_id: app.id,
    app_slug: app.slug,
    account: accountJson(account, 'Organization', call.origin),
    target_id: account.id,
    target_type: 'Organization',
    repository_selection: 'all',
    permissions,
    events: [],
    single_file_name: null,
    suspended_at: null,
    suspended_by: null,
    access_tokens_url: `${call.origin}/app/installations/${id}/access_tokens`,
    repositories_url: `${call.origin}/installation/repositories`,
    html_url: `${call.origin}/organizations/${organization}/settings/installations/${id}`,
    created_at,
    updated_at: created_at,
  };
}
