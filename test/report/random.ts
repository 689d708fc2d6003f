import fc from 'fast-check';
import type { Plan } from '../../src/plan/plan.ts';
import { modelOf } from '../../src/resource/organization-model.ts';
import type { Resource } from '../../src/resource/resource.ts';
import { anyPlatform, anyResources } from '../access/random.ts';
import { desiredOf, planned } from './scene.ts';
import { Side } from './side.ts';

/** A plan from any live organization to any desired one on one platform. */
export const anyPlan: fc.Arbitrary<Plan> = anyPlatform
  .chain((platform) => fc.tuple(fc.constant(platform), anyResources(platform), anyResources(platform)))
  .map(([platform, wanted, found]) => {
    const root = modelOf(wanted)
      .all('scope')
      .find((scope) => scope.attributes.parent === null);
    const organization = root?.attributes.path ?? 'acme';
    return planned(
      desiredOf(organization, platform, sideOf(organization, 'desired', wanted)),
      sideOf(organization, 'live', found),
    );
  });

function sideOf(organization: string, side: 'desired' | 'live', resources: readonly Resource[]): Side {
  const built = new Side(organization, side);
  built.resources.push(...resources);
  return built;
}
