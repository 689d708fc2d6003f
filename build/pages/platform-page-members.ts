import type {
  GroupCargo,
  Invariant,
  MemberRules,
  MembershipRoleRules,
  PlatformDefinition,
} from '../../src/platform/platform-definition.ts';
import { code, joinMarkdown, type Markdown, md } from '../../src/report/markdown/escape-markdown.ts';
import { codes } from './platform-page-phrases.ts';
import { settingSentences } from './platform-page-settings.ts';

/** How people come, what they hold and how they go. */
export function membersSection(platform: PlatformDefinition): Markdown {
  const { members } = platform;
  const lines = [
    key(members),
    ...joining(platform),
    holding(members),
    members.defaultRole === null
      ? md`There is no default role.`
      : md`A member without a role of their own holds ${code(members.defaultRole)}.`,
    members.deactivation
      ? md`A member can be deactivated: the membership stays, and all access is gone until reactivation.`
      : md`Members cannot be deactivated: to end all access of a person, remove them.`,
  ];
  return bulleted(lines);
}

const NAMED = {
  email: md`e-mail address`,
  username: md`user name`,
  account: md`account name, which may be an e-mail address`,
} as const;

function key({ key: form, compare }: MemberRules): Markdown {
  const named = NAMED[form];
  return compare === 'fold-case'
    ? md`People are known by their ${named}; letter case does not matter.`
    : md`People are known by their ${named}, letter by letter.`;
}

function joining({ members, roles, groups }: PlatformDefinition): readonly Markdown[] {
  if (members.joining === 'provisioned') {
    return [md`An administrator creates a person, who is active at once; there is nothing to accept.`];
  }
  const days = members.invitations?.expireAfterDays ?? null;
  const later = [...roles.values()].filter((role) => !role.byInvitation).map((role) => role.name);
  return [
    md`A person is invited, and holds nothing until the invitation is accepted.`,
    ...(days === null ? [] : [md`An invitation that nobody accepts expires after ${days} days.`]),
    ...(groups.homes.length === 0 ? [] : [invitedInGroups(members)]),
    ...(later.length === 0
      ? []
      : [md`An invitation cannot bring ${codes(later)}: given once it is accepted.`]),
  ];
}

function invitedInGroups(members: MemberRules): Markdown {
  return members.invitedInGroups
    ? md`An invited person can be put into groups already.`
    : md`An invited person cannot be in a group: that change waits, and is shown as deferred, until the invitation is accepted.`;
}

function holding({ roles }: MemberRules): Markdown {
  switch (roles) {
    case 'many':
      return md`A member holds any number of roles.`;
    case 'exactly-one':
      return md`A member holds exactly one role.`;
    case 'one-per-module':
      return md`A member holds one role in each module, written as a map from module to role.`;
  }
}

/** Where groups live, what they bring and whether they nest. */
export function groupsSection({ groups }: PlatformDefinition): Markdown {
  if (groups.homes.length === 0) return md`There are no groups of people.`;
  const cargo = groups.carry.map(brings);
  return bulleted([
    md`Groups are defined under ${code('groups:')} of ${codes(groups.homes)}.`,
    ...cargo,
    nesting(groups.nesting),
    ...membershipRoles(groups.membershipRoles),
    ...settingSentences(groups.settings, 'a group'),
  ]);
}

function brings(what: GroupCargo): Markdown {
  switch (what) {
    case 'roles':
      return md`They carry roles: everybody in the group holds them where the group does.`;
    case 'permissions':
      return md`They carry permissions of their own, on the scope they live on.`;
    case 'attachments':
      return md`A group can be attached to a scope without a role.`;
  }
}

function membershipRoles(rules: MembershipRoleRules | null): readonly Markdown[] {
  if (rules === null) return [];
  const ordinary = md`A member of a group has a role in it, ${code(rules.defaultRole)} unless another is written: ${codes([...rules.roles.keys()])}. It gives nothing on scopes.`;
  const implied = [...rules.roles].filter(([, { impliedBy }]) => impliedBy.length > 0);
  return [
    ordinary,
    ...implied.map(
      ([name, { impliedBy }]) =>
        md`Who holds ${codes(impliedBy)} on the organization is ${code(name)} in every group, written or not.`,
    ),
  ];
}

function nesting(how: PlatformDefinition['groups']['nesting']): Markdown {
  switch (how) {
    case 'native':
      return md`Groups nest: the members of a child group are members of its parents. The platform stores the nesting.`;
    case 'flatten':
      return md`Groups nest in YAML: the members of a child group are members of its parents. The platform stores no nesting, so what is nested is flat on the wire; explanations still show it.`;
    case 'none':
      return md`Groups hold people, no groups.`;
  }
}

/** The rules that a change may not break, by the codes that messages carry. */
export function invariantsSection({ invariants, nobodyKept }: PlatformDefinition): Markdown {
  const lines = [
    ...invariants.map((invariant) => md`${code(invariant.code)}: ${ruleOf(invariant)}`),
    ...(nobodyKept === null ? [] : [md`Nobody who administers has to be kept: ${nobodyKept}`]),
  ];
  return lines.length === 0 ? md`There are none.` : bulleted(lines);
}

function ruleOf(invariant: Invariant): Markdown {
  switch (invariant.rule) {
    case 'group-members-are-members':
      return md`everybody in a group is a member of the organization.`;
    case 'group-members-are-attached':
      return md`everybody in a group belongs to the scope that the group lives on.`;
    case 'members-are-in-groups':
      return md`every member is in at least one group. This one is a warning.`;
    case 'groups-are-of-one-member':
      return md`a group is what one person has on a scope: they are in it alone, and it is not there without them.`;
    case 'minimum-holders':
      return md`every ${code(invariant.at)} keeps at least ${invariant.count} active ${invariant.count === 1 ? 'holder' : 'holders'} of ${code(invariant.role)}.`;
    case 'last-holder-stays':
      return md`the platform allows it, but Bylaw refuses a plan after which nobody in an ${code(invariant.at)} can do what ${code(invariant.role)} can.`;
  }
}

export function bulleted(lines: readonly Markdown[]): Markdown {
  return joinMarkdown(
    lines.map((line) => md`- ${line}`),
    '\n',
  );
}
