import { lastName } from '../../resource/identifiers.ts';
import { groupPathOf } from '../../resource/resource.ts';
import { matchesText } from '../../source/name-pattern.ts';
import type { Origin } from '../../source/origin.ts';
import { quote } from '../../source/quote.ts';
import { builtInRule, type RuleContext } from '../built-in-rule.ts';
import { breach, type RuleBreach } from '../finding.ts';
import type { JudgedOrganization } from '../judged-organization.ts';

/** What is named, as a rule of names speaks of it. */
const NAMED = ['people', 'groups', 'roles', 'scopes'] as const;
type NamedKind = (typeof NAMED)[number];

/** Names follow a convention. */
export const naming = builtInRule({
  name: 'naming',
  means: 'Something has a name that the convention does not have.',
  wayOut: 'Rename it (`renamed-from` keeps what it has), or allow the name.',
  why: 'Who reads `payments-admins` in a list knows what it is for. Each kind of thing is judged only where patterns are written for it. A name is right if one of its patterns matches; `*` stands for any characters, so what can be said is how a name begins and ends. Where that is too little, a rule of your own has regular expressions. Roles of the platform have the names that they have, and of people it is the whole key that is matched.',
  usual: 'error',
  parameters: {
    people: { kind: 'names', title: 'People', description: 'Patterns over the keys of people.' },
    groups: { kind: 'names', title: 'Groups', description: 'Patterns over the names of groups.' },
    roles: { kind: 'names', title: 'Roles', description: 'Patterns over the names of custom roles.' },
    scopes: {
      kind: 'names',
      title: 'Scopes',
      description: 'Patterns over the names of scopes below the organization.',
    },
  },
  needs: NAMED,
  *judge({ rule, organizations }: RuleContext): Generator<RuleBreach, void> {
    for (const organization of organizations) {
      for (const named of NAMED) {
        const patterns = rule.texts(named);
        if (patterns.length === 0) continue;
        for (const { name, what, origin, ...subject } of namesOf(named, organization)) {
          if (patterns.some((one) => matchesText(one, name))) continue;
          yield breach({
            message: `${what} is not named as ${quote(rule.name)} has it: ${patterns.map(quote).join(' or ')}.`,
            organization: organization.name,
            ...subject,
            witnesses: () => [{ message: `the name ${name}`, origin }],
          });
        }
      }
    }
  },
});

interface NamedThing extends Pick<Partial<RuleBreach>, 'person' | 'group' | 'role' | 'scope'> {
  readonly name: string;
  readonly what: string;
  readonly origin: Origin;
}

function namesOf(named: NamedKind, { model, spelling }: JudgedOrganization): readonly NamedThing[] {
  switch (named) {
    case 'people':
      return [...new Map(model.all('member').map((one) => [one.attributes.member, one])).values()].map(
        ({ attributes, origin }) => {
          const person = spelling(attributes.member);
          return { name: person, what: person, origin, person };
        },
      );
    case 'groups':
      return model.all('group').map((one) => {
        const group = groupPathOf(one);
        return { name: one.attributes.name, what: `The group ${group}`, origin: one.origin, group };
      });
    case 'roles':
      return model.all('role').map(({ attributes: { name, home }, origin }) => {
        return { name, what: `The role ${name} of ${home}`, origin, role: name };
      });
    case 'scopes':
      return model
        .all('scope')
        .filter(({ attributes }) => attributes.parent !== null)
        .map(({ attributes: { path }, origin }) => {
          return { name: lastName(path), what: `The scope ${path}`, origin, scope: path };
        });
  }
}
