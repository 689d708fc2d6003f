import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { quote } from '../../source/quote.ts';
import { reachableFrom } from '../../source/reachable.ts';
import { GITHUB_PATHS, type GithubEndpoint, githubOrigin } from './github-endpoint.ts';
import { type GithubOrganization, roleRank } from './github-facts.ts';

/** The setting of an organization in the platform file that comes with Bylaw. */
export const BASE_PERMISSION = 'base-permission';

/** What GitHub calls the base permission of an organization whose members have none. */
export const NO_BASE_PERMISSION = 'none';

/** Whether a platform file has the base permission as a setting; one of somebody's own may have it in a role. */
export function isBasePermissionSet({ root, scopeKinds }: PlatformDefinition): boolean {
  return scopeKinds.get(root)?.settings.has(BASE_PERMISSION) === true;
}

/**
 * What every member has on every repository by the platform file, where GitHub does not say it: the setting where nobody
 * writes it, or the highest role of repositories that the default role includes.
 */
export function countedBasePermission({ members, roles, root, scopeKinds }: PlatformDefinition): string {
  const setting = scopeKinds.get(root)?.settings.get(BASE_PERMISSION);
  if (setting !== undefined) return setting.unwritten;
  if (members.defaultRole === null) return NO_BASE_PERMISSION;
  const held = reachableFrom([members.defaultRole], (name) => roles.get(name)?.includes ?? []);
  const ranked = [...held].flatMap((name) => {
    const rank = roleRank(name, []);
    return rank === null ? [] : [{ name, rank }];
  });
  return ranked.sort((a, b) => b.rank - a.rank)[0]?.name ?? NO_BASE_PERMISSION;
}

/**
 * Whether live gives every member what effective access counts: all that is said of who may do what rests upon it. What
 * is a setting is read, compared and counted as it is, unless GitHub does not show it. A warning, for it changes nothing
 * of what is planned.
 */
export function checkBasePermission(
  { basePermission: live }: GithubOrganization,
  endpoint: GithubEndpoint,
): readonly Diagnostic[] {
  const { platform, login } = endpoint;
  const counted = countedBasePermission(platform);
  if (live === counted || (live !== null && isBasePermissionSet(platform))) return [];
  const origin = githubOrigin(endpoint, GITHUB_PATHS.organization(login));
  const rest = `effective access counts ${quote(counted)} for every member, as platform ${platform.name} says`;
  if (live === null) {
    const message = `GitHub does not show the base permission of ${login} to this token; ${rest}`;
    const hint = `Use the token of an owner, or look whether the base permission of ${login} is ${quote(counted)} in its member privileges.`;
    return [diagnostic('token-forbidden', message, origin, { severity: 'warning', hint })];
  }
  const message = `The base permission of ${login} is ${quote(live)} on GitHub; ${rest}`;
  const role =
    platform.members.defaultRole === null
      ? 'the default role'
      : `role ${quote(platform.members.defaultRole)}`;
  const change =
    live === NO_BASE_PERMISSION
      ? `${role} does not include ${quote(counted)}`
      : `${role} includes ${quote(live)}${counted === NO_BASE_PERMISSION ? '' : ` in place of ${quote(counted)}`}`;
  const hint = `Use a platform file of your own, in which ${change}. Or set the base permission of ${login} to ${quote(counted)}.`;
  return [diagnostic('connector-mismatch', message, origin, { severity: 'warning', hint })];
}
