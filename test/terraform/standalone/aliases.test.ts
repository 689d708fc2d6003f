/** Two provider blocks of one organization are two processes: what the one takes over, the other does not remove. */
import { expect, onTestFinished } from 'vitest';
import { connectionTo, idOf, readPlain } from '../../connector/connections.ts';
import { itWithTerraform } from '../available.ts';
import { stage } from './stage.ts';

itWithTerraform(
  'a key that passes from one alias to another is never removed, and what another wrote is read',
  async () => {
    const world = await stage({
      on: 'lumoauth',
      seed: { organization: 'acme', members: [{ key: 'eve@acme.com', state: 'active' }] },
    });
    onTestFinished(() => world.close());
    const live = async () => Object.keys(await readPlain(connectionTo(world.sandbox))).sort();
    // Written in another way, it is the same place: by another name of the machine, and by the organization's own id.
    const answer = await fetch(world.sandbox.api, {
      headers: { authorization: `Bearer ${world.sandbox.token}` },
    });
    const { id } = (await answer.json()) as { id: string };
    const url = `${world.sandbox.url.replace('127.0.0.1', 'localhost')}/`;
    const two = `provider "bylaw" {\n  alias        = "two"\n  url          = "${url}"\n  organization = "acme"\n  remote       = "${id}"\n  platform     = "lumoauth"\n}`;
    const person = (label: string, key: string, more = '') =>
      `resource "bylaw_member" "${label}" {\n  member = ${key}\n${more}}`;
    const second = (key: string) => person('two', key, '  provider = bylaw.two\n');
    world.configure(two, person('one', '"dan@acme.com"'));
    await world.succeed('init', '-no-color');
    await world.apply();
    const before = await live();
    expect(before).toContain('member:acme/dan@acme.com');

    world.configure(two, second('"Dan@acme.com"'));
    const refused = await world.run('apply', '-no-color', '-auto-approve');
    // By the plan, where the two processes were there at a time, as they are; else by the apply.
    expect(refused.output).toMatch(/is destroyed|was not removed/);
    expect(refused.status).toBe(1);
    if (refused.output.includes('was not removed')) await world.succeed('state', 'rm', 'bylaw_member.two');
    expect(await live()).toEqual(before);

    // Known only after apply, the plan cannot see it; created first or removed first, the person stays.
    const late = 'resource "terraform_data" "key" {\n  input = "Dan@acme.com"\n}';
    world.configure(two, late, second('terraform_data.key.output'));
    const raced = await world.run('apply', '-no-color', '-auto-approve');
    expect(await live()).toEqual(before);
    if (raced.status === 1) {
      expect(raced.output).toContain('was not removed');
      await world.succeed('state', 'rm', 'bylaw_member.one');
    }
    await world.apply();
    await world.expectNoChanges();
    expect(await live()).toEqual(before);

    // What one alias made and another removes in a later walk of one terraform is no such thing.
    await world.succeed('destroy', '-no-color', '-auto-approve');
    expect(await live()).not.toContain('member:acme/dan@acme.com');

    // What another alias or a script wrote in this run, a data source knows, and a check too.
    const script = `await fetch(process.argv[2], { method: 'PUT', headers: { authorization: 'Bearer ' + process.env.BYLAW_TOKEN, 'content-type': 'application/json' }, body: JSON.stringify({ roleIds: [process.argv[3]] }) });`;
    world.write('give.mjs', script);
    const [scope, eve] = [
      await idOf(world.sandbox, 'scopes', 'acme'),
      await idOf(world.sandbox, 'members', 'eve@acme.com'),
    ];
    const path = `${world.sandbox.api}/scopes/${scope}/assignments/member/${eve}`;
    const admin = await idOf(world.sandbox, 'roles', 'admin');
    const viewer = await idOf(world.sandbox, 'roles', 'viewer');
    const held = (role: string, roleId: string) => [
      two,
      person('one', '"dan@acme.com"'),
      `resource "bylaw_assignment" "dan" {\n  provider  = bylaw.two\n  scope     = "acme"\n  principal = "member:\${bylaw_member.one.member}"\n  roles     = ["${role}"]\n}`,
      `resource "terraform_data" "script" {\n  triggers_replace = "${role}"\n  provisioner "local-exec" {\n    command = "${process.execPath} give.mjs ${path} ${roleId}"\n  }\n}`,
      'data "bylaw_access" "by_alias" {\n  scope      = "acme"\n  permission = "documents:delete"\n  depends_on = [bylaw_assignment.dan]\n}',
      'data "bylaw_access" "by_script" {\n  scope      = "acme"\n  permission = "documents:delete"\n  depends_on = [terraform_data.script]\n}',
      'output "by_alias" {\n  value = data.bylaw_access.by_alias.members\n}',
      'output "by_script" {\n  value = data.bylaw_access.by_script.members\n}',
      'check "dan" {\n  assert {\n    condition     = !contains(data.bylaw_access.by_alias.members, "dan@acme.com")\n    error_message = "Dan deletes documents."\n  }\n}',
    ];
    world.configure(...held('viewer', viewer));
    await world.apply();
    world.configure(...held('admin', admin));
    expect((await world.apply()).output).toContain('Dan deletes documents.');
    const told = JSON.parse((await world.succeed('output', '-json')).output);
    expect(told.by_alias.value).toContain('dan@acme.com');
    expect(told.by_script.value).toContain('eve@acme.com');
  },
);
