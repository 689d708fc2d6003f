import { groupAddress } from '../../resource/address.ts';
import { type GroupPath, groupKey } from '../../resource/identifiers.ts';
import { modelOf } from '../../resource/organization-model.ts';
import { groupPathOf } from '../../resource/resource.ts';
import { matchesPath } from '../../source/name-pattern.ts';
import type { Origin } from '../../source/origin.ts';
import { quote } from '../../source/quote.ts';
import type { AskedRule } from '../asked-rule.ts';
import { builtInRule, type RuleContext } from '../built-in-rule.ts';
import { breach, type RuleBreach } from '../finding.ts';
import type { JudgedOrganization } from '../judged-organization.ts';
import { OwnersThere } from '../written-owners.ts';

/** Each file that says something of a group has an owner. */
export const ownedFiles = builtInRule({
  name: 'owned-files',
  means: 'Nobody who is there owns a file that says who is in a group, or what it is given.',
  wayOut: 'Write an owner for the file under `owners`, or move the group into a file that has one.',
  why: 'Who can change a group’s file gives what the group has. Owners of files are written in the rule, with people and groups of the organization, so that an owner who left is found; a `CODEOWNERS` file knows only who has an account where the files are kept. Looked at are all files that define a group, put somebody into it or give it something. A path is matched from its end, so `access/*.yaml` is every such file in a folder `access`. A group that is on the platform and in no file has no owner.',
  usual: 'error',
  parameters: {
    owners: {
      kind: 'owners',
      title: 'Owners',
      description: 'By path of a file, or a pattern: the people or groups who own it.',
      isRequired: true,
    },
  },
  *judge({ rule, organizations }: RuleContext): Generator<RuleBreach, void> {
    for (const organization of organizations) {
      const there = new OwnersThere(organization);
      for (const one of organization.model.all('group')) {
        const group = groupPathOf(one);
        const places = writtenIn(organization, group);
        const open = [...places.keys()].filter((file) => !isOwned(file, rule, there));
        if (places.size > 0 && open.length === 0) continue;
        if (places.size === 0 && organization.desired.authority.group !== 'full') continue;
        const what =
          open.length === 0
            ? `The group ${group} is in no file`
            : `Nobody owns ${open.join(', ')}, which ${open.length === 1 ? 'speaks' : 'speak'} of the group ${group}`;
        yield breach({
          message: `${what}, and ${quote(rule.name)} wants an owner of each file.`,
          organization: organization.name,
          group,
          witnesses: () =>
            places.size === 0
              ? [{ message: 'the group', origin: one.origin }]
              : open.flatMap((file) => {
                  const origin = places.get(file);
                  return origin === undefined ? [] : [{ message: `of the group ${group}`, origin }];
                }),
        });
      }
    }
  },
});

/** The files that say something of a group, each with the first place in it. */
function writtenIn({ desired }: JudgedOrganization, group: GroupPath): ReadonlyMap<string, Origin> {
  const model = modelOf(desired.resources);
  const one = model.at(groupAddress(group));
  if (one?.type !== 'group') return new Map();
  const { members, groups, permissions, membershipRoles } = one.attributes;
  const origins = [
    one.origin,
    ...[members, groups, permissions, membershipRoles].flatMap((entries) => [...entries.values()]),
    ...model
      .assignmentsTo(groupKey(group))
      .flatMap(({ origin, attributes }) => [
        origin,
        ...[attributes.roles, attributes.below, attributes.denied].flatMap((entries) => [
          ...entries.values(),
        ]),
      ]),
  ];
  const places = new Map<string, Origin>();
  for (const origin of origins)
    if (origin.from === 'file' && !places.has(origin.file)) places.set(origin.file, origin);
  return places;
}

function isOwned(file: string, rule: AskedRule, there: OwnersThere): boolean {
  return rule
    .entries('owners')
    .some(
      ([path, owners]) =>
        matchesPath(`**/${path.value}`, file) && owners.some((owner) => there.isThere(owner)),
    );
}
