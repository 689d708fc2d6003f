import type { RoleKey } from '../../resource/identifiers.ts';
import type { RoleResource } from '../../resource/resource.ts';
import { reachableFrom } from '../../source/reachable.ts';
import type { DeferredChange, EffectiveChange } from '../change.ts';
import { displayNameOf } from '../display-names.ts';
import { byEntry } from '../field-changes.ts';
import { allTimely, type DeferralContext, type RetentionResult } from './retained-removals.ts';

/**
 * Roles that include each other, which live data can have, and that are all to go: a platform removes none that another
 * includes. So one of each ring lets go of what it includes by this apply, and goes by the next.
 */
export function withoutRingsOfRoles(deferralContext: DeferralContext): RetentionResult {
  const { changes, wanted, spelling } = deferralContext;
  const going = new Map<RoleKey, RoleResource>();
  for (const change of changes) {
    if (change.action === 'delete' && change.before.type === 'role')
      going.set(change.before.attributes.name, change.before);
  }
  const opened = new Map<RoleKey, RoleResource>();
  const includes = (role: RoleKey): Iterable<RoleKey> => {
    const found = opened.has(role) ? undefined : going.get(role);
    return found === undefined ? [] : found.attributes.includes.keys();
  };
  for (const [name, role] of going) {
    if (reachableFrom(includes(name), includes).has(name)) opened.set(name, withoutIncludes(role));
  }
  if (opened.size === 0) return allTimely(deferralContext);
  const deferred: DeferredChange[] = [];
  const kept = changes.map((change): EffectiveChange => {
    if (change.action !== 'delete' || change.before.type !== 'role') return change;
    const { address, before, because } = change;
    const after = opened.get(before.attributes.name);
    if (after === undefined) return change;
    const removed = [...before.attributes.includes.keys()].map((entry) => ({ entry, because })).sort(byEntry);
    const waitsFor = 'the next apply: of roles that include each other one lets go of the others first';
    const name = `${displayNameOf(before, spelling)} removed`;
    deferred.push({ action: 'deferred', address, wanted: name, waitsFor, because, unsettled: 'takes' });
    const fields = [{ field: 'includes', kind: 'entries' as const, added: [], removed }];
    return { action: 'update', address, before, after, fields, because };
  });
  const keeps = [...opened.values()];
  return { changes: kept, wanted: [...wanted, ...keeps], deferred, keeps, diagnostics: [] };
}

function withoutIncludes(role: RoleResource): RoleResource {
  return { ...role, attributes: { ...role.attributes, includes: new Map() } };
}
