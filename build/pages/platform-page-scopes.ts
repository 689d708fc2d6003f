import type { PlatformDefinition, ScopeKind } from '../../src/platform/platform-definition.ts';
import { code, joinMarkdown, type Markdown, md } from '../../src/report/markdown/escape-markdown.ts';
import { alternatives, codes } from './platform-page-phrases.ts';
import { settingSentences } from './platform-page-settings.ts';

/** The kinds of scopes as a tree, each with how it combines what is above with what is given on it. */
export function scopesSection(platform: PlatformDefinition): Markdown {
  const lines: Markdown[] = [];
  const shown = new Set<string>();
  const show = (kind: ScopeKind, depth: number): void => {
    if (shown.has(kind.name)) return;
    shown.add(kind.name);
    const indent = md`${'  '.repeat(depth)}- `;
    lines.push(joinMarkdown([indent, head(kind, platform), ...sentences(kind, platform)], ''));
    for (const below of platform.scopeKinds.values()) {
      if (below.parents.includes(kind.name)) show(below, depth + 1);
    }
  };
  const root = platform.scopeKinds.get(platform.root);
  if (root !== undefined) show(root, 0);
  return joinMarkdown(lines, '\n');
}

function head(kind: ScopeKind, platform: PlatformDefinition): Markdown {
  if (kind.plural === null) return md`**${kind.title}** (${code(kind.name)}), the whole.`;
  const parents = alternatives(kind.parents.map((name) => md`${withArticle(titleOf(name, platform))}`));
  return md`**${kind.title}** (${code(kind.name)}), written under ${code(`${kind.plural}:`)} of ${parents}.`;
}

function sentences(kind: ScopeKind, platform: PlatformDefinition): readonly Markdown[] {
  const all = [
    ...(kind.name === platform.root ? [] : combined(kind, platform)),
    ...(kind.attached.length === 0
      ? []
      : [md` Everybody attached here, with or without roles, gets ${codes(kind.attached)}.`]),
    ...(kind.flowDown
      ? []
      : [md` What is given here is not passed on to what is below; what is inherited is.`]),
    principals(kind, platform),
    ...(kind.members && kind.name !== platform.root
      ? [md` People can be members of one alone, without being members of the organization.`]
      : []),
    kind.manage ? md` Bylaw creates, renames and deletes them.` : md` Bylaw neither creates nor deletes one.`,
    ...settingSentences(kind.settings, 'it').map((one) => md` ${one}`),
  ];
  return all;
}

function combined(kind: ScopeKind, platform: PlatformDefinition): readonly Markdown[] {
  const above = alternatives(kind.parents.map((name) => md`the ${titleOf(name, platform)}`));
  switch (kind.inherits) {
    case 'union':
      return [md` What holds on ${above} holds here too, and what is given here is added.`];
    case 'isolated':
      return [md` Nothing that is given on ${above} holds here${apart(platform)}.`];
    case 'override':
      return [
        md` A role given here replaces, in its module, what holds on ${above}, a weaker one too; a module without a role here is inherited.`,
      ];
    case 'gated':
      return [
        md` What holds on ${above} counts here only for those who are attached here, themselves or by a group, or who hold an ungated role above${named(platform)}.`,
        kind.whenNoGroups === 'open'
          ? md` While the organization has no group at all, everybody is let in; the first group closes the gate.`
          : md` Without that the gate is closed, also while there is no group at all.`,
      ];
  }
}

function principals(kind: ScopeKind, { groups, root }: PlatformDefinition): Markdown {
  // A group that carries no roles can be attached below the organization, and is given nothing on it.
  const given =
    groups.carry.includes('roles') || (kind.name !== root && groups.carry.includes('attachments'));
  const toGroups = kind.principals.includes('group') && groups.homes.length > 0 && given;
  const toPeople = kind.principals.includes('member');
  if (toPeople)
    return toGroups
      ? md` People and groups can be given something here.`
      : md` People can be given something here.`;
  return toGroups
    ? md` Only groups can be given something here, not people one by one.`
    : md` Nothing is given here to anybody by name.`;
}

/** Roles that give everything, wherever a scope is closed to the rest. */
function apart(platform: PlatformDefinition): Markdown {
  const bypassing = [...platform.roles.values()].filter((role) => role.bypass).map((role) => role.name);
  return bypassing.length === 0 ? md`` : md`, except what ${codes(bypassing)} gives`;
}

function named(platform: PlatformDefinition): Markdown {
  const ungated = [...platform.roles.values()].filter((role) => role.ungated).map((role) => role.name);
  return ungated.length === 0 ? md`, of which there is none` : md`: ${codes(ungated)}`;
}

function titleOf(name: string, platform: PlatformDefinition): string {
  return (platform.scopeKinds.get(name)?.title ?? name).toLowerCase();
}

function withArticle(title: string): string {
  return `${/^[aeiou]/.test(title) && !/^(uni|eu|one)/.test(title) ? 'an' : 'a'} ${title}`;
}
