import { GithubRefusal } from '../rules/github-refusal.ts';

export const GITHUB_VERSIONS = ['2022-11-28', '2026-03-10'] as const;

/** When a version is announced to end, and when it does. */
export interface GithubVersionEnd {
  readonly deprecation: string;
  readonly sunset: string;
}

/** The version of a request; without the header it is the oldest that is served. */
export function selectVersion(
  header: string | undefined,
  ends: Readonly<Record<string, GithubVersionEnd>>,
  now: number,
): string {
  const version = header ?? GITHUB_VERSIONS[0];
  if (!/^\d{4}-\d\d-\d\d$/.test(version)) {
    throw new GithubRefusal(
      400,
      `"${version}" is not a valid version. Versions: ${GITHUB_VERSIONS.join(', ')}`,
    );
  }
  const end = ends[version];
  const over = end !== undefined && Date.parse(end.sunset) <= now;
  if (over || !GITHUB_VERSIONS.some((known) => known === version)) {
    throw new GithubRefusal(410, `API version ${version} is no longer supported.`);
  }
  return version;
}

export function versionHeaders(
  version: string,
  end: GithubVersionEnd | undefined,
): Readonly<Record<string, string>> {
  const selected = { 'x-github-api-version-selected': version };
  if (end === undefined) return selected;
  const seconds = Math.floor(Date.parse(end.deprecation) / 1000);
  return { ...selected, deprecation: `@${seconds}`, sunset: new Date(end.sunset).toUTCString() };
}
