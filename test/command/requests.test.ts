import { describe, expect, it } from 'vitest';
import { itWithTerraform } from '../terraform/available.ts';
import { EMBEDDED, type Engine, TERRAFORM } from './bylaw.ts';
import { pagesOf, writesSeen } from './live.ts';
import { generated, type Size, seedOf, stageOf } from './workspaces.ts';

const SIZE: Size = { members: 1000, groups: 100, memberships: 3 };
const PAGE = 100;

/** Plan and apply of an organization that is as written: what either sends. */
async function requestsOf(engine: Engine, words: readonly string[]): Promise<void> {
  const stage = await stageOf(generated(SIZE), { seed: seedOf(SIZE) });
  const pages = await pagesOf(stage, PAGE);
  // 1 scope, 4 roles, 1,000 members, 100 groups, 3,000 memberships, 100 assignments.
  expect(pages).toBe(1 + 1 + 10 + 1 + 30 + 1);
  for (const word of words) {
    stage.platform.resetRequests();
    const ran = await stage.run(word, ...engine.words);
    expect(ran).toMatchObject({ status: 0, err: '' });
    const seen = stage.platform.requests();
    expect(new Set(seen.map(({ path }) => path)).size).toBe(seen.length);
    expect(seen.length, `requests of ${word}`).toBe(pages);
    expect(writesSeen(stage)).toEqual([]);
  }
}

describe('an unchanged organization of 1,000 members and 100 groups costs one request a page', () => {
  it('plan and apply, embedded', () => requestsOf(EMBEDDED, ['plan', 'apply']));

  itWithTerraform("plan and apply, terraform's refresh adding none", () =>
    requestsOf(TERRAFORM, ['plan', 'apply']),
  );
});
