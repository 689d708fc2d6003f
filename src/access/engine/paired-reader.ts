import type { ColumnReader } from './column-reader.ts';
import { intAt, isSameInts } from './ints.ts';
import { KindTable } from './kind-table.ts';
import type { Relation } from './relation.ts';

/** In place of the number of a kind: the two versions know the person by other places, or other groups. */
export const UNPAIRED = -1;

/**
 * Reads what two versions give one person on one scope at once, where both give it by the same places and groups and only
 * what is given may differ: after a role was edited that is everybody. Whoever is given the same along the chain is of one
 * kind, and of a kind one person has to be looked at: of half a million places there are a few thousand kinds.
 */
export class PairedReader {
  private readonly before: ColumnReader;
  private readonly after: ColumnReader;
  private readonly held: Relation;
  private readonly holds: Relation;
  /** Whether groups, and which of them are one component, are the same in both versions. */
  private readonly sameComponents: boolean;
  private readonly kinds = new KindTable();
  private isPaired = false;

  constructor(before: ColumnReader, after: ColumnReader) {
    this.before = before;
    this.after = after;
    this.held = before.relation;
    this.holds = after.relation;
    this.sameComponents =
      this.held.groups.length === this.holds.groups.length &&
      this.held.groups.every((group, at) => group === this.holds.groups[at]) &&
      isSameInts(this.held.components.of, this.holds.components.of);
  }

  /** To be called when both readers have moved to a scope, or one of them to none. */
  moved(areBoth: boolean): void {
    this.kinds.clear();
    this.isPaired = areBoth && this.sameComponents && this.before.standsAs(this.after);
  }

  /** The kind of a person (numbers of both versions) on this scope; the same number for whoever is given the same. */
  kindOf(held: number, holds: number): number {
    if (!this.isPaired || held < 0 || holds < 0) return UNPAIRED;
    const { before, after, kinds } = this;
    const [one, other] = [this.held.people, this.holds.people];
    let left = intAt(one.start, held);
    let right = intAt(other.start, holds);
    const end = intAt(one.start, held + 1);
    if (end - left !== intAt(other.start, holds + 1) - right) return UNPAIRED;
    const own = left + 1 + 2 * intAt(one.values, left);
    if (intAt(one.values, left) !== intAt(other.values, right)) return UNPAIRED;
    kinds.begin();
    for (left += 1, right += 1; left < own; left += 2, right += 2) {
      const level = before.levelOf(intAt(one.values, left));
      if (level !== after.levelOf(intAt(other.values, right))) return UNPAIRED;
      if (level > 0) tell(kinds, level, intAt(one.values, left + 1), intAt(other.values, right + 1));
    }
    for (; left < end; left += 1, right += 1) {
      const component = intAt(one.values, left);
      if (component !== intAt(other.values, right)) return UNPAIRED;
      for (let entry = before.latestOf(component); entry >= 0; entry = before.entryBeforeOf(entry))
        tell(kinds, before.levelOfEntry(entry), before.giftOf(entry), after.giftOf(entry));
    }
    return kinds.number();
  }
}

function tell(kinds: KindTable, level: number, before: number, after: number): void {
  kinds.push(level);
  kinds.push(before);
  kinds.push(after);
}
