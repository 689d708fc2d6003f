import type { InputFile } from '../../workspace/consistent-read.ts';

/** What is different now, a phrase each; empty when nothing is. */
export function changedInputs(before: readonly InputFile[], now: readonly InputFile[]): readonly string[] {
  const was = new Map(before.map(({ file, sha256 }) => [file, sha256]));
  const is = new Map(now.map(({ file, sha256 }) => [file, sha256]));
  const moved: string[] = [];
  for (const [file, sha256] of is) {
    if (!was.has(file)) moved.push(`${file} is new`);
    else if (was.get(file) !== sha256) moved.push(`${file} changed`);
  }
  for (const file of was.keys()) if (!is.has(file)) moved.push(`${file} is gone`);
  return moved.sort();
}
