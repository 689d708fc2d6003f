import { deactivatedByGroups, deactivatingValue } from '../../access/active-memberships.ts';
import { buildAccess } from '../../access/build-access.ts';
import { closingValue } from '../../access/closed-scopes.ts';
import { compareAccess } from '../../access/compare-access.ts';
import type { AccessGrant } from '../../access/effective-access.ts';
import { deactivationsOf } from '../../access/explain/deactivations.ts';
import { type ScopeTree, scopeTree } from '../../access/scope-tree.ts';
import { grantsOf, peopleOf } from '../../access/wide-delta.ts';
import { permissionNamed } from '../../platform/permission-instances.ts';
import type { PlatformDefinition, ScopeKind } from '../../platform/platform-definition.ts';
import type { Address } from '../../resource/address.ts';
import {
  type MemberId,
  type Principal,
  principalKey,
  type RoleKey,
  type ScopePath,
  scopeChain,
  splitGroupPath,
} from '../../resource/identifiers.ts';
import { modelOf, type OrganizationModel } from '../../resource/organization-model.ts';
import type { Entries, GroupResource, Resource, ScopeResource } from '../../resource/resource.ts';
import { scopeKindsOf } from '../../resource/scope-kinds-of.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { known } from '../../source/known.ts';
import { groupBy } from '../../source/lists-by-key.ts';
import type { Origin } from '../../source/origin.ts';
import { compareText } from '../../source/text-order.ts';
import type { Change } from '../change.ts';
import { principalName } from '../display-names.ts';
import type { Plan } from '../plan.ts';
import { newDenies } from './new-denies.ts';

/** Longer lists are cut in a warning: the plan lists every loss by itself. */
const PEOPLE = 8;
const PERMISSIONS = 4;
const SCOPES = 3;

/**
 * Where access is not monotone, adding takes away: the first group closes gates that stood open, a role of one's own
 * displaces the default one, a role on a scope overrides what that scope inherits, a deny takes from who had. Warns of each addition that does,
 * and says who loses what. A loss counts here when the additions of the plan alone, without its removals, bring it
 * about. Reports `weakened`.
 */
export function weakened(
  platform: PlatformDefinition,
  live: readonly Resource[],
  changes: readonly Change[],
  { before, after, delta }: Pick<Plan, 'before' | 'after' | 'delta'>,
  spelling: Spelling,
): readonly Diagnostic[] {
  if (peopleOf(delta, 'lost').size === 0) return [];
  const grown = withAdditions(platform, live, changes);
  // What the plan takes may be a great deal, and what its additions take is next to nothing.
  const byAdding: AccessGrant[] = [];
  for (const grant of grantsOf(compareAccess(before, buildAccess(platform, grown)), 'lost'))
    if (!after.can(grant.member, grant.permission, grant.scope)) byAdding.push(grant);
  const because = new LossAttribution(platform, live, grown, spelling);
  const losses = new Map<string, { readonly cause: LossCause; readonly grants: AccessGrant[] }>();
  for (const grant of byAdding) {
    const lossCause = because.causeOf(grant);
    const known = losses.get(lossCause.what);
    if (known === undefined) losses.set(lossCause.what, { cause: lossCause, grants: [grant] });
    else known.grants.push(grant);
  }
  return [...losses.values()].map(({ cause, grants }) =>
    diagnostic(
      'weakened',
      `${cause.what} takes access away: ${whoLosesWhat(grants, spelling)}.`,
      cause.origin,
      { hint: cause.hint },
    ),
  );
}

/** Live and all that the changes add to it, nothing taken away. To be deactivated by a group is added to it. */
function withAdditions(
  platform: PlatformDefinition,
  live: readonly Resource[],
  changes: readonly Change[],
): readonly Resource[] {
  const grown = new Map(modelOf(live).byAddress);
  for (const change of changes) {
    if (change.action === 'create') grown.set(change.address, change.after);
    if (change.action !== 'update') continue;
    const attributes: Record<string, unknown> = { ...change.before.attributes };
    if (change.after.type === 'group' && deactivatingValue(platform, change.after) !== null)
      attributes.settings = change.after.attributes.settings;
    if (change.after.type === 'scope' && closes(platform, change.after))
      attributes.settings = change.after.attributes.settings;
    for (const field of change.fields) {
      if (field.kind !== 'entries') continue;
      const entries = new Map(attributes[field.field] as Entries);
      for (const { entry, because } of field.added) entries.set(entry, because.origin);
      attributes[field.field] = entries;
    }
    grown.set(change.address, { ...change.before, attributes } as unknown as Resource);
  }
  return [...grown.values()];
}

function closes({ scopeKinds }: PlatformDefinition, { attributes }: ScopeResource): boolean {
  const kind = scopeKinds.get(attributes.kind);
  return kind !== undefined && closingValue(kind, attributes.settings) !== null;
}

interface LossCause {
  readonly what: string;
  readonly origin: Origin | null;
  readonly hint: string | null;
}

/** Finds, for a loss, the addition nearest to the scope that explains it. */
class LossAttribution {
  readonly #platform: PlatformDefinition;
  readonly #live: GrantedRoles;
  readonly #grown: GrantedRoles;
  readonly #known = new Map<string, readonly GrantedRole[]>();
  readonly #kinds: ReadonlyMap<ScopePath, ScopeKind>;
  readonly #firstGroup: LossCause | null;
  readonly #deactivated: ReadonlySet<MemberId>;
  readonly #after: readonly Resource[];
  readonly #scopes: ScopeTree;
  readonly #denies: (grant: AccessGrant) => LossCause | null;

  constructor(
    platform: PlatformDefinition,
    live: readonly Resource[],
    grown: readonly Resource[],
    spelling: Spelling,
  ) {
    this.#platform = platform;
    this.#live = new GrantedRoles(live, spelling);
    this.#grown = new GrantedRoles(grown, spelling);
    this.#kinds = scopeKindsOf(platform, grown);
    this.#after = grown;
    this.#scopes = scopeTree(platform, modelOf(grown));
    this.#deactivated = deactivatedByGroups(platform, modelOf(grown));
    this.#denies = newDenies(platform, live, grown, spelling);
    const [first] = this.#live.groups.length > 0 ? [] : this.#grown.groups.toSorted(byAddress);
    this.#firstGroup =
      first === undefined
        ? null
        : {
            what: `The first group, ${first.attributes.name},`,
            origin: first.origin,
            hint: 'Without any group everybody has access; from the first group on, only people in an attached group do. Put people into groups, and attach these groups, in the same change.',
          };
  }

  causeOf(grant: AccessGrant): LossCause {
    const { member, permission, scope } = grant;
    if (this.#deactivated.has(member)) return this.#deactivation(member);
    const closed = this.#closed(grant.scope);
    if (closed !== null) return closed;
    const deny = this.#denies(grant);
    if (deny !== null) return deny;
    const module = permissionNamed(this.#platform, permission)?.module ?? null;
    for (const at of scopeChain(scope)) {
      const kind = this.#kinds.get(at);
      const added = this.#added(member, at);
      const role = added.find((one) => this.#platform.roles.get(one.role)?.module === module) ?? added[0];
      if (role !== undefined) {
        const overrides = kind?.inherits === 'override';
        const hint = overrides
          ? 'A role set here replaces the inherited role in its module; leave it out to inherit.'
          : 'A person with a role of their own loses the default role; write all roles that should hold.';
        return { what: `Role ${role.role} of ${role.holder} on ${at}`, origin: role.origin, hint };
      }
      if (kind?.whenNoGroups === 'open' && this.#firstGroup !== null) return this.#firstGroup;
    }
    return { what: 'What is added, taken together,', origin: null, hint: null };
  }

  /** Nobody can do anything on a closed scope, so whoever had access there lost it by that. */
  #closed(scope: ScopePath): LossCause | null {
    const index = this.#scopes.index(scope);
    const closed = index === undefined ? null : this.#scopes.at(index).closed;
    if (closed === null) return null;
    return {
      what: `Scope ${closed.scope}, whose ${closed.setting} is ${closed.value},`,
      origin: closed.origin,
      hint: 'Nobody can do anything there, nor on any scope below, until it is set otherwise.',
    };
  }

  /** Who is deactivated had access, so what makes them so is added. */
  #deactivation(member: MemberId): LossCause {
    const [nearest] = deactivationsOf(this.#platform, this.#after, member);
    const { group, chain, by } = known(nearest, 'the group that deactivates somebody');
    const place = chain.at(-1);
    const [origin] = [by.origin, place?.origin].filter((one) => one?.from === 'file');
    return {
      what: `Group ${splitGroupPath(group).name}, whose ${by.setting} is ${by.value},`,
      origin: origin ?? by.origin,
      hint: 'Everybody in it can do nothing, whatever else is given to them. Take out who is to work on.',
    };
  }

  /** Roles on exactly this scope that the member holds with the additions and not without, by himself or by a group. */
  #added(member: MemberId, scope: ScopePath): readonly GrantedRole[] {
    const key = `${scope} ${member}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const held = new Set(this.#live.rolesOn(member, scope).map((role) => role.key));
    const added = this.#grown.rolesOn(member, scope).filter((role) => !held.has(role.key));
    this.#known.set(key, added);
    return added;
  }
}

interface GrantedRole {
  readonly key: string;
  readonly role: RoleKey;
  readonly holder: string;
  readonly origin: Origin;
}

/** Who is given which roles where, in one version of the organization. */
class GrantedRoles {
  readonly #model: OrganizationModel;
  readonly #spelling: Spelling;

  constructor(resources: readonly Resource[], spelling: Spelling) {
    this.#model = modelOf(resources);
    this.#spelling = spelling;
  }

  get groups(): readonly GroupResource[] {
    return this.#model.all('group');
  }

  rolesOn(member: MemberId, scope: ScopePath): readonly GrantedRole[] {
    const found: GrantedRole[] = [];
    for (const { attributes } of this.#model.assignmentsOn(scope)) {
      if (!this.#isOf(member, attributes.principal)) continue;
      const principal = principalKey(attributes.principal);
      const holder = principalName(attributes.principal, this.#spelling);
      for (const [role, origin] of attributes.roles) {
        found.push({ key: `${principal} ${role}`, role, holder, origin });
      }
    }
    return found.sort((a, b) => compareText(a.key, b.key));
  }

  /** Of the member himself, or of a group around him. */
  #isOf(member: MemberId, principal: Principal): boolean {
    if (principal.type === 'member') return principal.member === member;
    return this.#model.groupsAround(member).has(principal.group);
  }
}

function byAddress(a: { readonly address: Address }, b: { readonly address: Address }): number {
  return compareText(a.address, b.address);
}

/** `dan loses a, b on acme/x; eve loses a on acme/y`. */
export function whoLosesWhat(grants: readonly AccessGrant[], spelling: Spelling): string {
  const people = [...groupBy(grants, ({ member }) => member)].map(([member, own]) => {
    const permissions = new Set(own.map(({ permission }) => permission));
    const scopes = new Set(own.map(({ scope }) => scope));
    return `${spelling(member)} loses ${listed(permissions, PERMISSIONS)} on ${listed(scopes, SCOPES)}`;
  });
  const shown = people.slice(0, PEOPLE).join('; ');
  return people.length <= PEOPLE ? shown : `${shown}; and ${people.length - PEOPLE} more people lose access`;
}

function listed(names: ReadonlySet<string>, most: number): string {
  const all = [...names];
  if (all.length <= most) return all.join(', ');
  return `${all.slice(0, most - 1).join(', ')} and ${all.length - most + 1} more`;
}
