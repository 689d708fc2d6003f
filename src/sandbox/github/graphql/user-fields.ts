import { nodeId } from '../rest/node-id.ts';
import type { GithubUserRecord } from '../world/github-records.ts';
import type { GraphqlContext } from './graphql-context.ts';

export function userFields(user: GithubUserRecord, { origin, actor }: GraphqlContext) {
  return {
    __typename: 'User',
    id: nodeId('User', user.id),
    databaseId: user.id,
    login: user.login,
    name: user.name,
    email: user.email ?? '',
    url: `${origin}/${user.login}`,
    isViewer: actor.kind === 'user' && actor.user.id === user.id,
  };
}

export function botFields(slug: string, { world, origin }: GraphqlContext) {
  const login = `${slug}[bot]`;
  const id = world.numbers.of('bot', login);
  return {
    __typename: 'User',
    id: nodeId('Bot', id),
    databaseId: id,
    login,
    name: null,
    email: '',
    url: `${origin}/apps/${slug}`,
    isViewer: true,
  };
}

/** Where GitHub's schema allows null instead of a person, and some have seen it. */
export function nullableUserFields(user: GithubUserRecord, context: GraphqlContext) {
  return user.hiddenInGraphql ? null : userFields(user, context);
}
