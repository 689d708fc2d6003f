import { type DocumentNode, nodeOrigin } from '../../policy/document-node.ts';
import type { Written } from '../../policy/document-types.ts';
import type { PeerKeys, PeerReading } from './peer-reading.ts';

/** A team or person in the settings, with what they are given and on which of the repositories. */
export interface GrantEntry {
  readonly to: 'team' | 'person';
  readonly name: Written<string>;
  readonly permission: Written<string>;
  /** Names and patterns; null: on all of them. */
  readonly include: readonly Written<string>[] | null;
  readonly exclude: readonly Written<string>[] | null;
  /** Of a team: who sees it. */
  readonly privacy: DocumentNode | undefined;
}

const NO_PLACE = 'Documents have no place for it yet.';

const TEAM_KEYS: PeerKeys = {
  name: 'read',
  permission: 'read',
  include: 'read',
  exclude: 'read',
  visibility: NO_PLACE,
  privacy: 'read',
};

const PERSON_KEYS: PeerKeys = { username: 'read', permission: 'read', include: 'read', exclude: 'read' };

/** What GitHub gives where no permission is written. */
const DEFAULT_PERMISSION = 'push';

/** The entries of `teams` or `collaborators`. Reports `missing-key`. */
export function grantEntries(
  node: DocumentNode | null,
  to: GrantEntry['to'],
  reading: PeerReading,
): readonly GrantEntry[] {
  const [key, keys, what] =
    to === 'team'
      ? (['name', TEAM_KEYS, 'a team'] as const)
      : (['username', PERSON_KEYS, 'a collaborator'] as const);
  return reading.items(node, to === 'team' ? 'teams' : 'collaborators').flatMap((item) => {
    const read = reading.map(item, what, keys);
    const named = read.get(key);
    if (named === undefined)
      reading.report('missing-key', `The ${key} of ${what} is missing.`, nodeOrigin(item));
    const name = named === undefined ? null : reading.text(named, `${key} of ${what}`);
    if (name === null) return [];
    const written = read.get('permission');
    const permission = written === undefined ? null : reading.text(written, 'permission');
    if (written !== undefined && permission === null) return [];
    const list = (listed: 'include' | 'exclude') =>
      read.has(listed) ? reading.texts(read.get(listed) ?? null, `${listed} of ${what}`) : null;
    return [
      {
        to,
        name,
        permission: permission ?? { value: DEFAULT_PERMISSION, origin: name.origin },
        include: list('include'),
        exclude: list('exclude'),
        privacy: read.get('privacy'),
      },
    ];
  });
}

/** A name, and no pattern that stands for several. */
export function isNamed(pattern: string): boolean {
  return !/[*?[\]{}!()|+@]/.test(pattern);
}

/** `*` and `?` as in file names. */
export function matchesPattern(pattern: string, name: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'iu').test(name);
}
