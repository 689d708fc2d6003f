import type { Desired } from '../compile/desired.ts';
import type { Resource, Snapshot } from '../resource/resource.ts';
import type { Spelling } from '../resource/spelling.ts';
import type { ChangeReason, EffectiveChange } from './change.ts';
import { displayNameOf } from './display-names.ts';
import { fieldChanges, needsReplace } from './field-changes.ts';
import { isPlatformOwned } from './platform-owned.ts';
import { nameChange } from './rename/renamed-live.ts';

/** What makes a resource that is not live. */
export function creation(resource: Resource, spelling: Spelling): EffectiveChange {
  const changeReason: ChangeReason = {
    text: `${displayNameOf(resource, spelling)} is written and not live`,
    origin: resource.origin,
  };
  return { action: 'create', address: resource.address, after: resource, because: changeReason };
}

/** What makes a live resource what is wanted; null when it is that already. */
export function update(
  desired: Resource,
  live: Resource,
  all: Desired,
  snapshot: Snapshot,
  spelling: Spelling,
): EffectiveChange | null {
  const differing = fieldChanges(desired, live, all.ruledOut, spelling);
  const renamed = isPlatformOwned(desired, all.platform) ? [] : nameChange(desired, snapshot);
  const fields = [...renamed, ...differing];
  if (fields.length === 0) return null;
  const changeReason: ChangeReason = {
    text: `${displayNameOf(desired, spelling)} differs from what is written`,
    origin: desired.origin,
  };
  const action = needsReplace(desired, differing) ? 'replace' : 'update';
  return { action, address: desired.address, before: live, after: desired, fields, because: changeReason };
}
