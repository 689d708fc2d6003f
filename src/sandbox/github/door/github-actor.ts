import type { GithubUserRecord } from '../world/github-records.ts';

/** Who asks, as the token says. */
export type GithubActor =
  | { readonly kind: 'user'; readonly user: GithubUserRecord; readonly scopes: readonly string[] }
  | {
      readonly kind: 'installation';
      readonly organizationId: number;
      readonly slug: string;
      readonly permissions: GithubPermissions;
    }
  /** The App itself, by its JWT: it may ask for its installations and nothing else. */
  | { readonly kind: 'app'; readonly appId: number };

export type GithubPermissions = Readonly<Record<string, 'read' | 'write'>>;
