import { childNode, type DocumentNode, nodeKeyOrigin, nodeOrigin } from '../../policy/document-node.ts';
import type { Written } from '../../policy/document-types.ts';
import type { Origin } from '../../source/origin.ts';
import { quote } from '../../source/quote.ts';
import type { PeerKeys, PeerReading } from './peer-reading.ts';
import { type GrantEntry, grantEntries, isNamed, matchesPattern } from './safe-settings-grants.ts';

/** One file: what holds for all repositories, for those of a suborganization, or for one. */
export interface Layer {
  readonly origin: Origin;
  /** The one repository; null where the file is of several. */
  readonly repository: Written<string> | null;
  /** Names and patterns of the repositories; null where the file is of all, or of one. */
  readonly suborganization: readonly Written<string>[] | null;
  readonly grants: readonly GrantEntry[];
  /** False where something decides what is given that only the platform knows. */
  readonly isWhole: boolean;
  /** Whether safe-settings keeps away from a repository. */
  readonly restricted: readonly ((repository: string) => boolean)[];
}

const SETTING = 'It is a setting of repositories that gives nobody access.';
const ONLY_LIVE = 'Which repositories are meant is known to the platform alone.';

const KEYS: PeerKeys = {
  teams: 'read',
  collaborators: 'read',
  restrictedRepos: 'read',
  suborgrepos: 'read',
  disable_plugins: 'It can keep safe-settings from teams or collaborators; look whether it does.',
  suborgteams: ONLY_LIVE,
  suborgproperties: ONLY_LIVE,
  custom_repository_roles:
    'Custom roles are written with permissions of the platform file, which names them otherwise.',
  ...Object.fromEntries(
    [
      'repository labels milestones branches custom_properties autolinks validator rulesets environments variables',
      'code_scanning app_installations archive overridevalidators configvalidators',
    ].flatMap((names) => names.split(' ').map((name) => [name, SETTING])),
  ),
};

export function readLayer(
  root: DocumentNode,
  repository: string | null,
  isSuborganization: boolean,
  reading: PeerReading,
): Layer {
  const keys = reading.map(root, 'the settings', KEYS);
  const misplaced = isSuborganization
    ? ['restrictedRepos']
    : ['suborgrepos', ...(repository === null ? [] : ['restrictedRepos'])];
  for (const key of misplaced) {
    const node = keys.get(key);
    if (node !== undefined)
      reading.leaveOut(`${key} of the settings`, 'It means nothing in this file.', nodeKeyOrigin(node));
  }
  const patterns = isSuborganization ? reading.texts(keys.get('suborgrepos') ?? null, 'suborgrepos') : null;
  for (const { value, origin } of patterns ?? []) {
    if (!isNamed(value))
      reading.leaveOut(
        'pattern of repositories',
        'Of those that it means, the ones that a file names are written.',
        origin,
        value,
      );
  }
  const origin = nodeKeyOrigin(root);
  const decided = ['suborgteams', 'suborgproperties', 'disable_plugins', 'custom_repository_roles'];
  return {
    origin,
    isWhole: decided.every((key) => childNode(root, key) === null),
    repository: repository === null ? null : { value: repository, origin },
    suborganization: patterns,
    grants: [
      ...grantEntries(keys.get('teams') ?? null, 'team', reading),
      ...grantEntries(keys.get('collaborators') ?? null, 'person', reading),
    ],
    restricted: misplaced.includes('restrictedRepos')
      ? []
      : restriction(keys.get('restrictedRepos') ?? null, reading),
  };
}

/** A list of repositories to keep away from, or a map that says which to take or which to leave. */
function restriction(node: DocumentNode | null, reading: PeerReading): Layer['restricted'] {
  if (node === null || node.value === null) return [];
  const among = (list: readonly Written<string>[], name: string): boolean =>
    list.some(({ value }) => matchesPattern(value, name));
  if (Array.isArray(node.value)) {
    const out = reading.texts(node, 'restrictedRepos');
    return [(name) => among(out, name)];
  }
  const keys = reading.map(node, 'restrictedRepos', { include: 'read', exclude: 'read' });
  const take = keys.get('include');
  const leave = keys.get('exclude');
  if (take === undefined && leave === undefined)
    reading.report(
      'invalid-value',
      `restrictedRepos needs ${quote('include')} or ${quote('exclude')}.`,
      nodeOrigin(node),
    );
  // Of both, the one that says what to take counts alone.
  if (take !== undefined) {
    const taken = reading.texts(take, 'restrictedRepos');
    return [(name) => !among(taken, name)];
  }
  const left = reading.texts(leave ?? null, 'restrictedRepos');
  return [(name) => among(left, name)];
}
