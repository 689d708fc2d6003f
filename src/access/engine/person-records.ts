import type { DirectGifts } from './direct-gifts.ts';
import type { GiftLists } from './gift-lists.ts';
import { IntList, type IntLists, intAt, roomFor } from './ints.ts';

/**
 * Where each person's access comes from, side by side, because people are read by the hundred thousand and in no order:
 * first the components of their groups, then what they are given themselves, numbered on behind the components.
 */
export function personRecordsOf(
  own: GiftLists,
  { ofEntries }: DirectGifts,
  through: IntLists,
  components: number,
): IntLists {
  const start = roomFor(through.start.length);
  const values = new IntList();
  for (let member = 0; member + 1 < start.length; member += 1) {
    const end = intAt(through.start, member + 1);
    for (let at = intAt(through.start, member); at < end; at += 1) values.push(intAt(through.values, at));
    const last = intAt(own.to, member);
    for (let at = intAt(own.from, member); at < last; at += 1) values.push(components + intAt(ofEntries, at));
    start[member + 1] = values.length;
  }
  return { start, values: values.toInts() };
}
