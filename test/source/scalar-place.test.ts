/** A part of a text is found in its file, whichever way YAML lets the text be written. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Document, Scalar } from 'yaml';
import { known } from '../../src/source/known.ts';
import { readByLibrary } from '../../src/source/library-yaml.ts';
import { placeWithin } from '../../src/source/scalar-place.ts';
import type { SourceDocument } from '../../src/source/source-document.ts';
import { readYaml } from '../../src/source/yaml.ts';

/** What stands in the file where a part of the text under `a` is said to be. */
function pointedAt(yaml: string, part: string, read = readYaml): string {
  const documents = read(yaml, 'x.yaml');
  if (!documents.ok) throw new Error(JSON.stringify(documents.diagnostics));
  return pointedIn(known(documents.value[0], 'a document'), yaml, part);
}

function pointedIn(document: SourceDocument, yaml: string, part: string): string {
  const node = document.root().child('a');
  const text = String(node.value);
  const place = placeWithin(node, text.indexOf(part), part.length);
  if (place.from !== 'file') throw new Error('It is in a file.');
  const lines = yaml.split('\n');
  const offset = (line: number, column: number) =>
    lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
  return yaml.slice(offset(place.line, place.column), offset(place.endLine, place.endColumn));
}

describe('a part of a text', () => {
  it.each([
    ['plain', 'a: x == PART && y\n'],
    ['plain, first', 'a: PART && y\n'],
    ['plain, in several lines', 'a: x &&\n  y &&\n\n  PART\nb: 1\n'],
    ['in single quotes', "a: 'x == ''q'' && PART'\n"],
    ['in single quotes and several lines', "a: 'x\n\n  ''\n  PART'\n"],
    ['in double quotes', 'a: "x == \\"q\\" && PART"\n'],
    ['in double quotes, with escapes', 'a: "\\x41\\u00e4\\U0001F600\\t\\n\\\\ \\/ PART"\n'],
    ['in double quotes and several lines', 'a: "x \\\n   \\  y\n\n   PART"\n'],
    ['a block', 'a: |\n  x &&\n    y &&\n  PART\n'],
    ['a block with an indentation of its own', 'a: |2-  # why\n    x\n  PART\nb: 1\n'],
    ['a block that begins with empty lines', 'a: |+\n\n\n  PART\n\n'],
    ['a folded block', 'a: >-\n  x\n  y\n\n    z\n\n  PART\n'],
    ['a folded block whose lines end as on Windows', 'a: >-\r\n  x\r\n  y\r\n\r\n  PART\r\n'],
    ['behind a tag and an anchor', 'a: !!str &x "y PART"\n'],
    ['in braces', '{ b: 1, a: "x PART", c: 2 }\n'],
    ['behind what is two units long', 'a: "😀" # no\nb: 1\n'.replace('"😀"', '"😀 PART"')],
    ['between other documents', '---\na: x PART\n---\nb: 1\n'],
  ])('%s', (_, yaml) => {
    expect(pointedAt(yaml, 'PART')).toBe('PART');
    expect(pointedAt(yaml, 'PART', (text, file) => readByLibrary(String(text), file))).toBe('PART');
  });

  it('by an alias is where the alias is', () => {
    expect(pointedAt('b: &x |\n  y\n  PART\na: *x\n', 'PART')).toBe('*x');
  });

  it('that is at the end, and has no width, is found too', () => {
    const documents = readYaml('a: |\n  x +\n', 'x.yaml');
    const node = documents.ok ? documents.value[0]?.root().child('a') : undefined;
    expect(node === undefined ? null : placeWithin(node, 3, 0)).toMatchObject({ line: 2, column: 6 });
  });

  it.each(['PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'] as const)(
    'is found in any text, as the library writes it: %s',
    (style) => {
      const words = fc.array(
        fc.oneof(
          fc.constantFrom(' ', '\n', '  ', '\n\n', '\\', '"', "'", '# ', ': ', '\t'),
          fc.string({ unit: 'grapheme', maxLength: 6 }),
        ),
        { maxLength: 12 },
      );
      fc.assert(
        fc.property(words, words, (before, after) => {
          const text = `x${before.join('')}PART${after.join('')}`;
          if (text.split('PART').length !== 2) return;
          const scalar = new Scalar(text);
          scalar.type = style;
          const yaml = new Document({ a: scalar }).toString({ lineWidth: 30 });
          const documents = readByLibrary(yaml, 'x.yaml');
          const [document] = documents.ok ? documents.value : [];
          // What the library writes is sometimes another text, or none that it reads.
          if (document === undefined || document.root().child('a').value !== text) return;
          // A line may end in the middle of it.
          expect(pointedIn(document, yaml, 'PART').replace(/\\\n */, '')).toBe('PART');
        }),
      );
    },
  );
});
