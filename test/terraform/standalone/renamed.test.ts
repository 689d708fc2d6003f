/** Renamed without a `moved` block, and created before it is destroyed: nobody is removed, by the real terraform. */
import { expect, onTestFinished } from 'vitest';
import { connectionTo, readPlain } from '../../connector/connections.ts';
import { itWithTerraform } from '../available.ts';
import { stage } from './stage.ts';

itWithTerraform(
  'a key that moves between labels is never removed, and the ways out that are told work',
  async () => {
    const world = await stage({ on: 'lumoauth', seed: { organization: 'acme' } });
    onTestFinished(() => world.close());
    const live = async () => Object.keys(await readPlain(connectionTo(world.sandbox))).sort();
    const person = (label: string, more = '') =>
      `resource "bylaw_member" "${label}" {\n  member = "dan@acme.com"\n${more}}`;
    const held =
      'resource "bylaw_roster" "all" {\n  scope = "acme"\n  roles = { "member:dan@acme.com" = "editor" }\n';
    const roster = `${held}  depends_on = [bylaw_member.one, bylaw_member.two]\n}`;
    const none = 'resource "bylaw_member" "two" {\n  for_each = toset([])\n  member   = each.key\n}';
    world.configure(person('one'), none, roster);
    await world.succeed('init', '-no-color');
    await world.apply();
    const before = await live();
    expect(before).toContain('assignment:acme|member:dan@acme.com');

    // Forgotten: the plan fails, and a saved one there is none.
    const renamed = [
      person('two'),
      'resource "bylaw_member" "one" {\n  for_each = toset([])\n  member   = each.key\n}',
    ];
    world.configure(...renamed, roster);
    const refused = await world.run('apply', '-no-color', '-auto-approve');
    expect(refused.status).toBe(1);
    expect(refused.output).toContain('moved {');
    expect(await live()).toEqual(before);

    // As told.
    world.configure(
      person('two'),
      `${held}}`,
      'moved {\n  from = bylaw_member.one\n  to   = bylaw_member.two\n}',
    );
    await world.apply();
    await world.expectNoChanges();

    // The key is known only after apply: no plan can see that it is the same.
    const late = 'resource "terraform_data" "key" {\n  input = "Dan@acme.com"\n}';
    world.configure(
      late,
      'resource "bylaw_member" "three" {\n  member = terraform_data.key.output\n}',
      `${held}}`,
    );
    const raced = await world.run('apply', '-no-color', '-auto-approve');
    expect(await live()).toContain('member:acme/dan@acme.com');
    if (raced.status === 1) {
      expect(raced.output).toContain('was not removed');
      await world.succeed('state', 'rm', 'bylaw_member.two');
    }
    await world.apply();
    await world.expectNoChanges();
    expect(await live()).toEqual(before);

    // Replaced by itself, both ways, with nothing hanging on it.
    world.configure(person('three'));
    await world.apply();
    const alone = await live();
    expect(alone).toEqual(before.filter((one) => !one.startsWith('assignment:')));
    world.configure(person('three', '  lifecycle {\n    create_before_destroy = true\n  }\n'));
    const kept = await world.run('apply', '-no-color', '-auto-approve', '-replace=bylaw_member.three');
    expect(kept.status).toBe(1);
    expect(kept.output).toContain('create_before_destroy');
    expect(await live()).toEqual(alone);
    await world.succeed('state', 'rm', 'bylaw_member.three');
    world.configure(person('three'));
    await world.apply();
    expect(await live()).toEqual(alone);
    await world.succeed('apply', '-no-color', '-auto-approve', '-replace=bylaw_member.three');
    expect(await live()).toEqual(alone);
    await world.succeed('taint', 'bylaw_member.three');
    const unseen = await world.succeed('plan', '-no-color', '-refresh=false');
    expect(unseen.output).not.toContain('is there already');
    await world.apply();
    expect(await live()).toEqual(alone);
  },
);
