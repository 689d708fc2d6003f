import {
  type BitSet,
  bitsOf,
  emptyBits,
  hasBit,
  isEmpty,
  positionsOf,
  unite,
  wordAt,
} from '../../access/bit-set.ts';
import { isWithin } from '../../access/held-sets.ts';
import { namesMember } from '../../compile/named-subjects.ts';
import { permissionsMatching } from '../../platform/permission-pattern.ts';
import type { ScopePath } from '../../resource/identifiers.ts';
import { known } from '../../source/known.ts';
import type { AskedRule } from '../asked-rule.ts';
import { builtInRule, type RuleContext } from '../built-in-rule.ts';
import { breach, type RuleBreach } from '../finding.ts';
import { type Gain, GiftOutcome, type Giver } from '../gift-outcome.ts';
import type { JudgedOrganization } from '../judged-organization.ts';
import { listed } from '../listed.ts';
import { pathWitness } from '../path-witness.ts';

/** Who gives access cannot come to more than they have. */
export const escalation = builtInRule({
  name: 'escalation',
  means: 'Somebody can give roles, or fill groups, and so come to more than they have.',
  wayOut:
    'Take from the person what gives roles or fills groups, keep it to a scope where there is nothing more, or give them all of it.',
  why: 'Who may give roles may give them to an account of their own. A platform says which permissions stand for giving roles and for filling groups only in words, so the rule is told. It asks what somebody new would hold who is given every role that can be given on a scope, or who is put into a group, and whether that is more than the person has at the same place. What somebody new is given by a role that also takes something away is asked by itself. One finding is told for each person and scope, and what only comes down from an outer scope is told there. What somebody who can change roles could write into them is not asked.',
  usual: 'error',
  parameters: {
    giving: {
      kind: 'permissions',
      title: 'Giving',
      more: 'stricter',
      description: 'Permissions with which roles are given on the scope on which they are held, or patterns.',
    },
    filling: {
      kind: 'permissions',
      title: 'Filling',
      more: 'stricter',
      description:
        'Permissions with which people are put into the groups of the scope on which they are held, or patterns.',
    },
    roles: {
      kind: 'roles',
      title: 'Roles',
      description: 'The roles that can be given with them, or patterns. Left out: all that can be given.',
    },
    'except-people': {
      kind: 'members',
      title: 'Except people',
      more: 'weaker',
      description: 'People who may, such as those who administer the platform itself.',
    },
  },
  needs: ['giving', 'filling'],
  *judge({ rule, organizations }: RuleContext): Generator<RuleBreach, void> {
    for (const organization of organizations) yield* escalating(organization, rule);
  },
});

function* escalating(organization: JudgedOrganization, rule: AskedRule): Generator<RuleBreach, void> {
  const { held } = organization;
  const abilities = {
    giving: bitsOfKey('giving', organization, rule),
    filling: bitsOfKey('filling', organization, rule),
  };
  const givers = giversIn(organization, rule, abilities);
  if (givers.length === 0) return;
  const outcome = new GiftOutcome(organization, rule, givers);
  let told: { readonly scope: ScopePath; readonly gained: BitSet }[] = [];
  let teller = -1;
  for (const giver of givers) {
    if (giver.member !== teller) told = [];
    teller = giver.member;
    const scope = held.scope(giver.scope);
    const gains = outcome.gainsOf(giver);
    const gained = emptyBits(held.universe.catalogue.words);
    for (const gain of gains) unite(gained, 0, gain.gained);
    if (isEmpty(gained)) continue;
    // What comes down from an outer scope is told there.
    if (told.some((outer) => isWithin(gained, outer.gained) && scope.startsWith(`${outer.scope}/`))) continue;
    told.push({ scope, gained });
    yield breachOf(organization, giver, gained, gains, outcome, abilities);
  }
}

interface GivingAbilities {
  readonly giving: BitSet;
  readonly filling: BitSet;
}

function breachOf(
  organization: JudgedOrganization,
  { member: number, scope: place, givesRoles, fillsGroups }: Giver,
  gained: BitSet,
  gains: readonly Gain[],
  outcome: GiftOutcome,
  { giving, filling }: GivingAbilities,
): RuleBreach {
  const { held, name, spelling } = organization;
  const { catalogue, sets } = held.universe;
  const member = held.member(number);
  const person = spelling(member);
  const scope = held.scope(place);
  const permissions = positionsOf(gained).map(catalogue.name);
  const may = [...(givesRoles ? ['give roles'] : []), ...(fillsGroups ? ['fill groups'] : [])].join(' and ');
  const ways = gains.flatMap((gain) => outcome.waysOf(gain));
  const holds = sets.words(held.setAt(number, place));
  return breach({
    message: `${person} may ${may} on ${scope}, and so come to what they do not have: ${listed(permissions)} (by ${listed(ways)}).`,
    organization: name,
    person,
    scope,
    permissions,
    witnesses: () => {
      const [first] = gains;
      const using = first !== undefined && 'group' in first.newcomer ? filling : giving;
      const position = positionsOf(using).find((one) => hasBit(holds, one));
      const by = pathWitness(organization, member, catalogue.name(known(position, 'what gives')), scope);
      return first === undefined ? by : [...by, outcome.witnessOf(first)];
    },
  });
}

/** By person, and then outer scopes before inner ones. */
function giversIn(
  { held, platform }: JudgedOrganization,
  rule: AskedRule,
  { giving, filling }: GivingAbilities,
): readonly Giver[] {
  const { sets } = held.universe;
  const except = rule.at('except-people')?.texts ?? [];
  const meets = (set: BitSet, side: BitSet) => set.some((word, index) => (word & wordAt(side, index)) !== 0);
  const members: number[] = [];
  for (const [set, who] of held.atMost) {
    const words = sets.words(set);
    if (meets(words, giving) || meets(words, filling)) members.push(...who);
  }
  return members
    .sort((a, b) => a - b)
    .filter((member) => !except.some((text) => namesMember(text, held.member(member), platform)))
    .flatMap((member) =>
      Array.from({ length: held.scopeCount }, (_, scope): Giver => {
        const words = sets.words(held.setAt(member, scope));
        return { member, scope, givesRoles: meets(words, giving), fillsGroups: meets(words, filling) };
      }).filter(({ givesRoles, fillsGroups }) => givesRoles || fillsGroups),
    );
}

function bitsOfKey(
  key: keyof GivingAbilities,
  { held, access }: JudgedOrganization,
  rule: AskedRule,
): BitSet {
  const { catalogue } = held.universe;
  const { permissions } = access.relation.platform;
  const names = rule.texts(key).flatMap((text) => permissionsMatching(text, permissions));
  return bitsOf(
    names.flatMap((name) => catalogue.position(name) ?? []),
    catalogue.words,
  );
}
