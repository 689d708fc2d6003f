import { createHash } from 'node:crypto';
import { answerGraphql } from '../graphql/answer-graphql.ts';
import { GITHUB_ENDPOINTS } from '../rest/endpoints.ts';
import { repositoryOf } from '../rest/place.ts';
import { rateLimitJson } from '../rest/rate-limit-json.ts';
import { GithubRefusal, notFound } from '../rules/github-refusal.ts';
import { expireInvitations } from '../rules/organization-invitations.ts';
import type { GithubWorld } from '../world/github-world.ts';
import { type GithubVersionEnd, selectVersion, versionHeaders } from './api-version.ts';
import { acceptedPermissions, authorize } from './authorize.ts';
import type { GithubAnswer, GithubCall, GithubHabits, StandInEndpoint } from './github-call.ts';
import { GithubAllowance, type GithubLimits } from './github-limits.ts';
import { githubRouter } from './github-router.ts';
import type { GithubTokenHolder, GithubTokens } from './github-tokens.ts';

export interface GithubHouse {
  readonly world: GithubWorld;
  readonly tokens: GithubTokens;
  readonly limits: GithubLimits;
  readonly habits: GithubHabits;
  readonly versionEnds: Readonly<Record<string, GithubVersionEnd>>;
}

export interface StandInRequest {
  readonly method: string;
  /** Without the query, and without `/api/v3`. */
  readonly path: string;
  readonly query: string;
  readonly origin: string;
  readonly header: (name: string) => string | undefined;
  /** null: larger than anything GitHub takes. */
  readonly body: Buffer | null;
}

type StandInHeaders = Record<string, string>;

/** GitHub does not say how many. */
const POINTS_OF_A_TIMEOUT = 10;

/** Every request comes in here: version, token, limits, permissions, the endpoint, and what goes around the answer. */
export class StandInDoor {
  readonly #house: GithubHouse;
  readonly #route = githubRouter(GITHUB_ENDPOINTS);
  readonly #allowances = new Map<string, GithubAllowance>();
  #inside = 0;
  #spentRest = 0;
  #unchanged = 0;

  constructor(house: GithubHouse) {
    this.#house = house;
  }

  /** Requests of REST that cost quota, whoever asked, and those that did not because nothing had changed. */
  get restCount(): { readonly spent: number; readonly unchanged: number } {
    return { spent: this.#spentRest, unchanged: this.#unchanged };
  }

  /** GitHub counts those that wait for an answer, so the caller says when one comes in and when it is sent. */
  enter(): void {
    this.#inside += 1;
  }

  leave(): void {
    this.#inside -= 1;
  }

  /** After a timeout "additional points will be deducted from your primary rate limit for the next hour". */
  chargeTimeout(authorization: string | undefined): void {
    const holder = this.#house.tokens.knownHolder(authorization);
    if (holder !== null) this.#allowanceOf(holder).graphql.spend(POINTS_OF_A_TIMEOUT);
  }

  operationOf(method: string, path: string): string | null {
    if (method === 'POST' && path === '/graphql') return 'graphql';
    if (path === '/rate_limit') return 'GET /rate_limit';
    const route = this.#route(method, path);
    return route === null ? null : `${route.endpoint.method} ${route.endpoint.path}`;
  }

  answer(request: StandInRequest): GithubAnswer {
    const headers: StandInHeaders = {
      'x-github-request-id': 'STAND:IN',
      'x-github-media-type': 'github.v3; format=json',
    };
    try {
      return this.#answer(request, headers);
    } catch (thrown) {
      if (!(thrown instanceof GithubRefusal)) throw thrown;
      return { status: thrown.status, body: thrown.body, headers: { ...headers, ...thrown.headers } };
    }
  }

  #answer(request: StandInRequest, headers: StandInHeaders): GithubAnswer {
    const { world, tokens, versionEnds } = this.#house;
    world.finishBackground();
    expireInvitations(world);
    // "All API requests must include a valid User-Agent header."
    if ((request.header('user-agent') ?? '') === '') {
      throw new GithubRefusal(
        403,
        'Request forbidden by administrative rules. Please add a User-Agent header.',
      );
    }
    const version = selectVersion(request.header('x-github-api-version'), versionEnds, world.clock.now());
    Object.assign(headers, versionHeaders(version, versionEnds[version]));
    const holder = tokens.holderOf(request.header('authorization'));
    if (holder.actor.kind === 'user' && holder.told?.scopes !== false) {
      headers['x-oauth-scopes'] = holder.actor.scopes.join(', ');
    }
    if (typeof holder.told?.expiresAt === 'number') {
      headers['github-authentication-token-expiration'] = tokenEnd(holder.told.expiresAt);
    }
    const allowance = this.#allowanceOf(holder);
    if (request.path === '/graphql' && request.method === 'POST')
      return this.#graphql(request, holder, allowance, headers);
    if (request.path === '/rate_limit') {
      Object.assign(headers, quotaHeaders(allowance, 'core'));
      return { status: 200, body: rateLimitJson(allowance, version), headers };
    }
    return this.#rest(request, holder, allowance, version, headers);
  }

  #rest(
    request: StandInRequest,
    holder: GithubTokenHolder,
    allowance: GithubAllowance,
    version: string,
    headers: StandInHeaders,
  ): GithubAnswer {
    const { world, tokens, habits } = this.#house;
    const route = this.#route(request.method, request.path);
    const reads = request.method === 'GET';
    this.#refuseSecondary(allowance, 'rest', reads ? 1 : 5, route?.endpoint.createsContent ?? false);
    Object.assign(headers, quotaHeaders(allowance, 'core'));
    if (allowance.rest.remaining === 0) throw new GithubRefusal(403, 'API rate limit exceeded.');
    if (route === null) throw this.#spent(allowance, notFound());
    const { endpoint, params } = route;
    const call: GithubCall = {
      world,
      tokens,
      habits,
      version,
      params,
      actor: holder.actor,
      query: new URLSearchParams(request.query),
      body: jsonBody(request),
      accept: request.header('accept') ?? '',
      origin: request.origin,
      path: request.path,
    };
    const accepted = acceptedPermissions(endpoint.need);
    if (accepted !== '') headers['x-accepted-github-permissions'] = accepted;
    if (endpoint.need.scopes.length > 0) headers['x-accepted-oauth-scopes'] = endpoint.need.scopes.join(', ');
    const answer = this.#counted(allowance, () => moved(call, endpoint) ?? run(call, endpoint));
    const tagged =
      reads && answer.status === 200
        ? { ...headers, etag: entityTag(answer.body, request.header), ...VARY }
        : headers;
    // "A 304 to an authorized request costs no primary quota." Links to other pages do not come with it.
    if (reads && answer.status === 200 && matches(request.header('if-none-match'), tagged.etag)) {
      this.#unchanged += 1;
      return { status: 304, headers: tagged };
    }
    this.#spend(allowance);
    return { ...answer, headers: { ...tagged, ...quotaHeaders(allowance, 'core'), ...answer.headers } };
  }

  #graphql(
    request: StandInRequest,
    holder: GithubTokenHolder,
    allowance: GithubAllowance,
    headers: StandInHeaders,
  ): GithubAnswer {
    const { world, limits } = this.#house;
    this.#refuseSecondary(allowance, 'graphql', 1, false);
    const { body, cost } = answerGraphql(
      { world, limits, actor: holder.actor, quota: allowance.graphql, origin: request.origin },
      jsonBody(request),
    );
    allowance.graphql.spend(cost);
    return { status: 200, body, headers: { ...headers, ...quotaHeaders(allowance, 'graphql') } };
  }

  /** What is refused costs quota as what is answered does. */
  #counted(allowance: GithubAllowance, answer: () => GithubAnswer): GithubAnswer {
    try {
      return answer();
    } catch (thrown) {
      throw thrown instanceof GithubRefusal ? this.#spent(allowance, thrown) : thrown;
    }
  }

  /** Requests that do not come far are counted like others. */
  #spent(allowance: GithubAllowance, refusal: GithubRefusal): GithubRefusal {
    this.#spend(allowance);
    return refusal;
  }

  #spend(allowance: GithubAllowance): void {
    allowance.rest.spend(1);
    this.#spentRest += 1;
  }

  /** "No more than 100 concurrent requests are allowed", 900 points a minute, 80 and 500 requests that create content. */
  #refuseSecondary(
    allowance: GithubAllowance,
    kind: 'rest' | 'graphql',
    points: number,
    createsContent: boolean,
  ): void {
    const crowded = this.#inside > this.#house.limits.concurrent ? 60 : null;
    const wait = crowded ?? allowance.takeSecondary(kind, points, createsContent);
    if (wait === null) return;
    const message =
      'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
    throw new GithubRefusal(403, message, { headers: { 'retry-after': String(wait) } });
  }

  #allowanceOf({ key }: GithubTokenHolder): GithubAllowance {
    const allowance =
      this.#allowances.get(key) ?? new GithubAllowance(this.#house.limits, this.#house.world.clock);
    this.#allowances.set(key, allowance);
    return allowance;
  }
}

const VARY = { 'cache-control': 'private, max-age=60, s-maxage=60', vary: 'Accept, Authorization, Cookie' };

function run(call: GithubCall, endpoint: StandInEndpoint): GithubAnswer {
  authorize(call, endpoint.need);
  return endpoint.handle(call);
}

/** A repository that has another name now: 301 to readers, 307 to writers. */
function moved(call: GithubCall, { method, path }: StandInEndpoint): GithubAnswer | null {
  if (!path.startsWith('/repos/{owner}/{repo}')) return null;
  const { repository, moved: elsewhere } = repositoryOf(call);
  if (!elsewhere) return null;
  const [, , , , ...rest] = call.path.split('/');
  const url = [`${call.origin}/repositories/${repository.id}`, ...rest].join('/');
  const status = method === 'GET' ? 301 : 307;
  return {
    status,
    headers: { location: url },
    body: { message: 'Moved Permanently', url, documentation_url: 'https://docs.github.com/rest' },
  };
}

/** `2026-12-24 09:00:00 UTC`. */
function tokenEnd(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

function jsonBody({ body, method }: StandInRequest): Readonly<Record<string, unknown>> {
  if (body === null) throw new GithubRefusal(413, 'Payload Too Large');
  if (body.length === 0 || method === 'GET') return {};
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw new GithubRefusal(400, 'Problems parsing JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new GithubRefusal(400, 'Body should be a JSON object');
  }
  return { ...value };
}

/** Of what `vary` names and of the body: another token has another tag, and the links to other pages are no part of it. */
function entityTag(body: unknown, header: StandInRequest['header']): string {
  const varied = [header('accept'), header('authorization'), header('cookie')];
  return `W/"${createHash('sha256')
    .update(JSON.stringify([varied, body]))
    .digest('hex')}"`;
}

/** Compared as GitHub does, whether weak or strong. */
function matches(header: string | undefined, tag: string | undefined): boolean {
  const bare = (text: string) => text.trim().replace(/^W\//, '');
  if (header === undefined || tag === undefined) return false;
  return header.split(',').some((one) => bare(one) === bare(tag));
}

function quotaHeaders(allowance: GithubAllowance, resource: 'core' | 'graphql'): StandInHeaders {
  const quota = resource === 'core' ? allowance.rest : allowance.graphql;
  const shown = (points: number) => String(Number.isFinite(points) ? points : 1_000_000);
  return {
    'x-ratelimit-limit': shown(quota.limit),
    'x-ratelimit-remaining': shown(quota.remaining),
    'x-ratelimit-used': shown(quota.used),
    'x-ratelimit-reset': String(Math.ceil(quota.resetAt / 1000)),
    'x-ratelimit-resource': resource,
  };
}
