/** The published schema of rules is what the rules say of themselves; one key has one shape whichever rules have it. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { BUILT_IN_RULES } from '../../src/rule/built-in-rules.ts';
import { ruleSchema, sameShape } from '../../src/rule/rule-schema.ts';

it('schemas/rules.schema.json has the keys of every rule', () => {
  const schema = JSON.parse(readFileSync('schemas/rules.schema.json', 'utf8'));
  expect(schema.$defs.rule).toEqual(JSON.parse(JSON.stringify(ruleSchema(BUILT_IN_RULES))));
});

it('one key has one shape', () => {
  const first = new Map<string, Parameters<typeof sameShape>[0]>();
  for (const { name, parameters } of BUILT_IN_RULES) {
    for (const [key, parameter] of Object.entries(parameters)) {
      const other = first.get(key);
      first.set(key, parameter);
      if (other !== undefined && other.kind !== 'choice')
        expect(sameShape(other, parameter), `${key} of ${name}`).toBe(true);
    }
  }
});
