import { describe, expect, it } from 'vitest';
import { buildAccess } from '../../src/access/build.ts';
import { compareAccess } from '../../src/access/compare.ts';
import { largePlatform, largeResources } from './large.ts';

describe('ten thousand members, a thousand groups, fifty scopes, a hundred permissions', () => {
  const platform = largePlatform();
  const before = largeResources({ members: 10_000, groups: 1000, scopes: 50 });
  const after = before.filter((one) => one.address !== 'group:acme/group-500');

  it('are built and compared in about a second, though every member is different', () => {
    const start = performance.now();
    const delta = compareAccess(buildAccess(platform, before), buildAccess(platform, after));
    const took = performance.now() - start;
    expect(delta.lost.length).toBeGreaterThan(0);
    // Far more than it takes, so that a busy machine does not fail; a quadratic slip takes minutes.
    expect(took).toBeLessThan(10_000);
  });
});
