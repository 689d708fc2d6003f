/** How a text is taken apart: `items:{action}!{collection}`. What is read by `join` is sent by it. */
export type TextPattern = readonly (
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'name'; readonly name: string }
)[];

/** Why a text is no pattern, or the pattern. */
export function describePattern(written: string): TextPattern | string {
  const parts = written
    .split(/\{([^{}]*)\}/)
    .map((text, at) =>
      at % 2 === 0 ? ({ is: 'text', text } as const) : ({ is: 'name', name: text } as const),
    );
  const pattern = parts.filter((part) => part.is === 'name' || part.text !== '');
  const names = patternNames(pattern);
  if (pattern.some((part) => part.is === 'text' && /[{}]/.test(part.text))) return 'A brace stands alone.';
  if (names.length === 0) return 'The pattern has no name in braces.';
  if (names.some((name) => !/^[a-z][a-z-]*$/.test(name))) return 'A name in braces is a word.';
  if (new Set(names).size < names.length) return 'The pattern has a name twice.';
  const isClose = pattern.some((part, at) => part.is === 'name' && pattern[at + 1]?.is === 'name');
  return isClose ? 'Nothing parts two names.' : pattern;
}

export function patternNames(pattern: TextPattern): readonly string[] {
  return pattern.flatMap((part) => (part.is === 'name' ? [part.name] : []));
}

/** What each name stands for in a text, up to the first sign that ends it; null where the text is not like the pattern. */
export function takenApart(pattern: TextPattern, text: string): Readonly<Record<string, string>> | null {
  const found: Record<string, string> = {};
  let rest = text;
  for (const [at, part] of pattern.entries()) {
    if (part.is === 'text') {
      if (!rest.startsWith(part.text)) return null;
      rest = rest.slice(part.text.length);
      continue;
    }
    const next = pattern[at + 1];
    const end = next?.is === 'text' ? rest.indexOf(next.text, 1) : rest.length;
    if (end < 1) return null;
    found[part.name] = rest.slice(0, end);
    rest = rest.slice(end);
  }
  return rest === '' ? found : null;
}

export function samePattern(one: TextPattern | null, other: TextPattern | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
