import { buildAccess } from '../access/build-access.ts';
import type { EffectiveAccess } from '../access/effective-access.ts';
import { HeldSets } from '../access/held-sets.ts';
import { attributeKey, type Desired } from '../compile/desired.ts';
import { withInstances } from '../platform/permission-instances.ts';
import type { PlatformDefinition } from '../platform/platform-definition.ts';
import type { OrganizationDocument } from '../policy/document-types.ts';
import type { GroupPath } from '../resource/identifiers.ts';
import { modelOf, type OrganizationModel } from '../resource/organization-model.ts';
import { isUnknown, type Resource, type ResourceTypeName, type UnknownList } from '../resource/resource.ts';
import { type Spelling, spellingOf } from '../resource/spelling.ts';

/** Which access is judged: what the documents give, what a plan comes to, or what is live. */
export type JudgedBasis = 'written' | 'planned' | 'live';

/** One organization as rules look at it: its resources on one side, and all that can be asked of them, made when it is. */
export class JudgedOrganization {
  readonly name: string;
  readonly desired: Desired;
  /** The organization as written; null where no document is at hand. */
  readonly document: OrganizationDocument | null;
  readonly resources: readonly Resource[];
  readonly basis: JudgedBasis;
  /** Lists of the platform that could not be read: what would be in them is neither there nor not there. */
  readonly unknown: readonly UnknownList[];
  /** With a place for every permission for a text that a rule names. */
  readonly platform: PlatformDefinition;
  #access: EffectiveAccess | null = null;
  #held: HeldSets | null = null;
  #spelling: Spelling | null = null;

  constructor(
    desired: Desired,
    side: {
      readonly document: OrganizationDocument | null;
      readonly resources: readonly Resource[];
      readonly basis: JudgedBasis;
      /** Left out: everything was read. */
      readonly unknown?: readonly UnknownList[] | undefined;
      /** Permissions for a text that rules name. */
      readonly instances: readonly string[];
    },
  ) {
    this.name = desired.organization;
    this.desired = desired;
    this.document = side.document;
    this.resources = side.resources;
    this.basis = side.basis;
    this.unknown = side.unknown ?? [];
    this.platform =
      side.instances.length === 0 ? desired.platform : withInstances(desired.platform, side.instances);
  }

  get model(): OrganizationModel {
    return modelOf(this.resources);
  }

  get access(): EffectiveAccess {
    this.#access ??= buildAccess(this.platform, this.resources);
    return this.#access;
  }

  get held(): HeldSets {
    this.#held ??= new HeldSets(this.access.relation);
    return this.#held;
  }

  /** Whether nothing of a type is there besides what is here: documents that do not own a type leave the rest to the platform. */
  knowsAll(type: ResourceTypeName): boolean {
    if (this.basis === 'written' && this.desired.authority[type] !== 'full') return false;
    return !this.unknown.some((list) => list.type === type);
  }

  /** Whether it is known who is in a group: not where no document says it, or where it could not be read. */
  knowsMembersOf(group: GroupPath): boolean {
    const one = this.model.group(group);
    if (one === undefined) return true;
    const isUnwritten =
      this.basis === 'written' &&
      this.desired.authority.group !== 'full' &&
      this.desired.unstated?.has(attributeKey(one.address, 'members')) === true;
    return !isUnwritten && !isUnknown(this.unknown, one);
  }

  get spelling(): Spelling {
    this.#spelling ??= spellingOf(this.desired, { resources: this.resources });
    return this.#spelling;
  }
}
