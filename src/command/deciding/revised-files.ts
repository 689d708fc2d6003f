import type { EditableDocuments } from '../../missing/edit/editable-documents.ts';
import type { RevisedFile } from '../../missing/edit/proposed-edits.ts';
import { known } from '../../source/known.ts';

/** Files as they are and as they would be. */
export function revisedFiles(
  documents: EditableDocuments,
  texts: ReadonlyMap<string, string>,
): readonly RevisedFile[] {
  return [...texts].map(([file, after]) => ({
    file,
    before: known(documents.textOf(file), `the text of ${file}`),
    after,
  }));
}
