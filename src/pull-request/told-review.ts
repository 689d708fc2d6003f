import type { Diagnostic } from '../source/diagnostic.ts';

/** Where a review was told, and what could not be told where: a job says all of it. */
export interface ToldReview {
  readonly comment: ToldComment;
  readonly mark: 'check-run' | 'status' | 'none';
  /** At lines, by whichever way there was. */
  readonly annotations: {
    readonly by: 'check-run' | 'workflow-commands' | 'none';
    readonly written: number;
    readonly all: number;
  };
  /** In the summary of the step. */
  readonly isInSummary: boolean;
  readonly artifact: string | null;
  /** Why a way was not open. */
  readonly diagnostics: readonly Diagnostic[];
}

export type ToldComment =
  | { readonly is: 'created' | 'edited' | 'restored' | 'unchanged'; readonly removed: number }
  | { readonly is: 'overtaken'; readonly head: string }
  | { readonly is: 'not-written' }
  /** Nobody asked for one: no forge, or no change. */
  | { readonly is: 'none' };

/** A line for each thing that was done. */
export function toldLines({
  comment,
  mark,
  annotations,
  isInSummary,
  artifact,
}: ToldReview): readonly string[] {
  const { by, written, all } = annotations;
  const left = all - written;
  return [
    ...commentLines(comment),
    ...(mark === 'none' ? [] : [`The commit is marked by a ${mark === 'status' ? 'status' : 'check run'}.`]),
    ...(by === 'none'
      ? []
      : [
          `${written} of what stands at a line ${written === 1 ? 'is' : 'are'} told there, by ${by === 'check-run' ? 'the check run' : 'workflow commands'}${left > 0 ? `; ${left} more are not` : ''}.`,
        ]),
    ...(isInSummary ? ['It is in the summary of the step.'] : []),
    ...(artifact === null ? [] : [`All of it is in ${artifact}.`]),
  ];
}

function commentLines(comment: ToldComment): readonly string[] {
  switch (comment.is) {
    case 'created':
    case 'edited':
      return [`The comment is ${comment.is}.${twins(comment.removed)}`];
    case 'restored':
      return [`The comment is written anew: somebody had edited it.${twins(comment.removed)}`];
    case 'unchanged':
      return [`The comment says it already.${twins(comment.removed)}`];
    case 'overtaken':
      return [
        `The comment is left alone: the change is at ${comment.head} now, and a run of that commit writes it.`,
      ];
    case 'not-written':
      return ['The comment is not written.'];
    case 'none':
      return [];
  }
}

function twins(removed: number): string {
  return removed === 0
    ? ''
    : ` ${removed} of ours that stood there twice ${removed === 1 ? 'is' : 'are'} removed.`;
}
