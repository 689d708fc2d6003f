import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import { formatOrigin, type Origin } from '../../source/origin.ts';
import { readYaml } from '../../source/yaml.ts';
import { EditableDocuments, type EditableFile } from './editable-documents.ts';

/** An end as it is written, and the grant that is meant, where that is known: an alias repeats an end for several. */
export interface MovedEnd {
  readonly bound: Origin;
  readonly grant: Origin | null;
}

/** Files with a new `until` in place of each of these; null where one of them is not written there, or for others too. */
export function withLaterEnds(
  files: readonly EditableFile[],
  organization: string,
  platform: PlatformDefinition,
  ends: readonly MovedEnd[],
  until: string,
): readonly EditableFile[] | null {
  const documents = new EditableDocuments(files, organization, platform);
  const places = new Map(
    ends.map(({ bound, grant }) => [formatOrigin(bound), documents.bound(bound, grant)]),
  );
  const edits = [...places.values()].flatMap((place) =>
    place === null || place.path.at(-1) !== 'until' ? [] : [{ ...place, change: () => until }],
  );
  if (edits.length < places.size) return null;
  const texts = documents.edited(edits);
  if (texts === null) return null;
  const revised: EditableFile[] = [];
  for (const file of files) {
    const text = texts.get(file.file);
    const read = text === undefined ? null : readYaml(text, file.file);
    if (read?.ok === false) return null;
    revised.push(
      text === undefined || read === null ? file : { file: file.file, text, documents: read.value },
    );
  }
  return revised;
}
