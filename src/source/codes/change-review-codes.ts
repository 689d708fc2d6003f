import type { CodeRow } from './code-row.ts';

/** `bylaw review`: a change looked at for its pull request. */
export const CHANGE_REVIEW_CODES = {
  'review-event-unreadable': {
    severity: 'error',
    means: 'The CI server says that the job is about a change, and not which one.',
    wayOut: 'Give --change and --commit, or --forge none to write nothing anywhere.',
  },
  'review-other-commit': {
    severity: 'error',
    means: 'What is checked out is not the commit that the review is to be of.',
    wayOut: 'Check out the tip of the change, or the merge that the CI server made of it; or give --commit.',
  },
  'review-artifact-invalid': {
    severity: 'error',
    means: 'The file that another job is to have written with --artifact is none of that, or is too large.',
    wayOut: 'Write it with the same version of Bylaw: bylaw review --artifact FILE.',
  },
  'review-not-told': {
    severity: 'warning',
    means: 'What a review found could not be written where the change is reviewed.',
    wayOut: 'Give the job a token that may write there; the message says where it is written in its place.',
  },
} as const satisfies Readonly<Record<string, CodeRow>>;
