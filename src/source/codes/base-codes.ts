import type { CodeRow } from './code-row.ts';

/** What a change is compared with. */
export const BASE_CODES = {
  'base-unknown': {
    severity: 'error',
    means: 'What the change is to be compared with is not there: no revision and no folder of that name.',
    wayOut: 'Check the name. A job of CI has to fetch the branch first.',
  },
  'base-shallow': {
    severity: 'error',
    means:
      'The clone has only a part of the history, and what the change is to be compared with is not in it.',
    wayOut: 'Fetch all of the history: `fetch-depth: 0` of actions/checkout, or `git fetch --unshallow`.',
  },
  'base-unreadable': {
    severity: 'error',
    means: 'Git is not there, this is no repository, or the two have no history in common.',
    wayOut: 'Run Bylaw in a checkout with git, or give a folder.',
  },
  'base-invalid': {
    severity: 'error',
    means: 'The documents at the base have errors, so nothing can be compared with them.',
    wayOut: 'Compare with a revision whose documents can be read.',
  },
  'guard-weakened': {
    severity: 'error',
    means:
      'The change weakens what judges changes: a guard rail, an expectation, a lint level, an authority or a connection, or it brings an exception.',
    wayOut: 'Take it out of the change, or let the owner of the file review it in a change of its own.',
  },
} as const satisfies Readonly<Record<string, CodeRow>>;
