/** The starts and all that can be reached from them, in the order of finding. Rings are walked once round. */
export function reachableFrom<T>(starts: Iterable<T>, next: (from: T) => Iterable<T>): ReadonlySet<T> {
  const seen = new Set(starts);
  // A set grows while it is walked: each is visited once.
  for (const from of seen) for (const to of next(from)) seen.add(to);
  return seen;
}
