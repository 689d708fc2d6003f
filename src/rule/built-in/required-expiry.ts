import { hasBit } from '../../access/bit-set.ts';
import { effectOf, includedIn, rolesOf } from '../../access/role-effects.ts';
import { DAY, formatInstant } from '../../compile/date-bounds.ts';
import { namesMember } from '../../compile/named-subjects.ts';
import { permissionsMatching } from '../../platform/permission-pattern.ts';
import type { GroupPath, MemberId, RoleKey, ScopePath } from '../../resource/identifiers.ts';
import type { OrganizationModel } from '../../resource/organization-model.ts';
import { type AssignmentResource, NO_ENTRIES } from '../../resource/resource.ts';
import { memoize } from '../../source/memoize.ts';
import { matchesText } from '../../source/name-pattern.ts';
import type { Origin } from '../../source/origin.ts';
import { quote } from '../../source/quote.ts';
import { reachableFrom } from '../../source/reachable.ts';
import type { AskedRule } from '../asked-rule.ts';
import { builtInRule, type RuleContext } from '../built-in-rule.ts';
import { breach, type RuleBreach, type Witness } from '../finding.ts';
import type { JudgedOrganization } from '../judged-organization.ts';
import { ALWAYS_HELD, type HeldSpan, overlap, WrittenEnds } from '../written-ends.ts';

/** Privileged roles are held for a time. */
export const requiredExpiry = builtInRule({
  name: 'required-expiry',
  means: 'Somebody holds a privileged role without an end, or for longer than it may be held.',
  wayOut: 'Write `until` at the role, or at the place in the group that brings it.',
  why: 'What was given for a night is held for years. Privileged are the roles that are named, those that give a permission that is named, and those that include such a role. An end counts wherever it is written on the way: at the role, at the place in the group, at the group, or at the membership. Every way on which somebody holds the role must have one, so each way without is shown. A platform does not tell ends, so what is live and in no document has none. A role that everybody holds by being a member is not looked at.',
  usual: 'error',
  parameters: {
    roles: {
      kind: 'roles',
      title: 'Roles',
      more: 'stricter',
      description: 'Roles that are privileged, or patterns over roles.',
    },
    permissions: {
      kind: 'permissions',
      title: 'Permissions',
      more: 'stricter',
      description: 'Permissions that make a role privileged, or patterns over them.',
    },
    longest: {
      kind: 'count',
      title: 'Longest',
      more: 'weaker',
      description:
        'For how many days at most, from the beginning that is written or, without one, from today. Left out: any end will do.',
    },
    'except-people': {
      kind: 'members',
      title: 'Except people',
      more: 'weaker',
      description: 'People who may hold them without an end, such as an account for emergencies.',
    },
  },
  needs: ['roles', 'permissions'],
  *judge({ rule, organizations }: RuleContext): Generator<RuleBreach, void> {
    for (const organization of organizations) yield* unended(organization, rule);
  },
});

/** One way on which somebody holds a role of an assignment. */
interface HeldWay {
  readonly member: MemberId;
  /** From the group that the person is in to the one that has the role; none in person. */
  readonly groups: readonly GroupPath[];
  readonly span: HeldSpan;
  /** Where an end could be written: at the person's place in the group, or at the role itself. */
  readonly origin: Origin;
}

/** All ways without a right end on which one person holds one role on one scope. */
interface UnendedRole {
  readonly member: MemberId;
  readonly role: RoleKey;
  readonly scope: ScopePath;
  readonly ways: HeldWay[];
}

function* unended(organization: JudgedOrganization, rule: AskedRule): Generator<RuleBreach, void> {
  const { model, desired, name, platform, spelling } = organization;
  const ends = new WrittenEnds(organization);
  const longest = rule.count('longest');
  const isRight = isRightBy(longest, Date.parse(desired.instant));
  const isPrivileged = privilegedIn(organization, rule);
  const except = rule.at('except-people')?.texts ?? [];
  const found = new Map<string, UnendedRole>();
  for (const assignment of model.all('assignment')) {
    const { scope, roles, below } = assignment.attributes;
    for (const [role, origin] of new Map([...below, ...roles])) {
      if (!isPrivileged(role)) continue;
      for (const way of waysOf(assignment, role, origin, { model, ends, isRight })) {
        if (except.some((text) => namesMember(text, way.member, platform))) continue;
        const key = JSON.stringify([way.member, role, scope]);
        const one = found.get(key) ?? { member: way.member, role, scope, ways: [] };
        one.ways.push(way);
        found.set(key, one);
      }
    }
  }
  for (const { member, role, scope, ways } of found.values()) {
    const person = spelling(member);
    const latest = Math.max(...ways.map(({ span }) => span.until));
    const held =
      latest === ALWAYS_HELD.until
        ? 'without an end'
        : `until ${formatInstant(latest)}, longer than ${longest} days`;
    yield breach({
      message: `${person} holds ${role} on ${scope} ${held}, against ${quote(rule.name)}.`,
      organization: name,
      person,
      role,
      scope,
      witnesses: () => ways.map((way) => witnessOf(way, person, `role ${role} on ${scope}`)),
    });
  }
}

function witnessOf({ groups, origin }: HeldWay, person: string, role: string): Witness {
  return { message: [person, ...groups.map((group) => `group ${group}`), role].join(' → '), origin };
}

function isRightBy(longest: number | null, now: number): (span: HeldSpan) => boolean {
  return ({ from, until }) => {
    if (until === ALWAYS_HELD.until) return false;
    return longest === null || until - (from === ALWAYS_HELD.from ? now : from) <= longest * DAY;
  };
}

/** Which roles are meant: those named, those that give what is named, and those that include one of these. */
function privilegedIn(
  { platform, model, held }: JudgedOrganization,
  rule: AskedRule,
): (role: RoleKey) => boolean {
  const { catalogue } = held.universe;
  const roles = rolesOf(platform, catalogue, model);
  const named = rule.texts('roles');
  const permissions = rule
    .texts('permissions')
    .flatMap((text) => permissionsMatching(text, platform.permissions))
    .flatMap((permission) => catalogue.position(permission) ?? []);
  return memoize((role: RoleKey): boolean => {
    const effect = effectOf(roles, catalogue, role);
    if (effect === null) return false;
    if (permissions.some((position) => effect.bypass || hasBit(effect.gives, position))) return true;
    const included = reachableFrom([role], (one) => {
      const known = roles.get(one);
      return known === undefined ? [] : includedIn(known);
    });
    return [...included].some((one) => named.some((text) => matchesText(text, one)));
  });
}

interface WaySearch {
  readonly model: OrganizationModel;
  readonly ends: WrittenEnds;
  readonly isRight: (span: HeldSpan) => boolean;
}

/** The ways that have no right end, of each person and group the one that ends last. */
function* waysOf(
  assignment: AssignmentResource,
  role: RoleKey,
  origin: Origin,
  { model, ends, isRight }: WaySearch,
): Generator<HeldWay, void> {
  const { principal } = assignment.attributes;
  const given = ends.ofRole(assignment, role);
  if (principal.type === 'member') {
    const span = overlap(given, ends.ofMembership(principal.member));
    if (!isRight(span)) yield { member: principal.member, groups: [], span, origin };
    return;
  }
  const latest = new Map<GroupPath, number>();
  const waiting = [{ groups: [principal.group], group: principal.group, span: given }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { group, groups } = next;
    const span = overlap(next.span, ends.ofGroup(group));
    const before = latest.get(group);
    if (isRight(span) || (before !== undefined && before >= span.until)) continue;
    latest.set(group, span.until);
    const { members, groups: children } = model.group(group)?.attributes ?? NO_GROUP;
    for (const [member, place] of members) {
      const own = overlap(overlap(span, ends.ofPlace(group, 'members', member)), ends.ofMembership(member));
      if (!isRight(own)) yield { member, groups, span: own, origin: place };
    }
    for (const child of children.keys())
      waiting.push({
        group: child,
        groups: [child, ...groups],
        span: overlap(span, ends.ofPlace(group, 'groups', child)),
      });
  }
}

const NO_GROUP = { members: NO_ENTRIES, groups: NO_ENTRIES };
