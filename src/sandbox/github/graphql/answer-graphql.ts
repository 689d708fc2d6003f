import { executeSync, GraphQLError, parse, validate } from 'graphql';
import { readNodeId } from '../rest/node-id.ts';
import { repositoryByName } from '../world/github-world.ts';
import { NestedObjects } from './graphql-connection.ts';
import type { GraphqlContext, GraphqlHouse } from './graphql-context.ts';
import { operationOf, queryCost } from './graphql-cost.ts';
import { errorJson, GithubGraphqlError } from './graphql-failure.ts';
import { githubSchema } from './graphql-schema-cut.ts';
import { organizationFields } from './organization-fields.ts';
import { repositoryFields } from './repository-fields.ts';
import { teamFields } from './team-fields.ts';
import { botFields, userFields } from './user-fields.ts';

export interface GraphqlAnswer {
  readonly body: object;
  readonly cost: number;
}

/** One query. Whatever goes wrong in it is told in an answer of status 200. */
export function answerGraphql(house: GraphqlHouse, body: Readonly<Record<string, unknown>>): GraphqlAnswer {
  try {
    return answer(house, body);
  } catch (thrown) {
    if (thrown instanceof GraphQLError) return { body: { errors: [errorJson(thrown)] }, cost: 1 };
    throw thrown;
  }
}

function answer(house: GraphqlHouse, body: Readonly<Record<string, unknown>>): GraphqlAnswer {
  if (house.quota.remaining === 0) {
    throw new GithubGraphqlError('RATE_LIMITED', 'API rate limit exceeded.');
  }
  if (typeof body.query !== 'string')
    throw new GraphQLError('A query attribute must be specified and must be a string.');
  const variables =
    typeof body.variables === 'object' && body.variables !== null ? { ...body.variables } : {};
  const schema = githubSchema();
  const document = parse(body.query);
  const invalid = validate(schema, document);
  if (invalid.length > 0) return { body: { errors: invalid.map(errorJson) }, cost: 1 };
  const operationName = typeof body.operationName === 'string' ? body.operationName : undefined;
  const cost = queryCost(schema, document, operationOf(document, operationName), variables);
  if (cost.nodes > house.limits.nodes) {
    const message = `This query requests up to ${cost.nodes} possible nodes which exceeds the maximum limit of ${house.limits.nodes}.`;
    throw new GithubGraphqlError('MAX_NODE_LIMIT_EXCEEDED', message);
  }
  const context: GraphqlContext = {
    ...house,
    cost,
    nested: new NestedObjects(house.limits.nestedObjects),
    fieldsOf: (organization, of) =>
      of === 'organization'
        ? organizationFields(organization, context)
        : teamFields(organization, of, context, true),
  };
  const result = executeSync({
    schema,
    document,
    rootValue: rootFields(context),
    variableValues: variables,
    ...(operationName === undefined ? {} : { operationName }),
  });
  const errors = result.errors?.map(errorJson);
  return {
    body: { data: result.data ?? null, ...(errors === undefined ? {} : { errors }) },
    cost: cost.points,
  };
}

function rootFields(context: GraphqlContext) {
  const { world, actor, quota, cost } = context;
  const organization = ({ login }: { readonly login: string }) => {
    const found = world.organizationByLogin(login);
    if (found === undefined) throw unknown('an Organization', `the login of '${login}'`);
    return organizationFields(found, context);
  };
  return {
    organization,
    rateLimit: () => ({
      cost: cost.points,
      nodeCount: cost.nodes,
      limit: finite(quota.limit),
      used: quota.used + cost.points,
      remaining: finite(Math.max(0, quota.remaining - cost.points)),
      resetAt: new Date(quota.resetAt).toISOString(),
    }),
    viewer: () => {
      if (actor.kind === 'user') return userFields(actor.user, context);
      // The bot of an App, by the name that its comments have: what `GET /user` does not tell it.
      if (actor.kind === 'installation') return botFields(actor.slug, context);
      throw new GithubGraphqlError('FORBIDDEN', 'Resource not accessible by integration');
    },
    // GraphQL does not resolve accounts that an enterprise manages, where REST does (terraform-provider-github #3644).
    user: ({ login }: { readonly login: string }) => {
      const user = world.userByLogin(login);
      if (user === undefined || user.managedBy !== null) throw unknown('a User', `the login of '${login}'`);
      return userFields(user, context);
    },
    repository: ({ owner, name }: { readonly owner: string; readonly name: string }) => {
      const home = world.organizationByLogin(owner);
      const repository = home && repositoryByName(home, name);
      if (!home || !repository) throw unknown('a Repository', `the name '${owner}/${name}'`);
      return repositoryFields(home, repository, context, false);
    },
    node: ({ id }: { readonly id: string }) => node(context, id),
  };
}

function node(context: GraphqlContext, id: string): object {
  const { world } = context;
  const named = readNodeId(id);
  if (named?.type === 'Organization') {
    const organization = world.organizations.get(named.id);
    if (organization !== undefined) return organizationFields(organization, context);
  }
  if (named?.type === 'User') {
    const user = world.users.get(named.id);
    if (user !== undefined) return userFields(user, context);
  }
  for (const organization of world.organizations.values()) {
    const team = named?.type === 'Team' ? organization.teams.get(named.id) : undefined;
    if (team !== undefined) return teamFields(organization, team, context, false);
    const repository = named?.type === 'Repository' ? organization.repositories.get(named.id) : undefined;
    if (repository !== undefined) return repositoryFields(organization, repository, context, false);
  }
  throw unknown('a node', `the global id of '${id}'`);
}

function unknown(what: string, by: string): GithubGraphqlError {
  return new GithubGraphqlError('NOT_FOUND', `Could not resolve to ${what} with ${by}.`);
}

function finite(points: number): number {
  return Number.isFinite(points) ? points : 1_000_000;
}
