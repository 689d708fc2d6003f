import type { CodeRow } from './code-row.ts';

/** terraform and tofu. */
export const ENGINE_CODES = {
  'engine-missing': {
    severity: 'error',
    means: 'No terraform or tofu is on the PATH.',
    wayOut: 'Install one, or use --engine embedded.',
  },
  'engine-unusable': {
    severity: 'error',
    means: 'terraform or tofu was found but cannot be run, or does not report its version.',
    wayOut: 'Install it again, or use --engine embedded.',
  },
  'engine-too-old': {
    severity: 'error',
    means: 'The terraform or tofu that was found lacks something that a run needs.',
    wayOut: 'Install the version that the message names or a newer one, or use --engine embedded.',
  },
  'engine-untested': {
    severity: 'warning',
    means: 'The terraform or tofu that was found has a major version that Bylaw does not know.',
    wayOut: 'Do nothing while it works; Bylaw never applies a plan other than the reviewed one.',
  },
  'engine-failed': {
    severity: 'error',
    means: 'terraform or tofu failed.',
    wayOut: 'See its own words in the message.',
  },
  'engine-warning': {
    severity: 'warning',
    means: 'terraform or tofu gave a warning.',
    wayOut: 'Do what it asks, or nothing: a warning stops no run.',
  },
  'engine-crashed': {
    severity: 'error',
    means: 'terraform or tofu crashed; that is a bug in it.',
    wayOut:
      'Run plan to see what is left, then apply again; report the crash with the file that the message names.',
  },
  'engine-killed': {
    severity: 'error',
    means: 'terraform or tofu was killed from outside, mostly because memory ran out.',
    wayOut: 'Give it more memory, then apply again: nothing is done twice.',
  },
  'engine-silent': {
    severity: 'error',
    means: 'terraform or tofu printed nothing for too long, with no write under way, so Bylaw ended it.',
    wayOut: 'Run again.',
  },
  'engine-disagrees': {
    severity: 'error',
    means: "Terraform's plan differs from the reviewed changes; nothing was applied.",
    wayOut: 'This is a bug in Bylaw: report it with the two lists that the message shows.',
  },
  'beyond-terraform': {
    severity: 'error',
    means: 'The documents ask for something that the standalone provider cannot see or do.',
    wayOut: 'Use `bylaw apply`, or do it once by hand.',
  },
} as const satisfies Readonly<Record<string, CodeRow>>;
