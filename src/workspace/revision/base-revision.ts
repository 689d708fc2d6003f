import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { quote } from '../../source/quote.ts';
import type { Git } from './git.ts';

/** Which commit a change is compared with. */
export interface BaseCommit {
  readonly commit: string;
  /** The commit that the revision itself is: another one where it went on since this branch left it. */
  readonly tip: string;
  /** The folder of the workspace in the repository: empty, or with a `/` at its end. */
  readonly prefix: string;
}

export interface BaseQuestion {
  readonly git: Git;
  readonly revision: string;
  /** The tip of the revision itself, and not where this branch left it. */
  readonly exact: boolean;
}

/** No revision is called like that, and git might take it for something else. */
const HOSTILE = /^-|[\p{Cc}\s]|\.\./u;

/**
 * The commit to compare with: where this branch left the revision, as a pull request is shown. Codes: `base-unknown`,
 * `base-shallow`, `base-unreadable`.
 */
export function baseCommit({ git, revision, exact }: BaseQuestion): Outcome<BaseCommit> {
  const here = git.ask(['rev-parse', '--show-prefix']);
  if (here === null) return unreadable('There is no git to ask for it.', 'Install git, or give a folder.');
  if (here.status !== 0) return unreadable(`git says: ${here.reason}.`, NO_REPOSITORY);
  const prefix = here.out.toString('utf8').replace(/\r?\n$/, '');
  if (revision === '' || HOSTILE.test(revision)) return failure(unknown(revision, null));
  const isShallow = git.line(['rev-parse', '--is-shallow-repository']) === 'true';
  const tip = git.line(['rev-parse', '--verify', '--quiet', `${revision}^{commit}`]);
  if (tip === null) return failure(isShallow ? shallow(revision) : unknown(revision, git));
  if (exact) return success({ commit: tip, tip, prefix });
  const found = git.ask(['merge-base', 'HEAD', tip]);
  const commit = found?.status === 0 ? found.out.toString('utf8').trim() : null;
  // Of a history that is cut off another commit may seem to be the nearest that both have.
  if (isShallow && commit !== tip) return failure(shallow(revision));
  if (commit !== null) return success({ commit, tip, prefix });
  return unreadable(
    `This branch and ${quote(revision)} have no commit in common.`,
    'Give --two-dot to compare with the revision as it is.',
  );
}

const NO_REPOSITORY = 'Run bylaw in a checkout, or give the folder of another workspace as the base.';

function unreadable(why: string, hint: string): Outcome<never> {
  return failure(diagnostic('base-unreadable', `The base cannot be read. ${why}`, null, { hint }));
}

function shallow(revision: string): Diagnostic {
  const message = `The clone is shallow, and does not say where this branch left ${quote(revision)}.`;
  return diagnostic('base-shallow', message, null);
}

function unknown(revision: string, git: Git | null): Diagnostic {
  const known =
    git === null ? null : git.line(['rev-parse', '--verify', '--quiet', `origin/${revision}^{commit}`]);
  const message = `There is no revision ${quote(revision)}, and no folder of that name.`;
  const hint = known === null ? null : `Did you mean origin/${revision}?`;
  return diagnostic('base-unknown', message, null, { hint });
}
