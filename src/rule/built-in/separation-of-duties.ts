import { type BitSet, bitsOf, emptyBits, isEmpty, positionsOf, wordAt } from '../../access/bit-set.ts';
import { type HeldPlace, isWithin } from '../../access/held-sets.ts';
import { permissionsMatching } from '../../platform/permission-pattern.ts';
import type { PermissionName } from '../../platform/platform-definition.ts';
import { known } from '../../source/known.ts';
import { ListsByKey } from '../../source/lists-by-key.ts';
import { quote } from '../../source/quote.ts';
import { builtInRule, type RuleContext } from '../built-in-rule.ts';
import { breach, type RuleBreach, type Witness } from '../finding.ts';
import type { JudgedOrganization } from '../judged-organization.ts';
import { pathWitness } from '../path-witness.ts';

const WITHIN = ['scope', 'organization', 'everywhere'] as const;

/** One person must not hold something of both sides. */
export const separationOfDuties = builtInRule({
  name: 'separation-of-duties',
  means: 'One person can do what two people are there for.',
  wayOut: 'Take one side from the person, or acknowledge the finding with a reason, an owner and an end.',
  why: 'Who asks for something must not be who grants it. The rule looks at what people can do in the end, through all roles, groups and scopes together, so it sees what no list of roles shows. It tells one finding for each person and scope; what only comes down from an outer scope is told there.',
  usual: 'error',
  parameters: {
    either: {
      kind: 'permissions',
      title: 'Either',
      description: 'Permissions of the one side, or patterns over them.',
      isRequired: true,
    },
    or: {
      kind: 'permissions',
      title: 'Or',
      description: 'Permissions of the other side, or patterns over them.',
      isRequired: true,
    },
    within: {
      kind: 'choice',
      choices: WITHIN,
      title: 'Within',
      description:
        'Where both sides have to meet: on one scope (`scope`, as it is where nothing is said), anywhere in one organization, or everywhere, in different organizations too.',
    },
  },
  *judge(context: RuleContext): Generator<RuleBreach, void> {
    const within = context.rule.choice('within', WITHIN) ?? 'scope';
    switch (within) {
      case 'scope':
        for (const one of context.organizations) yield* onScopes(context, one);
        return;
      case 'organization':
        for (const one of context.organizations) yield* inOrganization(context, one);
        return;
      case 'everywhere':
        yield* everywhere(context);
        return;
    }
  },
});

/** Both sides in the words of one organization's catalogue. */
interface DutySides {
  readonly either: BitSet;
  readonly or: BitSet;
}

function sidesIn({ rule }: RuleContext, { held, access }: JudgedOrganization): DutySides {
  const { catalogue } = held.universe;
  // A pattern means what is given for a text, too.
  const { permissions } = access.relation.platform;
  const side = (key: string): BitSet => {
    const names = rule.texts(key).flatMap((text) => permissionsMatching(text, permissions));
    return bitsOf(
      names.flatMap((name) => catalogue.position(name) ?? []),
      catalogue.words,
    );
  };
  return { either: side('either'), or: side('or') };
}

/** What a set has of both sides together; null where it lacks one of them. */
function metBy(set: BitSet, { either, or }: DutySides): BitSet | null {
  let [one, other] = [0, 0];
  for (let word = 0; word < set.length; word += 1) {
    one |= wordAt(set, word) & wordAt(either, word);
    other |= wordAt(set, word) & wordAt(or, word);
  }
  if (one === 0 || other === 0) return null;
  const met = emptyBits(set.length);
  for (let word = 0; word < set.length; word += 1)
    met[word] = wordAt(set, word) & (wordAt(either, word) | wordAt(or, word));
  return met;
}

interface MetPlace extends HeldPlace {
  readonly met: BitSet;
}

function* onScopes(context: RuleContext, organization: JudgedOrganization): Generator<RuleBreach, void> {
  const { held } = organization;
  const sides = sidesIn(context, organization);
  const found: MetPlace[] = [];
  for (const [set, places] of held.places) {
    const met = metBy(held.universe.sets.words(set), sides);
    if (met !== null) for (const place of places) found.push({ ...place, met });
  }
  found.sort((a, b) => a.member - b.member || a.scope - b.scope);
  let told: MetPlace[] = [];
  for (const one of found) {
    if (told[0]?.member !== one.member) told = [];
    const scope = known(held.scopes[one.scope], 'a scope');
    // What comes down from an outer scope is told there.
    const isTold = told.some(
      (outer) =>
        isWithin(one.met, outer.met) && scope.startsWith(`${known(held.scopes[outer.scope], 'a scope')}/`),
    );
    if (isTold) continue;
    told.push(one);
    const member = known(held.members[one.member], 'a member');
    const permissions = positionsOf(one.met).map(held.universe.catalogue.name);
    const person = organization.spelling(member);
    yield breach({
      message: `${person} can do both sides of ${quote(context.rule.name)} on ${scope}: ${listed(permissions)}.`,
      organization: organization.name,
      person,
      scope,
      permissions,
      witnesses: () =>
        [sides.either, sides.or].flatMap((side) =>
          pathWitness(organization, member, firstOf(one.met, side, organization), scope),
        ),
    });
  }
}

function* inOrganization(
  context: RuleContext,
  organization: JudgedOrganization,
): Generator<RuleBreach, void> {
  const { held } = organization;
  const sides = sidesIn(context, organization);
  for (const [set, members] of held.together) {
    const met = metBy(held.universe.sets.words(set), sides);
    if (met === null) continue;
    const permissions = positionsOf(met).map(held.universe.catalogue.name);
    for (const number of members) {
      const member = known(held.members[number], 'a member');
      const person = organization.spelling(member);
      yield breach({
        message: `${person} can do both sides of ${quote(context.rule.name)} in ${organization.name}: ${listed(permissions)}.`,
        organization: organization.name,
        person,
        permissions,
        witnesses: () =>
          [sides.either, sides.or].flatMap((side) =>
            witnessAnywhere(organization, member, firstOf(met, side, organization)),
          ),
      });
    }
  }
}

/** One member of one organization who has something of a side. */
interface DutyPart {
  readonly organization: JudgedOrganization;
  readonly member: number;
  readonly set: number;
}

function* everywhere(context: RuleContext): Generator<RuleBreach, void> {
  const parts = new ListsByKey<string, DutyPart>();
  const sidesOf = new Map<JudgedOrganization, DutySides>();
  for (const organization of context.everywhere) {
    const { held } = organization;
    const sides = sidesIn(context, organization);
    sidesOf.set(organization, sides);
    for (const [set, members] of held.together) {
      const words = held.universe.sets.words(set);
      if (isEmpty(common(words, sides.either)) && isEmpty(common(words, sides.or))) continue;
      for (const member of members) {
        const id = known(held.members[member], 'a member');
        parts.add(context.people.identityOf(organization, id), { organization, member, set });
      }
    }
  }
  const sidesAt = (organization: JudgedOrganization): DutySides =>
    known(sidesOf.get(organization), 'the sides in an organization');
  for (const [, held] of parts) {
    // Of others only what somebody who is asked about has to do with.
    if (held.some(({ organization }) => context.organizations.includes(organization)))
      yield* metIn(context, held, sidesAt);
  }
}

function* metIn(
  { rule, people }: RuleContext,
  parts: readonly DutyPart[],
  sidesOf: (organization: JudgedOrganization) => DutySides,
): Generator<RuleBreach, void> {
  const sides = (['either', 'or'] as const).map((side) =>
    parts.flatMap((part) => {
      const { sets, catalogue } = part.organization.held.universe;
      const has = common(sets.words(part.set), sidesOf(part.organization)[side]);
      return positionsOf(has).map((position) => ({ part, permission: catalogue.name(position) }));
    }),
  );
  const [first] = parts;
  if (first === undefined || sides.some((side) => side.length === 0)) return;
  const memberOf = ({ organization, member }: DutyPart) =>
    known(organization.held.members[member], 'a member');
  const record = people.recordOf(first.organization.name, memberOf(first));
  const person = record === null ? first.organization.spelling(memberOf(first)) : record.name;
  const permissions = [
    ...new Set(sides.flat().map(({ part, permission }) => `${part.organization.name} ${permission}`)),
  ].sort();
  const one = parts.every(({ organization }) => organization === first.organization);
  yield breach({
    message: `${person} can do both sides of ${quote(rule.name)} everywhere together: ${listed(permissions)}.`,
    organization: one ? first.organization.name : null,
    person,
    permissions,
    witnesses: () =>
      sides.flatMap(([has]) =>
        has === undefined ? [] : witnessAnywhere(has.part.organization, memberOf(has.part), has.permission),
      ),
  });
}

function common(one: BitSet, other: BitSet): BitSet {
  return one.map((word, at) => word & wordAt(other, at));
}

/** The first permission that is held of a side. */
function firstOf(met: BitSet, side: BitSet, { held }: JudgedOrganization): PermissionName {
  const [position] = positionsOf(common(met, side));
  return held.universe.catalogue.name(known(position, 'a permission of both sides'));
}

function witnessAnywhere(
  organization: JudgedOrganization,
  member: string,
  permission: PermissionName,
): readonly Witness[] {
  const scope = organization.access.scopes.find((one) => organization.access.can(member, permission, one));
  return scope === undefined ? [] : pathWitness(organization, member, permission, scope);
}

const MOST_LISTED = 8;

function listed(permissions: readonly string[]): string {
  const shown = permissions.slice(0, MOST_LISTED).join(', ');
  const more = permissions.length - MOST_LISTED;
  return more > 0 ? `${shown} and ${more} more` : shown;
}
