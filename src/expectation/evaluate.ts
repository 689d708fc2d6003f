import type { Access } from '../access/access.ts';
import { buildAccess } from '../access/build.ts';
import type { PermissionName, PlatformDefinition } from '../platform/definition.ts';
import type { MemberId, ScopePath } from '../resource/reference.ts';
import { type Resource, resourcesOf } from '../resource/resource.ts';
import { resource } from '../resource/types.ts';
import type { Breach, Demand, Expectation, Fault, Finding } from './expectation.ts';
import { type Profiles, profilesOf } from './profiles.ts';

/** The side that is looked at: the documents or the live platform. */
export interface Side {
  readonly platform: PlatformDefinition;
  readonly resources: readonly Resource[];
  /** Built from the two above. */
  readonly access: Access;
}

/**
 * What holds of each expectation, in the order given. Who is not active has no access; who will have what is wanted
 * once an invitation is accepted is told apart, and still does not have it.
 */
export function evaluate(expectations: readonly Expectation[], side: Side): readonly Finding[] {
  const scopes = [...new Set(expectations.flatMap((expectation) => expectation.scopes))];
  const evaluation = new Evaluation(side, profilesOf(side.access, scopes));
  return expectations.map((expectation) => evaluation.finding(expectation));
}

type ByProfile = ReadonlyMap<number, readonly MemberId[]>;

class Evaluation {
  readonly #side: Side;
  readonly #profiles: Profiles;
  readonly #sets = new Map<readonly PermissionName[], ReadonlySet<PermissionName>>();
  #accepted: { readonly invited: ReadonlySet<MemberId>; readonly access: Access } | null = null;

  constructor(side: Side, profiles: Profiles) {
    this.#side = side;
    this.#profiles = profiles;
  }

  finding(expectation: Expectation): Finding {
    const { people, demands, scopes, mayBeEmpty } = expectation;
    const these = this.#profiles.group(people);
    let others: ByProfile | null = null;
    let checks = 0;
    const faults: Fault[] = [];
    if (people.length === 0 && !mayBeEmpty && demands.some(({ verb }) => verb !== 'only-these-can')) {
      faults.push({ fault: 'nobody' });
    }
    if (scopes.length === 0) faults.push({ fault: 'nowhere' });
    for (const demand of demands) {
      let looked = these;
      if (demand.verb === 'only-these-can') {
        others ??= this.#profiles.group(allBut(people, this.#side.access.members));
        looked = others;
      }
      for (const members of looked.values()) {
        checks += members.length * demand.permissions.length * scopes.length;
      }
      for (const breach of this.#breaches(demand, looked, scopes)) faults.push(breach);
    }
    return { expectation, checks, faults };
  }

  #breaches(demand: Demand, looked: ByProfile, scopes: readonly ScopePath[]): readonly Breach[] {
    const blocks = new Map<string, Block>();
    const amiss = this.#amissOf(demand);
    for (const scope of scopes) {
      const here = new Map<Amiss, number[]>();
      for (const profile of looked.keys()) {
        const wrong = amiss(this.#profiles.permissions(profile, scope));
        if (wrong.permissions.length === 0) continue;
        const alike = here.get(wrong);
        if (alike === undefined) here.set(wrong, [profile]);
        else alike.push(profile);
      }
      for (const [{ key, permissions }, profiles] of here) {
        const name = `${key}|${profiles.join()}`;
        const block = blocks.get(name);
        if (block === undefined) blocks.set(name, { permissions, profiles, scopes: [scope] });
        else block.scopes.push(scope);
      }
    }
    return [...blocks.values()].flatMap((block) => this.#breachesOf(demand, block, looked));
  }

  /** For a list of permissions held, which of those demanded are wrong; equal answers are one object. */
  #amissOf({ verb, permissions }: Demand): (held: readonly PermissionName[]) => Amiss {
    const byList = new Map<readonly PermissionName[], Amiss>();
    const byKey = new Map<string, Amiss>();
    return (held) => {
      const known = byList.get(held);
      if (known !== undefined) return known;
      const set = this.#setOf(held);
      const wrong = permissions.filter((permission) => set.has(permission) !== (verb === 'can'));
      const key = wrong.join(' ');
      const found = byKey.get(key) ?? { key, permissions: wrong };
      byKey.set(key, found);
      byList.set(held, found);
      return found;
    };
  }

  #setOf(held: readonly PermissionName[]): ReadonlySet<PermissionName> {
    const known = this.#sets.get(held);
    if (known !== undefined) return known;
    const set = new Set(held);
    this.#sets.set(held, set);
    return set;
  }

  #breachesOf(demand: Demand, block: Block, looked: ByProfile): readonly Breach[] {
    const members = block.profiles.flatMap((profile) => looked.get(profile) ?? []).sort();
    const fault = demand.verb === 'can' ? 'lacks' : 'holds';
    const waits = fault === 'lacks' ? members.filter((member) => this.#waits(member, block)) : [];
    const waiting = new Set(waits);
    const rest = waits.length === 0 ? members : members.filter((member) => !waiting.has(member));
    return [...breach(fault, demand, rest, block, false), ...breach(fault, demand, waits, block, true)];
  }

  #waits(member: MemberId, { permissions, scopes }: Block): boolean {
    this.#accepted ??= accepted(this.#side);
    const { invited, access } = this.#accepted;
    return (
      invited.has(member) &&
      scopes.every((scope) => permissions.every((permission) => access.can(member, permission, scope)))
    );
  }
}

interface Amiss {
  readonly key: string;
  readonly permissions: readonly PermissionName[];
}

interface Block {
  readonly permissions: readonly PermissionName[];
  readonly profiles: readonly number[];
  readonly scopes: ScopePath[];
}

function breach(
  fault: Breach['fault'],
  demand: Demand,
  members: readonly MemberId[],
  block: Block,
  onceAccepted: boolean,
): readonly Breach[] {
  const [member, ...moreMembers] = members;
  const [permission, ...morePermissions] = block.permissions;
  const [scope, ...moreScopes] = block.scopes;
  if (member === undefined || permission === undefined || scope === undefined) return [];
  return [
    {
      fault,
      demand,
      members: [member, ...moreMembers],
      permissions: [permission, ...morePermissions],
      scopes: [scope, ...moreScopes],
      onceAccepted,
    },
  ];
}

function allBut(people: readonly MemberId[], members: readonly MemberId[]): readonly MemberId[] {
  const these = new Set(people);
  return members.filter((member) => !these.has(member));
}

/** The same side after every pending invitation is accepted. */
function accepted({ platform, resources, access }: Side) {
  const invited = new Set<MemberId>();
  for (const { attributes } of resourcesOf(resources, 'member')) {
    if (attributes.state === 'invited') invited.add(attributes.member);
  }
  if (invited.size === 0) return { invited, access };
  const later = resources.map((one) =>
    one.type === 'member' && one.attributes.state === 'invited'
      ? resource('member', { ...one.attributes, state: 'active' }, one.origin)
      : one,
  );
  return { invited, access: buildAccess(platform, later) };
}
