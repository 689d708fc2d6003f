/** Whether two lists without repetitions hold the same names in whatever order. */
export function sameNames(a: readonly string[], b: readonly string[]): boolean {
  const names = new Set(a);
  return a.length === b.length && b.every((name) => names.has(name));
}
