import { Composer, type Document, isScalar, Lexer, type Node, Parser } from 'yaml';
import type { Diagnostic } from './diagnostic.ts';
import { MAX_DEPTH } from './limits.ts';
import { LineIndex } from './line-index.ts';
import { fileOrigin } from './origin.ts';
import { failure, type Outcome, outcome } from './outcome.ts';
import { PathNode } from './path-node.ts';
import type { SourceDocument } from './source-document.ts';
import { YamlLocator } from './yaml-locator.ts';
import { syntaxDiagnostics } from './yaml-syntax.ts';
import { tooDeep, YamlConversion } from './yaml-values.ts';

/** YAML 1.2 core, whatever a %YAML directive says: `no` and `2027-01-31` are text. */
export const YAML_OPTIONS = {
  schema: 'core',
  merge: false,
  // The library compares each key with all before it; our own check is linear.
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

/**
 * Whatever text there is, by the library: what is right in it, and what is wrong.
 * Codes: `yaml-syntax`, `yaml-duplicate-key`, `yaml-alias-limit`, `yaml-too-deep`, `yaml-unsupported`.
 */
export function readByLibrary(text: string, file: string): Outcome<readonly SourceDocument[]> {
  const lines = new LineIndex(text, file);
  const composed = compose(text, lines);
  if (!composed.ok) return composed;

  const diagnostics: Diagnostic[] = [];
  const documents: SourceDocument[] = [];
  diagnostics.push(
    ...syntaxDiagnostics(
      composed.value.flatMap((d) => d.errors),
      lines,
    ),
  );
  for (const yaml of composed.value) {
    // What a broken document holds would only be guessed at.
    if (yaml.errors.length > 0 || isEmpty(yaml.contents)) continue;
    const conversion = new YamlConversion(lines);
    const value = conversion.convert(yaml.contents);
    for (const problem of conversion.diagnostics) diagnostics.push(problem);
    const locator = new YamlLocator(yaml.contents, conversion.aliases, lines);
    const document: SourceDocument = {
      file,
      value,
      root: () => new PathNode(document, value, null, null),
      valueSpan: (documentPath) => locator.valueSpan(documentPath),
      keySpan: (documentPath) => locator.keySpan(documentPath),
      typed: (documentPath) => locator.typed(documentPath),
      written: (documentPath) => text.slice(...locator.valueRange(documentPath)),
    };
    documents.push(document);
  }
  return outcome(documents, diagnostics);
}

/** Composing recurses, so nesting is bounded while tokens come in, before anything recurses over them. */
function compose(text: string, lines: LineIndex): Outcome<readonly Document.Parsed[]> {
  const parser = new Parser();
  const composer = new Composer(YAML_OPTIONS);
  const documents: Document.Parsed[] = [];
  // The parser's stack also holds the document and the scalar at hand.
  const limit = MAX_DEPTH + 2;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) documents.push(...composer.next(token));
    if (parser.stack.length > limit) {
      return failure(tooDeep(fileOrigin(lines.span(parser.offset, parser.offset))));
    }
  }
  for (const token of parser.end()) documents.push(...composer.next(token));
  documents.push(...composer.end(false, text.length));
  return outcome(documents, []);
}

function isEmpty(contents: Node | null): boolean {
  return contents === null || (isScalar(contents) && contents.value === null && !contents.source);
}
