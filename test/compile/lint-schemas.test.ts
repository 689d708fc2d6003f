/** What the list of rules writes into schemas, with `npm run bless`. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { LINT_CODES, LINT_RULES } from '../../src/compile/lint/lint-rules.ts';
import { CODES } from '../../src/source/codes/codes.ts';
import { expectGolden } from '../golden.ts';
import { formattedSchema } from '../schema-text.ts';

it('the schema of workspaces has a level for every rule and no other', () => {
  const file = 'schemas/workspace.schema.json';
  const schema = JSON.parse(readFileSync(file, 'utf8'));
  const level = { $ref: '#/$defs/lint-level' };
  schema.properties.lint.properties = Object.fromEntries(LINT_CODES.map((code) => [code, level]));
  expectGolden(file, formattedSchema(file, schema));
});

it('the schema of platforms knows every rule and no other', () => {
  const file = 'schemas/platform.schema.json';
  const schema = JSON.parse(readFileSync(file, 'utf8'));
  schema.properties.lint.items.enum = LINT_CODES;
  expectGolden(file, formattedSchema(file, schema));
});

it.each(LINT_RULES)('$code: a code of its own, in the order of names, with sentences that end', (rule) => {
  expect(Object.hasOwn(CODES, rule.code)).toBe(false);
  expect(LINT_CODES.filter((code) => code === rule.code)).toHaveLength(1);
  for (const text of [rule.means, rule.wayOut, rule.why]) expect(text).toMatch(/^\S.*[.)]$/s);
});

it('the rules are in the order of their codes', () => {
  expect(LINT_CODES).toEqual([...LINT_CODES].sort());
});
