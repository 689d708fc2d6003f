import type { AttributeSpec } from '../resource/attribute-spec.ts';
import { countedEntries } from '../resource/choices.ts';
import type { Entries, Resource } from '../resource/resource.ts';
import { RESOURCE_TYPES } from '../resource/resource-types.ts';
import type { Change } from './change.ts';

/**
 * Changes as a set of comparable sentences, entry by entry and without reasons: two planners agree exactly when
 * their sets are equal. Deferred changes are no facts of this apply.
 */
export function changeFingerprints(changes: readonly Change[]): ReadonlySet<string> {
  const facts = new Set<string>();
  for (const change of changes) {
    switch (change.action) {
      case 'create':
        facts.add(`create ${change.address} ${contents(change.after)}`);
        break;
      case 'replace':
        facts.add(`replace ${change.address} ${contents(change.after)}`);
        break;
      case 'delete':
        facts.add(`delete ${change.address}`);
        break;
      case 'update':
        for (const field of change.fields) {
          if (field.kind === 'text') {
            facts.add(`set ${change.address} ${field.field} ${JSON.stringify(field.after)}`);
          } else {
            for (const { entry } of field.added) facts.add(`add ${change.address} ${field.field} ${entry}`);
            for (const { entry } of field.removed)
              facts.add(`remove ${change.address} ${field.field} ${entry}`);
          }
        }
        break;
      case 'deferred':
        break;
    }
  }
  return facts;
}

/** What a new resource holds, apart from its identity and what is only for display. */
function contents(resource: Resource): string {
  const table: Readonly<Record<string, AttributeSpec>> = RESOURCE_TYPES[resource.type].attributes;
  const values: Readonly<Record<string, unknown>> = { ...resource.attributes };
  const shown: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(table)) {
    if (spec.role === 'text') shown[spec.wire] = values[name];
    if (spec.role === 'entries')
      shown[spec.wire] = [...countedEntries(resource, values[name] as Entries, spec).keys()].sort();
  }
  return JSON.stringify(shown);
}

export interface FingerprintDifference {
  readonly onlyOurs: readonly string[];
  readonly onlyTheirs: readonly string[];
}

/** Null when both say the same. */
export function compareFingerprints(
  ours: readonly Change[],
  theirs: readonly Change[],
): FingerprintDifference | null {
  const left = changeFingerprints(ours);
  const right = changeFingerprints(theirs);
  const onlyOurs = [...left].filter((fact) => !right.has(fact)).sort();
  const onlyTheirs = [...right].filter((fact) => !left.has(fact)).sort();
  return onlyOurs.length === 0 && onlyTheirs.length === 0 ? null : { onlyOurs, onlyTheirs };
}
