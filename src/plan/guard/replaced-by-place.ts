import type { AccessDelta, AccessGrant } from '../../access/effective-access.ts';
import { grantsOf } from '../../access/wide-delta.ts';
import type { Desired } from '../../compile/desired.ts';
import type { MemberId } from '../../resource/identifiers.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { known } from '../../source/known.ts';
import { ListsByKey } from '../../source/lists-by-key.ts';
import type { Origin } from '../../source/origin.ts';
import type { Change } from '../change.ts';
import { displayNameOf } from '../display-names.ts';
import { isUnstated } from '../unstated-attributes.ts';
import { whoLosesWhat } from './weakened.ts';

/** A place that goes although no document says so, and the written one that takes it. */
interface LostPlace {
  readonly member: MemberId;
  readonly from: string;
  readonly into: string;
  readonly origin: Origin;
}

/**
 * Where a person is in one group at a time, a written place takes away another that nobody writes: in a group that the
 * documents do not name, or whose people they do not. Warns of each person, and says who loses what. Reports
 * `place-replaced`.
 */
export function replacedByPlace(
  desired: Desired,
  changes: readonly Change[],
  delta: AccessDelta,
  spelling: Spelling,
): readonly Diagnostic[] {
  const { title } = desired.platform;
  const places = lostPlaces(desired, changes, spelling);
  const lost = new ListsByKey<MemberId, AccessGrant>();
  const moved = new Set(places.map(({ member }) => member));
  // Of a great change there are a great many, and most are of somebody else.
  for (const grant of places.length === 0 ? [] : grantsOf(delta, 'lost'))
    if (moved.has(grant.member)) lost.add(grant.member, grant);
  return places.map(({ member, from, into, origin }) => {
    const grants = lost.get(member);
    const takes = grants.length === 0 ? 'No access is lost by it' : whoLosesWhat(grants, spelling);
    const message = `${spelling(member)} is put into ${into}, and by that out of ${from}, of which nobody writes who is in it: on ${title} a person is in one group at a time. ${takes}.`;
    return diagnostic('place-replaced', message, origin);
  });
}

function lostPlaces(desired: Desired, changes: readonly Change[], spelling: Spelling): readonly LostPlace[] {
  return changes.flatMap((change): readonly LostPlace[] => {
    if (change.action === 'deferred' || change.action === 'delete' || change.after.type !== 'group')
      return [];
    const { after } = change;
    const into = displayNameOf(after, spelling);
    const unmanaged = (change.replaces === undefined ? [] : change.replaces).map(({ member, name }) => ({
      member,
      from: name,
      into,
      origin: known(after.attributes.members.get(member), 'a place that takes the place of another'),
    }));
    if (change.action !== 'update' || !isUnstated(desired, after, 'members')) return unmanaged;
    const unwritten = change.fields.flatMap((field) => (field.kind === 'entries' ? field.removed : []));
    return [
      ...unmanaged,
      ...unwritten.flatMap(({ entry, because: { origin }, replacedBy }) =>
        replacedBy === undefined ? [] : [{ member: entry, from: into, into: replacedBy, origin }],
      ),
    ];
  });
}
