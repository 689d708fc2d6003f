import type { RevisedFile } from '../../missing/edit/proposed-edits.ts';
import { fileDiff, patchLineText } from '../import/unified-diff.ts';

/** A patch as `git apply` takes it. `nameOf`: how a file is called from where the patch is applied. */
export function patchText(files: readonly RevisedFile[], nameOf: (file: string) => string): string {
  return files
    .map(({ file, before, after }) => {
      const name = nameOf(file);
      const lines = fileDiff(before, after).lines.map(patchLineText);
      const head = `diff --git a/${name} b/${name}`;
      return [head, `--- a/${name}`, `+++ b/${name}`, ...lines].map((line) => `${line}\n`).join('');
    })
    .join('');
}
