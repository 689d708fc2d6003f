/** The permissions of the catalogue a pattern stands for: `*`, `resource:*`, or a plain name. */
export function expandWildcard(pattern: string, catalogue: readonly string[]): readonly string[] {
  if (pattern === '*') return catalogue;
  if (pattern.endsWith(':*')) {
    const resource = pattern.slice(0, -1);
    return catalogue.filter((permission) => permission.startsWith(resource));
  }
  return catalogue.includes(pattern) ? [pattern] : [];
}
