import type {
  Permission,
  PlatformDefinition,
  PredefinedRole,
  Reach,
} from '../../src/platform/platform-definition.ts';
import { code, joinMarkdown, type Markdown, md } from '../../src/report/markdown/escape-markdown.ts';
import { markdownTable } from '../../src/report/markdown/markdown-table.ts';
import { codeList, codes, NOTHING } from './platform-page-phrases.ts';

/** The catalogue, a table for each module where there are modules. */
export function permissionsSection(platform: PlatformDefinition): Markdown {
  const groups = new Map<string | null, Permission[]>();
  for (const permission of platform.permissions.values()) {
    const same = groups.get(permission.module);
    if (same === undefined) groups.set(permission.module, [permission]);
    else same.push(permission);
  }
  const parts = [...groups].flatMap(([module, permissions]) => [
    ...(module === null
      ? []
      : [md`### ${platform.modules.get(module)?.title ?? module}\n\nModule ${code(module)}.`]),
    markdownTable(
      ['permission', 'allows', 'implies'],
      permissions.map(({ name, title, implies, parameter }) => [
        code(parameter === null ? name : `${name}!text`),
        parameter === null ? md`${title}` : md`${title}; also for one text: ${parameter.title}`,
        implies.length === 0 ? NOTHING : codeList(implies),
      ]),
    ),
  ]);
  return joinMarkdown(parts, '\n\n');
}

/** What each role gives, where it can be given, and what is special about it. */
export function rolesSection(platform: PlatformDefinition): Markdown {
  const roles = [...platform.roles.values()];
  const modular = roles.some((role) => role.module !== null);
  const rows = roles.map((role) => [
    code(role.name),
    md`${role.title}`,
    ...(modular ? [role.module === null ? NOTHING : code(role.module)] : []),
    gives(role),
    whereGiven(role, platform),
    remarks(role, platform),
  ]);
  const head = ['role', 'title', ...(modular ? ['module'] : []), 'gives', 'can be given on', 'besides'];
  return joinMarkdown([markdownTable(head, rows), customRoles(platform)], '\n\n');
}

function gives({ none, bypass, permissions, includes }: PredefinedRole): Markdown {
  if (none) return md`nothing: no role in the module`;
  const parts = [
    ...(bypass ? [md`everything there and below`] : []),
    ...(includes.length === 0
      ? []
      : [md`what ${codes(includes)} ${includes.length === 1 ? 'gives' : 'give'}`]),
    ...(permissions.length === 0 ? [] : [codeList(permissions)]),
  ];
  return parts.length === 0 ? NOTHING : joinMarkdown(parts, '; ');
}

function whereGiven({ assignable, assignableAt }: PredefinedRole, platform: PlatformDefinition): Markdown {
  if (!assignable) return md`nowhere by hand`;
  return assignableAt.length === platform.scopeKinds.size && platform.scopeKinds.size > 1
    ? md`any kind of scope`
    : codeList(assignableAt);
}

function remarks(role: PredefinedRole, platform: PlatformDefinition): Markdown {
  const parts = [
    ...(role.name === platform.members.defaultRole ? [md`held until a role is given`] : []),
    ...(role.ungated ? [md`passes every gate below`] : []),
    ...(role.reach === 'below' ? [md`holds on the scopes below, not on the scope itself`] : []),
    ...(role.reach === 'self' ? [md`holds on the scope itself, not below`] : []),
    ...(role.byInvitation ? [] : [md`not by an invitation: for accepted members`]),
  ];
  return parts.length === 0 ? NOTHING : joinMarkdown(parts, '; ');
}

const CUSTOM_REACH: Readonly<Record<Reach, string>> = {
  self: ', on the scope that they are given on and not below',
  below: ', below the scope that they are given on and not on it',
  both: '',
  everywhere: ', on the scope that they are given on and on all below, whatever kinds lie between',
};

function customRoles({ customRoles: rule }: PlatformDefinition): Markdown {
  if (rule === null) return md`There are no custom roles.`;
  const least = rule.minimumPermissions;
  const minimum =
    least === 0 ? md`` : md`, each with at least ${least} ${least === 1 ? 'permission' : 'permissions'}`;
  return md`Custom roles are declared under ${code('roles:')} of ${codes(rule.at)}${minimum}; they hold what they list and what they include${CUSTOM_REACH[rule.reach]}.`;
}
