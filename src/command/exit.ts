/** What scripts rely on. `changes` also stands for drift and for a check that found errors being none of these. */
export const EXIT = {
  /** Nothing left to do. */
  clean: 0,
  /** The command could not do what it was asked, or the documents are wrong. */
  error: 1,
  /** Changes or drift: somebody should look. */
  changes: 2,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
