import { describe, expect, it } from 'vitest';
import { compile } from '../../src/compile/compile.ts';
import { lintErrors, lintWarnings } from '../../src/compile/lint/as-of-now.ts';
import { lint } from '../../src/compile/lint/lint.ts';
import { sortDiagnostics } from '../../src/source/diagnostic.ts';
import { platformNamed, shipped } from '../platform/shipped.ts';
import { documentsOf, got, policy } from '../policy/fixture.ts';

const AFTER = '2027-02-01T00:00:00Z';

/** Severity and code of what the rule finds at level `error`, on the day after an end. */
function found(members: string, instant = AFTER): readonly string[] {
  const yaml = `apiVersion: bylaw/v1\nkind: Organization\nname: acme\nplatform: gorules\nauthority: full\nmembers:\n${members}`;
  const [document] = got(policy.readOrganizations(documentsOf(yaml), shipped));
  if (document === undefined) throw new Error('no document');
  const desired = got(compile(document, platformNamed('gorules'), instant));
  const levels = new Map([['single-owner', 'error']] as const);
  return lintErrors(document, desired, levels).map(({ severity, code }) => `${severity} ${code}`);
}

const ANA = '  ana@acme.com: { roles: [owner] }\n';

describe('a lint rule at level error', () => {
  it('does not keep an end from being taken that alone has broken it', () => {
    const body = `${ANA}  bo@acme.com: { roles: [owner], until: 2027-01-31 }\n`;
    expect(found(body, '2027-01-31T23:59:59Z')).toEqual([]);
    expect(found(body)).toEqual(['warning single-owner']);
  });

  it.each([
    ['nothing has ended', ANA],
    ['another thing has ended', `${ANA}  bo@acme.com: { until: 2027-01-31 }\n`],
    ['it has not begun', `${ANA}  bo@acme.com: { roles: [owner], from: 2027-03-01 }\n`],
  ])('is an error where %s', (_, body) => {
    expect(found(body)).toEqual(['error single-owner']);
  });
});

it('looks for errors and for the rest apart: together they are what lint finds', () => {
  const yaml =
    'apiVersion: bylaw/v1\nkind: Organization\nname: acme\nplatform: gorules\nauthority: full\nmembers:\n';
  const body = `${ANA}  bo@acme.com: {}\n`;
  const [document] = got(policy.readOrganizations(documentsOf(yaml + body), shipped));
  if (document === undefined) throw new Error('no document');
  const desired = got(compile(document, platformNamed('gorules'), AFTER));
  const levels = new Map([
    ['single-owner', 'error'],
    ['member-without-access', 'warning'],
    ['direct-role', 'warning'],
  ] as const);
  const whole = lint({ document, desired }, levels);
  const errors = lintErrors(document, desired, levels);
  const others = lintWarnings(document, desired, levels, null);
  expect(errors.map(({ code }) => code)).toEqual(['single-owner']);
  expect(others.map(({ code }) => code)).toEqual(['member-without-access']);
  expect(sortDiagnostics([...errors, ...others])).toEqual(whole);
  expect(lintWarnings(document, desired, levels, 'member-without-access')).toEqual(others);
  expect(lintWarnings(document, desired, levels, 'direct-role')).toEqual([]);
});
