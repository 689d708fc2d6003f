import { createVerify } from 'node:crypto';
import { GithubRefusal } from '../rules/github-refusal.ts';
import type { GithubSeed, GithubSeedApp, GithubSeedToken } from '../world/github-seed.ts';
import type { GithubWorld } from '../world/github-world.ts';
import type { GithubActor, GithubPermissions } from './github-actor.ts';

/** The token that a seed without tokens has: of an owner of all its organizations. */
export const OWNER_TOKEN = 'ghp_stand-in-owner';
const EVERY_SCOPE = ['admin:org', 'repo', 'user', 'read:audit_log'];
const HOUR = 3_600_000;

export interface GithubTokenHolder {
  readonly actor: GithubActor;
  /** Requests of the same holder share its limits. */
  readonly key: string;
  /** What its answers say of it. */
  readonly told?: { readonly scopes: boolean; readonly expiresAt: number | null };
}

export interface GithubInstallation {
  readonly app: GithubSeedApp;
  readonly id: number;
  readonly organization: string;
  readonly permissions: GithubPermissions;
}

export class GithubTokens {
  readonly #world: GithubWorld;
  readonly #apps: readonly GithubSeedApp[];
  readonly #holders = new Map<string, GithubTokenHolder & { readonly expiresAt: number }>();
  #made = 0;

  constructor(world: GithubWorld, seed: GithubSeed) {
    this.#world = world;
    this.#apps = seed.apps ?? [];
    const given: readonly GithubSeedToken[] = seed.tokens ?? [ownerToken(world)];
    for (const { value, login, scopes, expiresAt: end, fineGrained } of given) {
      const user = world.userByLogin(login);
      if (user === undefined) throw new Error(`token of ${login}, who is nobody`);
      const expiresAt = end === undefined ? Number.POSITIVE_INFINITY : Date.parse(end);
      const told = { scopes: fineGrained !== true, expiresAt: end === undefined ? null : expiresAt };
      const actor = { kind: 'user', user, scopes } as const;
      this.#holders.set(value, { actor, key: `user ${user.id}`, expiresAt, told });
    }
  }

  /** "Using an expired token produces a status code of `401 - Unauthorized`." */
  holderOf(authorization: string | undefined): GithubTokenHolder {
    const holder = this.knownHolder(authorization);
    if (holder !== null) return holder;
    throw new GithubRefusal(401, authorization ? 'Bad credentials' : 'Requires authentication');
  }

  knownHolder(authorization: string | undefined): GithubTokenHolder | null {
    const token = /^(?:token|bearer)\s+(\S+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) return null;
    const holder = this.#holders.get(token) ?? this.#ofAnybody(token) ?? this.#byJwt(token);
    return holder !== undefined && holder.expiresAt > this.#world.clock.now() ? holder : null;
  }

  installations(appId: number): readonly GithubInstallation[] {
    return this.#apps
      .filter(({ id }) => id === appId)
      .flatMap((app) => app.installations.map((installation) => ({ app, ...installation })));
  }

  /** "Installation tokens expire one hour from the time you create them." */
  createInstallationToken(installation: GithubInstallation, permissions: GithubPermissions) {
    const organization = this.#world.organizationByLogin(installation.organization);
    if (organization === undefined) throw new Error(`no organization ${installation.organization}`);
    this.#made += 1;
    const token = `ghs_stand-in-${installation.id}-${this.#made}`;
    const expiresAt = this.#world.clock.now() + HOUR;
    const { slug } = installation.app;
    this.#holders.set(token, {
      actor: { kind: 'installation', organizationId: organization.id, slug, permissions },
      key: `installation ${installation.id}`,
      expiresAt,
    });
    return { token, expiresAt };
  }

  /** Where everybody exists, the first token with a colon and a login is that person's. */
  #ofAnybody(token: string): (GithubTokenHolder & { readonly expiresAt: number }) | undefined {
    const [first] = this.#holders.keys();
    if (this.#world.newcomer === null || !token.startsWith(`${first}:`)) return undefined;
    const user = this.#world.userByLogin(token.slice(`${first}:`.length));
    if (user === undefined) return undefined;
    const expiresAt = Number.POSITIVE_INFINITY;
    return { actor: { kind: 'user', user, scopes: EVERY_SCOPE }, key: `user ${user.id}`, expiresAt };
  }

  #byJwt(token: string): (GithubTokenHolder & { readonly expiresAt: number }) | undefined {
    const [header = '', payload = '', signature, ...more] = token.split('.');
    if (signature === undefined || more.length > 0) return undefined;
    const claims = json(payload);
    const app = this.#apps.find(({ id }) => String(id) === String(claims.iss));
    if (app === undefined || typeof claims.exp !== 'number') return undefined;
    if (app.publicKey !== undefined) {
      const verifier = createVerify('RSA-SHA256').update(`${header}.${payload}`);
      if (!verifier.verify(app.publicKey, signature, 'base64url')) return undefined;
    }
    return { actor: { kind: 'app', appId: app.id }, key: `app ${app.id}`, expiresAt: claims.exp * 1000 };
  }
}

function json(part: string): { readonly iss?: unknown; readonly exp?: unknown } {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

function ownerToken(world: GithubWorld) {
  const organizations = [...world.organizations.values()];
  const everywhere = [...(organizations[0]?.members ?? [])].find(([id]) =>
    organizations.every(({ members }) => members.get(id) === 'admin'),
  );
  if (everywhere === undefined) throw new Error('no owner of all organizations: the seed has to name tokens');
  return { value: OWNER_TOKEN, login: world.user(everywhere[0]).login, scopes: EVERY_SCOPE };
}
