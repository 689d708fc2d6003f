/** Longer texts are cut in messages: the place says where the rest is. */
const SHOWN = 80;

/**
 * C0 and C1 controls, invisible and bidirectional format characters, line separators, lone surrogates: characters
 * that change how a terminal or a web page shows the text around them.
 */
const UNSAFE = /\p{Cc}|\p{Cf}|\p{Cs}|\u2028|\u2029/gu;

/** The text with every character that could disguise it written as `\u{7}`. */
export function escapeText(text: string): string {
  return text.replace(UNSAFE, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`);
}

/** A user's own text for use in a message: in double quotes, escaped, cut when long. Never raw. */
export function quote(text: string): string {
  const shown = text.length > SHOWN ? `${text.slice(0, SHOWN - 1)}…` : text;
  return `"${escapeText(shown).replaceAll('"', '\\"')}"`;
}

/** As many are named in a message; of the rest only how many there are. */
const NAMED = 10;

/** Several phrases as one: `a; b; and 3 more`, escaped. */
export function someOf(phrases: readonly string[]): string {
  const rest = phrases.length - NAMED;
  const named = phrases.slice(0, NAMED).map(escapeText);
  return [...named, ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ');
}
