import type { Snapshot } from '../../resource/resource.ts';

/** What only one of two readings has, or each has otherwise: one line each. Empty where they are one snapshot. */
export function snapshotDifferences(one: Snapshot, other: Snapshot): readonly string[] {
  const before = contentOf(one);
  const after = contentOf(other);
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

/** Everything but places: an entry is what it is, wherever it was read. */
function contentOf({ resources }: Snapshot): ReadonlyMap<string, string> {
  return new Map(
    resources.map(({ address, attributes }) => [
      address,
      JSON.stringify(attributes, (_key, value: unknown) =>
        value instanceof Map ? [...value.keys()].map(String).sort() : value,
      ),
    ]),
  );
}
