import { basename, dirname, join, posix, resolve } from 'node:path';
import { DISK } from '../../file/file-tree.ts';
import type { Shard } from '../../policy/shard.ts';
import { diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { quote } from '../../source/quote.ts';
import { relativeToCwd } from '../document-files.ts';
import { loadFrom, type Workspace, workspaceFile } from '../workspace.ts';
import { baseCommit } from './base-revision.ts';
import { Git } from './git.ts';
import { entriesOf } from './git-objects.ts';
import { RevisionFiles } from './revision-files.ts';

/** What a workspace is compared with. */
export interface Base {
  /** As it was asked for: `origin/main`, `../old`. */
  readonly asked: string;
  readonly kind: 'revision' | 'folder';
  /** Null for a folder. */
  readonly commit: string | null;
  /** The revision went on since this branch left it, and what is compared is where it left. */
  readonly isMergeBase: boolean;
  /** Where the workspace file was, if it was elsewhere. */
  readonly movedFrom: string | null;
  /** Null where the base had none: then everything is new. */
  readonly workspace: Workspace | null;
}

export interface BaseRequest {
  /** The workspace file that is compared. */
  readonly file: string;
  /** `origin/main`, `origin/main:old/bylaw.yaml`, `../old`. */
  readonly asked: string;
  /** The revision as it is, and not where this branch left it. */
  readonly exact: boolean;
  readonly instant: string;
  readonly shard: Shard | null;
  readonly environment: NodeJS.ProcessEnv;
}

/** Codes: `base-unknown`, `base-shallow`, `base-unreadable`, and `base-invalid` with all that reading a workspace finds. */
export function loadBase(request: BaseRequest): Outcome<Base> {
  const { asked } = request;
  if (isPath(asked)) return folderBase(request);
  const at = asked.indexOf(':');
  const [revision, within] = at === -1 ? [asked, null] : [asked.slice(0, at), asked.slice(at + 1)];
  const folder = resolve(dirname(request.file));
  const git = new Git(folder, request.environment);
  const found = baseCommit({ git, revision, exact: request.exact });
  if (!found.ok) return DISK.isTaken(asked) ? folderBase(request) : found;
  const { commit, tip, prefix } = found.value;
  const tree = new RevisionFiles({ git, commit, label: revision, folder, prefix });
  const base = { asked, kind: 'revision', commit, isMergeBase: commit !== tip } as const;
  const file = fileAt(request, { git, commit, prefix, folder, within, tree });
  if (!file.ok) return file;
  if (file.value === null) return success({ ...base, movedFrom: null, workspace: null });
  const movedFrom = resolve(file.value) === resolve(request.file) ? null : file.value;
  return withWorkspace({ ...base, movedFrom }, loadFrom(tree, file.value, { ...request, isBase: true }));
}

/** What is written like a path is one, also where a branch is called so. */
function isPath(asked: string): boolean {
  return asked === '.' || asked === '..' || /^(?:\.{0,2}[\\/]|[A-Za-z]:[\\/])/.test(asked);
}

function folderBase({ asked, instant, shard }: BaseRequest): Outcome<Base> {
  if (!DISK.isTaken(asked)) {
    const message = `There is no folder ${quote(asked)} to compare with.`;
    return failure(diagnostic('base-unknown', message, null));
  }
  const base = { asked, kind: 'folder', commit: null, isMergeBase: false, movedFrom: null } as const;
  return withWorkspace(base, loadFrom(DISK, workspaceFile(asked), { instant, shard, isBase: true }));
}

function withWorkspace(base: Omit<Base, 'workspace'>, loaded: Outcome<Workspace>): Outcome<Base> {
  if (loaded.ok) return success({ ...base, workspace: loaded.value });
  const message = `The workspace at the base ${quote(base.asked)} cannot be compared with: it has errors itself.`;
  const errors = loaded.diagnostics.filter(({ severity }) => severity === 'error');
  return failure([diagnostic('base-invalid', message, null), ...errors]);
}

interface BasePlace {
  readonly git: Git;
  readonly commit: string;
  readonly prefix: string;
  readonly folder: string;
  readonly within: string | null;
  readonly tree: RevisionFiles;
}

/** The workspace file at the base, where it would lie on the disk; null where there is none. */
function fileAt({ file, asked }: BaseRequest, place: BasePlace): Outcome<string | null> {
  const { git, commit, prefix, folder, within, tree } = place;
  const onDisk = (inTree: string) =>
    relativeToCwd(resolve(folder, posix.relative(`/${prefix}`, `/${inTree}`)));
  if (within !== null) {
    const named = onDisk(within.startsWith('./') ? posix.join(prefix, within) : within);
    if (!tree.isTaken(named)) {
      const message = `The revision has no ${quote(within)}, which ${quote(asked)} names.`;
      return failure(diagnostic('base-unknown', message, null));
    }
    return success(tree.isFolder(named) ? join(named, 'bylaw.yaml') : named);
  }
  if (tree.isTaken(file)) return success(file);
  const moved = allOf(git, commit)
    .filter((path) => posix.basename(path) === basename(file) && !DISK.isTaken(onDisk(path)))
    .map(onDisk);
  const [only = null, second] = moved;
  if (second === undefined) return success(only);
  const message = `The workspace is not at its place at the base ${quote(asked)}, and it may be any of ${moved.map(quote).join(', ')}.`;
  return failure(
    diagnostic('base-unknown', message, null, {
      hint: `Name it: --base ${asked}:PATH, from the top of the repository.`,
    }),
  );
}

function allOf(git: Git, commit: string): readonly string[] {
  return entriesOf(git, commit, '', true).flatMap(({ path, kind }) => (kind === 'file' ? [path] : []));
}
