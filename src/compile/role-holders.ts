import { isActiveIn } from '../access/active-memberships.ts';
import type { PlatformDefinition } from '../platform/platform-definition.ts';
import type { MemberId, Principal, RoleKey, ScopePath } from '../resource/identifiers.ts';
import { modelOf, type OrganizationModel } from '../resource/organization-model.ts';
import type { Resource } from '../resource/resource.ts';
import { formatOrigin, type Origin } from '../source/origin.ts';

/** Who holds a role on one scope, and every written place that this rests on. */
export interface RoleHolders {
  readonly people: ReadonlySet<MemberId>;
  /** As `showOrigin`: of the roles, the groups they reach people through, and the memberships. */
  readonly places: ReadonlySet<string>;
}

const NOBODY: RoleHolders = { people: new Set(), places: new Set() };

/**
 * The active people who hold exactly this role, scope by scope, directly or through a group. A role that merely
 * includes it gives its permissions and does not count: a platform that wants an owner wants somebody called owner.
 * `counts` leaves out what is written at a place, for the question who holds it without a bound.
 */
export function holdersOf(
  role: RoleKey,
  platform: PlatformDefinition,
  resources: readonly Resource[],
  counts: (place: string) => boolean = () => true,
): (scope: ScopePath) => RoleHolders {
  const model = modelOf(resources);
  const active = new Map<MemberId, string>();
  const isActive = isActiveIn(platform, model);
  for (const membership of model.all('member')) {
    const place = formatOrigin(membership.origin);
    if (isActive(membership) && counts(place)) active.set(membership.attributes.member, place);
  }
  const byScope = new Map<ScopePath, { people: Set<MemberId>; places: Set<string> }>();
  for (const { attributes, origin } of model.all('assignment')) {
    const written = attributes.roles.get(role);
    if (written === undefined) continue;
    const along = [formatOrigin(origin), formatOrigin(written)];
    if (!along.every(counts)) continue;
    const here = byScope.get(attributes.scope) ?? { people: new Set(), places: new Set() };
    byScope.set(attributes.scope, here);
    const reached = peopleOf(attributes.principal, model, counts);
    for (const place of [...along, ...reached.places]) here.places.add(place);
    for (const member of reached.people) {
      const membership = active.get(member);
      if (membership === undefined) continue;
      here.people.add(member);
      here.places.add(membership);
    }
  }
  return (scope) => byScope.get(scope) ?? NOBODY;
}

/** The people a principal stands for, over any number of nested groups. */
function peopleOf(
  principal: Principal,
  model: OrganizationModel,
  counts: (place: string) => boolean,
): RoleHolders {
  if (principal.type === 'member') return { people: new Set([principal.member]), places: new Set() };
  const people = new Set<MemberId>();
  const places = new Set<string>();
  const reached = new Set([principal.group]);
  const passes = (origin: Origin): boolean => {
    const place = formatOrigin(origin);
    if (!counts(place)) return false;
    places.add(place);
    return true;
  };
  for (const path of reached) {
    const group = model.group(path);
    // Its entry at home bounds all that it carries.
    if (group === undefined || !passes(group.origin)) continue;
    const { attributes } = group;
    for (const [member, origin] of attributes.members) if (passes(origin)) people.add(member);
    // A set hands out what is added to it while it is walked, each element once.
    for (const [child, origin] of attributes.groups) if (passes(origin)) reached.add(child);
  }
  return { people, places };
}
