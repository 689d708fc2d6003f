import { namesGroup } from '../../compile/named-subjects.ts';
import { choicesIn } from '../../resource/choices.ts';
import type { MemberId } from '../../resource/identifiers.ts';
import { type GroupResource, groupPathOf } from '../../resource/resource.ts';
import { quote } from '../../source/quote.ts';
import type { AskedRule } from '../asked-rule.ts';
import { builtInRule, type RuleContext } from '../built-in-rule.ts';
import { breach, type RuleBreach } from '../finding.ts';
import type { JudgedOrganization } from '../judged-organization.ts';
import { OwnersThere } from '../written-owners.ts';

/** Each group has somebody who answers for it. */
export const groupOwners = builtInRule({
  name: 'group-owners',
  means: 'Nobody who is there answers for a group.',
  wayOut: 'Make somebody in the group its owner, or write an owner for it under `owners`.',
  why: 'A group that nobody answers for is never reviewed. On a platform whose groups have roles of their own, such as the maintainers of a team, who has one of `owner-roles` is an owner. On others owners are written in the rule. An owner counts only as an active member, so a group loses its owner when the person leaves. Where the documents are not all there is of groups (`authority: declared`), an owner may be one on the platform alone, so it is looked at there.',
  usual: 'error',
  parameters: {
    'owner-roles': {
      kind: 'names',
      title: 'Owner roles',
      description: 'What owners are in the group. Left out: anything but the ordinary.',
    },
    owners: {
      kind: 'owners',
      title: 'Owners',
      description:
        'By name of a group, with or without its scope, or a pattern: the people or groups who own it.',
    },
    except: {
      kind: 'groups',
      title: 'Except',
      description: 'Groups that need none, by name or with their scope, or patterns.',
      more: 'weaker',
    },
  },
  *judge({ rule, organizations }: RuleContext): Generator<RuleBreach, void> {
    const except = rule.at('except')?.texts ?? [];
    for (const organization of organizations) {
      const { model, name } = organization;
      const there = new OwnersThere(organization);
      for (const one of model.all('group')) {
        const group = groupPathOf(one);
        if (except.some((text) => namesGroup(text, group))) continue;
        const written = rule
          .entries('owners')
          .flatMap(([of, owners]) => (namesGroup(of, group) ? owners : []));
        if (written.some((owner) => there.isThere(owner))) continue;
        if (!organization.knowsAll('group') || !organization.knowsMembersOf(group)) continue;
        if (ownersIn(one, organization, rule).some((member) => there.isActive(member))) continue;
        const gone =
          written.length === 0 ? '' : ` (${written.map(({ value }) => value).join(', ')} is not there)`;
        yield breach({
          message: `Nobody answers for the group ${group}${gone}, and ${quote(rule.name)} wants an owner of each.`,
          organization: name,
          group,
          witnesses: () => [{ message: 'the group', origin: one.origin }],
        });
      }
    }
  },
});

/** Who is an owner by what they are in the group. */
function ownersIn(
  { attributes }: GroupResource,
  { platform }: JudgedOrganization,
  rule: AskedRule,
): readonly MemberId[] {
  const rules = platform.groups.membershipRoles;
  if (rules === null) return [];
  const wanted = rule.texts('owner-roles');
  const chosen = choicesIn(attributes.membershipRoles);
  return [...attributes.members.keys()].filter((member) => {
    const role = chosen.get(member) ?? rules.defaultRole;
    return wanted.length === 0 ? role !== rules.defaultRole : wanted.includes(role);
  });
}
