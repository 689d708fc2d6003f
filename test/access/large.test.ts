import { describe, expect, it } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import { compareAccess } from '../../src/access/compare-access.ts';
import { largePlatform, largeResources } from './large.ts';

describe('ten thousand members, a thousand groups, fifty scopes, a hundred permissions', () => {
  const platform = largePlatform();
  const before = largeResources({ members: 10_000, groups: 1000, scopes: 50 });
  const after = before.filter((one) => one.address !== 'group:acme/group-500');

  it('are built and compared, though every member is different', () => {
    const delta = compareAccess(buildAccess(platform, before), buildAccess(platform, after));
    expect(delta.lost.length).toBeGreaterThan(0);
  });
});
