/** Renamed on the platform by somebody: found again by what lasts, and never made a second time without a word. */
import { expect, onTestFinished } from 'vitest';
import { behindTheBack, connectionTo, idOf, readPlain } from '../../connector/connections.ts';
import { itWithTerraform } from '../available.ts';
import { stage } from './stage.ts';

itWithTerraform('a group that somebody renamed is the same group, and the plan says so', async () => {
  const people = ['dan@acme.com', 'eve@acme.com', 'fay@acme.com'];
  const members = people.map((key) => ({ key, state: 'active' as const }));
  const world = await stage({ on: 'lumoauth', seed: { organization: 'acme', members } });
  onTestFinished(() => world.close());
  const live = async () => Object.keys(await readPlain(connectionTo(world.sandbox))).sort();
  const rename = async (from: string, slug: string) =>
    behindTheBack(world.sandbox, 'PATCH', `/groups/${await idOf(world.sandbox, 'groups', from)}`, { slug });
  const group = (name: string) =>
    `resource "bylaw_group" "qa" {\n  name    = "${name}"\n  title   = "Quality"\n  members = { for one in ${JSON.stringify(people)} : one => "" }\n}`;
  const held = (name: string) =>
    `resource "bylaw_assignment" "qa" {\n  scope      = "acme"\n  principal  = "group:acme/${name}"\n  roles      = ["editor"]\n  depends_on = [bylaw_group.qa]\n}`;
  world.configure(group('qa'), held('qa'));
  await world.succeed('init', '-no-color');
  await world.apply();

  // Right after it was made, with no refresh in between.
  await rename('qa', 'qa-team');
  const before = await live();
  const refused = await world.run('apply', '-no-color', '-auto-approve');
  expect(refused.status).toBe(1);
  expect(refused.output).toContain('bylaw_group "acme/qa" is called "acme/qa-team" on LumoAuth now');
  expect(refused.output).toContain('name = "qa-team"');
  expect(refused.output).toMatch(/on main\.tf line \d+, in resource "bylaw_group" "qa":\n +\d+: +name/);
  expect(await live()).toEqual(before);

  // The assignment follows as the group does.
  world.configure(group('qa-team'), held('qa-team'));
  await world.expectNoChanges();
  await world.apply();
  expect((await world.instances())['bylaw_group.qa']?.attributes.id).toBe('acme/qa-team');
  expect(await live()).toEqual(before);

  // What the state does not look up it does not forget either.
  await rename('qa-team', 'quality');
  const unseen = await world.succeed('plan', '-no-color', '-destroy', '-refresh=false');
  expect(unseen.output).toContain('bylaw_group "acme/quality" was called "acme/qa-team"');

  // An import remembers as well, and a removal says what it was called.
  await world.succeed('state', 'rm', 'bylaw_group.qa', 'bylaw_assignment.qa');
  world.configure(group('quality'));
  await world.succeed('import', '-no-color', 'bylaw_group.qa', 'acme/quality');
  await rename('quality', 'quality-2');
  world.configure();
  const planned = await world.succeed('plan', '-no-color');
  expect(planned.output).toContain('bylaw_group "acme/quality-2" was called "acme/quality"');
  expect(planned.output).toContain('1 to destroy');

  // An older state knows nothing that lasts: what looks like it is told.
  world.configure(group('quality'));
  await world.edit(({ resources }) => {
    for (const { instances } of resources) for (const one of instances) delete one.private;
  });
  const guessed = await world.succeed('plan', '-no-color');
  expect(guessed.output).toContain('bylaw_group "acme/quality" is gone, and "acme/quality-2" looks like it');
  expect(guessed.output).toContain('has its 3 people');

  // The next removal is of the group, whatever it is called by now.
  await world.succeed('state', 'rm', 'bylaw_group.qa');
  world.configure(group('quality-2'));
  await world.succeed('import', '-no-color', 'bylaw_group.qa', 'acme/quality-2');
  await rename('quality-2', 'quality-3');
  world.configure();
  await world.apply();
  expect((await live()).filter((one) => one.startsWith('group:'))).toEqual([]);
});
