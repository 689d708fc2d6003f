import { expect, it } from 'vitest';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { driftOf } from '../../src/plan/drift/drift.ts';
import { detectRenames, mayBeRenamed } from '../../src/plan/rename/rename-detection.ts';
import { lumoauth } from '../connector/platforms.ts';
import { desiredOf, live, snapshotOf, TOMB, written } from './fixtures.ts';

const by = { at: '2027-02-01T00:00:00Z', actor: 'pat', action: 'member.updated' };
const desired = desiredOf(lumoauth, [
  written.scope('acme', 'organization'),
  written.member('old@acme.com'),
  written.given('acme', 'member:old@acme.com', ['admin']),
]);

it('a person with another key on the platform is neither removed nor invited: it waits for the documents', () => {
  const found = snapshotOf([live.scope('acme', 'organization'), live.member('new@acme.com')]);
  expect(mayBeRenamed(desired, found)).toBe(true);
  expect(detectRenames(desired, found, new Map())).toEqual([]);
  const former = new Map([
    ['member:acme/old@acme.com', { address: 'member:acme/new@acme.com', by }] as const,
  ]);
  expect(
    detectRenames(desired, found, former).map(({ wanted, live: is }) => [wanted.address, is.address]),
  ).toEqual([['member:acme/old@acme.com', 'member:acme/new@acme.com']]);
  const under = snapshotOf([
    live.scope('acme', 'organization'),
    live.member('old@acme.com'),
    live.given('acme', 'member:old@acme.com', ['admin']),
  ]);
  const renamed = new Map([['member:acme/old@acme.com', { name: 'new@acme.com', by }] as const]);
  const plan = buildPlan(desired, { ...under, renamed });
  expect(plan.changes.map(({ action }) => action)).toEqual(['deferred']);
  expect(plan.diagnostics.map(({ code }) => code)).toEqual(['renamed-live']);
  expect(driftOf(plan).map(({ what }) => what)).toEqual(['member old@acme.com is called "new@acme.com" now']);
});

it('things of another kind or place are no candidates, and neither is what is ruled out by its name', () => {
  const scopes = desiredOf(lumoauth, [written.scope('acme', 'organization'), written.group('acme/qa')]);
  const others = snapshotOf([live.scope('acme', 'organization'), live.role('quality')]);
  expect(mayBeRenamed(scopes, others)).toBe(false);
  const group = snapshotOf([live.scope('acme', 'organization'), live.group('acme/quality')]);
  expect(mayBeRenamed(scopes, group)).toBe(true);
  expect(
    mayBeRenamed(
      { ...scopes, ruledOut: new Map([['group:acme/quality', { why: 'absent', origin: TOMB }]]) },
      group,
    ),
  ).toBe(false);
});
