import { counterparts } from '../resource/counterparts.ts';
import type { Resource } from '../resource/resource.ts';
import type { Change } from './change.ts';

/** Live resources that stay although nobody writes them: unmanaged ones, the platform's own, and what goes later. */
export function untouchedResources(
  live: readonly Resource[],
  { changes, wanted }: { readonly changes: readonly Change[]; readonly wanted: readonly Resource[] },
): readonly Resource[] {
  const spoken = counterparts(live, wanted);
  const gone = new Set(changes.flatMap((c) => (c.action === 'delete' ? [c.address] : [])));
  return live.filter((r, at) => spoken[at] === undefined && !gone.has(r.address));
}
