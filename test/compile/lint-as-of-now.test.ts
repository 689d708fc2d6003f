import { describe, expect, it } from 'vitest';
import { compile } from '../../src/compile/compile.ts';
import { lintAsOfNow } from '../../src/compile/lint/as-of-now.ts';
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
  return lintAsOfNow(document, desired, levels)
    .filter(({ code }) => code === 'single-owner')
    .map(({ severity, code }) => `${severity} ${code}`);
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
