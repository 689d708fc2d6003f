import { deactivatedByGroups } from '../../access/active-memberships.ts';
import { buildAccess } from '../../access/build-access.ts';
import type { EffectiveAccess } from '../../access/effective-access.ts';
import { permissionsOfRoles } from '../../access/equivalent-roles.ts';
import { withMemberSources } from '../../access/explain/member-sources.ts';
import { type HeldRoles, rolesHeldIn } from '../../access/held-roles.ts';
import type { PermissionName } from '../../platform/platform-definition.ts';
import type { MemberId, RoleKey } from '../../resource/identifiers.ts';
import { modelOf, type OrganizationModel } from '../../resource/organization-model.ts';
import { type Spelling, spellingOf } from '../../resource/spelling.ts';
import { memoize } from '../../source/memoize.ts';
import type { PageOrganization } from '../facts/page-facts.ts';
import { type ListedGrant, listGrants } from './listed-grants.ts';

/** One organization with what all tables ask: made once, where the page is made and where it is read. */
export interface ReviewedOrganization {
  readonly facts: PageOrganization;
  readonly instant: string;
  readonly access: EffectiveAccess;
  readonly model: OrganizationModel;
  readonly spelling: Spelling;
  /** Whom a group deactivates. */
  readonly deactivated: ReadonlySet<MemberId>;
  readonly grants: readonly ListedGrant[];
  readonly held: HeldRoles;
  readonly rolePermissions: (role: RoleKey) => readonly PermissionName[];
}

export function reviewOrganization(facts: PageOrganization, instant: string): ReviewedOrganization {
  const { platform, resources, membersFrom, written } = facts;
  const model = modelOf(resources);
  const spelling = spellingOf({ resources, written });
  const access = withMemberSources(buildAccess(platform, resources), membersFrom);
  const held = rolesHeldIn(resources, platform);
  return {
    facts,
    instant,
    access,
    model,
    spelling,
    deactivated: deactivatedByGroups(platform, model),
    grants: listGrants(facts, spelling),
    held: { of: memoize(held.of), namesOf: memoize(held.namesOf) },
    rolePermissions: memoize(permissionsOfRoles(access.relation.platform, resources)),
  };
}
