import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import { formatOrigin, type Origin } from '../../source/origin.ts';
import { readYaml } from '../../source/yaml.ts';
import { EditableDocuments, type EditableFile } from './editable-documents.ts';

/** Files with a new `until` in place of each of these bounds; null where one of them is not written there. */
export function withLaterEnds(
  files: readonly EditableFile[],
  organization: string,
  platform: PlatformDefinition,
  bounds: readonly Origin[],
  until: string,
): readonly EditableFile[] | null {
  const documents = new EditableDocuments(files, organization, platform);
  const places = new Map(bounds.map((origin) => [formatOrigin(origin), documents.bound(origin)]));
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
