import { repositoryKey } from '../../platform/repository-key.ts';
import {
  childScope,
  type MemberId,
  memberId,
  type RoleKey,
  type ScopePath,
} from '../../resource/identifiers.ts';

/** What the platform file of GitHub calls what other programs write of. */
export const ORGANIZATION = 'organization';
export const REPOSITORY = 'repository';
export const OWNER: RoleKey = 'owner';
/** The role of a membership in a team that is not the ordinary one. */
export const MAINTAINER = 'maintainer';

export function repositoryScope(organization: ScopePath, name: string): ScopePath {
  return childScope(organization, 'repositories', repositoryKey(name));
}

export function isLogin(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/.test(text);
}

/** Two logins that differ only in letter case are one. */
export function loginId(login: string): MemberId {
  return memberId(login, 'fold-case');
}

/** The words of GitHub's API for the roles that its pages call otherwise. */
const API_WORDS: Readonly<Record<string, RoleKey>> = { pull: 'read', push: 'write' };

export function roleOfPermission(permission: string): RoleKey {
  return API_WORDS[permission] ?? permission;
}
