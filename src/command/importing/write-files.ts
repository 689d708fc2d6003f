import { mkdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { isTaken, readWholeFile } from '../../file/read-file.ts';
import { type StagedFile, stageFile } from '../../file/write-file.ts';
import type { RevisedFile } from '../../missing/edit/proposed-edits.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';

/** A file as it was read, and as it is to be. */
export interface FileToWrite {
  readonly file: string;
  /** Null for one that must not be there. */
  readonly before: Uint8Array | null;
  readonly after: string;
}

interface PreparedFile extends FileToWrite {
  /** Where the file really is, behind links. */
  readonly target: string;
}

/**
 * Writes all files or, as far as a disk allows, none: everything is checked and written beside its place first, and
 * then moved there. A file appears whole. Fails with `file-not-ours` (outside the workspace, no plain file, or there
 * already), `file-changed` (not as it was read) and `file-unwritable`; what was moved by then is named.
 */
export function writeFiles(root: string, files: readonly FileToWrite[]): Outcome<null> {
  const prepared: PreparedFile[] = [];
  const written: { readonly one: PreparedFile; readonly beside: StagedFile }[] = [];
  const moved: string[] = [];
  try {
    mkdirSync(root, { recursive: true });
    const faults: Diagnostic[] = [];
    for (const file of files) {
      const made = prepare(root, file);
      if (made.ok) prepared.push(made.value);
      else faults.push(...made.diagnostics);
    }
    if (faults.length > 0) return failure(faults);
    for (const one of prepared) {
      const mode = one.before === null ? 0o666 : statSync(one.target).mode & 0o777;
      written.push({ one, beside: stageFile(one.target, one.after, mode) });
    }
    for (const { one, beside } of written) {
      const fault = one.before === null ? null : changedFault(one);
      if (fault !== null) return failure([fault, ...movedAlready(moved)]);
      if (one.before === null) beside.appear();
      else beside.replace();
      moved.push(one.file);
    }
    return success(null);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return failure([diagnostic('file-unwritable', `Cannot write: ${reason}`, null), ...movedAlready(moved)]);
  } finally {
    for (const { beside } of written) beside.discard();
  }
}

/** Writes files that were revised as texts; whoever changed one meanwhile keeps their change. */
export function writeRevised(root: string, files: readonly RevisedFile[]): Outcome<null> {
  return writeFiles(
    root,
    files
      .map(withByteOrderMark)
      .map(({ file, before, after }) => ({ file, before: Buffer.from(before), after })),
  );
}

const MARK = '\ufeff';

/** As it lies on the disk: what is read as YAML has lost the mark that some editors begin a file with. */
export function withByteOrderMark(revised: RevisedFile): RevisedFile {
  const { file, before, after } = revised;
  const bytes = readWholeFile(file);
  const isMarked = bytes.ok && bytes.value.subarray(0, 3).equals(Buffer.from(MARK));
  return isMarked && !before.startsWith(MARK)
    ? { file, before: `${MARK}${before}`, after: `${MARK}${after}` }
    : revised;
}

function movedAlready(moved: readonly string[]): readonly Diagnostic[] {
  if (moved.length === 0) return [];
  return [
    diagnostic('file-changed', `Already written: ${moved.join(', ')}.`, null, {
      hint: 'Run the command again to continue.',
    }),
  ];
}

function prepare(root: string, file: FileToWrite): Outcome<PreparedFile> {
  const home = realpathSync(root);
  const path = resolve(file.file);
  if (file.before === null) {
    // The nearest folder that is there decides: one made below it is where it seems to be.
    let above = dirname(path);
    while (!isTaken(above)) above = dirname(above);
    if (!isInside(home, realpathSync(above))) return failure(outside(file.file));
    if (isTaken(path)) {
      const message = `${file.file} exists already, and Bylaw did not write it.`;
      return failure(diagnostic('file-not-ours', message, null));
    }
    mkdirSync(dirname(path), { recursive: true });
    const folder = realpathSync(dirname(path));
    if (!isInside(home, folder)) return failure(outside(file.file));
    return success({ ...file, target: path });
  }
  const target = realpathSync(path);
  if (!isInside(home, target)) return failure(outside(file.file));
  if (!statSync(target).isFile())
    return failure(diagnostic('file-not-ours', `${file.file} is not a regular file.`, null));
  const prepared = { ...file, target };
  const fault = changedFault(prepared);
  return fault === null ? success(prepared) : failure(fault);
}

function isInside(home: string, path: string): boolean {
  const way = relative(home, path);
  return way === '' || !(way === '..' || /^\.\.[\\/]/.test(way) || resolve(way) === way);
}

function outside(file: string): Diagnostic {
  return diagnostic('file-not-ours', `${file} is outside the workspace's folder.`, null, {
    hint: 'Bylaw writes below the folder of bylaw.yaml only; a link that leads elsewhere is not followed.',
  });
}

function changedFault({ file, target, before }: PreparedFile): Diagnostic | null {
  if (before !== null && Buffer.from(before).equals(readFileSync(target))) return null;
  return diagnostic(
    'file-changed',
    `${file} changed while Bylaw was at work, so it was left as it is.`,
    null,
  );
}
