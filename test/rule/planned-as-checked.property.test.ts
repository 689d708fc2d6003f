/** What rules find in what a plan comes to, and in the documents it is made from, where nothing else lives: the same. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Desired } from '../../src/compile/desired.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { AskedRule } from '../../src/rule/asked-rule.ts';
import { separationOfDuties } from '../../src/rule/built-in/separation-of-duties.ts';
import { JudgedOrganization } from '../../src/rule/judged-organization.ts';
import { PeopleIndex } from '../../src/rule/people-index.ts';
import { hasErrors } from '../../src/source/diagnostic.ts';
import { anyPair, type Pair } from '../plan/random-pair.ts';

const INSTANT = '2026-06-15T12:00:00Z';
const ORIGIN = { from: 'file', file: 'rules.yaml', line: 1, column: 1, endLine: 1, endColumn: 2 } as const;
const FULL = { scope: 'full', role: 'full', member: 'full', group: 'full', assignment: 'full' } as const;

interface DutiesCase {
  readonly pair: Pair;
  readonly either: readonly string[];
  readonly or: readonly string[];
  readonly within: 'scope' | 'organization';
}

const anyCase: fc.Arbitrary<DutiesCase> = anyPair.chain((pair) => {
  const names = [...pair.platform.permissions.keys()];
  return fc.record({
    pair: fc.constant(pair),
    either: fc.subarray(names, { minLength: 1 }),
    or: fc.subarray(names, { minLength: 1 }),
    within: fc.constantFrom('scope', 'organization'),
  });
});

function found(
  desired: Desired,
  resources: Desired['resources'],
  { either, or, within }: DutiesCase,
): readonly string[] {
  const texts = (list: readonly string[]) => ({
    origin: ORIGIN,
    value: list,
    texts: list.map((value) => ({ value, origin: ORIGIN })),
    entries: [],
    placeWithin: () => ORIGIN,
  });
  const rule = new AskedRule({
    name: 'both',
    origin: ORIGIN,
    rule: { value: 'separation-of-duties', origin: ORIGIN },
    severity: null,
    parameters: new Map([
      ['either', texts(either)],
      ['or', texts(or)],
      ['within', texts([within])],
    ]),
  });
  const organizations = [
    new JudgedOrganization(desired, { document: null, resources, basis: 'written', instances: [] }),
  ];
  const people = new PeopleIndex([], organizations);
  return [...separationOfDuties.judge({ rule, organizations, everywhere: organizations, people })]
    .map(({ message }) => message)
    .sort();
}

it('finds in the end of a plan what a check of the documents finds', () => {
  let judged = 0;
  fc.assert(
    fc.property(anyCase, (drawn) => {
      const { platform, desired: resources, live } = drawn.pair;
      const scopes = live.filter(
        (one) => one.type === 'scope' && platform.scopeKinds.get(one.attributes.kind)?.manage !== true,
      );
      const desired: Desired = {
        organization: 'acme',
        platform,
        instant: INSTANT,
        resources,
        ruledOut: new Map(),
        authority: FULL,
        windows: [],
      };
      const snapshot = { organization: 'acme', resources: scopes, revision: 'r1', readAt: INSTANT };
      const plan = buildPlan(desired, snapshot);
      // What no apply can make, or makes later, is not what the documents say.
      const isWhole = plan.changes.every(
        (change) => change.action !== 'deferred' || change.unsettled === undefined,
      );
      fc.pre(!hasErrors(plan.diagnostics) && isWhole);
      const documents = found(desired, resources, drawn);
      if (documents.length > 0) judged += 1;
      expect(found(desired, plan.end, drawn)).toEqual(documents);
    }),
    { numRuns: 300 },
  );
  // Of nothing everything holds.
  expect(judged).toBeGreaterThan(20);
});
