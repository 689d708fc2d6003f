/** The way out that a refused replacement names, gone as it is written: with each of terraform's ways to ask for one. */
import { expect, onTestFinished } from 'vitest';
import { behindTheBack, connectionTo, idOf, readPlain } from '../../connector/connections.ts';
import { itWithTerraform } from '../available.ts';
import { stage } from './stage.ts';

itWithTerraform(
  'untaint, then destroy -target, then apply: all that blocks hold is there again',
  async () => {
    const world = await stage({
      on: 'lumoauth',
      seed: {
        organization: 'acme',
        members: ['bo@acme.com', 'eve@acme.com'].map((key) => ({ key, state: 'active' as const })),
      },
    });
    onTestFinished(() => world.close());
    const live = () => readPlain(connectionTo(world.sandbox));
    const blocks = (trigger: string) => [
      `resource "terraform_data" "trigger" {\n  input = "${trigger}"\n}`,
      'resource "bylaw_member" "bo" {\n  member = "bo@acme.com"\n  lifecycle {\n    replace_triggered_by = [terraform_data.trigger]\n  }\n}',
      'resource "bylaw_group" "qa" {\n  name    = "qa"\n  members = { (bylaw_member.bo.member) = "", "eve@acme.com" = "" }\n}',
      'resource "bylaw_assignment" "qa" {\n  scope     = "acme"\n  principal = "group:${bylaw_group.qa.id}"\n  roles     = ["viewer"]\n}',
      'resource "bylaw_assignment" "bo" {\n  scope     = "acme"\n  principal = "member:${bylaw_member.bo.member}"\n  roles     = ["editor"]\n}',
    ];
    world.configure(...blocks('one'));
    await world.succeed('init', '-no-color');
    await world.apply();
    const before = await live();

    const flat = (output: string) => output.replace(/\s+/g, ' ');
    const refused = async (...args: readonly string[]) => {
      const { status, output } = await world.run(...args);
      expect(status, output).toBe(1);
      expect(await live()).toEqual(before);
      return flat(output);
    };
    const apply = ['apply', '-no-color', '-auto-approve'] as const;
    const destroy = ['destroy', '-no-color', '-auto-approve', '-target=bylaw_member.bo'] as const;
    const ways = {
      // The blocks that stand on it are replaced with it: the plan of the person cannot know yet.
      async replace() {
        return refused(...apply, '-replace=bylaw_member.bo', '-replace=bylaw_assignment.bo');
      },
      async taint() {
        await world.succeed('taint', 'bylaw_member.bo');
        const said = await refused(...apply);
        // Terraform plans the blocks before it destroys, so this is refused as long as it is tainted.
        expect(await refused(...destroy)).toContain('is not replaced');
        await world.succeed('untaint', 'bylaw_member.bo');
        return said;
      },
      async trigger() {
        world.configure(...blocks('two'));
        const said = await refused(...apply);
        world.configure(...blocks('one'));
        return said;
      },
    };
    for (const [way, ask] of Object.entries(ways)) {
      const said = await ask();
      for (const words of [
        'bylaw_member "acme|bo@acme.com" is not replaced',
        '- assignment:acme|member:bo@acme.com (editor)',
        '- bo@acme.com in group:acme/qa',
        'no change of its triggers, `terraform untaint` if it is tainted',
        '`terraform destroy -target=…` of it, which names all that goes, and `terraform apply`',
      ])
        expect(said, way).toContain(words);

      const gone = await world.succeed(...destroy);
      // All blocks that stand on it, and those that stand on these.
      for (const block of ['bylaw_assignment.bo', 'bylaw_assignment.qa', 'bylaw_group.qa', 'bylaw_member.bo'])
        expect(gone.output, way).toContain(`# ${block} will be destroyed`);
      expect(Object.keys(await live()).filter((one) => /bo@acme|group:/.test(one))).toEqual([]);
      world.configure(...blocks(way));
      await world.apply();
      await world.expectNoChanges();
      expect(await live(), way).toEqual(before);
      world.configure(...blocks('one'));
      // The trigger has moved, and the next way begins where this one did.
      await world.succeed('state', 'rm', 'terraform_data.trigger');
      await world.succeed(...apply, '-target=terraform_data.trigger');
    }
  },
);

itWithTerraform(
  'destroy -target names what no block has, and what no block has is not made again',
  async () => {
    const world = await stage({ on: 'lumoauth', seed: { organization: 'acme' } });
    onTestFinished(() => world.close());
    const { sandbox } = world;
    const live = async () => Object.keys(await readPlain(connectionTo(sandbox)));
    world.configure(
      'resource "bylaw_member" "bo" {\n  member = "bo@acme.com"\n}',
      // Names the person without a reference: terraform does not know that it stands on them.
      'resource "bylaw_group" "qa" {\n  name       = "qa"\n  members    = { "bo@acme.com" = "" }\n  depends_on = [terraform_data.after]\n}',
      'resource "terraform_data" "after" {\n}',
    );
    await world.succeed('init', '-no-color');
    await world.succeed('apply', '-no-color', '-auto-approve', '-target=bylaw_member.bo');
    await world.apply();
    const at = `/scopes/${await idOf(sandbox, 'scopes', 'acme')}/assignments/member/${await idOf(sandbox, 'members', 'bo@acme.com')}`;
    await behindTheBack(sandbox, 'PUT', at, { roleIds: [await idOf(sandbox, 'roles', 'editor')] });

    const args = ['-no-color', '-target=bylaw_member.bo'];
    const planned = await world.succeed('plan', '-destroy', ...args);
    expect(planned.output).toContain('- assignment:acme|member:bo@acme.com (editor)');
    expect(planned.output).toContain('- bo@acme.com in group:acme/qa');
    await world.succeed('destroy', '-auto-approve', ...args);
    // The group is no target, so it lost a person it is written to have: the next apply gives that back.
    await world.succeed('apply', '-no-color', '-auto-approve', '-target=bylaw_member.bo');
    await world.apply();
    await world.expectNoChanges();
    expect((await readPlain(connectionTo(sandbox)))['group:acme/qa']).toMatchObject({
      members: ['bo@acme.com'],
    });
    expect(await live()).not.toContain('assignment:acme|member:bo@acme.com');
  },
);
