import type { Desired } from '../../compile/desired.ts';
import { hasOwners, ownerOf } from '../../platform/owners.ts';
import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import { modelOf, type OrganizationModel } from '../../resource/organization-model.ts';
import { inPlatformForm } from '../../resource/platform-form.ts';
import { isUnknown, type Resource, type Snapshot } from '../../resource/resource.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { known } from '../../source/known.ts';
import { someOf } from '../../source/quote.ts';
import type { DeferredChange, FieldChange } from '../change.ts';
import { displayNameOf } from '../display-names.ts';
import { fieldChanges } from '../field-changes.ts';
import { type Hold, holdBack } from './held-back.ts';

/** What the documents want, with what something else owns as it is live. */
export interface WithRecords {
  readonly desired: Desired;
  readonly deferred: readonly DeferredChange[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * What something else owns is what it is live, whatever the documents record of it: a difference is told as what its owner
 * did, and is no change. A record of something that is not live holds back what stands on it, and nothing else. Reports
 * `record-outdated` and `record-missing`.
 */
export function withRecordsAsLive(
  desired: Desired,
  { resources: live, unknown }: Snapshot,
  spelling: Spelling,
): WithRecords {
  const { platform, resources } = desired;
  if (!hasOwners(platform)) return { desired, deferred: [], diagnostics: [] };
  const there = modelOf(live);
  const inForm = inPlatformForm(resources, platform);
  const holds: Hold[] = [];
  const diagnostics: Diagnostic[] = [];
  const settled = resources.map((resource, at) => {
    const owner = ownerOf(platform, resource.type);
    if (owner === null) return resource;
    const record = known(inForm[at], 'the form of a resource');
    // In a list that nobody could read: not read is not absent.
    if (isUnknown(unknown, record)) return resource;
    const found = liveOf(record, there);
    const name = displayNameOf(record, spelling);
    if (found === undefined) {
      const because = { text: `${name} is recorded here`, origin: record.origin };
      const waitsFor = `${owner} having it`;
      holds.push({ address: resource.address, what: 'all', wanted: name, waitsFor, because });
      return resource;
    }
    const differing = differencesOf(record, found, platform, spelling);
    if (differing.length > 0) {
      const message = `${name} is not as it is recorded: ${differing.flatMap((one) => sentences(one, spelling)).join(', ')}. It belongs to ${owner}.`;
      diagnostics.push(diagnostic('record-outdated', message, record.origin));
    }
    return found;
  });
  diagnostics.push(...unrecorded(desired, settled, live, spelling));
  const held = holdBack(platform, settled, live, holds, spelling);
  return { desired: { ...desired, resources: held.wanted }, deferred: held.deferred, diagnostics };
}

/** What is live and nobody recorded, where all was to be recorded: one line for each sort, for there may be thousands. */
function unrecorded(
  { platform, recordedWhole, authorityOrigin }: Desired,
  settled: readonly Resource[],
  live: readonly Resource[],
  spelling: Spelling,
): readonly Diagnostic[] {
  if (recordedWhole === undefined) return [];
  const recorded = modelOf(settled);
  const there = modelOf(live);
  return [...recordedWhole].flatMap((type) => {
    const missing = there.all(type).filter(({ address }) => !recorded.has(address));
    if (missing.length === 0) return [];
    const owner = known(ownerOf(platform, type), 'the owner of what is recorded whole');
    const names = missing.map((one) => displayNameOf(one, spelling));
    const message = `Live, owned by ${owner}, and not recorded: ${someOf(names)}.`;
    return [diagnostic('record-missing', message, authorityOrigin ?? null)];
  });
}

/** A live role does not tell the scope that a document records it at. */
function liveOf(record: Resource, there: OrganizationModel): Resource | undefined {
  return record.type === 'role' ? there.role(record.attributes.name) : there.at(record.address);
}

/** Of people no document can say that they have not accepted yet, so it is no difference that they have not. */
function differencesOf(
  record: Resource,
  live: Resource,
  { members }: PlatformDefinition,
  spelling: Spelling,
): readonly FieldChange[] {
  const isOpen =
    record.type === 'member' &&
    live.type === 'member' &&
    record.attributes.state === 'active' &&
    (live.attributes.state !== 'deactivated' || !members.deactivation);
  return isOpen ? [] : fieldChanges(record, live, new Map(), spelling);
}

/** Seen from the record: what is live and not recorded was added. */
function sentences(field: FieldChange, spelling: Spelling): readonly string[] {
  if (field.kind === 'text') return [`${field.field} is another`];
  const entry = (one: string) => (field.field === 'members' ? spelling(one) : one);
  return [
    ...field.removed.map((one) => `${field.field} ${entry(one.entry)} added`),
    ...field.added.map((one) => `${field.field} ${entry(one.entry)} removed`),
  ];
}
