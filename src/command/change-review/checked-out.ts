import { existsSync } from 'node:fs';
import { posix, relative, resolve, sep } from 'node:path';
import type { ForgeAnnotation } from '../../forge/forge.ts';
import type { ReviewLine } from '../../pull-request/review-facts.ts';
import { diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { Git } from '../../workspace/revision/git.ts';
import type { ReviewTarget } from './review-target.ts';

/** Where the files that were looked at are in their repository. */
export interface CheckedOut {
  /** Folder at the top; null where there is no repository of git. */
  readonly top: string | null;
  /** The commit that is checked out; null where nobody knows. */
  readonly head: string | null;
}

export function checkedOut(folder: string, environment: NodeJS.ProcessEnv): CheckedOut {
  const git = new Git(resolve(folder), environment);
  return {
    top: git.line(['rev-parse', '--show-toplevel']),
    head: git.line(['rev-parse', '--verify', 'HEAD']),
  };
}

/**
 * A review that is put under a commit has to be of it: of its tip, or of the merge that the CI server made to try it. Fails
 * with review-other-commit.
 */
export function ofThatCommit({ head }: CheckedOut, { commit, job }: ReviewTarget): Outcome<null> {
  if (commit === null || head === null || head === commit || head === job.merge) return success(null);
  const message = `${head} is checked out, and the review is to be of ${commit}.`;
  return failure(diagnostic('review-other-commit', message, null));
}

/** At lines of files of the repository. What stands at the base, or lies elsewhere, has no line in the change. */
export function annotationsAt(lines: readonly ReviewLine[], { top }: CheckedOut): readonly ForgeAnnotation[] {
  if (top === null) return [];
  return lines.flatMap(({ file, ...rest }): readonly ForgeAnnotation[] => {
    if (!existsSync(file)) return [];
    const path = relative(top, resolve(file)).split(sep).join(posix.sep);
    return path.startsWith('../') ? [] : [{ path, ...rest }];
  });
}

/** `access/bylaw.yaml` from the top of the repository: what tells the workspaces of one repository apart. */
export function placeInRepository(file: string, { top }: CheckedOut): string {
  return top === null ? file : relative(top, resolve(file)).split(sep).join(posix.sep);
}
