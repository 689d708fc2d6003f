import type { GroupPath, MemberId } from '../resource/identifiers.ts';
import { known } from '../source/known.ts';
import type { Origin } from '../source/origin.ts';
import { reachableFrom } from '../source/reachable.ts';
import type { DefinedGroup } from './group-table.ts';
import type { Roster } from './roster.ts';

/** Who and which groups can be in a group, now or later. */
export interface PossibleContents {
  readonly group: DefinedGroup;
  readonly people: ReadonlySet<MemberId>;
  readonly children: ReadonlyMap<GroupPath, Origin>;
}

/**
 * Flat on the wire, everybody in a child group is in the group itself, and the home of the group has to hold them too. Who
 * has no entry there at any time is an outsider, at the line that lists the child group.
 */
export function addNestedOutsiders(contents: ReadonlyMap<GroupPath, PossibleContents>, roster: Roster): void {
  const of = (path: GroupPath): PossibleContents => known(contents.get(path), `the contents of ${path}`);
  for (const { group, people, children } of contents.values()) {
    const seen = new Set(people);
    for (const [child, origin] of children) {
      for (const path of reachableFrom([child], (one) => of(one).children.keys())) {
        for (const member of of(path).people) {
          if (seen.has(member)) continue;
          seen.add(member);
          if (roster.placeOn(group.home.path, member) === null)
            roster.outsiders.push({ member, group, origin, through: child });
        }
      }
    }
  }
}
