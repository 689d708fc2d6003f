import type { ComparedBase } from '../../report/diff/compared-with.ts';
import { diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome } from '../../source/outcome.ts';
import { type Base, loadBase } from '../../workspace/revision/load-base.ts';
import type { CommandContext } from '../command.ts';
import type { Session } from './session.ts';

/** What `--base` names, or else what a CI server says, read. Codes: those of `loadBase`; usage where it is not given. */
export function baseFrom(
  { args, environment }: CommandContext,
  { workspace, instant }: Pick<Session, 'workspace' | 'instant'>,
  otherwise: string | null = null,
): Outcome<Base> {
  const asked = args.text('base') ?? otherwise;
  if (asked === null) {
    const hint = 'Give --base origin/main, a tag, a commit, or the folder of another workspace.';
    return failure(diagnostic('usage', 'There is nothing to compare with.', null, { hint }));
  }
  const { shard, document } = workspace;
  return loadBase({ file: document.file, asked, exact: args.flag('two-dot'), instant, shard, environment });
}

/** As reports say it. */
export function comparedBase({ workspace, asked, kind, commit, isMergeBase, movedFrom }: Base): ComparedBase {
  return { asked, kind, commit, isMergeBase, movedFrom, hasWorkspace: workspace !== null };
}
