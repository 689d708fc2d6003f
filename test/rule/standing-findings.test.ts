/** Which findings of a change stand already, and which it brings. */
import { expect, it } from 'vitest';
import type { Finding } from '../../src/rule/finding.ts';
import { breach } from '../../src/rule/finding.ts';
import { findingKeyIn } from '../../src/rule/finding-key.ts';
import { markStanding, unitedFindings } from '../../src/rule/standing-findings.ts';
import { lumoauth } from '../report/platforms.ts';

const ORIGIN = { from: 'file', file: 'rules.yaml', line: 1, column: 1, endLine: 1, endColumn: 2 } as const;
const keyOf = findingKeyIn([{ name: 'acme', platform: lumoauth }]);

const found = (about: Partial<Finding> = {}): Finding => ({
  ...breach({ message: 'so it is', organization: 'acme', witnesses: () => [], ...about }),
  rule: 'two do it',
  builtIn: 'separation-of-duties',
  severity: 'error',
  origin: ORIGIN,
  acknowledged: null,
  outgrown: null,
  stands: false,
  ...about,
});

const ANA = { person: 'ana@acme.example', scope: 'acme', permissions: ['a', 'b'] };

it.each<[string, Partial<Finding>, readonly Partial<Finding>[], boolean, boolean]>([
  ['the same', ANA, [ANA], false, true],
  ['the same in another spelling', ANA, [{ ...ANA, person: 'Ana@Acme.example' }], false, true],
  ['of less than it was', { ...ANA, permissions: ['a'] }, [ANA], false, true],
  ['of one permission more', { ...ANA, permissions: ['a', 'b', 'c'] }, [ANA], true, false],
  ['of nothing that lives', ANA, [], true, false],
  ['of another rule', ANA, [{ ...ANA, rule: 'another' }], true, false],
  ['of somebody else', ANA, [{ ...ANA, person: 'bo@acme.example' }], true, false],
  ['of another organization', ANA, [{ ...ANA, organization: 'other' }], true, false],
  ['left on an inner scope', { ...ANA, scope: 'acme/x' }, [ANA], true, true],
  ['on an inner scope, where it was not held', { ...ANA, scope: 'acme/x' }, [ANA], false, false],
  ['on an inner scope, of more', { ...ANA, scope: 'acme/x', permissions: ['c'] }, [ANA], true, false],
  ['on a scope whose name begins so', { ...ANA, scope: 'acme2' }, [ANA], true, false],
  ['on an outer scope', ANA, [{ ...ANA, scope: 'acme/x' }], true, false],
  [
    'a rule that could not be judged',
    { isFailure: true, organization: null },
    [{ isFailure: true, organization: null }],
    true,
    false,
  ],
  ['what a failure said nothing of', ANA, [{ ...ANA, isFailure: true }], true, false],
])('%s', (_, after, live, isHeld, stands) => {
  const [marked] = markStanding([found(after)], live.map(found), keyOf, () => isHeld);
  expect(marked?.stands).toBe(stands);
});

it('takes of two sides each finding once, the larger one', () => {
  const more = { ...ANA, permissions: ['a', 'b', 'c'] };
  const other = { ...ANA, permissions: ['d'] };
  const permissions = (sides: readonly (readonly Partial<Finding>[])[]) =>
    unitedFindings(
      sides.map((side) => side.map(found)),
      keyOf,
    ).map((one) => one.permissions);
  expect(permissions([[ANA], [ANA]])).toEqual([ANA.permissions]);
  expect(permissions([[ANA], [more]])).toEqual([more.permissions]);
  expect(permissions([[more], [ANA]])).toEqual([more.permissions]);
  expect(permissions([[ANA], [other]])).toEqual([ANA.permissions, other.permissions]);
  expect(permissions([[], [ANA]])).toEqual([ANA.permissions]);
});
