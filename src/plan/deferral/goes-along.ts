import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import type { Resource } from '../../resource/resource.ts';
import type { EffectiveChange } from '../change.ts';
import { removalCascade } from '../removal/removal-cascade.ts';
import { writesOf } from '../write/change-writes.ts';
import type { Supports } from '../write/write.ts';
import type { Hold } from './held-back.ts';

/** Whether something goes with what these changes remove, so that no request for it has to be sent. */
export type GoesAlong = (hold: Pick<Hold, 'address' | 'what'>) => boolean;

/**
 * What a platform takes along with the people, groups and scopes that are removed. Only of removals that can be made: the
 * roles of somebody who is held back are held back too.
 */
export function goesAlong(
  platform: Pick<PlatformDefinition, 'invariants'>,
  changes: readonly EffectiveChange[],
  live: readonly Resource[],
  supports: Supports,
): GoesAlong {
  let taken: ReadonlySet<string> | null = null;
  const find = (): ReadonlySet<string> => {
    const gone = changes.flatMap((change) =>
      change.action === 'delete' && writesOf(change).every((write) => supports(write) === null)
        ? [change.before]
        : [],
    );
    const addresses = new Set(gone.map(({ address }) => address));
    const staying = live.filter(({ address }) => !addresses.has(address));
    return new Set(
      removalCascade(platform, gone, staying).map(({ address, entry }) =>
        keyOf({ address, what: entry === null ? 'all' : { list: entry.of, entry: entry.name } }),
      ),
    );
  };
  return (hold) => {
    // Most plans hold nothing, and ask nothing.
    taken ??= find();
    return taken.has(keyOf(hold)) || taken.has(keyOf({ address: hold.address, what: 'all' }));
  };
}

function keyOf({ address, what }: Pick<Hold, 'address' | 'what'>): string {
  return typeof what === 'object' ? `${address} ${what.list} ${what.entry}` : address;
}
