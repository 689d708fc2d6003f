import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { driftOf } from '../../src/plan/drift/drift.ts';
import { whatJson, whyJson } from '../../src/report/answer/answer-json.ts';
import { checkJson } from '../../src/report/check/check-json.ts';
import { diagnosticsJson } from '../../src/report/diagnostics/diagnostics-json.ts';
import { driftJson } from '../../src/report/drift/drift-json.ts';
import { jsonText } from '../../src/report/json/report-envelope.ts';
import { planJson } from '../../src/report/plan/plan-json.ts';
import { CODES, type TableCode } from '../../src/source/codes/codes.ts';
import { diagnostic } from '../../src/source/diagnostic.ts';
import { subjects } from './forms.ts';
import { lumoauth } from './platforms.ts';
import { anyPlan } from './random.ts';
import { desiredOf, planned, sourceOf } from './scene.ts';
import { Side } from './side.ts';

const schema: object = JSON.parse(readFileSync('schemas/report.schema.json', 'utf8'));
const validate = new Ajv2020({ strict: true, strictTypes: false, allErrors: false }).compile(schema);

/** What a reader of the text gets, so that a Map or an undefined cannot hide. */
function expectValid(text: string): void {
  const valid = validate(JSON.parse(text));
  expect(valid ? [] : validate.errors?.slice(0, 5)).toEqual([]);
}

test.each(subjects)('$name is as the schema says', ({ json }) => {
  expectValid(jsonText(json()));
});

test('reports of random plans are as the schema says', () => {
  fc.assert(
    fc.property(anyPlan, (plan) => {
      expectValid(jsonText(planJson([plan])));
      expectValid(jsonText(driftJson([{ plan, findings: driftOf(plan), deeds: new Map() }])));
      expectValid(jsonText(checkJson([plan.desired])));
      const source = sourceOf(plan, 'desired');
      const member = source.access.members[0] ?? 'nobody@acme.com';
      const permission = [...source.platform.permissions.keys()][0] ?? 'none:such';
      expectValid(jsonText(whatJson({ member, scope: null }, source)));
      expectValid(jsonText(whyJson({ member, permission, scope: plan.organization }, source)));
    }),
    { numRuns: 60 },
  );
});

test('every code there is may stand in a report', () => {
  const all = Object.keys(CODES).map((code) => diagnostic(code as TableCode, code, null));
  expectValid(jsonText(diagnosticsJson('import', all)));
});

test('the schema is closed', () => {
  const report = diagnosticsJson('import', []);
  expect(validate({ ...report, exitCode: 1 })).toBe(false);
  expect(validate({ ...report, format: 'bylaw.report/v2' })).toBe(false);
  expect(validate({ ...report, result: 'fine' })).toBe(false);
});

test('a plan explains five hundred grants, and one of each block where there are thousands', () => {
  const plan = (people: number) => {
    const names = Array.from({ length: people }, (_, at) => `p${at}@acme.com`);
    const build = (side: Side): Side => {
      side.scope('acme', 'organization', 'Acme');
      for (const name of names) side.member(name);
      return side.group('all', names);
    };
    const desired = build(new Side('acme', 'desired')).assign('group:all', ['editor']);
    return planned(desiredOf('acme', lumoauth, desired), build(new Side('acme', 'live')));
  };
  const explained = (people: number) => planJson([plan(people)]).organizations[0]?.access.explained;
  expect(explained(10)).toBe(30);
  expect(explained(300)).toBe(500);
  expect(explained(1000)).toBe(1);
});
