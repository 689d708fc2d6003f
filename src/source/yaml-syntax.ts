import type { YAMLError } from 'yaml';
import { type Diagnostic, diagnostic } from './diagnostic.ts';
import { MAX_SYNTAX_ERRORS } from './limits.ts';
import type { LineIndex } from './line-index.ts';
import { fileOrigin } from './origin.ts';
import { escapeText } from './quote.ts';

/** What to do, for the slips people make; the rest is said by the message alone. */
const HINTS: { readonly [code in YAMLError['code']]?: string } = {
  TAB_AS_INDENT: 'Indent with spaces: YAML does not take tabs.',
  BAD_INDENT: 'Line the key up with its neighbours.',
  BAD_SCALAR_START: 'Put the value in quotes.',
  BLOCK_AS_IMPLICIT_KEY: 'Put the value in quotes if it holds a colon.',
  MULTILINE_IMPLICIT_KEY: 'A key needs a colon and a space after it.',
  BAD_DQ_ESCAPE: 'Write a backslash twice, or use single quotes.',
};

/** One diagnostic a place: the parser often says the same fault twice. Code: `yaml-syntax`. */
export function syntaxDiagnostics(errors: readonly YAMLError[], lines: LineIndex): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const places = new Set<number>();
  for (const error of errors) {
    const [start, end] = error.pos;
    if (places.has(start)) continue;
    places.add(start);
    if (found.length === MAX_SYNTAX_ERRORS) break;
    const message = escapeText(error.message.replace(/\s+/g, ' ').trim()).slice(0, 300);
    found.push(
      diagnostic('yaml-syntax', message, fileOrigin(lines.span(start, end)), {
        hint: HINTS[error.code] ?? null,
      }),
    );
  }
  return found;
}
