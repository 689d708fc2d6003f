/** As long as a name in documents, and a name on GitHub, may be. */
const LONGEST = 100;

/** What no key begins with, and a name on GitHub may: as a word. */
const FIRST: Readonly<Record<string, string>> = { '.': 'dot-', _: 'underscore-', '-': 'dash-' };

/**
 * The key in documents of a repository on GitHub: its name in small letters, for GitHub minds no letter case. `.github` is
 * `dot-github`, because no key begins with a dot; where there is no room for the word, its first letter. It is made of the
 * name alone: what other repositories there are must not change what a document means.
 */
export function repositoryKey(name: string): string {
  const folded = name.toLowerCase();
  const word = FIRST[folded.slice(0, 1)];
  if (word === undefined) return folded;
  const rest = folded.slice(1);
  return word.length + rest.length <= LONGEST ? `${word}${rest}` : `${word.slice(0, 1)}${rest}`;
}
