import type { Address } from '../resource/address.ts';
import type { Resource } from '../resource/resource.ts';
import type { Change } from './change.ts';

/** Live resources that stay although nobody writes them: unmanaged ones, the platform's own, and what goes later. */
export function untouchedResources(
  live: readonly Resource[],
  { changes, wanted }: { readonly changes: readonly Change[]; readonly wanted: readonly Resource[] },
): readonly Resource[] {
  const spoken = new Set<Address>(wanted.map((r) => r.address));
  for (const change of changes) if (change.action === 'delete') spoken.add(change.address);
  return live.filter((r) => !spoken.has(r.address));
}
