import type { GiftLists } from './gift-lists.ts';
import { IntList, type IntLists, intAt } from './ints.ts';

/**
 * All that is known of one person side by side, because people are read by the hundred thousand and in no order: how many
 * entries of their own, each as scope and gift, and then the components of their groups up to where the next begins.
 */
export function personRecordsOf(own: GiftLists, through: IntLists): IntLists {
  const start = new Int32Array(through.start.length);
  const values = new IntList();
  for (let member = 0; member + 1 < start.length; member += 1) {
    const [first, last] = [intAt(own.from, member), intAt(own.to, member)];
    values.push(last - first);
    for (let at = first; at < last; at += 1) {
      values.push(intAt(own.scopes, at));
      values.push(intAt(own.gifts, at));
    }
    const end = intAt(through.start, member + 1);
    for (let at = intAt(through.start, member); at < end; at += 1) values.push(intAt(through.values, at));
    start[member + 1] = values.length;
  }
  return { start, values: values.toInts() };
}
