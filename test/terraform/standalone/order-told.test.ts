/** What goes wrong by the order of things alone: told with what mends the order. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { behindTheBack, connectionTo, idOf, readPlain } from '../../connector/connections.ts';
import { itWithTerraform } from '../available.ts';
import { asked } from './asked.ts';
import { type Stage, stage } from './stage.ts';

async function opened(): Promise<Stage> {
  const members = [{ key: 'a@acme.com', state: 'active' as const }];
  const world = await stage({ on: 'lumoauth', seed: { organization: 'acme', members } });
  onTestFinished(() => world.close());
  return world;
}

const flat = (text: string) => text.replace(/\s+/g, ' ');

const IN_TIME =
  'in depends_on: a name out of a variable or of the output of a module says nothing of the order.';

itWithTerraform('a data source by a name out of a module: what to write is named, and works', async () => {
  const world = await opened();
  mkdirSync(join(world.folder, 'team'));
  world.write(
    'team/main.tf',
    'terraform {\n  required_providers {\n    bylaw = { source = "bylaw/bylaw" }\n  }\n}\n\nvariable "name" {}\n\nresource "bylaw_group" "g" {\n  name = var.name\n}\n\noutput "name" {\n  value = var.name\n}\n\noutput "id" {\n  value = bylaw_group.g.id\n}',
  );
  const team = 'module "team" {\n  source = "./team"\n  name   = "qa"\n}';
  const data = (more = '') => `data "bylaw_group" "qa" {\n  name = module.team.name\n${more}}`;
  world.configure(team, data());
  await world.succeed('init', '-no-color');
  const refused = await world.run('apply', '-no-color', '-auto-approve');
  expect(refused.status).toBe(1);
  expect(flat(refused.output)).toContain('There is no group "acme/qa"');
  expect(flat(refused.output)).toContain(IN_TIME);
  expect(Object.keys(await readPlain(connectionTo(world.sandbox)))).not.toContain('group:acme/qa');
  world.configure(team, data('  depends_on = [module.team]\n'));
  await world.apply();
  // Terraform reads it anew in each plan, and finds it.
  await world.expectNoChanges();
});

test('the same of a person, a scope and who is asked for; what is no name of a thing is spelled, not awaited', async () => {
  const { again } = await asked({ on: 'lumoauth' });
  const session = await again();
  const detailOf = async (name: string, config: Parameters<typeof session.data>[1]) => {
    const { told, details } = await session.data(name, config);
    expect(told).toHaveLength(1);
    return details.join();
  };
  for (const [name, config] of [
    ['bylaw_group', { name: 'qa' }],
    ['bylaw_member', { member: 'dan@acme.com' }],
    ['bylaw_access', { scope: 'acme/x' }],
    ['bylaw_access', { scope: 'acme', member: 'dan@acme.com' }],
  ] as const)
    expect(await detailOf(name, config)).toContain(IN_TIME);
  // The platform's catalogue: no block makes a permission.
  expect(await detailOf('bylaw_access', { scope: 'acme', permission: 'documents:reed' })).not.toContain(
    'depends_on',
  );
});

const ROLE = (name: string, more = '') =>
  `resource "bylaw_role" "r" {\n  name        = "${name}"\n  permissions = ["documents:read"]\n${more}}`;

itWithTerraform(
  'a role that is in use: who has it is named; a new name is advised where it has one',
  async () => {
    const world = await opened();
    const { sandbox } = world;
    world.configure(ROLE('helper'));
    await world.succeed('init', '-no-color');
    await world.apply();
    const at = `/scopes/${await idOf(sandbox, 'scopes', 'acme')}/assignments/member/${await idOf(sandbox, 'members', 'a@acme.com')}`;
    await behindTheBack(sandbox, 'PUT', at, { roleIds: [await idOf(sandbox, 'roles', 'helper')] });
    const before = await readPlain(connectionTo(sandbox));
    const refused = async (...args: readonly string[]) => {
      const { status, output } = await world.run(...args, '-no-color', '-auto-approve');
      expect(status, output).toBe(1);
      expect(await readPlain(connectionTo(sandbox))).toEqual(before);
      expect(Object.keys(await world.instances())).toEqual(['bylaw_role.r']);
      expect(output).toContain('role-in-use');
      expect(output).toContain('- assignment:acme|member:a@acme.com');
      return flat(output);
    };
    expect(await refused('destroy')).not.toContain('create_before_destroy');
    world.configure();
    expect(await refused('apply')).not.toContain('create_before_destroy');
    world.configure(ROLE('assistant'));
    expect(await refused('apply')).toContain('lifecycle { create_before_destroy = true }');

    // With a block that refers to it, that advice is right.
    const held =
      'resource "bylaw_assignment" "a" {\n  scope     = "acme"\n  principal = "member:a@acme.com"\n  roles     = [bylaw_role.r.name]\n}';
    const lifecycle = '  lifecycle {\n    create_before_destroy = true\n  }\n';
    world.configure(ROLE('helper', lifecycle), held);
    await world.apply();
    world.configure(ROLE('assistant', lifecycle), held);
    await world.apply();
    await world.expectNoChanges();
    const live = await readPlain(connectionTo(sandbox));
    expect(live['assignment:acme|member:a@acme.com']).toMatchObject({ roles: ['assistant'] });
    expect(Object.keys(live)).not.toContain('role:acme/helper');

    // Then the end of both needs no advice.
    await world.succeed('destroy', '-no-color', '-auto-approve');
  },
);

itWithTerraform('a role that another includes: the other is named', async () => {
  const world = await opened();
  const outer = (includes: string) =>
    `resource "bylaw_role" "outer" {\n  name        = "outer"\n  permissions = []\n  includes    = [${includes}]\n}`;
  world.configure(ROLE('inner'), outer('"inner"').replace('\n}', '\n  depends_on = [bylaw_role.r]\n}'));
  await world.succeed('init', '-no-color');
  await world.apply();
  const alone = await world.run(
    'destroy',
    '-no-color',
    '-auto-approve',
    '-target=bylaw_role.r',
    '-refresh=false',
  );
  // Terraform takes what depends on it along.
  expect(alone.status, alone.output).toBe(0);
  world.configure(ROLE('inner'), outer('"inner"').replace('\n}', '\n  depends_on = [bylaw_role.r]\n}'));
  await world.apply();
  await world.succeed('state', 'rm', 'bylaw_role.outer');
  world.configure();
  const refused = await world.run('apply', '-no-color', '-auto-approve');
  expect(refused.status).toBe(1);
  expect(refused.output).toContain('- role:acme/outer, which includes it');
});
