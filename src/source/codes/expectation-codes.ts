import type { CodeRow } from './code-row.ts';

/** Expectations. */
export const EXPECTATION_CODES = {
  'ambiguous-group': {
    severity: 'error',
    means: 'Several groups below the organization have the name that an expectation uses.',
    wayOut: 'Write the group with its scope, or a pattern that means all of them.',
  },
  'expectation-failed': {
    severity: 'error',
    means: 'An expectation does not hold for the access that the documents give.',
    wayOut:
      'Correct the documents or the expectation; `bylaw check` shows why access holds or what is missing.',
  },
  'expectation-broken-by-end': {
    severity: 'error',
    means:
      'An expectation rules out what somebody holds only because a window has ended: a narrower entry is over, or a place in the group that may. What that end would newly give is held back where it is live; everything else is planned and applied, and the status stays 1.',
    wayOut:
      'Take the access away in the documents, give the narrower entry a later `until`, or change the expectation.',
  },
  'expectation-ahead': {
    severity: 'warning',
    means:
      'An expectation holds now, but a window will give somebody what it rules out; or, within two weeks, an end will remove what it says somebody can do.',
    wayOut:
      'Correct the grant that begins, or the expectation, before the day that the message names. A window that ends still ends on its day.',
  },
  'expectation-ended': {
    severity: 'warning',
    means:
      'A window has ended. Only for that reason somebody lacks what an expectation says they can do, or nobody is left to test. An apply still removes what has ended.',
    wayOut: 'Remove the person from the expectation, or move `until` if the access is still needed.',
  },
  'expectation-group-empty': {
    severity: 'warning',
    means: 'One of several groups that an expectation names is empty, so nothing about it is tested.',
    wayOut: 'Fill the group, leave it out of the expectation, or write `may-be-empty: true`.',
  },
} as const satisfies Readonly<Record<string, CodeRow>>;
