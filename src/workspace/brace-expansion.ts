import { isDynamicPattern } from 'tinyglobby';

/** More alternatives than anybody writes are not looked at one by one. */
const MOST = 256;

/** `a/{b,c}.yaml` → `a/b.yaml`, `a/c.yaml`. Ranges and whatever else braces may hold stay as they are. */
export function expandBraces(pattern: string): readonly string[] {
  const found = /\{([^{}]*,[^{}]*)\}/.exec(pattern);
  if (found === null) return [pattern];
  const [whole, inside = ''] = found;
  const [before, after] = [pattern.slice(0, found.index), pattern.slice(found.index + whole.length)];
  const all: string[] = [];
  for (const one of inside.split(',')) {
    all.push(...expandBraces(`${before}${one}${after}`));
    if (all.length > MOST) return [pattern];
  }
  return all;
}

/** The part of a pattern that names folders, or a file, as they are: `access/eu/*.yaml` → `access/eu`. */
export function literalPrefix(pattern: string): string {
  const parts = pattern.split('/');
  const first = parts.findIndex((part) => isDynamic(part));
  return (first === -1 ? parts : parts.slice(0, first)).join('/');
}

/** The library is loaded for what is not plain to see. */
function isDynamic(part: string): boolean {
  if (/^[\w.-]*$/.test(part)) return false;
  return /^[^\\]*\*[^\\]*$/.test(part) || isDynamicPattern(part);
}
