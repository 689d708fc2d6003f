/**
 * Patterns as nearly everybody writes them: folders by their names, then `*` and an ending, as `access/*.yaml`, and
 * perhaps two stars before it, for any folders in between. They mean here what they mean to the library that reads every
 * other pattern; it takes longer to load than these take to find.
 */
export interface PlainPattern {
  /** Where the folder is; empty for the one that is searched. */
  readonly folders: string;
  /** Whether the file may also be anywhere below it. */
  readonly below: boolean;
  /** What the file is called. */
  readonly name: RegExp;
}

const PLAIN = /^((?:[A-Za-z0-9_][\w.-]*\/)*)(\*\*\/)?\*((?:\.[\w-]+)+|\.\{[\w-]+(?:,[\w-]+)+\})$/;

/** Null for a pattern that is for the library to read. */
export function plainPattern(pattern: string, ignoreCase: boolean): PlainPattern | null {
  const found = PLAIN.exec(pattern);
  if (found === null) return null;
  const [, folders = '', below, ending = ''] = found;
  const endings = ending.startsWith('.{')
    ? `\\.(?:${ending.slice(2, -1).replaceAll(',', '|')})`
    : escaped(ending);
  return {
    folders,
    below: below !== undefined,
    name: new RegExp(`^(?!\\.)[^/]*${endings}$`, ignoreCase ? 'i' : ''),
  };
}

function escaped(text: string): string {
  return text.replaceAll('.', '\\.');
}
