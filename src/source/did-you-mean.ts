import { distance } from 'fastest-levenshtein';

/** Beyond this a word is not a typing slip, and the comparison is not free. */
const LONGEST_WORD = 100;

/**
 * The candidate a reader most likely meant by `word`: the fewest letters apart, letter case ignored, at most a third
 * of the word, but two (two letters swapped count as two), or one in words of three letters. Equally near ones: the first in the order given. Null when none is near.
 */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  if (word.length > LONGEST_WORD) return null;
  const wanted = word.toLowerCase();
  let best: string | null = null;
  let fewest = (word.length <= 3 ? 1 : Math.max(2, Math.floor(word.length / 3))) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= fewest) continue;
    const apart = distance(wanted, candidate.toLowerCase());
    if (apart < fewest) {
      fewest = apart;
      best = candidate;
    }
  }
  return best;
}

/** More than so many names are no help: nobody reads on. */
const LISTED = 8;

/** `editor, viewer, owner`; of very many those that are most like the word, and how many more there are. */
export function nearestFirst(word: string, candidates: readonly string[]): string {
  if (candidates.length <= LISTED) return candidates.join(', ');
  const wanted = word.slice(0, LONGEST_WORD).toLowerCase();
  const sorted = candidates
    .map((name) => ({ name, apart: distance(wanted, name.toLowerCase()) }))
    .sort((a, b) => a.apart - b.apart)
    .map(({ name }) => name);
  return `${sorted.slice(0, LISTED).join(', ')}, and ${candidates.length - LISTED} more`;
}

/** ``Did you mean `members`?``, or null. */
export function didYouMean(word: string, candidates: Iterable<string>): string | null {
  const found = nearest(word, candidates);
  return found === null ? null : `Did you mean \`${found}\`?`;
}
