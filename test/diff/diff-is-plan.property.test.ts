/** What a diff says of two versions of documents is what a plan says of the later one where the earlier one is live. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AccessDelta } from '../../src/access/effective-access.ts';
import { grantsOf } from '../../src/access/wide-delta.ts';
import { accessDifference } from '../../src/diff/access-difference.ts';
import type { OrganizationVersion } from '../../src/diff/organization-sides.ts';
import { writtenChanges } from '../../src/diff/written-changes.ts';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import type { Resource } from '../../src/resource/resource.ts';
import { desiredOf, FULL, facts, LIVE, planOf } from '../plan/fixtures.ts';
import { anyPair } from '../plan/random-pair.ts';
import { documentOf } from '../platform/shipped.ts';
import { got } from '../policy/fixture.ts';

const SEED = Number(process.env.PLAN_SEED ?? 4711);
const RUNS = Number(process.env.PLAN_RUNS ?? 400);

const listed = (delta: AccessDelta, side: 'gained' | 'lost'): readonly string[] =>
  [...grantsOf(delta, side)]
    .map(({ scope, member, permission }) => `${member} ${permission} ${scope}`)
    .sort();

/** A platform tells every setting of what it has. */
function told(resource: Resource, { scopeKinds, groups }: PlatformDefinition): Resource {
  if (resource.type !== 'scope' && resource.type !== 'group') return resource;
  const rules =
    resource.type === 'group' ? groups.settings : scopeKinds.get(resource.attributes.kind)?.settings;
  const settings = new Map(resource.attributes.settings);
  for (const [name, { unwritten }] of rules ?? [])
    if (![...settings.keys()].some((one) => one.startsWith(`${name}=`)))
      settings.set(`${name}=${unwritten}`, LIVE);
  return resource.type === 'group'
    ? { ...resource, attributes: { ...resource.attributes, settings } }
    : { ...resource, attributes: { ...resource.attributes, settings } };
}

const DOCUMENT = got(documentOf('lumoauth', 'members: { ana@acme.example: { roles: [admin] } }\n'));

const version = (platform: PlatformDefinition, resources: readonly Resource[]): OrganizationVersion => ({
  desired: desiredOf(platform, resources, { authority: FULL }),
  // Nobody looks ahead here.
  document: DOCUMENT,
});

it('who gains, who loses, and what changes', () => {
  let compared = 0;
  fc.assert(
    fc.property(anyPair, (pair) => {
      const platform = {
        ...pair.platform,
        members: { ...pair.platform.members, joining: 'provisioned' as const },
      };
      const { desired } = pair;
      const live = pair.live.map((one) => told(one, platform));
      const plan = planOf(platform, desired, live, { authority: FULL });
      // What waits, or may not be done, a plan leaves out.
      fc.pre(plan.changes.every(({ action }) => action !== 'deferred'));
      const sides = {
        organization: 'acme',
        before: version(platform, live),
        after: version(platform, desired),
      };
      const difference = accessDifference(sides);
      compared += 1;
      expect(listed(difference.delta, 'gained')).toEqual(listed(plan.delta, 'gained'));
      expect(listed(difference.delta, 'lost')).toEqual(listed(plan.delta, 'lost'));
      expect(facts(writtenChanges(difference))).toEqual(facts(plan.changes));
    }),
    { seed: SEED, numRuns: RUNS },
  );
  expect(compared).toBeGreaterThan(RUNS / 4);
});
