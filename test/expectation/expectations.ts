/** Expectations written in YAML, looked at through the same doors as a command uses. */

import { buildAccess } from '../../src/access/build-access.ts';
import type { EffectiveAccess } from '../../src/access/effective-access.ts';
import type { Desired } from '../../src/compile/desired.ts';
import { bindExpectations } from '../../src/expectation/bind-expectations.ts';
import { evaluate } from '../../src/expectation/evaluate.ts';
import { type ExpectationFinding, isBreach } from '../../src/expectation/expectation.ts';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import type { WrittenExpectation } from '../../src/policy/document-types.ts';
import type { Resource } from '../../src/resource/resource.ts';
import type { Outcome } from '../../src/source/outcome.ts';
import { documentsOf, got, policy } from '../policy/fixture.ts';

/** The map under `expectations:`, indented by two blanks; the first line of it is line 5. */
export function written(body: string, organization = 'acme'): readonly WrittenExpectation[] {
  const head = `apiVersion: bylaw/v1\nkind: Expectations\norganization: ${organization}\nexpectations:\n`;
  const [document] = got(policy.readExpectations(documentsOf(`${head}${body}\n`, 'expect.yaml')));
  return document?.expectations ?? [];
}

export function lookedAt(
  body: string,
  desired: Desired,
  live: readonly Resource[] | null = null,
): Outcome<readonly ExpectationFinding[]> {
  const bound = bindExpectations(written(body, desired.organization), desired, live);
  if (!bound.ok) return bound;
  const { platform } = desired;
  const resources = live ?? desired.resources;
  const effectiveAccess: EffectiveAccess = buildAccess(platform, resources);
  return { ...bound, value: evaluate(bound.value, { platform, resources, access: effectiveAccess }) };
}

/** What fails, a line each: `name: lacks can documents:* | dan, bo | documents:write | acme`; nothing when all hold. */
export function failures(findings: readonly ExpectationFinding[]): readonly string[] {
  return findings.flatMap(({ expectation, faults }) =>
    faults.map((expectationFault) => {
      if (!isBreach(expectationFault)) return `${expectation.name}: ${expectationFault.fault}`;
      const { demand, members, permissions, scopes, onceAccepted } = expectationFault;
      const what = `${expectationFault.fault}${onceAccepted ? ' once accepted' : ''} ${demand.verb} ${demand.pattern.value}`;
      return [`${expectation.name}: ${what}`, members, permissions, scopes]
        .map((part) => (typeof part === 'string' ? part : part.join(', ')))
        .join(' | ');
    }),
  );
}

const AUTHORITY = { scope: 'full', role: 'full', member: 'full', group: 'full', assignment: 'full' } as const;

export function desiredFrom(platform: PlatformDefinition, resources: readonly Resource[]): Desired {
  return {
    organization: 'acme',
    platform,
    instant: '2026-06-15T12:00:00Z',
    resources,
    ruledOut: new Map(),
    authority: AUTHORITY,
    windows: [],
  };
}
