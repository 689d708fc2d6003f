/** A state that cannot be. It is a bug in Bylaw, and ends the run: a value made up in its place would be acted upon. */
export class ImpossibleState extends Error {
  constructor(takenForGranted: string) {
    super(`taken for granted, but not there: ${takenForGranted}`);
    this.name = 'ImpossibleState';
  }
}

/** A value that cannot be missing. Never for what a user, a file or a platform can leave out. */
export function known<T>(value: T, what: string): NonNullable<T> {
  if (value === undefined || value === null) throw new ImpossibleState(what);
  return value;
}
