import { windowState } from '../../compile/exception-in-force.ts';
import { writtenScopes } from '../../compile/lint/written-scopes.ts';
import { GRANT_KEYS, type WrittenWindow } from '../../policy/document-types.ts';
import type { RoleKey } from '../../resource/identifiers.ts';
import { matchesText } from '../../source/name-pattern.ts';
import { quote } from '../../source/quote.ts';
import { reachableFrom } from '../../source/reachable.ts';
import { builtInRule, type RuleContext } from '../built-in-rule.ts';
import { breach, type RuleBreach } from '../finding.ts';
import type { JudgedOrganization } from '../judged-organization.ts';

/** A role that somebody made is held by somebody. */
export const unusedRoles = builtInRule({
  name: 'unused-roles',
  means: 'Nobody holds a custom role.',
  wayOut: 'Give the role to somebody, or remove it.',
  why: 'A role that nobody holds is one more thing to review, and one day somebody gives it because it is there. A role is held where somebody is given it, themselves or through a group with somebody in it, or holds a role that includes it; and one that is denied to somebody, or that a document gives from a later day on, is of use as well. Where the documents are not all there is of assignments (`authority: declared`), somebody on the platform may hold it, so it is looked at there. The lint rule `unused-role` is content with a group that nobody is in.',
  usual: 'warning',
  parameters: {
    except: {
      kind: 'roles',
      title: 'Except',
      more: 'weaker',
      description: 'Roles that nobody needs to hold, or patterns over roles.',
    },
  },
  *judge({ rule, organizations }: RuleContext): Generator<RuleBreach, void> {
    const except = rule.texts('except');
    for (const organization of organizations) {
      if (!organization.knowsAll('assignment')) continue;
      const used = usedIn(organization);
      for (const { attributes, origin } of organization.model.all('role')) {
        const role = attributes.name;
        if (used.has(role) || except.some((one) => matchesText(one, role))) continue;
        yield breach({
          message: `Nobody holds the role ${role} of ${attributes.home}, and ${quote(rule.name)} wants each to be held.`,
          organization: organization.name,
          role,
          witnesses: () => [{ message: 'the role', origin }],
        });
      }
    }
  },
});

function usedIn(organization: JudgedOrganization): ReadonlySet<RoleKey> {
  const { model } = organization;
  const given = new Set<RoleKey>();
  for (const { attributes } of model.all('assignment')) {
    const { principal, roles, below, denied } = attributes;
    const isHeld =
      principal.type === 'member' ||
      model.peopleIn(principal.group).size > 0 ||
      [...model.groupsIn(principal.group)].some((inner) => !organization.knowsMembersOf(inner));
    for (const role of [...(isHeld ? [...roles.keys(), ...below.keys()] : []), ...denied.keys()])
      given.add(role);
  }
  for (const role of givenLater(organization)) given.add(role);
  return reachableFrom(given, (role) => [...(model.role(role)?.attributes.includes.keys() ?? [])]);
}

/** Roles that a document gives from a later day on. */
function* givenLater({ document, desired }: JudgedOrganization): Generator<RoleKey, void> {
  if (document === null) return;
  const now = Date.parse(desired.instant);
  const isLater = (window: WrittenWindow): boolean => windowState(window, now) === 'not-yet';
  for (const { written } of writtenScopes({ document }))
    for (const entry of [...written.members, ...written.groups])
      for (const { role, window } of GRANT_KEYS.flatMap((key) => entry[key]))
        if (isLater(entry.window) || isLater(window)) yield role;
}
