import { GRANT_KEYS } from '../../policy/document-types.ts';
import type { GroupPath, RoleKey } from '../../resource/identifiers.ts';
import { modelOf } from '../../resource/organization-model.ts';
import type { Resource, Snapshot, TakenName } from '../../resource/resource.ts';
import { groupPathOf } from '../../resource/resource.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { quote } from '../../source/quote.ts';
import type { EffectiveChange } from '../change.ts';
import {
  type DeferralContext,
  RetainedRemovals,
  type RetentionResult,
} from '../deferral/retained-removals.ts';
import { displayNameOf } from '../display-names.ts';
import { insideScope } from '../removal/removal-cascade.ts';
import { ownName } from './rename-detection.ts';
import { renamedHow } from './renamed-live.ts';

/**
 * A thing was renamed away on the platform, and another was made under its old name, which the documents write. What they
 * say is of one of the two, and nothing tells which: neither is changed, emptied, removed or given anything until somebody
 * says so; everything else is done. Reports `former-name-taken`, a warning.
 */
export function keptWhereNamesMoved(comparing: DeferralContext, { taken }: Snapshot): RetentionResult {
  const keeping = new RetainedRemovals(comparing);
  if (taken === undefined) return keeping.result();
  const live = modelOf(comparing.live);
  for (const [address, told] of taken) {
    const [there, moved] = [live.at(address), live.at(told.moved)];
    if (there === undefined || moved === undefined) continue;
    const waitsFor = `a decision which of the two that were called ${quote(ownName(there))} is meant`;
    for (const change of comparing.changes) {
      if (!concerns(change, there) && !concerns(change, moved)) continue;
      keeping.whole(change.address, waitsFor, 'impossible');
      keeping.notMade(change.address, waitsFor, 'impossible');
    }
    keeping.tell(formerNameTaken(there, moved, told, comparing));
  }
  return keeping.result();
}

/** Whether a change is of the thing, of what is in it, or of what it is given or gives. */
function concerns(change: EffectiveChange, thing: Resource): boolean {
  const of = change.action === 'create' ? change.after : change.before;
  if (of.address === thing.address) return true;
  switch (thing.type) {
    case 'scope':
      return insideScope(of, thing.attributes.path);
    case 'group':
      return isOfGroup(change, of, groupPathOf(thing));
    case 'role':
      return movesEntry(change, of, thing.attributes.name, [...GRANT_KEYS, 'includes']);
    case 'member':
    case 'assignment':
      return false;
  }
}

function isOfGroup(change: EffectiveChange, of: Resource, group: GroupPath): boolean {
  if (of.type === 'assignment') {
    const { principal } = of.attributes;
    return principal.type === 'group' && principal.group === group;
  }
  return movesEntry(change, of, group, ['groups']);
}

/** Whether somebody, or another thing, would come by it or lose it. */
function movesEntry(
  change: EffectiveChange,
  of: Resource,
  name: GroupPath | RoleKey,
  fields: readonly string[],
): boolean {
  if (change.action === 'create' || change.action === 'delete') {
    return (
      of.type === 'assignment' &&
      GRANT_KEYS.some((key) => fields.includes(key) && of.attributes[key].has(name))
    );
  }
  return change.fields.some(
    (field) =>
      field.kind === 'entries' &&
      fields.includes(field.field) &&
      [...field.added, ...field.removed].some(({ entry }) => entry === name),
  );
}

function formerNameTaken(
  there: Resource,
  moved: Resource,
  { id, movedId, by }: TakenName,
  { wanted, spelling }: DeferralContext,
): Diagnostic {
  const [name, now] = [quote(ownName(there)), quote(ownName(moved))];
  const origin = modelOf(wanted).at(there.address)?.origin ?? null;
  const message = `${displayNameOf(there, spelling)} (id ${quote(id)}) is not the one that had this name before (id ${quote(movedId)}). That one is called ${now} now, ${renamedHow(by)}. Bylaw changes and removes neither.`;
  return diagnostic('former-name-taken', message, origin, {
    hint: `If you mean the new one by ${name}, write ${now} too, or mark ${now} \`absent: true\` to remove it. If you mean ${now}, rename or delete the new one on the platform, and then rename ${now} to ${name} there.`,
  });
}
