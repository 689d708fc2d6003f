import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileCheck } from '../../src/policy/compile-check.ts';
import { surelyValid } from '../../src/policy/surely-valid.ts';
import { type DocumentPath, isPlainMap } from '../../src/source/source-document.ts';
import { INSTEAD, put, SCHEMA_CASES, wrongIn } from './schema-cases.ts';

/** Nothing that the check refuses is let through; the other way it may be left open. */
describe('what is surely valid is valid for the check', () => {
  it.each(SCHEMA_CASES)('with each place wrong in one way: $name', ({ schema, documents }) => {
    const [surely, check] = [surelyValid(schema), compileCheck(schema)];
    for (const { value } of documents) {
      for (const way of wrongIn(value)) {
        const changed = way(value);
        expect(surely(changed)).toBe(check(changed));
      }
    }
  });

  it.each(SCHEMA_CASES)('however it is changed: $name', ({ schema, documents }) => {
    const [surely, check] = [surelyValid(schema), compileCheck(schema)];
    const change = fc.tuple(fc.nat(), fc.oneof(fc.constantFrom(...TRICKY), fc.jsonValue({ maxDepth: 2 })));
    fc.assert(
      fc.property(
        fc.constantFrom(...documents),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        (document, changes) => {
          const changed = changes.reduce((value, [at, instead]) => {
            const places = [...placesIn(value)];
            return put(value, places[at % places.length] ?? [], () => instead);
          }, document.value);
          if (surely(changed)) expect(check(changed)).toBe(true);
          // The check is the one to say no.
          if (!check(changed)) expect(surely(changed)).toBe(false);
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each(eachKeyword())('with what is close to the border on both sides: %j', (schema) => {
    const [surely, check] = [surelyValid(schema), compileCheck(schema)];
    for (const value of NEAR) if (surely(value)) expect(check(value)).toBe(true);
  });
});

/** What is right costs no check: it is what this is for. */
it.each(SCHEMA_CASES)(
  'documents that are right are surely valid, and no others: $name',
  ({ schema, documents }) => {
    const [surely, check] = [surelyValid(schema), compileCheck(schema)];
    expect(documents.some(({ value }) => check(value))).toBe(true);
    for (const { value } of documents) expect(surely(value)).toBe(check(value));
  },
);

it.each([
  ['a keyword that our schemas do not have', { type: 'object', patternProperties: { a: false } }, {}],
  ['one of newer drafts', { dependentRequired: { a: ['b'] } }, { a: 1 }],
  ['a reference to elsewhere', { $ref: 'urn:other' }, 1],
  ['a definition that is not there', { $ref: '#/$defs/constructor', $defs: {} }, 1],
  ['a type that there is not', { type: 'text' }, 'x'],
  ['a format that is not known', { format: 'email' }, 'a@b.co'],
  ['collections that have to be compared', { const: [1] }, [1]],
  ['collections that may be the same', { uniqueItems: true }, [[1], [1]]],
  ['first items of their own', { prefixItems: [true], items: false }, [1]],
  ['a bound that is no number', { maximum: '7' }, 8],
  ['a condition that is left open', when({ format: 'email' }, false), 'a'],
  ['the opposite of what is left open', { not: { format: 'email' } }, 'a'],
])('is left open: %s', (_what, schema, value) => {
  expect(surelyValid(schema)(value)).toBe(false);
});

it('a value that is left undefined is in no document, and left open', () => {
  expect(surelyValid({ required: ['a'] })({ a: undefined })).toBe(false);
  expect(surelyValid({ properties: { a: {} } })({ a: undefined })).toBe(false);
});

const TRICKY: readonly unknown[] = [
  ...INSTEAD,
  ...['2027-02-28', '2028-02-29', '2027-02-29', '2027-13-01', '0000-01-01', '2027-1-1', '2027-01-31 '],
  ...['2027-01-31T00:00:00Z', '2027-01-31T23:59:60Z', '2027-01-31T24:00:00Z', '2027-01-31t00:00:00z'],
  ...[
    '2027-01-31T00:00:00',
    '2027-01-31T00:00:00+23:59',
    '2027-01-31T00:00:00.5-24:00',
    '2027-02-29T00:00:00Z',
  ],
  ...[
    '\u{1f600}'.repeat(200),
    '\u{1f600}'.repeat(201),
    'é'.repeat(254),
    '\u0000',
    '\ud800',
    '\u202e',
    'a\nb',
  ],
  ...['full', 'declared', 'ana@acme.example', 'a@b', '*', 'https://a.example', 'http://a.example/?q', '30s'],
  ...[0, -0, 1.5, 1e21, -1, 36_500, 36_501, false, '__proto__', 'constructor'],
  ...[{ __proto__: null }, { roles: [] }, { role: 'admin', until: '2027-01-31' }, ['admin', 'admin'], [null]],
];

const NEAR: readonly unknown[] = [
  ...TRICKY,
  ...['', 'a', 'ab', 'abc', '\u{1f600}\u{1f600}', 0, 1, 2, NaN, Infinity],
  ...[[], ['a'], ['a', 'a'], ['a', 1], [{}, {}]],
  ...[{}, { a: 1 }, { a: 'x' }, { a: 1, b: 2 }, { ab: 'x' }, JSON.parse('{"__proto__": 1, "a": 1}')],
];

/** Each keyword alone. */
function eachKeyword(): readonly object[] {
  return [
    ...['string', 'number', 'integer', 'boolean', 'null', 'array', 'object'].map((type) => ({ type })),
    { type: ['object', 'null'] },
    { minLength: 2 },
    { maxLength: 2 },
    { minItems: 1 },
    { maxItems: 1 },
    { minProperties: 1 },
    { maxProperties: 1 },
    { minimum: 1 },
    { maximum: 1 },
    { const: 0 },
    { enum: ['a', null, 1] },
    { required: ['a', '__proto__'] },
    { properties: { a: { type: 'string' } }, additionalProperties: false },
    { additionalProperties: { type: 'string' } },
    { propertyNames: { maxLength: 1 } },
    { items: { type: 'string' } },
    { uniqueItems: true },
    { pattern: '^\\p{L}+$' },
    { format: 'date' },
    { format: 'date-time' },
    { not: { required: ['a'] } },
    when({ type: 'string' }, { minLength: 2 }, { type: 'array' }),
    when({ properties: { a: { const: 1 } }, required: ['a'] }, { required: ['b'] }),
    { allOf: [{ type: 'string' }, { maxLength: 1 }] },
    { $ref: '#/$defs/a', $defs: { a: { type: 'string' } }, maxLength: 1 },
  ];
}

function when(condition: object, then: unknown, otherwise: unknown = true): object {
  return { if: condition, then, else: otherwise };
}

function* placesIn(value: unknown, documentPath: DocumentPath = []): Generator<DocumentPath> {
  yield documentPath;
  if (!isPlainMap(value) && !Array.isArray(value)) return;
  for (const [key, inner] of Object.entries(value)) yield* placesIn(inner, [...documentPath, key]);
}
