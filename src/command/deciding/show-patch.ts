import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { RevisedFile } from '../../missing/edit/proposed-edits.ts';
import { patchJson } from '../../report/patch/patch-json.ts';
import { patchText } from '../../report/patch/patch-text.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';
import type { CommandContext } from '../command.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { withByteOrderMark, writeRevised } from '../importing/write-files.ts';
import { failCommand, showResult } from '../output.ts';

/** Prints a small edit as a patch, and with `--write` makes it. */
export async function showPatch(
  context: CommandContext<'json'>,
  command: 'decide' | 'extend',
  root: string,
  files: readonly RevisedFile[],
  diagnostics: readonly Diagnostic[],
): Promise<ExitCode> {
  // Before they are written: a patch is against the files as they are.
  const patch = patchText(files.map(withByteOrderMark), nameInRepository);
  const wrote = context.args.flag('write');
  if (wrote) {
    const written = writeRevised(root, files);
    if (!written.ok) return failCommand(context, command, [...diagnostics, ...written.diagnostics]);
  }
  await showResult(context, {
    text: () => patch,
    json: () => patchJson(command, files, patch, wrote, diagnostics),
  });
  return EXIT.clean;
}

/** As `git apply` looks for it: from the top of the repository, or else from here. */
function nameInRepository(file: string): string {
  const path = resolve(file);
  for (let at = dirname(path); ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return relative(at, path).replaceAll('\\', '/');
    if (at === dirname(at)) return relative('.', path).replaceAll('\\', '/');
  }
}
