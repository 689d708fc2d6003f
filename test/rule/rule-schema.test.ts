/** The published schema of rules is what the rules say of themselves; one key has one shape whichever rules have it. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { BUILT_IN_RULES } from '../../src/rule/built-in-rules.ts';
import { CUSTOM_RULE } from '../../src/rule/custom/custom-rule-keys.ts';
import { ruleSchema, sameShape } from '../../src/rule/rule-schema.ts';

const FILE = 'schemas/rules.schema.json';

it('schemas/rules.schema.json has the keys of every rule', () => {
  const schema = JSON.parse(readFileSync(FILE, 'utf8'));
  if (process.env.BLESS === '1' && process.env.CI !== 'true') {
    schema.$defs.rule = ruleSchema(BUILT_IN_RULES);
    writeFileSync(FILE, JSON.stringify(schema, null, 2));
    execFileSync('node_modules/.bin/biome', ['format', '--write', FILE]);
  }
  expect(schema.$defs.rule).toEqual(JSON.parse(JSON.stringify(ruleSchema(BUILT_IN_RULES))));
});

it('one key has one shape', () => {
  const first = new Map<string, Parameters<typeof sameShape>[0]>();
  for (const { name, parameters } of [...BUILT_IN_RULES, CUSTOM_RULE]) {
    for (const [key, parameter] of Object.entries(parameters)) {
      const other = first.get(key);
      first.set(key, parameter);
      if (other !== undefined && other.kind !== 'choice')
        expect(sameShape(other, parameter), `${key} of ${name}`).toBe(true);
    }
  }
});
