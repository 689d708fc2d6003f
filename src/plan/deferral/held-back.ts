import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import { GRANT_KEYS } from '../../policy/document-types.ts';
import type { Address } from '../../resource/address.ts';
import { groupAddress, memberAddress, scopeAddress } from '../../resource/address.ts';
import { choicesIn, withChoice } from '../../resource/choices.ts';
import { parentScope, type RoleKey, type ScopePath, scopeChain } from '../../resource/identifiers.ts';
import { modelOf, type OrganizationModel } from '../../resource/organization-model.ts';
import type { Entries, GroupResource, Resource } from '../../resource/resource.ts';
import { ownAttributes } from '../../resource/resource-types.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { groupBy } from '../../source/lists-by-key.ts';
import type { ChangeReason, DeferredChange } from '../change.ts';
import { displayNameOf } from '../display-names.ts';

/** The lists of a group that are written entry by entry. */
type EntryList = 'members' | 'groups' | 'membershipRoles';

/** Something of a resource that is not to be touched by this apply. */
export interface Hold {
  readonly address: Address;
  /** `all`: the whole resource. `own`: of a group, all but who is in it. An entry: that one alone. */
  /** Of roles in a group the entry is the person. */
  readonly what: 'all' | 'own' | { readonly list: EntryList; readonly entry: string };
  /** `group qa renamed`: what does not happen. */
  readonly wanted: string;
  /** What it would take. */
  readonly waitsFor: string;
  readonly because: ChangeReason;
  /** Held without a word of its own: something else says why. */
  readonly silent?: true;
  /** It is so by what is live at these addresses, and held only while that stays. */
  readonly already?: readonly Address[];
  /** It goes with something that this apply removes, and nothing has to be sent; held only while that goes. */
  readonly along?: true;
}

/** Wanted without what is held back, and without what stands on that. */
export interface HeldBack {
  readonly wanted: readonly Resource[];
  readonly deferred: readonly DeferredChange[];
  /** Held as a whole: live and not wanted, it stays too. */
  readonly staying: ReadonlySet<Address>;
}

/**
 * What is held stays as it is live, or stays away; so does what cannot be without it. Nothing else does: a removal that
 * stands beside it is made, and what is live already loses nothing by it.
 */
export function holdBack(
  platform: PlatformDefinition,
  wanted: readonly Resource[],
  live: readonly Resource[],
  holds: readonly Hold[],
  spelling: Spelling,
): HeldBack {
  if (holds.length === 0) return { wanted, deferred: [], staying: new Set() };
  const there = modelOf(live);
  const held = groupBy(holds, ({ address }) => address);
  const deferred = holds.filter(({ silent }) => silent !== true).map(deferredBy);
  let kept = wanted.flatMap((r) => withHolds(r, there.at(r.address), held.get(r.address)));
  // What stands on something that is not made is not made either, and so on.
  for (;;) {
    const missing = missingOf(wanted, kept, there, platform);
    if (missing.isEmpty) break;
    const next = kept.flatMap((r) => {
      const cut = withoutMissing(r, there.at(r.address), missing, spelling);
      if (cut.lost.length === 0) return [r];
      deferred.push(...cut.lost);
      return cut.left === null ? [] : [cut.left];
    });
    if (next.length === kept.length && next.every((r, at) => r === kept[at])) break;
    kept = next;
  }
  const whole = holds.filter(({ what }) => what === 'all');
  return { wanted: kept, deferred, staying: new Set(whole.map(({ address }) => address)) };
}

function deferredBy({ address, wanted, waitsFor, because }: Hold): DeferredChange {
  return { action: 'deferred', address, wanted, waitsFor, because, unsettled: 'impossible' };
}

function withHolds(
  wanted: Resource,
  live: Resource | undefined,
  holds: readonly Hold[],
): readonly Resource[] {
  if (holds.length === 0) return [wanted];
  if (holds.some(({ what }) => what === 'all')) return live === undefined ? [] : [live];
  if (wanted.type !== 'group') return [wanted];
  const found = live?.type === 'group' ? live : null;
  return [holds.reduce((group, hold) => withHold(group, found, hold), wanted)];
}

/** An entry that is held is in the group where it is live, and is not where it is not. */
function withHold(group: GroupResource, live: GroupResource | null, { what }: Hold): GroupResource {
  if (what === 'all') return group;
  if (what === 'own') {
    const own = ownAttributes('group', (live ?? group).attributes);
    return { ...group, attributes: { ...group.attributes, ...own } };
  }
  if (what.list === 'membershipRoles') {
    const { attributes } = group;
    const was = live === null ? undefined : choicesIn(live.attributes.membershipRoles).get(what.entry);
    const membershipRoles = withChoice(attributes.membershipRoles, what.entry, was ?? null, group.origin);
    return { ...group, attributes: { ...attributes, membershipRoles } };
  }
  const entries = new Map(group.attributes[what.list]);
  const there = live?.attributes[what.list].get(what.entry);
  if (there === undefined) entries.delete(what.entry);
  else entries.set(what.entry, there);
  return { ...group, attributes: { ...group.attributes, [what.list]: entries } };
}

/** What is written, is not live, and is not to be made. */
interface Missing {
  readonly isEmpty: boolean;
  readonly scope: (path: ScopePath | null) => boolean;
  readonly role: (role: RoleKey) => boolean;
  readonly group: (path: string) => boolean;
  readonly member: (member: string, scope: ScopePath) => boolean;
}

function missingOf(
  wanted: readonly Resource[],
  kept: readonly Resource[],
  there: OrganizationModel,
  platform: PlatformDefinition,
): Missing {
  const staying = modelOf(kept);
  const is = (address: Address): boolean => there.has(address) || staying.has(address);
  const gone = wanted.filter(({ address }) => !is(address));
  const addresses = new Set(gone.map(({ address }) => address));
  const names = new Set<RoleKey>(gone.flatMap((r) => (r.type === 'role' ? [r.attributes.name] : [])));
  return {
    isEmpty: gone.length === 0,
    scope: (path) => path !== null && addresses.has(scopeAddress(path)),
    role: (role) => names.has(role) && !platform.roles.has(role),
    group: (path) => addresses.has(groupAddress(path)),
    member: (member, scope) => {
      const memberships = scopeChain(scope).map((path) => memberAddress(path, member));
      return memberships.some((one) => addresses.has(one)) && !memberships.some(is);
    },
  };
}

interface Cut {
  /** Null: all of it is lost. */
  readonly left: Resource | null;
  readonly lost: readonly DeferredChange[];
}

function withoutMissing(r: Resource, live: Resource | undefined, missing: Missing, spelling: Spelling): Cut {
  const name = displayNameOf(r, spelling);
  const all = (what: string): Cut => ({ left: live ?? null, lost: [lost(r, null, name, what)] });
  const nothing: Cut = { left: r, lost: [] };
  // What is live already stands on something that is.
  const standsOn = live === undefined ? missing.scope(placeOf(r)) : false;
  if (standsOn) return all(`scope ${placeOf(r)}`);
  switch (r.type) {
    case 'scope':
    case 'member':
      return nothing;
    case 'role': {
      const before = live?.type === 'role' ? live.attributes.includes : null;
      const [first] = added(r.attributes.includes, before).filter(([role]) => missing.role(role));
      return first === undefined ? nothing : all(`role ${first[0]}`);
    }
    case 'assignment': {
      const { principal, scope } = r.attributes;
      if (live === undefined && principal.type === 'group' && missing.group(principal.group))
        return all(`group ${principal.group}`);
      if (live === undefined && principal.type === 'member' && missing.member(principal.member, scope))
        return all(spelling(principal.member));
      const bad = GRANT_KEYS.map((key) => {
        const before = live?.type === 'assignment' ? live.attributes[key] : null;
        return [key, added(r.attributes[key], before).filter(([role]) => missing.role(role))] as const;
      });
      const roles = new Map(
        bad.flatMap(([field, entries]) => entries.map(([role]) => [role, field] as const)),
      );
      if (roles.size === 0) return nothing;
      const left = bad.map(([key, entries]) => [key, without(r.attributes[key], entries)] as const);
      const deferred = [...roles].map(([entry, field]) =>
        lost(r, { field, entry }, `role ${entry} in ${name}`, `role ${entry}`),
      );
      if (live === undefined && left.every(([, entries]) => entries.size === 0))
        return { left: null, lost: deferred };
      return { left: { ...r, attributes: { ...r.attributes, ...Object.fromEntries(left) } }, lost: deferred };
    }
    case 'group': {
      const before = live?.type === 'group' ? live.attributes : null;
      const { home, members, groups } = r.attributes;
      const people = added(members, before?.members ?? null).filter(([one]) => missing.member(one, home));
      const children = added(groups, before?.groups ?? null).filter(([one]) => missing.group(one));
      if (people.length + children.length === 0) return nothing;
      const attributes = {
        ...r.attributes,
        members: without(members, people),
        groups: without(groups, children),
      };
      const deferred = [
        ...people.map(([entry]) =>
          lost(r, { field: 'members', entry }, `${spelling(entry)} in ${name}`, spelling(entry)),
        ),
        ...children.map(([entry]) =>
          lost(r, { field: 'groups', entry }, `group ${entry} in ${name}`, `group ${entry}`),
        ),
      ];
      return { left: { ...r, attributes }, lost: deferred };
    }
  }
}

/** The scope that has to be there first. */
function placeOf(r: Resource): ScopePath | null {
  switch (r.type) {
    case 'scope':
      return parentScope(r.attributes.path);
    case 'role':
    case 'group':
      return r.attributes.home;
    case 'member':
    case 'assignment':
      return r.attributes.scope;
  }
}

function lost(
  r: Resource,
  part: Required<DeferredChange>['part'] | null,
  wanted: string,
  what: string,
): DeferredChange {
  return {
    action: 'deferred',
    address: r.address,
    ...(part === null ? {} : { part }),
    wanted,
    waitsFor: `${what}, which is held back itself`,
    because: { text: `${wanted} is written`, origin: r.origin },
    unsettled: 'impossible',
  };
}

function added(wanted: Entries, live: Entries | null): readonly (readonly [string, unknown])[] {
  return [...wanted].filter(([entry]) => live?.has(entry) !== true);
}

function without(entries: Entries, taken: readonly (readonly [string, unknown])[]): Entries {
  const left = new Map(entries);
  for (const [entry] of taken) left.delete(entry);
  return left;
}
