import type { Desired } from '../../compile/desired.ts';
import type { Imported } from '../../import/import.ts';
import { groupPathOf } from '../../resource/resource.ts';
import { compareText } from '../../source/text-order.ts';

export interface CodeOwnersPlace {
  /** Of the organization that has the repository, where it is the one that was read: its teams and people can own files. */
  readonly login: string | null;
  /** A file that was named as a user would type it, from the top of the repository and with `/`. */
  readonly fromTop: (file: string) => string;
}

const MOST_OWNERS = 10;
/** Who may do everything, as GitHub calls the role. */
const OWNER_ROLE = 'owner';

/**
 * Each team owns the file that its group is written in, and the organization's owners all the rest. Where the organization is
 * not the one that has the repository, nobody knows whether its groups are teams there: then the lines are comments.
 */
export function codeOwners(imported: Imported, workspaceFile: string, place: CodeOwnersPlace): string {
  const { login, fromTop } = place;
  const isSure = login !== null;
  const line = (path: string, owners: readonly string[]): string =>
    `${isSure && owners.length > 0 ? '' : '# '}/${escaped(path)} ${owners.length > 0 ? owners.join(' ') : '@OWNER'}`;
  const administrators = isSure ? ownersIn(imported.desired) : [];
  const folders = [...new Set(imported.files.map(({ file }) => folderOf(fromTop(file))))];
  const teams = teamFiles(imported);
  return [
    '# Who has to approve what; the last line that fits counts.',
    ...(isSure
      ? ['# A team has to be visible, and to have write access to this repository.']
      : ['# Put in the teams of the organization that has this repository, and take the # away.']),
    line(fromTop(workspaceFile), administrators),
    ...folders.map((folder) => line(folder, administrators)),
    line('.github/', administrators),
    ...(teams.length === 0 ? [] : ['# Each team owns its file: who is in it, and the roles it has.']),
    ...teams.map(({ file, group }) => line(fromTop(file), [`@${login ?? 'OWNER'}/${group}`])),
    '',
  ].join('\n');
}

/** Files that hold one group and nothing else. */
function teamFiles({
  desired,
  files,
}: Imported): readonly { readonly file: string; readonly group: string }[] {
  const byFile = new Map<string, string[]>();
  for (const resource of desired.resources) {
    if (resource.type !== 'group' || resource.origin.from !== 'file') continue;
    const groups = byFile.get(resource.origin.file) ?? [];
    byFile.set(resource.origin.file, groups);
    // Nobody sees a secret team, so GitHub asks none for an approval.
    if (!resource.attributes.settings.has('privacy=secret'))
      groups.push(groupPathOf(resource).split('/').slice(-1).join());
  }
  const written = new Set(files.map(({ file }) => file));
  return [...byFile]
    .flatMap(([file, [group, ...more]]) =>
      group === undefined || more.length > 0 || !written.has(file) ? [] : [{ file, group }],
    )
    .sort((a, b) => compareText(a.file, b.file));
}

function ownersIn({ resources, organization }: Desired): readonly string[] {
  return resources
    .flatMap((resource) => {
      if (resource.type !== 'assignment' || resource.attributes.scope !== organization) return [];
      const { principal, roles } = resource.attributes;
      return principal.type === 'member' && roles.has(OWNER_ROLE) ? [`@${principal.member}`] : [];
    })
    .sort(compareText)
    .slice(0, MOST_OWNERS);
}

function folderOf(file: string): string {
  return file.includes('/') ? `${file.slice(0, file.lastIndexOf('/'))}/` : file;
}

/** A blank would end the path, and some signs are patterns. */
function escaped(path: string): string {
  return path.replaceAll(/[\\ *?[\]#!]/g, (character) => `\\${character}`);
}
