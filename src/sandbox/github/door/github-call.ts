import type { GithubWorld } from '../world/github-world.ts';
import type { GithubActor, GithubPermissions } from './github-actor.ts';
import type { GithubTokens } from './github-tokens.ts';

/** What an endpoint asks of the caller. */
export interface GithubNeed {
  /** Of an App; all of them. */
  readonly permissions: GithubPermissions;
  /** Of a classic token; one of them. */
  readonly scopes: readonly string[];
  /** Of the person behind a classic token. `handler` leaves the question to the endpoint. */
  readonly by: 'owner' | 'member' | 'anyone' | 'app' | 'handler';
}

/** Switches of one stand-in that rules ask for. */
export interface GithubHabits {
  /** Milliseconds until what GitHub does in the background is done. */
  readonly settlesAfter: number;
}

export interface GithubCall {
  readonly world: GithubWorld;
  readonly actor: GithubActor;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  readonly accept: string;
  readonly version: string;
  /** Where URLs in answers begin. */
  readonly origin: string;
  readonly path: string;
  readonly habits: GithubHabits;
  readonly tokens: GithubTokens;
}

export interface GithubAnswer {
  readonly status: number;
  /** Sent as JSON; undefined for none. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface StandInEndpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With parameters in braces, as GitHub's documentation writes it. */
  readonly path: string;
  readonly need: GithubNeed;
  /** Counts as creating content: the stricter of the secondary limits. */
  readonly createsContent?: boolean;
  readonly handle: (call: GithubCall) => GithubAnswer;
}

export const NO_CONTENT: GithubAnswer = { status: 204 };

export function ok(body: unknown): GithubAnswer {
  return { status: 200, body };
}

export function created(body: unknown): GithubAnswer {
  return { status: 201, body };
}
