import { buildAccess } from '../../access/build-access.ts';
import type { EffectiveAccess } from '../../access/effective-access.ts';
import { keepersOf } from '../../compile/keepers.ts';
import { placesReplace } from '../../plan/replacement/replaced-places.ts';
import { simulateWrites } from '../../plan/write/simulate-writes.ts';
import type { Write } from '../../plan/write/write.ts';
import { writeSubjectOf } from '../../plan/write/write-subject.ts';
import type { KeptRole } from '../../platform/kept-roles.ts';
import type { PlatformDefinition, ScopeKindName } from '../../platform/platform-definition.ts';
import type { Address } from '../../resource/address.ts';
import type { MemberId, ScopePath } from '../../resource/identifiers.ts';
import { modelOf, type OrganizationModel, type ResourcesByType } from '../../resource/organization-model.ts';
import type {
  AssignmentResource,
  MembershipState,
  Resource,
  ResourceTypeName,
} from '../../resource/resource.ts';
import { type Spelling, spellingOf } from '../../resource/spelling.ts';
import type { Origin } from '../../source/origin.ts';
import { attachesBeforeGroups } from '../provider/rows/organization-rows.ts';

const WRITTEN: Origin = { from: 'platform', platform: 'terraform', what: 'written by this run' };

/**
 * The organization as it was read, by one bulk read for the whole run, and as our own writes have changed it since.
 * Refreshing five thousand resources asks it five thousand times and the platform not once.
 */
export class LiveAccess {
  readonly platform: PlatformDefinition;
  readonly organization: string;
  readonly #resources = new Map<Address, Resource>();
  /** Assignments by scope: a roster is all of them. */
  readonly #rosters = new Map<ScopePath, Map<Address, AssignmentResource>>();
  #model: OrganizationModel | null = null;
  #access: EffectiveAccess | null = null;
  #readings = 0;
  #spelling: Spelling | null = null;
  readonly #kinds = new Map<ScopeKindName, readonly ScopePath[]>();
  /** By the code of the rule. */
  readonly #keepers = new Map<string, ReturnType<typeof keepersOf>>();

  constructor(platform: PlatformDefinition, organization: string, resources: readonly Resource[]) {
    this.platform = platform;
    this.organization = organization;
    for (const resource of resources) this.#put(resource);
  }

  get<T extends ResourceTypeName>(type: T, address: Address): Extract<Resource, { type: T }> | null {
    const found = this.#resources.get(address);
    return found !== undefined && isOf(found, type) ? found : null;
  }

  all<T extends ResourceTypeName>(type: T): ResourcesByType[T] {
    return this.model().all(type);
  }

  /** All of it, as of the last write. */
  model(): OrganizationModel {
    this.#model ??= modelOf([...this.#resources.values()]);
    return this.#model;
  }

  roster(scope: ScopePath): readonly AssignmentResource[] {
    const roster = this.#rosters.get(scope);
    return roster === undefined ? [] : [...roster.values()];
  }

  /** Effective access, as of the last write. */
  access(): EffectiveAccess {
    this.#access ??= buildAccess(this.platform, this.everything());
    return this.#access;
  }

  everything(): readonly Resource[] {
    return this.model().resources;
  }

  /** Who fills a rule that keeps somebody on a scope, as of the last write. */
  keepers(rule: KeptRole, scope: ScopePath): ReadonlySet<MemberId> {
    let known = this.#keepers.get(rule.code);
    if (known === undefined) {
      const side = { resources: this.everything(), access: () => this.access() };
      known = keepersOf(rule, this.platform, side);
      this.#keepers.set(rule.code, known);
    }
    return known(scope);
  }

  /** How people are written on the platform. */
  get spelling(): Spelling {
    this.#spelling ??= spellingOf({ resources: this.all('member') });
    return this.#spelling;
  }

  /** Paths of the scopes of a kind. */
  scopesOf(kind: ScopeKindName): readonly ScopePath[] {
    let known = this.#kinds.get(kind);
    if (known === undefined) {
      const all = this.all('scope').filter(({ attributes }) => attributes.kind === kind);
      known = all.map(({ attributes }) => attributes.path);
      this.#kinds.set(kind, known);
    }
    return known;
  }

  /** How often it was read anew: what others did meanwhile is in it. */
  get readings(): number {
    return this.#readings;
  }

  /** All of it anew, as another read found it. */
  replace(resources: readonly Resource[]): void {
    this.#forget();
    this.#readings += 1;
    this.#resources.clear();
    this.#rosters.clear();
    for (const resource of resources) this.#put(resource);
  }

  /** Follows writes that were made, with all they took along; what the platform made of a person is what it answered. */
  follow(writes: readonly Write[], answered: LiveMemberState = () => null): void {
    for (const write of writes) {
      this.#forget();
      const touched = this.#touchedBy(write);
      const after = modelOf(simulateWrites(touched, [write], WRITTEN, this.platform)).byAddress;
      for (const { address } of touched) if (!after.has(address)) this.#drop(address);
      for (const resource of after.values()) this.#put(asAnswered(resource, answered));
    }
  }

  /** What was worked out of it before. */
  #forget(): void {
    this.#model = null;
    this.#access = null;
    this.#spelling = null;
    this.#kinds.clear();
    this.#keepers.clear();
  }

  #put(resource: Resource): void {
    this.#resources.set(resource.address, resource);
    if (resource.type !== 'assignment') return;
    const { scope } = resource.attributes;
    const roster = this.#rosters.get(scope);
    if (roster === undefined) this.#rosters.set(scope, new Map([[resource.address, resource]]));
    else roster.set(resource.address, resource);
  }

  #drop(address: Address): void {
    const found = this.#resources.get(address);
    this.#resources.delete(address);
    if (found?.type === 'assignment') this.#rosters.get(found.attributes.scope)?.delete(address);
  }

  /** All that a write can change; most change one thing, and looking at the rest would square the cost of an apply. */
  #touchedBy(write: Write): readonly Resource[] {
    const one = ownAddress(write);
    // Whoever is detached leaves the groups that are for those alone who are attached.
    const detaches = write.write === 'delete-assignment' && attachesBeforeGroups(this.platform);
    // Whoever is put into a group leaves others by that.
    const replaces = write.write === 'add-group-member' && placesReplace(this.platform);
    if (one === null || detaches || replaces) return [...this.#resources.values()];
    const found = this.#resources.get(one);
    return found === undefined ? [] : [found];
  }
}

/** A person's state at a scope, as the platform last told it. */
export type LiveMemberState = (scope: ScopePath, member: MemberId) => MembershipState | null;

function asAnswered(resource: Resource, answered: LiveMemberState): Resource {
  if (resource.type !== 'member') return resource;
  const { attributes } = resource;
  const state = answered(attributes.scope, attributes.member) ?? attributes.state;
  return state === attributes.state ? resource : { ...resource, attributes: { ...attributes, state } };
}

function isOf<T extends ResourceTypeName>(
  resource: Resource,
  type: T,
): resource is Extract<Resource, { type: T }> {
  return resource.type === type;
}

/** The one address a write is about; null for a removal that takes others along. */
function ownAddress(write: Write): Address | null {
  switch (write.write) {
    case 'delete-scope':
    case 'delete-role':
    case 'remove-member':
    case 'delete-group':
      return null;
    default:
      return writeSubjectOf(write).address;
  }
}
