import { type BitSet, bitsOf, positionsOf, wordAt } from '../../access/bit-set.ts';
import { isWithin } from '../../access/held-sets.ts';
import { permissionsMatching } from '../../platform/permission-pattern.ts';
import type { PermissionName } from '../../platform/platform-definition.ts';
import type { ScopePath } from '../../resource/identifiers.ts';
import { known } from '../../source/known.ts';
import { ListsByKey } from '../../source/lists-by-key.ts';
import { quote } from '../../source/quote.ts';
import { builtInRule, type RuleContext } from '../built-in-rule.ts';
import { breach, type RuleBreach, type Witness } from '../finding.ts';
import type { JudgedOrganization } from '../judged-organization.ts';
import { listed } from '../listed.ts';
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
      more: 'stricter',
      isRequired: true,
    },
    or: {
      kind: 'permissions',
      title: 'Or',
      description: 'Permissions of the other side, or patterns over them.',
      more: 'stricter',
      isRequired: true,
    },
    within: {
      kind: 'choice',
      choices: WITHIN,
      more: 'stricter',
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

/** One side of a duty in the words of one organization's catalogue. */
interface DutySide {
  readonly bits: BitSet;
  /** The words that have any: a side is few permissions of many. */
  readonly words: readonly number[];
}

/** Both sides in the words of one organization's catalogue. */
interface DutySides {
  readonly either: DutySide;
  readonly or: DutySide;
}

function sidesIn({ rule }: RuleContext, { held, access }: JudgedOrganization): DutySides {
  const { catalogue } = held.universe;
  // A pattern means what is given for a text, too.
  const { permissions } = access.relation.platform;
  const side = (key: string): DutySide => {
    const names = rule.texts(key).flatMap((text) => permissionsMatching(text, permissions));
    const bits = bitsOf(
      names.flatMap((name) => catalogue.position(name) ?? []),
      catalogue.words,
    );
    return { bits, words: [...bits.keys()].filter((word) => bits[word] !== 0) };
  };
  return { either: side('either'), or: side('or') };
}

function hasSome(set: BitSet, { bits, words }: DutySide): boolean {
  for (const word of words) if ((wordAt(set, word) & wordAt(bits, word)) !== 0) return true;
  return false;
}

/** What a set has of both sides together; null where it lacks one of them. */
function metBy(set: BitSet, { either, or }: DutySides): BitSet | null {
  if (!hasSome(set, either) || !hasSome(set, or)) return null;
  return set.map((bits, word) => bits & (wordAt(either.bits, word) | wordAt(or.bits, word)));
}

/** Everybody who could hold something of both sides anywhere, by number, in order: few, where duties are kept apart. */
function suspects({ held }: JudgedOrganization, sides: DutySides): readonly number[] {
  const { sets } = held.universe;
  const found: number[] = [];
  for (const [set, members] of held.atMost) {
    const words = sets.words(set);
    if (hasSome(words, sides.either) && hasSome(words, sides.or)) found.push(...members);
  }
  return found.sort((a, b) => a - b);
}

interface MetPlace {
  readonly scope: ScopePath;
  readonly met: BitSet;
}

function* onScopes(context: RuleContext, organization: JudgedOrganization): Generator<RuleBreach, void> {
  const { held } = organization;
  const { sets, catalogue } = held.universe;
  const sides = sidesIn(context, organization);
  for (const number of suspects(organization, sides)) {
    const told: MetPlace[] = [];
    for (const place of held.placesOf(number)) {
      const met = metBy(sets.words(place.set), sides);
      if (met === null) continue;
      const scope = held.scope(place.scope);
      // What comes down from an outer scope is told there.
      if (told.some((outer) => isWithin(met, outer.met) && scope.startsWith(`${outer.scope}/`))) continue;
      told.push({ scope, met });
      const member = held.member(number);
      const permissions = positionsOf(met).map(catalogue.name);
      const person = organization.spelling(member);
      yield breach({
        message: `${person} can do both sides of ${quote(context.rule.name)} on ${scope}: ${listed(permissions)}.`,
        organization: organization.name,
        person,
        scope,
        permissions,
        witnesses: () =>
          [sides.either, sides.or].flatMap((side) =>
            pathWitness(organization, member, firstOf(met, side, organization), scope),
          ),
      });
    }
  }
}

function* inOrganization(
  context: RuleContext,
  organization: JudgedOrganization,
): Generator<RuleBreach, void> {
  const { held } = organization;
  const sides = sidesIn(context, organization);
  for (const number of suspects(organization, sides)) {
    const met = metBy(held.togetherOf(number), sides);
    if (met === null) continue;
    const permissions = positionsOf(met).map(held.universe.catalogue.name);
    const member = held.member(number);
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

/** One member of one organization who could hold something of a side. */
interface DutyPart {
  readonly organization: JudgedOrganization;
  readonly sides: DutySides;
  readonly number: number;
  /** What they could hold of either side. */
  readonly couldEither: boolean;
  readonly couldOr: boolean;
}

function* everywhere(context: RuleContext): Generator<RuleBreach, void> {
  const parts = new ListsByKey<string, DutyPart>();
  for (const organization of context.everywhere) {
    const { held } = organization;
    const sides = sidesIn(context, organization);
    for (const [set, members] of held.atMost) {
      const words = held.universe.sets.words(set);
      const [couldEither, couldOr] = [hasSome(words, sides.either), hasSome(words, sides.or)];
      if (!couldEither && !couldOr) continue;
      for (const number of members)
        parts.add(context.people.identityOf(organization, held.member(number)), {
          organization,
          sides,
          number,
          couldEither,
          couldOr,
        });
    }
  }
  for (const [, held] of parts) {
    // Of others only what somebody who is asked about has to do with.
    if (!held.some(({ organization }) => context.organizations.includes(organization))) continue;
    if (held.some(({ couldEither }) => couldEither) && held.some(({ couldOr }) => couldOr))
      yield* metIn(context, held);
  }
}

function* metIn({ rule, people }: RuleContext, parts: readonly DutyPart[]): Generator<RuleBreach, void> {
  const sides = (['either', 'or'] as const).map((side) =>
    parts.flatMap((part) => {
      const { held } = part.organization;
      const has = common(held.togetherOf(part.number), part.sides[side].bits);
      return positionsOf(has).map((position) => ({
        part,
        permission: held.universe.catalogue.name(position),
      }));
    }),
  );
  const holding = parts.filter((part) => sides.some((side) => side.some((one) => one.part === part)));
  const [first] = holding;
  if (first === undefined || sides.some((side) => side.length === 0)) return;
  const memberOf = ({ organization, number }: DutyPart) => organization.held.member(number);
  const record = people.recordOf(first.organization.name, memberOf(first));
  const person = record === null ? first.organization.spelling(memberOf(first)) : record.name;
  const permissions = [
    ...new Set(sides.flat().map(({ part, permission }) => `${part.organization.name} ${permission}`)),
  ].sort();
  const one = holding.every(({ organization }) => organization === first.organization);
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
function firstOf(met: BitSet, side: DutySide, { held }: JudgedOrganization): PermissionName {
  const [position] = positionsOf(common(met, side.bits));
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
