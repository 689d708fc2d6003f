import type { Snapshot } from '../../resource/resource.ts';
import { compareText } from '../../source/text-order.ts';

/** What only one of two readings has, or each has otherwise: one line each. Empty where they are one snapshot. */
export function snapshotDifferences(one: Snapshot, other: Snapshot): readonly string[] {
  const before = contentsOf(one);
  const after = contentsOf(other);
  const gone = [...before.keys()].filter((address) => !after.has(address));
  const come = [...after.keys()].filter((address) => !before.has(address));
  const changed = [...before].filter(([address, content]) => {
    const now = after.get(address);
    return now !== undefined && now !== content;
  });
  return [
    ...gone.map((address) => `only the first has ${address}`),
    ...come.map((address) => `only the second has ${address}`),
    ...changed.map(([address]) => `each has another ${address}`),
  ];
}

function contentsOf({ resources }: Snapshot): ReadonlyMap<string, string> {
  return new Map(resources.map(({ address, attributes }) => [address, contentOf(attributes)]));
}

/** Everything but places: an entry is what it is, wherever it was read. In one order of keys, whoever put it together. */
export function contentOf(attributes: object): string {
  return JSON.stringify(attributes, (_key, value: unknown) => {
    if (value instanceof Map) return [...value.keys()].map(String).sort();
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => compareText(a, b)));
  });
}
