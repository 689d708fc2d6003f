/** Terraform's ways around a plain plan: nothing that nobody reviewed goes, and no difference is passed over. */
import { expect, onTestFinished } from 'vitest';
import { behindTheBack, connectionTo, idOf, readPlain } from '../../connector/connections.ts';
import { itWithTerraform } from '../available.ts';
import { type Stage, stage } from './stage.ts';

async function opened(...people: readonly string[]): Promise<Stage> {
  const members = people.map((key) => ({ key, state: 'active' as const }));
  const world = await stage({ on: 'lumoauth', seed: { organization: 'acme', members } });
  onTestFinished(() => world.close());
  return world;
}

const live = (world: Stage) => readPlain(connectionTo(world.sandbox));
const APPLY = ['apply', '-no-color', '-auto-approve'] as const;

itWithTerraform(
  'what ignore_changes leaves to others, and what -refresh=false has not seen, stays',
  async () => {
    const world = await opened('a@acme.com', 'b@acme.com', 'c@acme.com');
    const ignored = (what: string) => `  lifecycle {\n    ignore_changes = [${what}]\n  }\n`;
    const group = (title: string, more = '') =>
      `resource "bylaw_group" "g" {\n  name    = "g"\n  title   = "${title}"\n  members = { "a@acme.com" = "" }\n${more}}`;
    const held = (role: string) =>
      `resource "bylaw_assignment" "g" {\n  scope     = "acme"\n  principal = "group:\${bylaw_group.g.id}"\n  roles     = ["${role}"]\n${ignored('roles')}}`;
    world.configure(group('One', ignored('members')), held('viewer'));
    await world.succeed('init', '-no-color');
    await world.apply();
    const { sandbox } = world;
    const id = await idOf(sandbox, 'groups', 'g');
    const add = async (key: string) =>
      behindTheBack(sandbox, 'POST', `/groups/${id}/members`, {
        userId: await idOf(sandbox, 'members', key),
      });
    const at = `/scopes/${await idOf(sandbox, 'scopes', 'acme')}/assignments/group/${id}`;
    await add('b@acme.com');
    await behindTheBack(sandbox, 'PUT', at, { roleIds: [await idOf(sandbox, 'roles', 'editor')] });
    const expected = async (title: string, members: readonly string[]) =>
      expect(await live(world)).toMatchObject({
        'group:acme/g': { title, members },
        'assignment:acme|group:acme/g': { roles: ['editor'] },
      });

    world.configure(group('Two', ignored('members')), held('admin'));
    await world.succeed(...APPLY, '-refresh=false');
    await expected('Two', ['a@acme.com', 'b@acme.com']);
    world.configure(group('Three', ignored('members')), held('admin'));
    await world.apply();
    await world.expectNoChanges();
    await expected('Three', ['a@acme.com', 'b@acme.com']);

    // Written by the block again, and not refreshed: who came since was never shown, and stays until a plan shows them.
    await add('c@acme.com');
    world.configure(group('Four'), held('admin'));
    await world.succeed(...APPLY, '-refresh=false');
    await expected('Four', ['a@acme.com', 'c@acme.com']);
    expect((await world.plan()).actions).toEqual({ 'bylaw_group.g': 'update' });
    await world.applyPlanned();
    await expected('Four', ['a@acme.com']);
  },
);

itWithTerraform('passed on by removed with destroy = false in one run, nobody loses anything', async () => {
  const world = await opened();
  const person = (label: string) => `resource "bylaw_member" "${label}" {\n  member = "dan@acme.com"\n}`;
  const removed = (from: string) => `removed {\n  from = ${from}\n  lifecycle {\n    destroy = false\n  }\n}`;
  world.configure(
    person('one'),
    'resource "bylaw_assignment" "dan" {\n  scope     = "acme"\n  principal = "member:${bylaw_member.one.member}"\n  roles     = ["editor"]\n}',
  );
  await world.succeed('init', '-no-color');
  await world.apply();
  const before = await live(world);
  world.configure(
    removed('bylaw_member.one'),
    removed('bylaw_assignment.dan'),
    person('two'),
    'resource "bylaw_roster" "acme" {\n  scope = "acme"\n  roles = { "member:${bylaw_member.two.member}" = "editor" }\n}',
  );
  await world.apply();
  await world.expectNoChanges();
  expect(await live(world)).toEqual(before);
});

itWithTerraform(
  'configuration that an import has generated is what is there, signs of templates too',
  async () => {
    const world = await opened('a@acme.com', 'we${i}rd@acme.com');
    const { sandbox } = world;
    const { id } = await behindTheBack(sandbox, 'POST', '/groups', { slug: 'q', name: 'Q ${x} %{y} "z"' });
    for (const key of ['a@acme.com', 'we${i}rd@acme.com'])
      await behindTheBack(sandbox, 'POST', `/groups/${String(id)}/members`, {
        userId: await idOf(sandbox, 'members', key),
      });
    const at = `/scopes/${await idOf(sandbox, 'scopes', 'acme')}/assignments/group/${String(id)}`;
    await behindTheBack(sandbox, 'PUT', at, { roleIds: [await idOf(sandbox, 'roles', 'editor')] });
    const before = await live(world);
    const imported = (to: string, of: string) => `import {\n  to = ${to}\n  id = "${of}"\n}`;
    world.configure(
      imported('bylaw_member.a', 'acme|A@acme.com'),
      imported('bylaw_member.w', 'acme|we$${i}rd@acme.com'),
      imported('bylaw_group.q', 'acme/q'),
      imported('bylaw_assignment.q', 'acme|group:acme/q'),
      imported('bylaw_roster.acme', 'acme'),
    );
    await world.succeed('init', '-no-color');
    // A roster and an assignment of one scope give and take by turns, generated or not.
    const both = await world.run('plan', '-no-color', '-generate-config-out=both.tf.txt');
    expect(both.output).toContain('are of one scope');
    world.configure(
      imported('bylaw_member.a', 'acme|A@acme.com'),
      imported('bylaw_member.w', 'acme|we$${i}rd@acme.com'),
      imported('bylaw_group.q', 'acme/q'),
      imported('bylaw_assignment.q', 'acme|group:acme/q'),
    );
    await world.succeed('plan', '-no-color', '-generate-config-out=generated.tf');
    const { output } = await world.apply();
    expect(output).toContain('4 imported, 0 added, 0 changed, 0 destroyed');
    await world.expectNoChanges();
    expect(await live(world)).toEqual(before);
  },
);

itWithTerraform(
  'people known only after apply are told as a change, and only who is not among them goes',
  async () => {
    const world = await opened('a@acme.com', 'b@acme.com');
    const late = (...keys: readonly string[]) =>
      `resource "terraform_data" "who" {\n  input = ${JSON.stringify(keys)}\n}`;
    const group =
      'resource "bylaw_group" "g" {\n  name    = "g"\n  members = { for one in terraform_data.who.output : one => "" }\n}';
    world.configure(late('a@acme.com', 'b@acme.com'), group);
    await world.succeed('init', '-no-color');
    await world.apply();
    world.configure(late('A@acme.com'), group);
    expect((await world.plan()).actions).toEqual({
      'bylaw_group.g': 'update',
      'terraform_data.who': 'update',
    });
    await world.applyPlanned();
    await world.expectNoChanges();
    expect((await live(world))['group:acme/g']).toMatchObject({ members: ['a@acme.com'] });
  },
);
