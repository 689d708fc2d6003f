/** What data sources say in the apply that writes: what the platform made of it, and not what was asked for. */
import { expect, onTestFinished, test } from 'vitest';
import { behindTheBack, idOf } from '../../connector/connections.ts';
import { type Passing, startMeddler } from '../../faults/meddler.ts';
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

test('an invitation that ran out is planned to be sent again; who is deactivated stays so', async () => {
  const { sandbox, plan, apply, again } = await asked({ on: 'oten' });
  const planned = await plan('bylaw_member', null, { member: 'dan@acme.com' });
  const made = await apply('bylaw_member', null, planned.row);
  const clock = await fetch(`${sandbox.url}/_sandbox/clock`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ advanceSeconds: 30 * 86_400 }),
  });
  expect(clock.status).toBeLessThan(300);
  const later = await again();
  const read = { ...made.row, state: 'expired' };
  const next = await later.plan('bylaw_member', read, { member: 'dan@acme.com' });
  expect(next.row).toMatchObject({ state: 'active' });
  expect((await later.apply('bylaw_member', read, next.row)).told).toEqual([]);
  expect((await later.data('bylaw_member', { member: 'dan@acme.com' })).row).toMatchObject({
    state: 'invited',
  });
  const deactivated = { ...made.row, state: 'deactivated' };
  expect((await later.plan('bylaw_member', deactivated, { member: 'dan@acme.com' })).row).toEqual(
    deactivated,
  );
});

test('a role that is in use is not removed, and who holds it is named', async () => {
  const { plan, apply, again } = await asked({ on: 'lumoauth' });
  const create = async (...[type, config]: [Parameters<typeof plan>[0], Parameters<typeof plan>[2]]) => {
    const made = await apply(type, null, (await plan(type, null, config)).row);
    expect(made.told).toEqual([]);
    return made.row;
  };
  await create('bylaw_group', { name: 'g' });
  const role = await create('bylaw_role', { name: 'rel', permissions: ['documents:read'] });
  await create('bylaw_assignment', { scope: 'acme', principal: 'group:acme/g', roles: ['rel'] });
  // Another run: what a run has itself written it does not remove.
  const later = await again();
  const gone = await later.apply('bylaw_role', role, null);
  expect(gone.row).toEqual(role);
  const said = gone.diagnostics.map(({ detail }) => detail).join();
  expect(said).toContain('assignment:acme|group:acme/g');
  expect(said).toContain('Take it from them first');
});

test('who has to accept an invitation first is told of at the place, and no group is left half-made', async () => {
  const { sandbox, plan, apply, again } = await asked({ on: 'bilbis' });
  const group = { name: 'g', members: { Zoe: '' } };
  const said = ['error members["Zoe"]: The invitation is not accepted yet'];
  // In one run: nobody knows zoe when the group is planned.
  const member = await plan('bylaw_member', null, { member: 'zoe' });
  const planned = await plan('bylaw_group', null, group);
  expect(planned.told).toEqual([]);
  await apply('bylaw_member', null, member.row);
  const made = await apply('bylaw_group', null, planned.row);
  expect(made).toMatchObject({ row: null, told: said });
  expect(
    sandbox.requests().filter(({ method, path }) => method === 'POST' && path.includes('groups')),
  ).toEqual([]);
  // In the next run it is known when it is planned.
  const next = await again();
  expect((await next.plan('bylaw_group', null, group)).told).toEqual(said);
  await behindTheBack(sandbox, 'POST', `/members/${await idOf(sandbox, 'members', 'zoe')}/accept`);
  const last = await again();
  const accepted = await last.plan('bylaw_group', null, group);
  expect(accepted.told).toEqual([]);
  expect((await last.apply('bylaw_group', null, accepted.row)).told).toEqual([]);
});

test('a text that the platform keeps in a form of its own is a warning at the block', async () => {
  const meddler = await startMeddler();
  onTestFinished(() => meddler.close());
  const { plan, apply } = await asked({
    on: 'lumoauth',
    way: async (url) => {
      const trimmed = {
        does: 'answer',
        heard: true,
        make: ({ status, headers, text }: Passing) => ({
          status,
          headers,
          body: text.replace('Writers "', 'Writers"'),
        }),
      } as const;
      meddler.set(
        url,
        (method) => (method === 'GET' ? null : trimmed),
        () => {},
      );
      return meddler.url;
    },
  });
  const planned = await plan('bylaw_group', null, { name: 'writers', title: 'Writers ' });
  const made = await apply('bylaw_group', null, planned.row);
  expect(made.row).toMatchObject({ title: 'Writers ' });
  expect(made.told).toEqual([
    'warning name: group acme/writers: the platform stores title "Writers" for "Writers "',
  ]);
});
