import type { PermissionName } from '../../platform/platform-definition.ts';

/**
 * What an organization can add to a repository role of its own, by the platform file's words. GitHub's list grows: a name
 * that is not here is kept as GitHub says it, so that a review shows it.
 */
const KNOWN: ReadonlyMap<string, PermissionName> = new Map([
  ['close_issue', 'issues:triage'],
  ['reopen_issue', 'issues:triage'],
  ['add_assignee', 'issues:triage'],
  ['remove_assignee', 'issues:triage'],
  ['add_label', 'issues:triage'],
  ['remove_label', 'issues:triage'],
  ['mark_as_duplicate', 'issues:triage'],
  ['set_milestone', 'issues:triage'],
  ['set_issue_type', 'issues:triage'],
  ['delete_issue', 'issues:delete'],
  ['close_pull_request', 'pull-requests:triage'],
  ['reopen_pull_request', 'pull-requests:triage'],
  ['request_pr_review', 'pull-requests:triage'],
  ['delete_discussion', 'discussions:triage'],
  ['toggle_discussion_answer', 'discussions:triage'],
  ['close_discussion', 'discussions:triage'],
  ['reopen_discussion', 'discussions:triage'],
  ['edit_discussion_category', 'discussions:triage'],
  ['manage_webhooks', 'webhooks:manage'],
  ['manage_deploy_keys', 'deploy-keys:manage'],
  ['edit_repo_protections', 'branch-protection:manage'],
  ['edit_repo_metadata', 'settings:edit'],
  ['manage_settings_merge_types', 'settings:edit'],
  ['manage_settings_pages', 'settings:edit'],
  ['manage_settings_projects', 'settings:edit'],
  ['manage_settings_wiki', 'settings:edit'],
  ['set_interaction_limits', 'settings:edit'],
  ['set_social_preview', 'settings:edit'],
  ['push_protected_branch', 'contents:push-protected'],
  ['view_secret_scanning_alerts', 'secret-scanning:read'],
  ['resolve_secret_scanning_alerts', 'secret-scanning:write'],
  ['read_code_scanning', 'code-scanning:read'],
  ['write_code_scanning', 'code-scanning:write'],
  ['delete_alerts_code_scanning', 'code-scanning:write'],
  ['view_dependabot_alerts', 'dependabot-alerts:read'],
  ['resolve_dependabot_alerts', 'dependabot-alerts:write'],
]);

export function permissionNamed(name: string): PermissionName {
  return KNOWN.get(name) ?? name;
}
