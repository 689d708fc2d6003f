import { type BitSet, emptyBits, isEmpty, unite } from '../../access/bit-set.ts';
import type { EffectiveAccess } from '../../access/effective-access.ts';
import { intAt } from '../../access/engine/ints.ts';
import { KindAnswers } from '../../access/engine/kind-answers.ts';
import { KindReader } from '../../access/engine/kind-reader.ts';
import type { Relation } from '../../access/engine/relation.ts';
import type { PermissionName } from '../../platform/platform-definition.ts';
import { known } from '../../source/known.ts';

/**
 * Numbers that only a look at every person on every scope can give. They are counted once, where the page is made: a few
 * numbers for each person, and none for each cell.
 */
export interface CountedAccess {
  /** By place in `EffectiveAccess.members`. */
  readonly people: readonly CountedPerson[];
  /** By place in `EffectiveAccess.scopes`: how many people can do something there. */
  readonly scopes: readonly number[];
  /** Distinct sets of permissions, for `CountedPerson.anywhere`. */
  readonly sets: readonly (readonly PermissionName[])[];
}

export interface CountedPerson {
  /** Scopes on which the person can do something. */
  readonly scopes: number;
  /** Scopes on which the person can do everything that the platform knows. */
  readonly everything: number;
  /** All that the person can do somewhere: a number of a set. */
  readonly anywhere: number;
}

interface Counting {
  scopes: number;
  everything: number;
  readonly anywhere: BitSet;
}

export function countAccess({ relation }: EffectiveAccess): CountedAccess {
  const { order, universe } = relation;
  const { catalogue, sets } = universe;
  const { kindOf, firstOf, sizeOf } = kindsOf(relation);
  const counting = firstOf.map(
    (): Counting => ({ scopes: 0, everything: 0, anywhere: emptyBits(catalogue.words) }),
  );
  const onScope = new Int32Array(order.scopes.length);
  const reader = new KindReader(relation);
  const held = new KindAnswers();
  for (let scope = 0; scope < order.scopes.length; scope += 1) {
    reader.moveTo(scope);
    held.clear();
    let people = 0;
    counting.forEach((one, kind) => {
      const given = reader.kindOf(known(firstOf[kind], 'the first of a kind'));
      if (held.of(given) < 0) held.set(given, sets.number(reader.read(given).here, 0));
      const here = sets.words(held.of(given));
      if (isEmpty(here)) return;
      one.scopes += 1;
      if (isSame(here, catalogue.everything)) one.everything += 1;
      unite(one.anywhere, 0, here);
      people += known(sizeOf[kind], 'the size of a kind');
    });
    onScope[scope] = people;
  }
  const numbers = new Map<number, number>();
  const anywhereOf = counting.map(({ anywhere }) => {
    const set = sets.number(anywhere, 0);
    const number = numbers.get(set) ?? numbers.size;
    numbers.set(set, number);
    return number;
  });
  return {
    people: kindOf.map((kind) => {
      const { scopes, everything } = known(counting[kind], 'what was counted');
      return { scopes, everything, anywhere: known(anywhereOf[kind], 'a number of a set') };
    }),
    scopes: Array.from(order.listed, (scope) => intAt(onScope, scope)),
    sets: [...numbers.keys()].map((set) => sets.list(set)),
  };
}

/** People who are given the same in person and through the same groups can do the same: one of each kind is looked at. */
function kindsOf({ people, members }: Relation): {
  readonly kindOf: readonly number[];
  readonly firstOf: readonly number[];
  readonly sizeOf: readonly number[];
} {
  const kinds = new Map<string, number>();
  const firstOf: number[] = [];
  const sizeOf: number[] = [];
  const kindOf = members.map((_, member) => {
    const record = people.values
      .subarray(intAt(people.start, member), intAt(people.start, member + 1))
      .join();
    const kind = kinds.get(record) ?? firstOf.push(member) - 1;
    kinds.set(record, kind);
    sizeOf[kind] = (sizeOf[kind] ?? 0) + 1;
    return kind;
  });
  return { kindOf, firstOf, sizeOf };
}

function isSame(one: BitSet, other: BitSet): boolean {
  for (let word = 0; word < one.length; word += 1) if (one[word] !== other[word]) return false;
  return true;
}
