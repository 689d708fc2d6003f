import { expect, it } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import { bindExpectations } from '../../src/expectation/bind-expectations.ts';
import { evaluate } from '../../src/expectation/evaluate.ts';
import { checkText } from '../../src/report/check/check-text.ts';
import { junitXml } from '../../src/report/expectation/junit.ts';
import { plain } from '../../src/report/text/text-style.ts';
import { BY_ID } from '../../src/resource/spelling.ts';
import { largePlatform, largeResources } from '../access/large.ts';
import { got } from '../policy/fixture.ts';
import { desiredFrom, written } from './expectations.ts';

it('a hundred expectations of three hundred people on twelve scopes, all of them failing', () => {
  const platform = largePlatform();
  const resources = largeResources({ members: 300, groups: 102, scopes: 12 });
  const desired = desiredFrom(platform, resources);
  const sorts = [
    (at: number) => `{ groups: group-${at}, can: "things-*:read", cannot: "*:delete", on: acme/** }`,
    (at: number) => `{ members: "*", can: "things-${at % 20}:*", on: acme/** }`,
    (at: number) => `{ groups: [group-${at}, group-${at + 1}], only-these-can: "*", on: acme/** }`,
    (at: number) => `{ members: "person-${at}*", cannot: ["*:write", "things-3:*"], on: "acme/*/*" }`,
  ];
  const body = Array.from({ length: 100 }, (_, at) => `  e${at}: ${sorts[at % 4]?.(at)}`).join('\n');
  const expectations = written(body);
  const effectiveAccess = buildAccess(platform, resources);
  const bound = got(bindExpectations(expectations, desired, null));
  const findings = evaluate(bound, { platform, resources, access: effectiveAccess });
  expect(findings).toHaveLength(100);
  expect(findings.every(({ faults }) => faults.length > 0)).toBe(true);
  const source = {
    organization: 'acme',
    source: 'desired',
    platform,
    resources,
    access: effectiveAccess,
    spelling: BY_ID,
  } as const;
  const examined = [{ desired, source, findings }];
  const text = checkText([desired], plain, { diagnostics: [], examined });
  const junit = junitXml(examined);
  for (let at = 0; at < 100; at += 1) {
    expect(text).toContain(`e${at}`);
    expect(junit).toContain(`name="e${at}"`);
  }
});
