import type { ForgeAnnotation } from '../../forge/forge.ts';
import { type CommentSettings, reviewComment } from '../../pull-request/review-comment.ts';
import type { ReviewFacts } from '../../pull-request/review-facts.ts';
import type { ToldComment, ToldReview } from '../../pull-request/told-review.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { redactKnownTokens } from '../../source/redact.ts';
import { digestOf, keepComment } from './keep-comment.ts';
import { type CommitMark, markCommit } from './mark-commit.ts';
import type { ReviewTarget } from './review-target.ts';
import { writeStepSummary } from './step-summary.ts';
import { workflowCommands } from './workflow-commands.ts';

export interface TellingSettings {
  /** Path of the workspace in its repository: each workspace has a comment of its own. */
  readonly place: string;
  readonly artifact: string | null;
  readonly annotations: readonly ForgeAnnotation[];
  /** Found by another job, which nobody trusts: the comment says so, and no commit is marked. */
  readonly foundBy: string | null;
  /** Where commands to the runner go: the log of the step. */
  readonly log: (line: string) => void;
}

/**
 * Tells a review wherever it can be told, the best way first: a comment, else the summary of the step; a check run with
 * annotations, else a status, and annotations by commands in the log. Nothing of it fails the job: what could not be told is
 * said.
 */
export async function tellReview(
  facts: ReviewFacts,
  target: ReviewTarget,
  settings: TellingSettings,
): Promise<ToldReview> {
  const { job, closed } = target;
  // What somebody wrote into a document by mistake does not go further than the console lets it.
  const body = (limit: number): string =>
    redactKnownTokens(reviewComment(facts, commentSettings(settings, limit)));
  const diagnostics: Diagnostic[] = closed === null ? [] : [closed];
  const comment = await tellComment(target, settings, body, diagnostics);
  const mark = await tellMark(facts, target, settings, body, diagnostics);
  const isMarked = mark.by === 'check-run';
  const commands = isMarked || job.kind !== 'github' ? [] : workflowCommands(settings.annotations);
  for (const command of commands) settings.log(command);
  const isTold = comment.is !== 'not-written' && comment.is !== 'none';
  const isInSummary = !isTold && job.summary !== null && writeStepSummary(job.summary, body);
  return {
    comment,
    mark: mark.by === 'nothing' ? 'none' : mark.by,
    annotations: {
      by: isMarked ? 'check-run' : commands.length > 0 ? 'workflow-commands' : 'none',
      written: isMarked ? mark.annotations : commands.length,
      all: settings.annotations.length,
    },
    isInSummary,
    artifact: settings.artifact,
    diagnostics,
  };
}

function commentSettings({ artifact, foundBy }: TellingSettings, limit: number): CommentSettings {
  return { limit, artifact, foundBy };
}

async function tellComment(
  { forge, change, commit }: ReviewTarget,
  { place }: TellingSettings,
  text: (limit: number) => string,
  diagnostics: Diagnostic[],
): Promise<ToldComment> {
  if (forge === null || change === null) return { is: 'none' };
  const thread = { on: 'change', number: change } as const;
  const kept = await keepComment(forge, { thread, key: digestOf(place), commit, text });
  if (kept.is === 'not-written') {
    diagnostics.push(
      notTold(`The comment on change ${change} of ${forge.repository} is not written`, kept.because),
    );
    return { is: 'not-written' };
  }
  return kept.is === 'overtaken' ? kept : { is: kept.is, removed: kept.removed };
}

async function tellMark(
  facts: ReviewFacts,
  { forge, commit, job }: ReviewTarget,
  { annotations, foundBy }: TellingSettings,
  summary: (limit: number) => string,
  diagnostics: Diagnostic[],
): Promise<CommitMark> {
  if (forge === null || commit === null || foundBy !== null)
    return { by: 'nothing', annotations: 0, because: [] };
  const { verdict, title } = facts;
  const mark = await markCommit(forge, {
    name: MARK,
    commit,
    verdict,
    title,
    summary,
    annotations,
    url: job.url,
  });
  if (mark.by !== 'check-run') {
    const [first, second] = mark.because;
    if (first !== undefined && mark.by === 'status')
      diagnostics.push(lowered(notTold('The commit has a status in place of a check run', first)));
    const last = second ?? first;
    if (last !== undefined && mark.by === 'nothing')
      diagnostics.push(notTold(`The commit ${commit} is not marked`, last));
  }
  return mark;
}

const MARK = 'bylaw review';

function notTold(what: string, because: Diagnostic): Diagnostic {
  const { message, hint } = because;
  return diagnostic('review-not-told', `${what}: ${message}`, because.origin, {
    hint,
  });
}

/** A way that is as good as it gets with a token of this kind. */
function lowered(found: Diagnostic): Diagnostic {
  return { ...found, severity: 'info' };
}
