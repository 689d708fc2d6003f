import type { GithubAllowance, GithubQuota } from '../door/github-limits.ts';

/** "Accessing this endpoint does not count against your REST API rate limit." Version 2026-03-10 lost `rate`. */
export function rateLimitJson({ rest, graphql }: GithubAllowance, version: string): object {
  const core = quotaJson(rest);
  // Nobody searches here.
  const search = { limit: 30, used: 0, remaining: 30, reset: Math.ceil(rest.resetAt / 1000) };
  const resources = { core, search, graphql: quotaJson(graphql) };
  return version === '2022-11-28' ? { resources, rate: core } : { resources };
}

function quotaJson({ limit, used, remaining, resetAt }: GithubQuota): object {
  const shown = (points: number) => (Number.isFinite(points) ? points : 1_000_000);
  return { limit: shown(limit), used, remaining: shown(remaining), reset: Math.ceil(resetAt / 1000) };
}
