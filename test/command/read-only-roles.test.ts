/** Roles that a configuration file owns: imported as they are, given by name, and what their owner does is told. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { PLATFORMS } from '../sandbox/start.ts';
import { EMBEDDED } from './bylaw.ts';
import { meddle, writesSeen } from './live.ts';
import { stageOf, workspaceOf } from './workspaces.ts';

const platform = {
  ...parse(readFileSync(PLATFORMS.desk, 'utf8')),
  'read-only': { role: 'the configuration file of the hub' },
};

it('an import records them, a plan after it is empty, and drift tells what their owner did', async () => {
  const stage = await stageOf(
    workspaceOf({
      'bylaw.yaml':
        'apiVersion: bylaw/v1\nkind: Workspace\nfiles: [acme.yaml]\nplatforms: [desk.yaml]\norganizations:\n  acme: { connector: access-api, url: "http://127.0.0.1:1" }\n',
      'desk.yaml': stringify(platform),
      'acme.yaml': 'apiVersion: bylaw/v1\nkind: Organization\nname: acme\nplatform: desk\nauthority: full\n',
    }),
    {
      platform,
      seed: {
        organization: 'acme',
        roles: [{ slug: 'analyst', name: 'Analyst', permissions: ['items:read'] }],
        members: [
          { key: 'ada@acme.com', state: 'active' },
          { key: 'ben@acme.com', state: 'active' },
        ],
        groups: [{ slug: 'a', name: 'A', members: ['ben@acme.com'] }],
        assignments: [
          { scope: '', principal: { type: 'member', name: 'ada@acme.com' }, roles: ['admin'] },
          { scope: '', principal: { type: 'group', name: 'a' }, roles: ['analyst'] },
        ],
      },
    },
  );
  const imported = await stage.run('import', '--url', stage.platform.url);
  expect({ status: imported.status, err: imported.err }).toEqual({ status: 0, err: '' });
  expect(stage.read('acme.yaml')).toMatch(/analyst:[\s\S]*declared: false/);
  expect((await stage.run('check')).status).toBe(0);
  const planned = await stage.run('plan', ...EMBEDDED.words);
  expect([planned.status, planned.err]).toEqual([0, '']);
  await meddle(stage, 'PATCH', '/roles/{roles/analyst}', { permissions: ['items:write'] });
  const drifted = await stage.run('drift');
  expect(drifted.status).toBe(0);
  expect(`${drifted.out}${drifted.err}`).toContain(
    'role analyst is not as it is recorded: permissions items:write added, permissions items:read removed. It belongs to the configuration file of the hub.',
  );
  const before = writesSeen(stage).length;
  expect((await stage.run('apply', ...EMBEDDED.words)).status).toBe(0);
  expect(writesSeen(stage).length).toBe(before);
});
