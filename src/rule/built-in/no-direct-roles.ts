import type { AssignmentAttributes } from '../../resource/resource.ts';
import { matchesText } from '../../source/name-pattern.ts';
import { quote } from '../../source/quote.ts';
import { builtInRule, type RuleContext } from '../built-in-rule.ts';
import { breach, type RuleBreach } from '../finding.ts';
import type { JudgedOrganization } from '../judged-organization.ts';

/** Roles go to groups, and people into groups. */
export const noDirectRoles = builtInRule({
  name: 'no-direct-roles',
  means: 'A role is given to one person, and not to a group that they are in.',
  wayOut: 'Put the person into a group that has the role, and take the role from the person.',
  why: 'A role given to one person is overlooked when their team changes. The rule says nothing of platforms whose groups carry no roles, of kinds of scopes on which groups can be given nothing, and of the role that everybody has. Unlike the lint rule `direct-role` it accepts no `reason`, and it looks at the platform as well.',
  usual: 'error',
  parameters: {
    except: {
      kind: 'roles',
      title: 'Except',
      more: 'weaker',
      description: 'Roles that people may be given directly, or patterns over roles.',
    },
  },
  *judge({ rule, organizations }: RuleContext): Generator<RuleBreach, void> {
    const except = rule.texts('except');
    for (const organization of organizations) {
      if (!organization.platform.groups.carry.includes('roles')) continue;
      for (const { attributes } of organization.model.all('assignment'))
        yield* directly(attributes, organization, except, rule.name);
    }
  },
});

function* directly(
  { scope, principal, roles, below }: AssignmentAttributes,
  { name, model, platform, spelling }: JudgedOrganization,
  except: readonly string[],
  rule: string,
): Generator<RuleBreach, void> {
  if (principal.type !== 'member') return;
  const kind = platform.scopeKinds.get(model.scope(scope)?.attributes.kind ?? platform.root);
  if (kind?.principals.includes('group') === false) return;
  for (const [role, origin] of new Map([...below, ...roles])) {
    const predefined = platform.roles.get(role);
    if (role === platform.members.defaultRole || predefined?.none === true) continue;
    if (predefined?.assignable === false || except.some((one) => matchesText(one, role))) continue;
    const person = spelling(principal.member);
    yield breach({
      message: `${person} is given ${role} on ${scope} directly, and ${quote(rule)} has roles go to groups.`,
      organization: name,
      person,
      role,
      scope,
      witnesses: () => [{ message: `${person} → role ${role} on ${scope}`, origin }],
    });
  }
}
