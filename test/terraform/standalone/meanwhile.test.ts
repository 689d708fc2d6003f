/** Other hands make things while terraform runs: another provider, another alias of this one, a script. */
import { expect, onTestFinished, test } from 'vitest';
import { parseFault } from '../../../src/sandbox/sandbox.ts';
import { openPlatformStore } from '../../../src/terraform/standalone/session/bundled-platforms.ts';
import { openConnectorStore } from '../../../src/terraform/standalone/session/connector-store.ts';
import { InFlightWork } from '../../../src/terraform/standalone/session/provider-session.ts';
import { configureProvider } from '../../../src/terraform/standalone/session/provider-settings.ts';
import { Rereader } from '../../../src/terraform/standalone/session/reread.ts';
import { behindTheBack, idOf } from '../../connector/connections.ts';
import { startTestSandbox } from '../../sandbox/start.ts';
import { asked } from './asked.ts';
import { BUILT } from './stage.ts';

const SEED = { organization: 'acme', members: [{ key: 'bo@acme.com', state: 'active' as const }] };

const group = (...members: readonly string[]) => ({
  name: 'g',
  members: Object.fromEntries(members.map((one): [string, string] => [one, ''])),
});

test('who was made meanwhile is found, by a resource and by a data source', async () => {
  const { sandbox, plan, apply, data } = await asked({ on: 'lumoauth' });
  await behindTheBack(sandbox, 'POST', '/members', { key: 'dan@acme.com' });
  const planned = await plan('bylaw_group', null, group('dan@acme.com'));
  const made = await apply('bylaw_group', null, planned.row);
  expect(made.told).toEqual([]);
  expect(made.row).toMatchObject({ members: { 'dan@acme.com': '' } });
  await behindTheBack(sandbox, 'POST', '/members', { key: 'eve@acme.com' });
  expect(await data('bylaw_member', { member: 'eve@acme.com' })).toMatchObject({
    told: [],
    row: { display: 'eve@acme.com' },
  });
});

test('what somebody wrote since is what a data source answers; where nothing changed, one small request is all', async () => {
  const { sandbox, data } = await asked({ on: 'lumoauth', seed: SEED });
  const ask = { scope: 'acme', permission: 'documents:delete' };
  const reads = () => sandbox.requests().filter(({ method }) => method === 'GET').length;
  const who = async () => (await data('bylaw_access', ask)).row?.members;
  const before = reads();
  expect(await Promise.all([who(), who(), who()])).toEqual([[], [], []]);
  expect(reads() - before).toBeLessThanOrEqual(2);
  const [scope, bo, admin] = [
    await idOf(sandbox, 'scopes', 'acme'),
    await idOf(sandbox, 'members', 'bo@acme.com'),
    await idOf(sandbox, 'roles', 'admin'),
  ];
  await behindTheBack(sandbox, 'PUT', `/scopes/${scope}/assignments/member/${bo}`, { roleIds: [admin] });
  expect(await who()).toEqual(['bo@acme.com']);
  await behindTheBack(sandbox, 'DELETE', `/scopes/${scope}/assignments/member/${bo}`);
  expect(await who()).toEqual([]);
});

test('what cannot be read anew is an error, and no answer of before', async () => {
  const { sandbox, data } = await asked({ on: 'lumoauth', seed: SEED });
  sandbox.setFaults([parseFault('403:method=GET')].filter((one) => typeof one !== 'string'));
  const answer = await data('bylaw_access', { scope: 'acme', permission: 'documents:delete' });
  expect(answer.row).toBeNull();
  expect(answer.told).toEqual([expect.stringMatching(/^error/)]);
});

test('who is nowhere is named at the place, with what to do; mistakes without end do not read without end', async () => {
  const { sandbox, plan, apply } = await asked({ on: 'lumoauth' });
  await behindTheBack(sandbox, 'POST', '/members', { key: 'dan@acme.com' });
  const sent: number[] = [];
  for (let time = 0; time < 8; time += 1) {
    const planned = await plan('bylaw_group', null, { ...group('dam@acme.com'), name: `g${time}` });
    const made = await apply('bylaw_group', null, planned.row);
    expect(made.told).toEqual(['error members["dam@acme.com"]: There is no member "dam@acme.com"']);
    expect(made.diagnostics[0]?.detail).toContain('dan@acme.com');
    sent.push(sandbox.requests().filter(({ method }) => method === 'GET').length);
  }
  const [fourth, fifth, ...last] = sent.slice(3);
  expect(fifth).toBeGreaterThan(fourth ?? 0);
  expect(last).toEqual([fifth, fifth, fifth]);
});

test('those who miss something at the same time share one read, begun after the last of them', async () => {
  let begun = 0;
  const ends: (() => void)[] = [];
  const rereader = new Rereader(() => {
    begun += 1;
    return new Promise((resolve) => ends.push(() => resolve([])));
  });
  let there = 0;
  const miss = (at: number) => rereader.whereMissed(() => there < at);
  const first = miss(1);
  const others = [miss(2), miss(2), miss(2)];
  expect(begun).toBe(1);
  there = 1;
  ends.shift()?.();
  await first;
  await new Promise(setImmediate);
  expect(begun).toBe(2);
  there = 2;
  ends.shift()?.();
  await Promise.all(others);
  await miss(2);
  expect(begun).toBe(2);
});

test('what is asked of somebody nobody knows is an error, and not an answer', async () => {
  const { data } = await asked({ on: 'lumoauth' });
  const access = await data('bylaw_access', {
    scope: 'acme',
    member: 'nobody@x.y',
    permission: 'documents:read',
  });
  expect(access.told).toEqual(['error member: There is no member "nobody@x.y"']);
});

test('an interruption ends the first read', async () => {
  const sandbox = await startTestSandbox();
  onTestFinished(() => sandbox.close());
  // Every list takes longer than the test may.
  sandbox.setFaults([parseFault('latency=600000')].filter((one) => typeof one !== 'string'));
  const inFlightWork = new InFlightWork();
  const world = {
    environment: { BYLAW_TOKEN: sandbox.token },
    platforms: openPlatformStore(BUILT),
    connectors: openConnectorStore(BUILT),
    course: inFlightWork,
  };
  const config = { url: sandbox.url, organization: 'acme', platform: 'lumoauth' };
  const configured = configureProvider(config, world);
  setTimeout(() => inFlightWork.stop(), 50);
  expect(await configured).toMatchObject({ session: null, problems: [{ summary: 'Interrupted' }] });
});
