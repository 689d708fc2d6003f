/** Replaced by itself, in each of terraform's ways: nothing that hangs on it is taken along, whoever holds it. */
import { expect, onTestFinished } from 'vitest';
import { behindTheBack, connectionTo, idOf, readPlain } from '../../connector/connections.ts';
import { atrium } from '../../connector/platforms.ts';
import { itWithTerraform } from '../available.ts';
import { stage } from './stage.ts';

itWithTerraform(
  '-replace, replace_triggered_by and taint take nothing along, and replace what nothing hangs on',
  async () => {
    const world = await stage({
      on: 'atrium',
      seed: { organization: 'acme', members: [{ key: 'bo@acme.com', state: 'active' }] },
    });
    onTestFinished(() => world.close());
    const { sandbox } = world;
    const live = () => readPlain(connectionTo(sandbox, atrium));
    const person = 'resource "bylaw_member" "bo" {\n  member = "bo@acme.com"\n}';
    const scope = 'resource "bylaw_scope" "emea" {\n  path = "acme/units/emea"\n}';
    const group = (trigger: string) =>
      `resource "terraform_data" "trigger" {\n  input = "${trigger}"\n}\n\nresource "bylaw_group" "qa" {\n  name    = "qa"\n  members = { (bylaw_member.bo.member) = "" }\n  lifecycle {\n    replace_triggered_by = [terraform_data.trigger]\n  }\n}`;
    world.configure(person, scope, group('one'));
    await world.succeed('init', '-no-color');
    await world.apply();

    // Somebody gives what no block of this state knows.
    const holding = async (at: string, kind: 'member' | 'group', who: string) =>
      `/scopes/${await idOf(sandbox, 'scopes', at)}/assignments/${kind}/${await idOf(sandbox, `${kind}s`, who)}`;
    const given = [
      [await holding('acme', 'member', 'bo@acme.com'), 'signer'],
      [await holding('emea', 'group', 'qa'), 'build-viewer'],
    ] as const;
    for (const [path, role] of given)
      await behindTheBack(sandbox, 'PUT', path, { roleIds: [await idOf(sandbox, 'roles', role)] });
    const before = await live();

    const refused = async (...args: readonly string[]) => {
      const { status, output } = await world.run(...args);
      expect(await live()).toEqual(before);
      expect(status, output).toBe(1);
      return output.replace(/\s*\n[│|\s]*/g, ' ');
    };
    const apply = (...args: readonly string[]) => refused('apply', '-no-color', '-auto-approve', ...args);
    const asked = await apply('-replace=bylaw_member.bo', '-replace=bylaw_scope.emea');
    // Also what a block of this state holds, and nobody changes.
    for (const lost of [
      'assignment:acme|member:bo@acme.com (signer)',
      'bo@acme.com in group:acme/qa',
      'assignment:acme/units/emea|group:acme/qa (build-viewer)',
    ])
      expect(asked).toContain(`- ${lost}`);

    world.configure(person, scope, group('two'));
    const triggered = await apply();
    expect(triggered).toContain('bylaw_group "acme/qa" is not replaced');
    expect(triggered).toContain('- assignment:acme/units/emea|group:acme/qa (build-viewer)');

    world.configure(person, scope, group('one'));
    await world.succeed('taint', 'bylaw_member.bo');
    expect(await apply()).toContain('- assignment:acme|member:bo@acme.com (signer)');
    // Not refreshed, the plan cannot tell it from a new one: the apply can.
    expect(await apply('-refresh=false')).toContain('- assignment:acme|member:bo@acme.com (signer)');
    await world.succeed('untaint', 'bylaw_member.bo');

    for (const [path] of given) await behindTheBack(sandbox, 'DELETE', path);
    world.configure(person, scope, group('three'));
    const done = await world.succeed('apply', '-no-color', '-auto-approve', '-replace=bylaw_scope.emea');
    expect(done.output).toContain('2 added, 1 changed, 2 destroyed');
    await world.expectNoChanges();
    expect(Object.keys(await live())).toEqual(
      expect.arrayContaining(['group:acme/qa', 'scope:acme/units/emea']),
    );
  },
);
