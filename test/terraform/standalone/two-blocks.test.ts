/** One thing in two blocks, by each way that terraform has to come to that: told, and nobody loses anything by it. */
import { expect, onTestFinished } from 'vitest';
import { connectionTo, readPlain } from '../../connector/connections.ts';
import { itWithTerraform } from '../available.ts';
import { type Stage, stage } from './stage.ts';

async function opened(): Promise<Stage> {
  const members = ['a@acme.com', 'b@acme.com'].map((key) => ({ key, state: 'active' as const }));
  const world = await stage({ on: 'lumoauth', seed: { organization: 'acme', members } });
  onTestFinished(() => world.close());
  return world;
}

const live = (world: Stage) => readPlain(connectionTo(world.sandbox));

async function refused(world: Stage, ...args: readonly string[]): Promise<string> {
  const before = await live(world);
  const { status, output } = await world.run(...args);
  expect(status, output).toBe(1);
  expect(await live(world)).toEqual(before);
  return output.replace(/\s+/g, ' ');
}

const APPLY = ['apply', '-no-color', '-auto-approve'] as const;

const holds = (label: string, principal: string, role: string) =>
  `resource "bylaw_assignment" "${label}" {\n  scope     = "acme"\n  principal = ${principal}\n  roles     = ["${role}"]\n}`;
const removed = (address: string) =>
  `removed {\n  from = ${address}\n  lifecycle {\n    destroy = false\n  }\n}`;

itWithTerraform('imported by a second block, it is not written by turns', async () => {
  const world = await opened();
  const one = holds('one', '"member:a@acme.com"', 'editor');
  const two = holds('two', '"member:A@acme.com"', 'viewer');
  world.configure(one);
  await world.succeed('init', '-no-color');
  await world.apply();
  world.configure(one, two, 'import {\n  to = bylaw_assignment.two\n  id = "acme|member:A@acme.com"\n}');
  expect(await refused(world, ...APPLY)).toContain(
    'Two blocks are bylaw_assignment "acme|member:a@acme.com"',
  );

  // The command plans nothing, so there the next plan is the first that can say so.
  world.configure(one, two);
  await world.succeed('import', '-no-color', 'bylaw_assignment.two', 'acme|member:A@acme.com');
  expect(await refused(world, ...APPLY)).toContain('Two blocks are bylaw_assignment');
  expect(await refused(world, 'destroy', '-no-color', '-auto-approve')).toContain('Two blocks are');

  // The way out that it names, and then the one that is left may change.
  world.configure(two, removed('bylaw_assignment.one'));
  const before = await live(world);
  await world.succeed(...APPLY, '-target=bylaw_assignment.one');
  expect(await live(world)).toEqual(before);
  await world.apply();
  await world.expectNoChanges();
  expect((await live(world))['assignment:acme|member:a@acme.com']).toMatchObject({ roles: ['viewer'] });

  await world.succeed('destroy', '-no-color', '-auto-approve', '-refresh=false');
  expect(Object.keys(await live(world))).not.toContain('assignment:acme|member:a@acme.com');
});

itWithTerraform('found out by the apply alone, nobody is told to import what another block has', async () => {
  const world = await opened();
  const late = 'resource "terraform_data" "who" {\n  input = "member:A@acme.com"\n}';
  const one = holds('one', '"member:a@acme.com"', 'editor');
  const two = holds('two', 'terraform_data.who.output', 'viewer');
  // Both new.
  world.configure(one, late, two);
  await world.succeed('init', '-no-color');
  const both = await world.run(...APPLY);
  expect(both.status).toBe(1);
  expect(both.output).toContain('Two blocks are bylaw_assignment');
  await world.succeed('destroy', '-no-color', '-auto-approve', '-refresh=false');

  // One in the state: an apply is not told of what stays as it is.
  world.configure(one);
  await world.apply();
  world.configure(one, late, two);
  const said = await refused(world, ...APPLY);
  expect(said).toContain('is there already and holds more than is written here');
  expect(said).toContain(
    'Where another block of this configuration is the same already, however it is spelled, do not import it but keep one of the two: the next plan says so.',
  );
  expect(await refused(world, ...APPLY)).toContain('Two blocks are bylaw_assignment');
  await world.succeed('state', 'rm', 'terraform_data.who');

  // What it only adds to, it takes over; the next plan does not take that back by the other block.
  const wider = two.replace('["viewer"]', '["editor", "viewer"]');
  world.configure(one, late, wider);
  await world.apply();
  expect(await refused(world, ...APPLY)).toContain('Two blocks are bylaw_assignment');
  world.configure(late, wider, removed('bylaw_assignment.one'));
  await world.apply();
  await world.expectNoChanges();
  expect((await live(world))['assignment:acme|member:a@acme.com']).toMatchObject({
    roles: ['editor', 'viewer'],
  });

  // Where a plan has looked, and nobody has it, an import is the way.
  await world.succeed('state', 'rm', 'bylaw_assignment.two');
  const person = 'resource "bylaw_member" "b" {\n  member = "b@acme.com"\n}';
  world.configure(late, person);
  await world.apply();
  const three = holds('three', '"member:a@acme.com"', 'viewer');
  world.configure(late, person, three.replace('\n}', '\n  depends_on = [bylaw_member.b]\n}'));
  const plain = await refused(world, ...APPLY);
  expect(plain).toContain('Import it, and the plan shows what would change');
  expect(plain).not.toContain('do not import it');
});

itWithTerraform('two blocks that change to one key: nothing is removed for it', async () => {
  const world = await opened();
  const group = (label: string, name: string) =>
    `resource "bylaw_group" "${label}" {\n  name    = "${name}"\n  members = { "a@acme.com" = "" }\n}`;
  world.configure(group('x', 'x'), group('y', 'y'));
  await world.succeed('init', '-no-color');
  await world.apply();
  world.configure(group('x', 'z'), group('y', 'z'));
  expect(await refused(world, ...APPLY)).toContain('Two blocks are bylaw_group "acme/z"');
  // One of them alone may.
  world.configure(group('x', 'z'), group('y', 'y'));
  await world.apply();
  await world.expectNoChanges();
});

itWithTerraform('keys of for_each that differ by letter case alone are one person', async () => {
  const world = await opened();
  const people = (...keys: readonly string[]) =>
    `resource "bylaw_member" "all" {\n  for_each = toset(${JSON.stringify(keys)})\n  member   = each.key\n}`;
  world.configure(people('Dan@acme.com', 'dan@acme.com'));
  await world.succeed('init', '-no-color');
  expect(await refused(world, ...APPLY)).toContain('Two blocks are bylaw_member "acme|');
  world.configure(people('dan@acme.com'));
  await world.apply();
  const before = await live(world);
  world.configure(people('Dan@acme.com'));
  expect(await refused(world, ...APPLY)).toContain('is destroyed by one block and created by another');
  world.configure(
    people('Dan@acme.com'),
    'moved {\n  from = bylaw_member.all["dan@acme.com"]\n  to   = bylaw_member.all["Dan@acme.com"]\n}',
  );
  await world.apply();
  await world.expectNoChanges();
  expect(await live(world)).toEqual(before);
});
