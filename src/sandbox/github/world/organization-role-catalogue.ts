import type { GithubBaseRole } from './github-seed.ts';

export interface GithubPredefinedRole {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly baseRole: GithubBaseRole | null;
  readonly permissions: readonly string[];
}

const allRepositories = (id: number, baseRole: GithubBaseRole): GithubPredefinedRole => ({
  id,
  name: `all_repo_${baseRole}`,
  description: `Grants ${baseRole} access to all repositories in the organization.`,
  baseRole,
  permissions: [],
});

/** Roles that every organization has; they can be given and not changed. */
export const PREDEFINED_ROLES: readonly GithubPredefinedRole[] = [
  {
    id: 138,
    name: 'security_manager',
    description:
      'Grants the ability to manage security policies, alerts and configurations of an organization.',
    baseRole: 'read',
    permissions: ['read_code_scanning', 'write_code_scanning', 'view_secret_scanning_alerts'],
  },
  allRepositories(8132, 'read'),
  allRepositories(8133, 'triage'),
  allRepositories(8134, 'write'),
  allRepositories(8135, 'maintain'),
  allRepositories(8136, 'admin'),
  {
    id: 21486,
    name: 'ci_cd_admin',
    description: 'Grants admin access to manage Actions policies, runners, secrets and variables.',
    baseRole: null,
    permissions: ['write_organization_actions_settings', 'write_organization_actions_secrets'],
  },
  {
    // The number is ours: GitHub's own is not documented.
    id: 21487,
    name: 'app_manager',
    description: 'Grants the ability to create, edit, and delete all GitHub Apps in an organization.',
    baseRole: null,
    permissions: [],
  },
];
