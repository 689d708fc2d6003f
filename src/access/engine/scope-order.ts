import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import type { ScopePath } from '../../resource/identifiers.ts';
import type { OrganizationModel } from '../../resource/organization-model.ts';
import { known } from '../../source/known.ts';
import { inheritanceAt, isGateOpen, type Scope, scopeTree } from '../scope-tree.ts';
import { type IntList, type IntLists, intAt, intLists } from './ints.ts';

/** What an untouched scope does with what comes from above. A gate that stands open takes all, as `union` does. */
export const UNION = 0;
export const OVERRIDE = 1;
export const ISOLATED = 2;
export const GATED = 3;
/** Nobody holds anything, here or below: whatever is below is closed too. */
export const CLOSED = 4;

/**
 * The scopes numbered in preorder: what is below a scope are the numbers from its own up to its end, and whatever is
 * above has a smaller number.
 */
export interface ScopeOrder {
  readonly scopes: readonly Scope[];
  /** Numbers in byte order of paths, in which scopes are listed. */
  readonly listed: Int32Array;
  number(path: ScopePath): number | undefined;
  readonly parent: Int32Array;
  readonly end: Int32Array;
  readonly rule: Int32Array;
}

export function scopeOrderOf(
  platform: PlatformDefinition,
  model: OrganizationModel,
  groups: number,
): ScopeOrder {
  const tree = scopeTree(platform, model);
  const count = tree.scopes.length;
  const below = childrenOf(tree.scopes);
  const numbers = new Int32Array(count);
  const parent = new Int32Array(count);
  const end = new Int32Array(count);
  const rule = new Int32Array(count);
  const scopes: Scope[] = [];
  const open: number[] = [];
  visitInPreorder(below, (index) => {
    const scope = tree.at(index);
    const number = scopes.push(scope) - 1;
    numbers[index] = number;
    parent[number] = scope.parent < 0 ? -1 : intAt(numbers, scope.parent);
    const inherits = RULES[inheritanceAt(tree, index)];
    rule[number] =
      scope.closed !== null
        ? CLOSED
        : inherits === GATED && isGateOpen(tree, index, groups)
          ? UNION
          : inherits;
    while (open.length > 0 && open.at(-1) !== parent[number])
      end[known(open.pop(), 'an open scope')] = number;
    open.push(number);
  });
  for (const number of open) end[number] = count;
  const byPath = new Map(scopes.map(({ path }, number) => [path, number]));
  return {
    scopes,
    listed: numbers,
    number: (path) => byPath.get(path),
    parent,
    end,
    rule,
  };
}

const RULES = { union: UNION, override: OVERRIDE, isolated: ISOLATED, gated: GATED } as const;

/** Of each scope those right below it, and last those below none. */
function childrenOf(scopes: readonly Scope[]): IntLists {
  const owners = Int32Array.from(scopes, ({ parent }) => (parent < 0 ? scopes.length : parent));
  return intLists(scopes.length + 1, owners, Int32Array.from(scopes.keys()), scopes.length);
}

function visitInPreorder(below: IntLists, visit: (index: number) => void): void {
  const top = below.start.length - 2;
  const waiting: number[] = [];
  const wait = (index: number): void => {
    const first = intAt(below.start, index);
    for (let at = intAt(below.start, index + 1) - 1; at >= first; at -= 1)
      waiting.push(intAt(below.values, at));
  };
  wait(top);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    visit(next);
    wait(next);
  }
}

/** The scope and what is above it, from the top down, written to the beginning of `chain`; says how many they are. */
export function chainTo(order: ScopeOrder, scope: number, chain: IntList): number {
  chain.clear();
  for (let at = scope; at >= 0; at = intAt(order.parent, at)) chain.push(at);
  chain.reverse();
  return chain.length;
}
