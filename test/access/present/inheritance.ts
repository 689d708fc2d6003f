import { addToWord, type BitSet, emptyBits, unite, wordAt } from '../../../src/access/bit-set.ts';
import type { NumberedOrganization } from '../../../src/access/numbered-organization.ts';
import { inheritanceAt, isGateOpen } from '../../../src/access/scope-tree.ts';
import type { Contribution } from './contribution.ts';

/** Computes one row. The working arrays are made once and wiped for each row: rows are many and short. */
export function inheritanceOf(numbered: NumberedOrganization) {
  const { sets } = numbered;
  const { tree } = numbered;
  const { scopes } = tree;
  const { words, everything } = numbered.catalogue;
  const [here, below, namesHere, namesBelow] = [0, 1, 2, 3].map(() => emptyBits(scopes.length * words)) as [
    BitSet,
    BitSet,
    BitSet,
    BitSet,
  ];
  const flags = emptyBits(scopes.length);
  const open = scopes.map((_, scope) => isGateOpen(tree, scope, numbered.groups.groups.length));

  const give = (contribution: Contribution): void => {
    const offset = contribution.scope * words;
    unite(here, offset, contribution.here);
    unite(below, offset, contribution.below);
    unite(namesHere, offset, contribution.namesHere);
    unite(namesBelow, offset, contribution.namesBelow);
    addToWord(
      flags,
      contribution.scope,
      (contribution.attached ? ATTACHED : 0) |
        (contribution.bypass ? BYPASS : 0) |
        (contribution.ungated ? UNGATED : 0),
    );
  };

  /** Adds to D what the parent gives, in place; scopes come parents first, so the parent's cell is final. */
  const inherit = (scope: number, parent: number, passes: boolean): void => {
    const kind = inheritanceAt(tree, scope);
    if (kind === 'isolated' || (kind === 'gated' && !passes)) return;
    const overriding = kind === 'override';
    for (let word = 0; word < words; word += 1) {
      const cell = scope * words + word;
      const given = wordAt(below, parent * words + word);
      addToWord(here, cell, overriding ? given & ~wordAt(namesHere, cell) : given);
      addToWord(below, cell, overriding ? given & ~wordAt(namesBelow, cell) : given);
    }
  };

  return (active: readonly number[], given: readonly (readonly Contribution[])[]): Uint32Array => {
    for (const bitSet of [here, below, namesHere, namesBelow]) bitSet.fill(0);
    flags.fill(0);
    for (const gifts of given) for (const contribution of gifts) give(contribution);
    for (const scope of active) addToWord(flags, scope, ACTIVE);
    const row = new Uint32Array(scopes.length);
    scopes.forEach(({ parent }, scope) => {
      const above = parent < 0 ? 0 : wordAt(flags, parent);
      const own = wordAt(flags, scope);
      if (((own | above) & ACTIVE) === 0) {
        here.fill(0, scope * words, (scope + 1) * words);
        below.fill(0, scope * words, (scope + 1) * words);
        flags[scope] = 0;
      } else if (((own | above) & BYPASS) !== 0) {
        unite(here, scope * words, everything);
        flags[scope] = own | (above & ~ATTACHED);
      } else {
        const passes = open[scope] === true || (own & ATTACHED) !== 0 || (above & UNGATED) !== 0;
        if (parent >= 0) inherit(scope, parent, passes);
        flags[scope] = own | (above & ~ATTACHED);
      }
      row[scope] = sets.number(here, scope * words);
    });
    return row;
  };
}

const ACTIVE = 1;
const ATTACHED = 2;
const BYPASS = 4;
const UNGATED = 8;
