import type { RequestKind } from '../../plan/cost/request-windows.ts';
import {
  type ApiConventions,
  httpMeaning,
  type Meaning,
  type Reply,
  type RequestForm,
} from '../http/api-conventions.ts';
import { retryAfter } from '../http/retry.ts';
import type { ClientClock } from '../http/time.ts';

/** Documented as the least to wait for where a secondary limit says nothing else. */
const SECONDARY_WAIT_MS = 60_000;

/** What is peculiar to GitHub's API, in the words of the client. */
export function githubConventions(version: string): ApiConventions {
  return {
    headers: { accept: 'application/vnd.github+json', 'x-github-api-version': version },
    meaning: githubMeaning,
    // A PUT that is sent twice invites twice where the first was declined in between: look first, always.
    repeats: readsGithub,
    reads: readsGithub,
    kindOf: githubKind,
  };
}

/** A query of GraphQL is a POST that reads; so is what an App asks for a token with. A mutation is none, and none is sent. */
function readsGithub({ method, path, body }: RequestForm): boolean {
  if (method === 'GET') return true;
  if (method !== 'POST') return false;
  return (/\/graphql$/.test(path) && isQuery(body)) || /\/app\/installations\/\d+\/access_tokens$/.test(path);
}

/**
 * GitHub does not say which requests create content, so all that give something do; what takes away does not. Whoever is
 * put into an organization or a repository is written to.
 */
function githubKind({ method, path }: RequestForm): RequestKind {
  if (method === 'DELETE') return 'take';
  return method !== 'PATCH' && INVITING.test(path) ? 'invite' : 'give';
}

const INVITING = /\/(orgs\/[^/]+\/(memberships|invitations)|repos\/[^/]+\/[^/]+\/collaborators)\b/;

function isQuery(body: unknown): boolean {
  const query = textOf(body, 'query');
  return query !== null && /^\s*query\b/.test(query);
}

function githubMeaning(reply: Reply, request: RequestForm, clientClock: ClientClock): Meaning {
  const { status, headers, body } = reply;
  const limited = rateLimit(reply, clientClock);
  if (limited !== null) return limited;
  if (status === 403 && request.method !== 'GET' && isOfOneThing(body)) {
    return { means: 'refused', kind: 'refused' };
  }
  if (status === 403 && body !== undefined) {
    const needs = headers.get('x-accepted-github-permissions') ?? headers.get('x-accepted-oauth-scopes');
    return { means: 'forbidden', needs: needs === '' ? null : needs };
  }
  // Legal reasons: an outcome of this one thing.
  if (status === 451 && body !== undefined) return { means: 'refused', kind: 'refused' };
  return httpMeaning(reply, request, clientClock);
}

/**
 * A 403 that is about the one person or repository and not about the token: trade controls (451 from 2026-03-10 on), and
 * a repository that somebody archived meanwhile. GitHub tells them apart from a missing permission by its words alone.
 */
function isOfOneThing(body: unknown): boolean {
  return /\btrade controls\b|\barchived so is read-only\b/i.test(textOf(body, 'message') ?? '');
}

/** Primary limits are told by a header, secondary ones by the message; a query may be refused in an answer of 200. */
function rateLimit({ status, headers, body }: Reply, clientClock: ClientClock): Meaning | null {
  const ofQuery = status === 200 && graphqlErrorTypes(body).includes('RATE_LIMITED');
  if (status !== 403 && status !== 429 && !ofQuery) return null;
  const asked = retryAfter(headers.get('retry-after'), clientClock);
  const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN);
  if (headers.get('x-ratelimit-remaining') === '0' && Number.isFinite(reset)) {
    // A second more, so that the next request comes after it.
    return { means: 'rate-limited', wait: asked ?? Math.max(0, reset * 1000 - clientClock.now()) + 1000 };
  }
  if (asked !== null) return { means: 'rate-limited', wait: asked };
  const secondary = /\bsecondary rate\b/i.test(textOf(body, 'message') ?? '');
  if (secondary || status === 429) return { means: 'rate-limited', wait: SECONDARY_WAIT_MS };
  return ofQuery ? { means: 'rate-limited', wait: null } : null;
}

/** `type` of each error of an answer to a query; none where there are no errors. */
export function graphqlErrorTypes(body: unknown): readonly string[] {
  return graphqlErrors(body).map((error) => textOf(error, 'type') ?? textOf(error, 'message') ?? 'unknown');
}

export function graphqlErrors(body: unknown): readonly unknown[] {
  if (typeof body !== 'object' || body === null || !('errors' in body)) return [];
  const { errors } = body;
  if (errors === undefined || errors === null) return [];
  return Array.isArray(errors) ? errors : [errors];
}

export function textOf(body: unknown, name: string): string | null {
  if (typeof body !== 'object' || body === null) return null;
  const value: unknown = Object.entries(body).find(([key]) => key === name)?.[1];
  return typeof value === 'string' ? value : null;
}

export function numberOf(body: unknown, name: string): number | null {
  if (typeof body !== 'object' || body === null) return null;
  const value: unknown = Object.entries(body).find(([key]) => key === name)?.[1];
  return typeof value === 'number' ? value : null;
}
