import { dirname } from 'node:path';
import { changeReviewJson } from '../pull-request/change-review-json.ts';
import { reviewComment } from '../pull-request/review-comment.ts';
import type { ReviewFacts } from '../pull-request/review-facts.ts';
import { reviewNotLooked, reviewOfChange } from '../pull-request/review-of-change.ts';
import { reviewText } from '../pull-request/review-text.ts';
import { toldLines } from '../pull-request/told-review.ts';
import { COMMENT_LIMIT } from '../report/markdown/pull-request-comment.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import { workspaceFile } from '../workspace/workspace.ts';
import { annotationsAt, checkedOut, ofThatCommit, placeInRepository } from './change-review/checked-out.ts';
import { lookAtChange } from './change-review/look-at-change.ts';
import { readReviewArtifact, writeReviewArtifact } from './change-review/review-artifact.ts';
import { type ReviewTarget, reviewTarget } from './change-review/review-target.ts';
import { tellReview } from './change-review/tell-review.ts';
import type { Command, CommandContext } from './command.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { failCommand, showResult } from './output.ts';
import { sourceFilesOf } from './session/session.ts';

type Formats = 'markdown' | 'json';

export const review: Command<Formats> = {
  name: 'review',
  usage: '[--base REVISION] | --post FILE',
  options: [
    'workspace',
    'base',
    'two-dot',
    'at',
    'plan',
    'artifact',
    'post',
    'forge',
    'repository',
    'change',
    'commit',
  ],
  formats: ['text', 'markdown', 'json'],
  optionHelp: {
    forge: 'github, gitlab, or none to write nothing anywhere (default: what the CI server says)',
  },
  async run(context) {
    const target = await reviewTarget(context);
    if (!target.ok) return failCommand(context, 'review', target.diagnostics);
    const post = context.args.text('post');
    return post === null ? reviewHere(context, target.value) : postReview(context, target.value, post);
  },
};

/** Looks, and tells what was seen; and tells it too where nothing could be seen, for a comment of yesterday would still stand there. */
async function reviewHere(context: CommandContext<Formats>, target: ReviewTarget): Promise<ExitCode> {
  const { args, environment, console } = context;
  const file = workspaceFile(args.text('workspace') ?? '.');
  const place = checkedOut(dirname(file), environment);
  const that = ofThatCommit(place, target);
  const looked = that.ok ? await lookAtChange(context, target.job.base) : that;
  const base = args.text('base') ?? target.job.base ?? 'a base that is not named';
  const facts = looked.ok
    ? reviewOfChange({ ...looked.value, commit: target.commit })
    : reviewNotLooked(target.commit, base, looked.diagnostics);
  const artifact = args.text('artifact');
  const sources = looked.ok ? sourceFilesOf(looked.value.workspace) : [];
  const written = artifact === null ? success(null) : writeReviewArtifact(artifact, facts, sources);
  const told = await tellReview(facts, target, {
    place: placeInRepository(file, place),
    artifact: written.ok ? artifact : null,
    annotations: annotationsAt(facts.lines, place),
    foundBy: null,
    log: (line) => console.err(line),
  });
  console.progress(null);
  if (!looked.ok || !written.ok)
    return failCommand(context, 'review', [
      ...looked.diagnostics,
      ...(written.ok ? [] : written.diagnostics),
      ...told.diagnostics,
    ]);
  return show(context, facts, told, looked.value.diagnostics);
}

/** The privileged half of two jobs: nothing is checked out, and what the other job wrote is data of which only the form counts. */
async function postReview(
  context: CommandContext<Formats>,
  target: ReviewTarget,
  path: string,
): Promise<ExitCode> {
  const asked = forPosting(context, target);
  if (!asked.ok) return failCommand(context, 'review', asked.diagnostics);
  const read = readReviewArtifact(path);
  const facts = read.ok
    ? ofCommit(read.value, target)
    : reviewNotLooked(target.commit, 'its base', read.diagnostics);
  const told = await tellReview(facts, target, {
    place: context.args.text('workspace') ?? 'bylaw.yaml',
    artifact: null,
    annotations: [],
    foundBy: 'This was found by a job of the change itself, which the change can alter.',
    log: (line) => context.console.err(line),
  });
  context.console.progress(null);
  const unposted = told.comment.is === 'none' || told.comment.is === 'not-written';
  if (!read.ok || unposted)
    return failCommand(context, 'review', [
      ...(read.ok ? [] : read.diagnostics),
      ...told.diagnostics.map((one): Diagnostic => ({ ...one, severity: 'error' })),
    ]);
  return show(context, facts, told, []);
}

/** The commit is that of the event, whatever the file says; a review of another commit is one of nothing that is there. */
function ofCommit(facts: ReviewFacts, { commit }: ReviewTarget): ReviewFacts {
  if (commit === null || facts.commit === commit) return facts;
  const message = `The file is a review of ${facts.commit ?? 'no commit'}, and the change is at ${commit}.`;
  return reviewNotLooked(commit, 'its base', [diagnostic('review-other-commit', message, null)]);
}

function forPosting({ args }: CommandContext, { forge, change, closed }: ReviewTarget): Outcome<null> {
  const foreign = (['base', 'two-dot', 'at', 'plan', 'artifact'] as const).find(
    (option) => args.flag(option) || args.text(option) !== null,
  );
  if (foreign !== undefined)
    return failure(
      diagnostic('usage', `bylaw review --post looks at nothing: it does not take --${foreign}.`, null),
    );
  if (closed !== null) return failure({ ...closed, severity: 'error' });
  if (forge !== null && change !== null) return success(null);
  const hint = 'Give --forge, --repository and --change.';
  return failure(diagnostic('usage', 'It is not said where the comment is to be written.', null, { hint }));
}

async function show(
  context: CommandContext<Formats>,
  facts: ReviewFacts,
  told: Parameters<typeof toldLines>[0],
  diagnostics: readonly Diagnostic[],
): Promise<ExitCode> {
  const settings = { limit: COMMENT_LIMIT, artifact: told.artifact, foundBy: null };
  const lines = [...toldLines(told), ...told.diagnostics.map(({ message }) => message)];
  await showResult(context, {
    text: (style) => reviewText(facts, lines, style),
    markdown: () => reviewComment(facts, settings),
    json: () => changeReviewJson(facts, told, diagnostics),
  });
  switch (facts.verdict) {
    case 'no-changes':
      return EXIT.clean;
    case 'changes':
      return EXIT.changes;
    case 'blocked':
    case 'not-looked':
      return EXIT.error;
  }
}
