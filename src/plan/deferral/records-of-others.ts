import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import { modelOf } from '../../resource/organization-model.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import type { FieldChange } from '../change.ts';
import { displayNameOf } from '../display-names.ts';
import { fieldChanges } from '../field-changes.ts';
import type { Hold } from './held-back.ts';

/**
 * Roles that something else owns, as the documents record them. One that is not live holds back what stands on it; one that
 * is otherwise is told as what its owner did, and is no change. Reports `record-outdated`.
 */
export function recordsOfOthers(
  wanted: readonly Resource[],
  live: readonly Resource[],
  { roleOwner }: PlatformDefinition,
  spelling: Spelling,
): { readonly holds: readonly Hold[]; readonly diagnostics: readonly Diagnostic[] } {
  const holds: Hold[] = [];
  const diagnostics: Diagnostic[] = [];
  if (roleOwner === null) return { holds, diagnostics };
  const there = modelOf(live);
  for (const record of modelOf(wanted).all('role')) {
    const name = displayNameOf(record, spelling);
    const found = there.role(record.attributes.name);
    if (found === undefined) {
      const because = { text: `${name} is recorded here`, origin: record.origin };
      const waitsFor = `${roleOwner} having it`;
      holds.push({ address: record.address, what: 'all', wanted: name, waitsFor, because });
      continue;
    }
    const differing = fieldChanges(record, found, new Map(), spelling);
    if (differing.length === 0) continue;
    const message = `${name} is not as it is recorded: ${differing.flatMap(differences).join(', ')}. It belongs to ${roleOwner}.`;
    diagnostics.push(diagnostic('record-outdated', message, record.origin));
  }
  return { holds, diagnostics };
}

/** Seen from the record: what is live and not recorded was added. */
function differences(field: FieldChange): readonly string[] {
  if (field.kind === 'text') return [`${field.field} is another`];
  return [
    ...field.removed.map(({ entry }) => `${field.field} ${entry} added`),
    ...field.added.map(({ entry }) => `${field.field} ${entry} removed`),
  ];
}
