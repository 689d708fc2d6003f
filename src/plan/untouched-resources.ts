import { modelOf } from '../resource/organization-model.ts';
import type { Resource } from '../resource/resource.ts';
import type { Change } from './change.ts';

/** Live resources that stay although nobody writes them: unmanaged ones, the platform's own, and what goes later. */
export function untouchedResources(
  live: readonly Resource[],
  { changes, wanted }: { readonly changes: readonly Change[]; readonly wanted: readonly Resource[] },
): readonly Resource[] {
  const spoken = modelOf(wanted);
  const gone = new Set(changes.flatMap((c) => (c.action === 'delete' ? [c.address] : [])));
  return live.filter((r) => !spoken.has(r.address) && !gone.has(r.address));
}
