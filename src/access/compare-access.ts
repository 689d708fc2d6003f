import { instancesOf } from '../platform/permission-instances.ts';
import type { MemberId } from '../resource/identifiers.ts';
import { ImpossibleState, known } from '../source/known.ts';
import { memoize } from '../source/memoize.ts';
import type { AccessDelta, AccessGrant, EffectiveAccess } from './effective-access.ts';
import { type AccessChanges, accessChanges } from './engine/access-changes.ts';
import { forEachCell } from './engine/changed-cells.ts';
import { writtenGrants } from './engine/written-grants.ts';
import { rememberReversed, rememberWide } from './wide-delta.ts';

/**
 * Who gains and who loses what, over every member and scope that either side knows; a scope that is gone takes all
 * access on it along. Both sides are of one platform. The grants are written out when somebody first asks for them: who
 * has a use for less asks `wideOf` first.
 */
export function compareAccess(before: EffectiveAccess, after: EffectiveAccess): AccessDelta {
  const changes = changesBetween(before, after);
  const grants = writtenGrants(changes);
  const written = memoize((side: 'gained' | 'lost'): readonly AccessGrant[] => [...grants(side)]);
  const delta: AccessDelta = {
    get gained() {
      return written('gained');
    },
    get lost() {
      return written('lost');
    },
  };
  rememberWide(delta, changes, grants);
  return delta;
}

/** Everybody who can do something on one side that they cannot on the other. */
export function membersWhoDiffer(before: EffectiveAccess, after: EffectiveAccess): ReadonlySet<MemberId> {
  const changes = changesBetween(before, after);
  const { names } = changes.versions.members;
  const found = new Set<MemberId>();
  forEachCell(changes, (_, member) => {
    found.add(known(names[member], 'a member of the versions'));
    return true;
  });
  return found;
}

/** Where two versions differ, as rows. */
export function changesBetween(one: EffectiveAccess, other: EffectiveAccess): AccessChanges {
  const [before, after] = inOneUniverse(one, other);
  if (before.relation.universe !== after.relation.universe)
    throw new ImpossibleState('one platform for both sides');
  return accessChanges(before.relation, after.relation);
}

/** The same read backwards: what was gained is lost. */
export function reversedDelta(delta: AccessDelta): AccessDelta {
  const reversed: AccessDelta = {
    get gained() {
      return delta.lost;
    },
    get lost() {
      return delta.gained;
    },
  };
  rememberReversed(reversed, delta);
  return reversed;
}

/** What only one side is given for a text has a place on both. */
function inOneUniverse(
  one: EffectiveAccess,
  other: EffectiveAccess,
): readonly [EffectiveAccess, EffectiveAccess] {
  if (one.relation.universe === other.relation.universe) return [one, other];
  const names = [one, other].flatMap(({ relation }) => [...instancesOf(relation.platform)]);
  return [one.withInstances(names), other.withInstances(names)];
}
