import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DirectedEdges, findCycles, formatCycle } from '../../src/compile/cycles.ts';
import type { Origin } from '../../src/source/origin.ts';

const origin: Origin = { from: 'platform', platform: 'test', what: 'edge' };

function edges(pairs: readonly (readonly [string, string])[]): DirectedEdges {
  const map = new Map<string, Map<string, Origin>>();
  for (const [from, to] of pairs) {
    const targets = map.get(from) ?? new Map<string, Origin>();
    map.set(from, targets.set(to, origin));
  }
  return map;
}

const rings = (pairs: readonly (readonly [string, string])[]) =>
  findCycles(edges(pairs)).map((cycle) => formatCycle(cycle, (node) => node));

describe('rings', () => {
  test.each<[string, readonly (readonly [string, string])[], readonly string[]]>([
    [
      'none',
      [
        ['a', 'b'],
        ['a', 'c'],
        ['b', 'd'],
        ['c', 'd'],
      ],
      [],
    ],
    ['a node and itself', [['a', 'a']], ['a → a']],
    [
      'two',
      [
        ['b', 'a'],
        ['a', 'b'],
      ],
      ['a → b → a'],
    ],
    [
      'two that share a node',
      [
        ['a', 'b'],
        ['b', 'a'],
        ['a', 'c'],
        ['c', 'a'],
      ],
      ['a → b → a', 'a → c → a'],
    ],
    [
      'with a way in',
      [
        ['a', 'z'],
        ['z', 'm'],
        ['m', 'z'],
      ],
      ['m → z → m'],
    ],
    [
      'apart',
      [
        ['x', 'y'],
        ['y', 'x'],
        ['a', 'b'],
        ['b', 'a'],
      ],
      ['a → b → a', 'x → y → x'],
    ],
  ])('%s', (_, pairs, expected) => {
    expect(rings(pairs)).toEqual(expected);
  });

  test('a chain of a hundred thousand, closed and not', () => {
    const chain = Array.from({ length: 100_000 }, (_, i) => [`${i}`, `${i + 1}`] as const);
    expect(findCycles(edges(chain))).toEqual([]);
    expect(findCycles(edges([...chain, ['100000', '0']]))[0]).toHaveLength(100_001);
  });

  const node = fc.constantFrom(...'abcdefg');
  const graph = fc.array(fc.tuple(node, node), { maxLength: 20 });

  test('found exactly when there is one; each closed, simple, of edges that are there, and said once', () => {
    fc.assert(
      fc.property(graph, (pairs) => {
        const found = findCycles(edges(pairs));
        const has = new Set(pairs.map(([from, to]) => `${from}${to}`));
        for (const cycle of found) {
          expect(cycle.at(-1)?.to).toBe(cycle[0].from);
          expect(new Set(cycle.map((e) => e.from)).size).toBe(cycle.length);
          cycle.forEach((edge, at) => {
            expect(has.has(`${edge.from}${edge.to}`)).toBe(true);
            expect(edge.to).toBe(cycle[(at + 1) % cycle.length]?.from);
          });
        }
        const texts = found.map((cycle) => formatCycle(cycle, (n) => n));
        expect(new Set(texts).size).toBe(texts.length);
        expect(found.length > 0).toBe(!canBeSorted(pairs));
      }),
    );
  });
});

/** Kahn: nodes without incoming edges are taken away until none is left, or only rings are. */
function canBeSorted(pairs: readonly (readonly [string, string])[]): boolean {
  let left = [...pairs];
  for (;;) {
    const targets = new Set(left.map(([, to]) => to));
    const kept = left.filter(([from]) => targets.has(from));
    if (kept.length === left.length) return left.length === 0;
    left = kept;
  }
}
