import type { CodeRow } from './code-row.ts';

/** States and their locks. */
export const STATE_CODES = {
  'state-not-saved': {
    severity: 'warning',
    means: 'The state, which is a cache, could not be written.',
    wayOut: 'Check the state directory or backend; the next run adopts what is live.',
  },
  'state-locked': {
    severity: 'error',
    means: 'Another apply holds the lock of this organization, on this machine or on the state backend.',
    wayOut: 'Wait for it (--lock-timeout); docs/state.md says how to break a lock whose holder is gone.',
  },
  'state-unlocked': {
    severity: 'warning',
    means: 'The settings of the state backend turn on no lock, so two applies could run at once.',
    wayOut: 'Turn its lock on, as the message says.',
  },
  'state-stays-locked': {
    severity: 'warning',
    means:
      'The state backend takes a lock and has no way to give it back as it is set, so the next apply is refused.',
    wayOut: 'Write what gives it back, as the message says.',
  },
  'state-unreachable': {
    severity: 'error',
    means: 'The state backend could not be reached, or rejected the credentials.',
    wayOut: 'Check its address, and the environment variables with its credentials.',
  },
  'state-damaged': {
    severity: 'warning',
    means:
      "The state cannot be read. If it is Bylaw's, an apply moves it aside; otherwise it stays as it is.",
    wayOut: 'Run the command in the message, if there is one: the next apply adopts what is live.',
  },
  'state-foreign': {
    severity: 'error',
    means: "The place of the state holds something that is not Bylaw's; nothing was written.",
    wayOut: 'Correct the place that state.backend or state.directory names.',
  },
  'state-not-released': {
    severity: 'warning',
    means: 'The lock on the state backend was lost or could not be released.',
    wayOut: 'docs/state.md says how to break a lock whose holder is gone.',
  },
} as const satisfies Readonly<Record<string, CodeRow>>;
