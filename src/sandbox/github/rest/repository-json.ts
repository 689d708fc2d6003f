import { baseRoleOf } from '../rules/repository-access.ts';
import type { GithubOrganizationRecord, GithubRepositoryRecord } from '../world/github-records.ts';
import { nodeId } from './node-id.ts';
import { accountJson } from './person-json.ts';
import { roleFlags } from './repository-role.ts';

const PARTS = [
  'archive_url {archive_format}{/ref}',
  'assignees_url assignees{/user}',
  'blobs_url git/blobs{/sha}',
  'branches_url branches{/branch}',
  'collaborators_url collaborators{/collaborator}',
  'comments_url comments{/number}',
  'commits_url commits{/sha}',
  'compare_url compare/{base}...{head}',
  'contents_url contents/{+path}',
  'contributors_url contributors',
  'deployments_url deployments',
  'downloads_url downloads',
  'events_url events',
  'forks_url forks',
  'git_commits_url git/commits{/sha}',
  'git_refs_url git/refs{/sha}',
  'git_tags_url git/tags{/sha}',
  'hooks_url hooks',
  'issue_comment_url issues/comments{/number}',
  'issue_events_url issues/events{/number}',
  'issues_url issues{/number}',
  'keys_url keys{/key_id}',
  'labels_url labels{/name}',
  'languages_url languages',
  'merges_url merges',
  'milestones_url milestones{/number}',
  'notifications_url notifications{?since,all,participating}',
  'pulls_url pulls{/number}',
  'releases_url releases{/id}',
  'stargazers_url stargazers',
  'statuses_url statuses/{sha}',
  'subscribers_url subscribers',
  'subscription_url subscription',
  'tags_url tags',
  'teams_url teams',
  'trees_url git/trees{/sha}',
].map((line) => line.split(' '));

/** `role`: what the one that the list is about may do; null when nobody is meant. */
export function repositoryJson(
  organization: GithubOrganizationRecord,
  repository: GithubRepositoryRecord,
  role: string | null,
  origin: string,
) {
  const fullName = `${organization.login}/${repository.name}`;
  const url = `${origin}/repos/${fullName}`;
  const updated = new Date(repository.updatedAt).toISOString();
  return {
    id: repository.id,
    node_id: nodeId('Repository', repository.id),
    name: repository.name,
    full_name: fullName,
    owner: accountJson(organization, 'Organization', origin),
    private: repository.visibility !== 'public',
    html_url: `${origin}/${fullName}`,
    description: repository.description,
    fork: false,
    url,
    ...Object.fromEntries(PARTS.map(([name, part]) => [name, `${url}/${part}`])),
    archived: repository.archived,
    disabled: false,
    visibility: repository.visibility,
    pushed_at: updated,
    created_at: new Date(repository.createdAt).toISOString(),
    updated_at: updated,
    ...(role === null ? {} : { permissions: roleFlags(baseRoleOf(organization, role)), role_name: role }),
  };
}

export function repositoryFullJson(
  organization: GithubOrganizationRecord,
  repository: GithubRepositoryRecord,
  role: string | null,
  origin: string,
) {
  const web = `${origin}/${organization.login}/${repository.name}`;
  return {
    ...repositoryJson(organization, repository, role, origin),
    clone_url: `${web}.git`,
    git_url: `${web}.git`,
    ssh_url: `${web}.git`,
    svn_url: web,
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    default_branch: 'main',
    forks: 0,
    forks_count: 0,
    open_issues: 0,
    open_issues_count: 0,
    stargazers_count: 0,
    watchers: 0,
    watchers_count: 0,
    size: 0,
    network_count: 0,
    subscribers_count: 0,
    has_issues: true,
    has_projects: true,
    has_wiki: true,
    has_pages: false,
    has_discussions: false,
    has_downloads: true,
  };
}
