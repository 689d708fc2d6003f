import type { GithubUserRecord } from '../world/github-records.ts';
import { nodeId } from './node-id.ts';

const PARTS = [
  ['followers_url', 'followers'],
  ['following_url', 'following{/other_user}'],
  ['gists_url', 'gists{/gist_id}'],
  ['starred_url', 'starred{/owner}{/repo}'],
  ['subscriptions_url', 'subscriptions'],
  ['organizations_url', 'orgs'],
  ['repos_url', 'repos'],
  ['events_url', 'events{/privacy}'],
  ['received_events_url', 'received_events'],
] as const;

export function accountJson(
  account: { readonly id: number; readonly login: string },
  type: 'User' | 'Organization' | 'Bot',
  origin: string,
) {
  const url = `${origin}/users/${account.login}`;
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId(type, account.id),
    avatar_url: `${origin}/avatars/u/${account.id}?v=4`,
    gravatar_id: '',
    url,
    html_url: `${origin}/${account.login}`,
    ...Object.fromEntries(PARTS.map(([name, part]) => [name, `${url}/${part}`])),
    type,
    site_admin: false,
    user_view_type: 'public',
  };
}

export function userJson(user: GithubUserRecord, origin: string) {
  return accountJson(user, 'User', origin);
}

/** As `GET /users/{username}` shows a person. */
export function publicUserJson(user: GithubUserRecord, origin: string) {
  const created = new Date(user.createdAt).toISOString();
  return {
    ...userJson(user, origin),
    name: user.name,
    company: null,
    blog: '',
    location: null,
    email: user.email,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: created,
    updated_at: created,
  };
}
