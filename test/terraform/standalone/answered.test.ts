/** What data sources say in the apply that writes: what the platform made of it, and not what was asked for. */
import { expect, test } from 'vitest';
import { asked } from './asked.ts';

test('somebody just invited is invited, and may do nothing yet', async () => {
  const { plan, apply, data } = await asked({ on: 'gorules' });
  const create = async (...[type, config]: [Parameters<typeof plan>[0], Parameters<typeof plan>[2]]) => {
    const planned = await plan(type, null, config);
    const made = await apply(type, null, planned.row);
    expect([...planned.told, ...made.told]).toEqual([]);
    return made.row;
  };
  const row = await create('bylaw_member', { member: 'hugo@a.b' });
  expect(row).toMatchObject({ state: 'active' });
  await create('bylaw_scope', { path: 'acme/projects/pricing' });
  await create('bylaw_assignment', {
    scope: 'acme/projects/pricing',
    principal: 'member:hugo@a.b',
    roles: [],
  });
  expect((await data('bylaw_member', { member: 'hugo@a.b' })).row).toMatchObject({ state: 'invited' });
  const access = await data('bylaw_access', {
    scope: 'acme/projects/pricing',
    member: 'hugo@a.b',
    permission: 'documents:view-content',
  });
  expect(access).toMatchObject({ told: [], row: { allowed: false } });
});
