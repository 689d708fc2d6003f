import type { Desired } from '../../compile/desired.ts';
import { modelOf } from '../../resource/organization-model.ts';
import type { RenameEvidence, Resource, Snapshot } from '../../resource/resource.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { formatOrigin } from '../../source/origin.ts';
import { quote, someOf } from '../../source/quote.ts';
import type { DeferredChange, FieldChange } from '../change.ts';
import { displayNameOf } from '../display-names.ts';
import { type DocumentEdit, editsOfKey } from './document-edits.ts';
import { ownName } from './rename-detection.ts';

/** The name as a text that differs, for things that can be given another; first among the fields of an update. */
export function nameChange(wanted: Resource, { renamed }: Snapshot): readonly FieldChange[] {
  const live = wanted.type === 'member' ? undefined : renamed?.get(wanted.address);
  if (live === undefined) return [];
  return [{ field: 'name', kind: 'text', before: live.name, after: ownName(wanted) }];
}

/** Nobody but the platform gives people another key: that they have one waits for the documents. */
export function renamedMemberKeys(
  desired: Desired,
  { renamed }: Snapshot,
  spelling: Spelling,
): readonly DeferredChange[] {
  return modelOf(desired.resources)
    .all('member')
    .flatMap((wanted): readonly DeferredChange[] => {
      const live = renamed?.get(wanted.address);
      if (live === undefined) return [];
      return [
        {
          action: 'deferred',
          address: wanted.address,
          wanted: `${displayNameOf(wanted, spelling)}, called ${quote(live.name)} on the platform`,
          waitsFor: `the documents to call them ${quote(live.name)}`,
          because: {
            text: `${displayNameOf(wanted, spelling)} is written under a former key`,
            origin: wanted.origin,
          },
          edits: editsOfKey(desired, wanted, live.name),
        },
      ];
    });
}

/**
 * renamed-live, a warning, for what has another name on the platform although no document says so: nobody is to take
 * the way back for the only one.
 */
export function renamedLive(
  desired: Desired,
  { renamed }: Snapshot,
  spelling: Spelling,
): readonly Diagnostic[] {
  if (renamed === undefined) return [];
  const written = modelOf(desired.resources);
  return [...renamed].flatMap(([address, live]): readonly Diagnostic[] => {
    const wanted = written.at(address);
    // Without somebody who did it on the platform, the documents asked for it.
    if (wanted === undefined || live.by === null) return [];
    const hint =
      wanted.type === 'member'
        ? `Write ${quote(live.name)} in place of ${quote(ownName(wanted))} at ${placesOf(editsOfKey(desired, wanted, live.name))}; that changes nothing for them. To remove them, mark ${quote(live.name)} \`absent: true\`.`
        : `An apply renames it back to ${quote(ownName(wanted))}. To keep the new name, write ${quote(live.name)} in place of ${quote(ownName(wanted))}, everywhere it is named.`;
    const message = `${displayNameOf(wanted, spelling)} is called ${quote(live.name)} on the platform, ${renamedHow(live.by)}.`;
    return [diagnostic('renamed-live', message, wanted.origin, { hint })];
  });
}

function placesOf(edits: readonly DocumentEdit[]): string {
  return someOf(edits.map(({ at }) => formatOrigin(at)));
}

/** How a rename is known, for the end of a sentence. */
export function renamedHow(by: RenameEvidence): string {
  if ('actor' in by) return `renamed by ${quote(by.actor)} at ${by.at} (${by.action})`;
  return `and is the same by its number (${by.id}), last seen under the written name at ${by.at}`;
}
