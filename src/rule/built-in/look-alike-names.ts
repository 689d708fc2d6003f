import unhomoglyph from 'unhomoglyph';
import { lastName } from '../../resource/identifiers.ts';
import { groupPathOf } from '../../resource/resource.ts';
import { codePointOf } from '../../source/code-point.ts';
import { ListsByKey } from '../../source/lists-by-key.ts';
import type { Origin } from '../../source/origin.ts';
import { quote } from '../../source/quote.ts';
import { compareText } from '../../source/text-order.ts';
import { builtInRule, type RuleContext } from '../built-in-rule.ts';
import { breach, type RuleBreach } from '../finding.ts';
import type { JudgedOrganization } from '../judged-organization.ts';

/** No two names look alike. */
export const lookAlikeNames = builtInRule({
  name: 'look-alike-names',
  means: 'A name looks like another one.',
  wayOut: 'Find out which of the two is meant, and remove or rename the other.',
  why: 'Who reviews a change reads one name where another one stands, with a Cyrillic letter for a Latin one, and gives a stranger what was meant for somebody else. Two names look alike if Unicode’s table of confusable characters (UTS 39) makes one text of them, as they are written or in small letters: `paypal` and `paypaI`, `bob` and `b0b`, `admin` and `adrnin`. People are compared with people, groups with groups, custom roles with all roles, and scopes with scopes. The last of the names that look alike, in the order of characters, is told, which is mostly the one that is not plain.',
  usual: 'error',
  parameters: {},
  *judge({ rule, organizations }: RuleContext): Generator<RuleBreach, void> {
    for (const organization of organizations) {
      for (const names of namesIn(organization)) {
        for (const { thing, like } of looksLike(names)) {
          const { what, name, origin, ...subject } = thing;
          yield breach({
            message: `${what} ${shown(name)} looks like ${like.map(({ name: other }) => shown(other)).join(' and ')}, against ${quote(rule.name)}.`,
            organization: organization.name,
            ...subject,
            witnesses: () =>
              [thing, ...like].map((one) => ({ message: shown(one.name), origin: one.origin })),
          });
        }
      }
    }
  },
});

/** What two texts have in common that look alike: the skeleton of UTS 39. */
export function skeletonOf(text: string): string {
  return unhomoglyph(text.normalize('NFD')).normalize('NFD');
}

/** Names look alike where one of these is the same: the letters as written, and small ones. */
function looksOf(name: string): readonly string[] {
  return [`as written ${skeletonOf(name)}`, `small ${skeletonOf(name.toLowerCase()).toLowerCase()}`];
}

interface LookingName extends Pick<Partial<RuleBreach>, 'person' | 'group' | 'role' | 'scope'> {
  readonly what: string;
  readonly name: string;
  readonly origin: Origin;
}

interface LookAlike {
  readonly thing: LookingName;
  /** Those of other names that come before it. */
  readonly like: readonly LookingName[];
}

function looksLike(things: readonly LookingName[]): readonly LookAlike[] {
  const byLook = new ListsByKey<string, LookingName>();
  const sorted = [...things].sort((a, b) => compareText(a.name, b.name));
  for (const thing of sorted) for (const look of looksOf(thing.name)) byLook.add(look, thing);
  return sorted.flatMap((thing) => {
    const all = new Set(looksOf(thing.name).flatMap((look) => byLook.get(look)));
    const like = [...all].filter(({ name }) => compareText(name, thing.name) < 0);
    // Of the platform's own names nothing can be told: who has one of them is a look-alike.
    const isNobodys = thing.origin.from === 'platform';
    const first = new Map(like.map((one) => [one.name, one]));
    return like.length === 0 || isNobodys ? [] : [{ thing, like: [...first.values()] }];
  });
}

function namesIn({ model, platform, spelling }: JudgedOrganization): readonly (readonly LookingName[])[] {
  const people = new Map(model.all('member').map((one) => [one.attributes.member, one.origin]));
  const own = [...platform.roles.keys()].map(
    (name): LookingName => ({
      what: 'The role',
      name,
      origin: { from: 'platform', platform: platform.name, what: `role ${name}` },
    }),
  );
  return [
    [...people].map(([member, origin]) => {
      const person = spelling(member);
      return { what: 'The person', name: person, origin, person };
    }),
    model.all('group').map((one) => {
      return { what: 'The group', name: one.attributes.name, origin: one.origin, group: groupPathOf(one) };
    }),
    [
      ...own,
      ...model.all('role').map(({ attributes: { name }, origin }) => {
        return { what: 'The role', name, origin, role: name };
      }),
    ],
    model.all('scope').map(({ attributes: { path }, origin }) => {
      return { what: 'The scope', name: lastName(path), origin, scope: path };
    }),
  ];
}

/** A name with every character that is not plain beside it as a number, since nobody sees the difference. */
function shown(name: string): string {
  const odd = [...name].filter((character) => !/[\u0020-\u007e]/.test(character));
  if (odd.length === 0) return quote(name);
  const numbers = odd.map((one) => `U+${codePointOf(one).toString(16).toUpperCase().padStart(4, '0')}`);
  return `${quote(name)} (with ${[...new Set(numbers)].join(', ')})`;
}
