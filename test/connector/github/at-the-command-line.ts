import type { GithubSeed } from '../../../src/sandbox/github/world/github-seed.ts';
import { TOKEN, type Workspace, workspaceOf } from '../../command/workspaces.ts';

/** What `bylaw.yaml` says of the connection beside its url: `graphql: false`. */
export interface GithubWorkspace {
  readonly documents: string;
  readonly settings?: string;
  readonly authority?: string;
  readonly files?: Readonly<Record<string, string>>;
}

/** A folder with an organization `acme` on the server at this address. */
export function githubWorkspace(
  url: string,
  { documents, settings = '', authority = 'full', files = {} }: GithubWorkspace,
): Workspace {
  return workspaceOf({
    'bylaw.yaml': `apiVersion: bylaw/v1
kind: Workspace
files: ["access/*.yaml"]
organizations:
  acme: { connector: github, url: "${url}", token-env: BYLAW_TOKEN${settings === '' ? '' : `, ${settings}`} }
`,
    'access/acme.yaml': `apiVersion: bylaw/v1
kind: Organization
name: acme
platform: github
authority: ${authority}
${documents}`,
    ...files,
  });
}

/** The token that such a workspace has, as octavia's. */
export function withWorkspaceToken(seed: GithubSeed): GithubSeed {
  const scopes = ['admin:org', 'repo', 'user', 'read:audit_log'];
  return { ...seed, tokens: [{ value: TOKEN, login: 'octavia', scopes }] };
}
