import { GROUP_TEXTS, ROLE_TEXTS, type Written, type WrittenTexts } from '../../policy/document-types.ts';
import { invisibleIn } from '../../source/invisible-characters.ts';
import { quote } from '../../source/quote.ts';
import { type LintContext, type LintFinding, lintRule } from './lint-rule.ts';
import { writtenScopes } from './written-scopes.ts';

/** Nobody sees them, and a platform that trims what it is sent differs from the documents for ever. */
export const blankAtEnd = lintRule({
  code: 'blank-at-end',
  means: 'A title or description begins or ends with a space, a line break or an invisible character.',
  wayOut: 'Remove it, or write `|-` for `|`.',
  why: 'Bylaw sends a title or description as it is written, with a space, a line break or an invisible character at its beginning or end. Nobody sees the difference. And if the platform trims texts, it never stores what the documents say, so that every plan shows the same change again. `description: |` keeps the last line break, `|-` does not.',
  usual: 'warning',
  check({ document }: LintContext): readonly LintFinding[] {
    const found: LintFinding[] = [];
    for (const { path, isRoot, written } of writtenScopes({ document })) {
      if (written.title !== null) look(isRoot ? path : `scope ${path}`, 'title', written.title, found);
      for (const group of written.groups) lookAtTexts('group', GROUP_TEXTS, group, found);
      for (const role of written.roles) lookAtTexts('role', ROLE_TEXTS, role, found);
    }
    return found;
  },
});

/** Most groups are only mentioned and have no text at all. */
function lookAtTexts<K extends string>(
  what: string,
  keys: readonly K[],
  written: WrittenTexts<K> & { readonly name: string },
  found: LintFinding[],
): void {
  for (const key of keys) {
    const text = written[key];
    if (text !== null) look(`${what} ${written.name}`, key, text, found);
  }
}

function look(of: string, what: string, text: Written<string>, found: LintFinding[]): void {
  const characters = [...text.value];
  const [first = '', last = ''] = [characters[0], characters.at(-1)];
  if (!isBlank(first) && !isBlank(last)) return;
  const at = isBlank(first) ? (isBlank(last) ? 'begins and ends' : 'begins') : 'ends';
  const lineBreak = last === '\n' && !isBlank(first);
  found.push({
    message: `The ${what} of ${of} ${at} with ${lineBreak ? 'a line break' : 'a space or an invisible character'}: ${quote(text.value)}.`,
    origin: text.origin,
    hint: lineBreak ? 'Write |- for |, or >- for >.' : 'Take it away.',
  });
}

/** An emoji may end with a sign that only says how it is drawn. */
function isBlank(character: string): boolean {
  return /^\s$/u.test(character) || (invisibleIn(character) !== null && !/^[\ufe0e\ufe0f]$/.test(character));
}
