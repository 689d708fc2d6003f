import { memberId } from '../resource/identifiers.ts';
import { type Finding, subjectKey } from './finding.ts';
import type { JudgedOrganization } from './judged-organization.ts';

type Subjects = Parameters<typeof subjectKey>[0];

/** By what two findings are one: people are compared as their organization compares them. */
export type FindingKey = (finding: Subjects) => string;

export function findingKeyIn(
  organizations: readonly Pick<JudgedOrganization, 'name' | 'platform'>[],
): FindingKey {
  const platforms = new Map(organizations.map(({ name, platform }) => [name, platform]));
  return ({ rule, organization, person, group, role, scope }) => {
    const platform = organization === null ? undefined : platforms.get(organization);
    const id =
      person === null || platform === undefined ? person : memberId(person, platform.members.compare);
    return subjectKey({ rule, organization, person: id, group, role, scope });
  };
}

/** Whether all that one finding is about is in another that is of the same. */
export function isCoveredBy(
  { permissions }: Pick<Finding, 'permissions'>,
  other: { readonly permissions: readonly string[] },
): boolean {
  return permissions.every((one) => other.permissions.includes(one));
}
