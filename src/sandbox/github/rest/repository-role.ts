import { validationFailed } from '../rules/github-refusal.ts';
import { isBaseRole } from '../rules/repository-access.ts';
import type { GithubOrganizationRecord } from '../world/github-records.ts';
import type { GithubBaseRole } from '../world/github-seed.ts';

const NAMES = {
  pull: 'read',
  triage: 'triage',
  push: 'write',
  maintain: 'maintain',
  admin: 'admin',
} as const;

/** "We accept `pull`, `triage`, `push`, `maintain`, `admin` and … a custom repository role name." */
export function fromRestPermission(organization: GithubOrganizationRecord, permission: string): string {
  for (const [name, role] of Object.entries(NAMES)) if (name === permission) return role;
  const custom = [...organization.repositoryRoles.values()].find(({ name }) => name === permission);
  if (custom === undefined || isBaseRole(permission)) {
    throw validationFailed('Repository', 'permission', 'invalid', `${permission} is not a permission`);
  }
  return custom.name;
}

export function toRestPermission(role: GithubBaseRole): string {
  for (const [name, ours] of Object.entries(NAMES)) if (ours === role) return name;
  return role;
}

/** Each role holds those below it. */
export function roleFlags(role: GithubBaseRole | null) {
  const order: readonly GithubBaseRole[] = ['read', 'triage', 'write', 'maintain', 'admin'];
  const has = (wanted: GithubBaseRole) => role !== null && order.indexOf(role) >= order.indexOf(wanted);
  return {
    admin: has('admin'),
    maintain: has('maintain'),
    push: has('write'),
    triage: has('triage'),
    pull: has('read'),
  };
}

/** `maintain` is mapped to `write` and `triage` to `read`. */
export function legacyPermission(role: GithubBaseRole | null): 'admin' | 'write' | 'read' | 'none' {
  if (role === null) return 'none';
  if (role === 'maintain') return 'write';
  return role === 'triage' ? 'read' : role;
}
