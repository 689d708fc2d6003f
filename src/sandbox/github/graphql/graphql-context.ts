import type { GithubActor } from '../door/github-actor.ts';
import type { GithubLimits, GithubQuota } from '../door/github-limits.ts';
import type { GithubOrganizationRecord, GithubTeamRecord } from '../world/github-records.ts';
import type { GithubWorld } from '../world/github-world.ts';
import type { NestedObjects } from './graphql-connection.ts';
import type { GithubQueryCost } from './graphql-cost.ts';
import { GithubGraphqlError } from './graphql-failure.ts';

export interface GraphqlHouse {
  readonly world: GithubWorld;
  readonly limits: GithubLimits;
  readonly actor: GithubActor;
  readonly quota: GithubQuota;
  readonly origin: string;
}

/** What the fields of one query share. */
export interface GraphqlContext extends GraphqlHouse {
  readonly nested: NestedObjects;
  readonly cost: GithubQueryCost;
  /** The fields of what a grant comes from: kinds of objects lead to one another in circles. */
  readonly fieldsOf: (
    organization: GithubOrganizationRecord,
    of: 'organization' | GithubTeamRecord,
  ) => object;
}

/** Members and teams are for members of the organization, with the scope or the permission. */
export function refuseUnlessReader(
  { actor }: GraphqlContext,
  organization: GithubOrganizationRecord,
  field: string,
): void {
  switch (actor.kind) {
    case 'installation':
      if (actor.organizationId === organization.id && actor.permissions.members !== undefined) return;
      throw new GithubGraphqlError('FORBIDDEN', 'Resource not accessible by integration');
    case 'app':
      throw new GithubGraphqlError('FORBIDDEN', 'Resource not accessible by integration');
    case 'user':
      if (!actor.scopes.some((scope) => ['read:org', 'write:org', 'admin:org'].includes(scope))) {
        const message = `Your token has not been granted the required scopes to execute this query. The '${field}' field requires one of the following scopes: ['read:org'].`;
        throw new GithubGraphqlError('INSUFFICIENT_SCOPES', message);
      }
      if (organization.members.has(actor.user.id)) return;
      throw new GithubGraphqlError('FORBIDDEN', `You must be a member of ${organization.login}.`);
  }
}

export function isOwner({ actor }: GraphqlContext, organization: GithubOrganizationRecord): boolean {
  if (actor.kind === 'installation') return actor.organizationId === organization.id;
  return actor.kind === 'user' && organization.members.get(actor.user.id) === 'admin';
}
