import { readFileSync } from 'node:fs';
import { globSync } from 'tinyglobby';
import { expect, it } from 'vitest';
import * as asCommonJs from 'yaml';
import { YAML_OPTIONS } from '../../src/source/library-yaml.ts';

const MODULES = new URL('../../node_modules/yaml/browser/dist/index.js', import.meta.url).href;

/** The program is built of the library as modules, and everything else takes it as Node finds it. */
it.each([
  ...globSync(['examples/**/*.yaml', 'schemas/platforms/*.yaml']).map((file) => readFileSync(file, 'utf8')),
  ...['', '#', '---\n---\na: 1\n...\nb', 'a: &x [1, 2]\nb: *x', '{a: [1, "x", true, null, 0x1F, 1e3]}'],
  ...['a: |\n  x\n   y\n', 'a: >-\n  x\n\n  y', "a: 'it''s'", '"\\u00e9\\x41\\n"', '? a\n: b', '- - - a'],
  ...[
    'a: b: c',
    'a: [1',
    '{',
    '"',
    'a:\n\t- b',
    '*x',
    '&x',
    '!!set {a}',
    '!!binary aGk=',
    '%YAML 1.1\n---\nno',
  ],
  ...[
    'a: 1\na: 2',
    '<<: {a: 1}',
    '- a\nb',
    '\u0000',
    '\ufeffa: 1',
    'é: \u{1f600}',
    '- 2027-01-31\n- no\n- ~',
  ],
])('means the same in both forms: %j', async (text) => {
  const asModules: typeof asCommonJs = await import(MODULES);
  const [one, other] = [asCommonJs, asModules].map((form) => {
    const composer = new form.Composer(YAML_OPTIONS);
    const tokens = [...new form.Parser().parse(text)];
    return [...composer.compose(tokens, false, text.length)].map((document) => ({
      errors: document.errors.map(({ name, code, pos, message }) => ({ name, code, pos, message })),
      places: placesIn(form, document),
    }));
  });
  expect(other).toEqual(one);
});

function placesIn(form: typeof asCommonJs, document: asCommonJs.Document.Parsed): readonly unknown[] {
  const places: unknown[] = [];
  form.visit(document, {
    Node: (_key, node) => {
      const scalar = form.isScalar(node) ? [node.source, plain(node.value)] : null;
      places.push([node.constructor.name, node.range, node.tag, scalar]);
    },
  });
  return places;
}

/** Bytes are of two kinds, and Bylaw reads none. */
function plain(value: unknown): unknown {
  return value instanceof Uint8Array ? [...value] : value;
}
