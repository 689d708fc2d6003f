/** An `http` backend that is told where to lock and not where to unlock: terraform takes the lock and keeps it. */
import { expect, it } from 'vitest';
import { httpStates } from '../state/backend/http-states.ts';
import { itWithTerraform } from '../terraform/available.ts';
import { document, stageOf, workspaceOf } from './workspaces.ts';

const PEOPLE = document('members:\n  root@acme.com: { roles: [admin] }\n', 'declared');

const workspace = (settings: string) =>
  workspaceOf({
    'bylaw.yaml': `apiVersion: bylaw/v1\nkind: Workspace\nfiles: [acme.yaml]\norganizations:\n  acme: { connector: access-api, url: "http://127.0.0.1:1" }\nstate:\n  backend: { type: http, ${settings}, retry_max: 0 }\n`,
    'acme.yaml': PEOPLE,
  });

it('is told at its line by a check, before anything is locked', async () => {
  const settings = 'address: "https://h/x", lock_address: "https://h/x"';
  const checked = await workspace(settings).run('check');
  expect(checked.status).toBe(0);
  expect(checked.out).toContain('warning[state-stays-locked]: The http backend locks and never unlocks');
  expect(checked.out).toContain('bylaw.yaml:7:3');
  expect(checked.out).toContain('Write unlock_address');
  expect(checked.out).not.toContain('state-unlocked');
  for (const right of [
    workspace(`${settings}, unlock_address: "https://h/x"`),
    workspace(settings).with({ TF_HTTP_UNLOCK_ADDRESS: 'https://h/x' }),
  ])
    expect((await right.run('check')).out).not.toContain('state-stays-locked');
});

itWithTerraform('an apply says so, and the next is refused', async () => {
  const server = await httpStates({ username: 'u', password: 'ppp' });
  const place = `${server.address}/states/{organization}`;
  const settings = `address: "${place}", lock_address: "${place}"`;
  const variables = { TF_HTTP_USERNAME: 'u', TF_HTTP_PASSWORD: 'ppp' };
  const stage = await stageOf(workspace(settings).with(variables));
  const first = await stage.run('apply');
  expect([first.status, `${first.out}${first.err}`]).toEqual([
    0,
    expect.stringContaining('warning[state-stays-locked]'),
  ]);
  const verbs = () => server.seen.map((line) => line.split(' ')[0]);
  expect(verbs()).toContain('LOCK');
  expect(verbs()).not.toContain('UNLOCK');
  const second = await stage.run('apply');
  expect([second.status, `${second.out}${second.err}`]).toEqual([1, expect.stringContaining('state-locked')]);
});
