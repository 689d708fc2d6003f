import type { Address } from '../../resource/address.ts';
import type { MemberId } from '../../resource/identifiers.ts';
import type { GroupResource } from '../../resource/resource.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { known } from '../../source/known.ts';
import { ListsByKey } from '../../source/lists-by-key.ts';
import { compareText } from '../../source/text-order.ts';
import type { EffectiveChange, FieldChange, ReplacedPlace } from '../change.ts';
import { displayNameOf } from '../display-names.ts';
import type { ReplacedPlaces } from './replaced-places.ts';

/**
 * Changes with one write for each person who moves from one group to another: the removal is marked as made by the
 * addition, and where the group is nobody's the addition says what it takes. `others` are the groups that no document
 * speaks of.
 */
export function settleReplaced(
  changes: readonly EffectiveChange[],
  replaced: ReplacedPlaces,
  others: ReadonlySet<Address>,
  spelling: Spelling,
): readonly EffectiveChange[] {
  if (replaced.size === 0) return changes;
  const taken = new ListsByKey<Address, ReplacedPlace>();
  const settled = changes.flatMap((change): readonly EffectiveChange[] => {
    const leaving = replaced.get(change.address);
    if (leaving === undefined || change.action !== 'update' || change.before.type !== 'group')
      return [change];
    const name = displayNameOf(change.before, spelling);
    if (!others.has(change.address))
      return [{ ...change, fields: change.fields.map(marked(leaving, spelling)) }];
    for (const member of membersLeaving(change.fields)) {
      const by = known(leaving.get(member), `the group that ${member} is put into`);
      taken.add(by.address, { member, address: change.address, name });
    }
    return [];
  });
  return settled.map((change) => {
    if (change.action === 'delete' || !taken.has(change.address)) return change;
    const replaces = taken
      .get(change.address)
      .toSorted((a, b) => compareText(a.address, b.address) || compareText(a.member, b.member));
    return { ...change, replaces };
  });
}

function marked(leaving: ReadonlyMap<MemberId, GroupResource>, spelling: Spelling) {
  return (field: FieldChange): FieldChange => {
    if (field.kind !== 'entries' || field.field !== 'members') return field;
    const removed = field.removed.map((one) => {
      const by = leaving.get(one.entry);
      if (by === undefined) return one;
      const replacedBy = displayNameOf(by, spelling);
      const text = `${spelling(one.entry)} is put into ${replacedBy} instead`;
      const place = known(by.attributes.members.get(one.entry), 'a place that takes the place of another');
      return { ...one, because: { text, origin: place }, replacedBy };
    });
    return { ...field, removed };
  };
}

function membersLeaving(fields: readonly FieldChange[]): readonly MemberId[] {
  return fields.flatMap((field) =>
    field.kind === 'entries' && field.field === 'members' ? field.removed.map(({ entry }) => entry) : [],
  );
}
