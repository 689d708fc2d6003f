import { isActiveIn } from '../access/active-memberships.ts';
import { namesGroup, namesMember } from '../compile/named-subjects.ts';
import type { Written } from '../policy/document-types.ts';
import type { MemberId } from '../resource/identifiers.ts';
import { groupPathOf } from '../resource/resource.ts';
import type { JudgedOrganization } from './judged-organization.ts';

/** Owners that somebody wrote, each a person or a group, and whether any of them is there. */
export class OwnersThere {
  readonly #organization: JudgedOrganization;
  readonly #active: ReadonlySet<MemberId>;

  constructor(organization: JudgedOrganization) {
    const { model, platform } = organization;
    const isActive = isActiveIn(platform, model);
    this.#organization = organization;
    this.#active = new Set(
      model
        .all('member')
        .filter(isActive)
        .map(({ attributes }) => attributes.member),
    );
  }

  isActive(member: MemberId): boolean {
    return this.#active.has(member);
  }

  /** Whether an owner is an active member, or a group with one. */
  isThere(owner: Written<string>): boolean {
    const { model, platform } = this.#organization;
    if ([...this.#active].some((member) => namesMember(owner, member, platform))) return true;
    return model
      .all('group')
      .map(groupPathOf)
      .filter((group) => namesGroup(owner, group))
      .some((group) => [...model.peopleIn(group)].some((member) => this.isActive(member)));
  }
}
