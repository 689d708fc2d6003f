import type { CodeRow } from './code-row.ts';

/** Drift as findings of a scanner, and what goes with a report of drift. */
export const DRIFT_CODES = {
  drift: {
    severity: 'warning',
    means: 'Live is not as the documents say, and somebody made it so.',
    wayOut: 'Apply, which puts it back; or write in the documents what is to hold.',
  },
  'drift-by-time': {
    severity: 'info',
    means: 'Live is not as the documents say, because a time has come and no apply has followed.',
    wayOut: 'Apply.',
  },
  'previous-report': {
    severity: 'error',
    means: 'A file is no JSON report of `bylaw drift` to compare with, or one of other organizations.',
    wayOut: 'Name the JSON report that the last run wrote with `--report`, or leave `--previous` out.',
  },
  'no-previous-report': {
    severity: 'warning',
    means: 'There is no earlier report to compare with: nobody can tell what is new and what recovered.',
    wayOut: 'Do nothing at a first run. Later, see to it that the file is kept from one run to the next.',
  },
  'webhook-log': {
    severity: 'error',
    means: 'A file of events is not of the form that a webhook log has.',
    wayOut: 'Write one JSON object a line, as docs/drift.md shows.',
  },
  'audit-log-absent': {
    severity: 'info',
    means:
      'The platform has no audit log of the organization to ask, so it tells of nobody who did anything.',
    wayOut: 'Do nothing, or have a receiver of webhooks write a file for `--webhook-log`.',
  },
  'issue-not-kept': {
    severity: 'warning',
    means: 'The issue of drift could not be read or written. The report itself is as it is.',
    wayOut:
      'See what the forge says: the token may need to write issues. The next run does what this one could not.',
  },
  'webhook-not-sent': {
    severity: 'warning',
    means: 'The webhook did not take the report of drift. The report itself is as it is.',
    wayOut: 'See to the receiver. The next run sends its own report.',
  },
} as const satisfies Readonly<Record<string, CodeRow>>;
