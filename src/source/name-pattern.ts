import { known } from './known.ts';

/** Whether a text is a pattern rather than a name: no permission, scope or group has a `*` in it. */
export function isPattern(text: string): boolean {
  return text.includes('*');
}

/** `*` stands for any characters, none included. */
export function matchesText(pattern: string, text: string): boolean {
  return matches([...pattern], [...text], '*', (wanted, found) => wanted === found);
}

/** Over paths of names: `*` stands for characters of one name, `**` for any number of names, none included. */
export function matchesPath(pattern: string, path: string): boolean {
  return matches(pattern.split('/'), path.split('/'), '**', matchesText);
}

/**
 * The usual walk with one place to return to: a later star takes over from an earlier one, so the work is at most
 * pattern × text, whatever somebody writes. A regular expression of many stars would not be.
 */
function matches(
  pattern: readonly string[],
  text: readonly string[],
  star: string,
  same: (wanted: string, found: string) => boolean,
): boolean {
  let at = 0;
  let from = 0;
  let lastStar = -1;
  let taken = 0;
  while (from < text.length) {
    const wanted = pattern[at];
    if (wanted === star) {
      lastStar = at;
      taken = from;
      at += 1;
    } else if (wanted !== undefined && same(wanted, known(text[from], 'a part of what is matched'))) {
      at += 1;
      from += 1;
    } else if (lastStar >= 0) {
      taken += 1;
      from = taken;
      at = lastStar + 1;
    } else return false;
  }
  return pattern.slice(at).every((rest) => rest === star);
}
