import type { GroupPath } from '../../resource/identifiers.ts';
import type { GithubTeam } from './github-facts.ts';
import type { GithubIndex } from './github-index.ts';

/** Where the people of a team come from, where that is not the organization itself: `the enterprise`. */
export function teamSource({ owner }: GithubTeam): string | null {
  switch (owner) {
    case 'organization':
      return null;
    case 'enterprise':
      return 'the enterprise';
    default: {
      const kind = owner.kind === 'external' ? 'external group' : 'group';
      const groups = owner.names.length === 1 ? kind : `${kind}s`;
      return `the ${groups} ${owner.names.join(', ')} of the identity provider`;
    }
  }
}

/** Of all teams that are not the organization's own, for `Snapshot.membersFrom`. */
export function teamSources({ teams }: GithubIndex): ReadonlyMap<GroupPath, string> {
  return new Map(
    [...teams].flatMap(([path, team]): readonly (readonly [GroupPath, string])[] => {
      const from = teamSource(team);
      return from === null ? [] : [[path, from]];
    }),
  );
}
