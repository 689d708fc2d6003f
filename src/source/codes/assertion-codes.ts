import type { CodeRow } from './code-row.ts';

/** What `bylaw assert` finds. */
export const ASSERTION_CODES = {
  'new-access': {
    severity: 'error',
    means: 'The change gives access that nobody had at its base.',
    wayOut: 'Leave it out of the change, or have it reviewed as what it is.',
  },
  'access-not-allowed': {
    severity: 'error',
    means: 'Somebody has a permission who is not among those who may have it.',
    wayOut: 'Take the access away on the path that is shown, or name the person with --for.',
  },
  'outsider-access': {
    severity: 'error',
    means:
      'Somebody can do something who is no member of the organization, or whose address is of another domain.',
    wayOut: 'Take the access away on the path that is shown, or make the person a member.',
  },
  'assertion-unread': {
    severity: 'error',
    means: 'An assertion could not be looked at as of all instants at which windows begin or end.',
    wayOut:
      'Mend the documents as of that instant (`bylaw check --at`), or leave later instants out with --now.',
  },
} as const satisfies Readonly<Record<string, CodeRow>>;
