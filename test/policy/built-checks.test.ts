import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { compileCheck } from '../../src/policy/compile-check.ts';
import { builtCheckFile, createValidator } from '../../src/policy/validator.ts';
import { checkFor } from '../../src/workspace/built-checks.ts';
import { shown } from '../source/shown.ts';
import { got, HEAD, NESTED, onlyDocument, policy } from './fixture.ts';
import { backends, SCHEMA_CASES, schemas, wrongIn } from './schema-cases.ts';

const load = createRequire(import.meta.url);
const builtFor = (schema: object) => load(resolve('dist/checks', builtCheckFile(schema)));

/** At most so many of each document: from all of its length. */
const MOST = 150;

describe('the check that the build made of a schema', () => {
  it.each(SCHEMA_CASES)('says what the compiled one says: $name', ({ schema, platform, documents }) => {
    expect(documents.length).toBeGreaterThan(0);
    const built = createValidator(schema, (asked) => builtFor(asked).check, platform);
    const compiled = createValidator(schema, compileCheck, platform);
    const check = compileCheck(schema);
    let wrong = 0;
    for (const document of documents) {
      const ways = [...wrongIn(document.value)];
      const step = Math.ceil(ways.length / MOST);
      const values = [
        document.value,
        ...ways.filter((_, n) => n % step === 0).map((way) => way(document.value)),
      ];
      for (const value of values) {
        expect(builtFor(schema).check(value)).toBe(check(value));
        const said = built({ ...document, value }).map(shown);
        expect(said).toEqual(compiled({ ...document, value }).map(shown));
        if (said.length > 0) wrong += 1;
      }
    }
    expect(wrong).toBeGreaterThan(20);
  });

  it.each(SCHEMA_CASES)('is of that schema as it is now, which is a schema: $name', ({ schema }) => {
    expect(builtFor(schema).schema).toBe(JSON.stringify(schema));
    expect(checkFor(schema)).toBe(builtFor(schema).check);
    const ajv = new Ajv2020();
    expect(ajv.validateSchema(schema) ? [] : ajv.errors).toEqual([]);
  });

  it('is not taken for another schema of its name', () => {
    const other = { ...schemas.workspace, required: ['title'] };
    const said = createValidator(other, checkFor)(onlyDocument(backends)).map(shown);
    expect(said).toContainEqual(expect.stringContaining('needs the key `title`'));
    const platform = got(policy.readPlatform(onlyDocument(NESTED.replace('name: nested', 'name: lumoauth'))));
    const organization = onlyDocument(`${HEAD}platform: lumoauth\nunits: { a: { title: A, tite: A } }\n`);
    const narrowed = createValidator(policy.organizationSchema(platform), checkFor, platform);
    expect(narrowed(organization).map(shown)).toEqual([expect.stringContaining('tite')]);
  });
});
