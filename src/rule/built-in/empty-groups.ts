import { namesGroup } from '../../compile/named-subjects.ts';
import { groupPathOf } from '../../resource/resource.ts';
import { quote } from '../../source/quote.ts';
import { builtInRule, type RuleContext } from '../built-in-rule.ts';
import { breach, type RuleBreach } from '../finding.ts';

/** A group has somebody in it. */
export const emptyGroups = builtInRule({
  name: 'empty-groups',
  means: 'Nobody is in a group.',
  wayOut: 'Add people to the group, or remove it.',
  why: 'A group that nobody is in waits for somebody to be put into it, with all that it gives. Who is in a nested group is in the outer one, too. The members of a group that no document lists are known on the platform alone, so they are looked at there. A group that stands ready by design is named under `except`.',
  usual: 'warning',
  parameters: {
    except: {
      kind: 'groups',
      title: 'Except',
      more: 'weaker',
      description: 'Groups that may be empty, by name or with their scope, or patterns.',
    },
  },
  *judge({ rule, organizations }: RuleContext): Generator<RuleBreach, void> {
    const except = rule.at('except')?.texts ?? [];
    for (const organization of organizations) {
      const { name, model } = organization;
      for (const one of model.all('group')) {
        const group = groupPathOf(one);
        if (model.peopleIn(group).size > 0 || except.some((text) => namesGroup(text, group))) continue;
        if ([...model.groupsIn(group)].some((inner) => !organization.knowsMembersOf(inner))) continue;
        yield breach({
          message: `Nobody is in the group ${group}, and ${quote(rule.name)} wants somebody in each.`,
          organization: name,
          group,
          witnesses: () => [{ message: 'the group', origin: one.origin }],
        });
      }
    }
  },
});
