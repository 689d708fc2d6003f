/** What scripts rely on: one meaning a number, in every command. */
export const EXIT = {
  /** Nothing left to do. */
  clean: 0,
  /** The command could not do what it was asked, or the documents are wrong. */
  error: 1,
  /** Changes, drift or an expectation that fails: somebody should look. */
  changes: 2,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What `--help` and the manual page say of each. */
export const EXIT_MEANINGS: Readonly<Record<ExitCode, string>> = {
  0: 'nothing left to do',
  1: 'error',
  2: 'changes, drift or a failed expectation',
};
