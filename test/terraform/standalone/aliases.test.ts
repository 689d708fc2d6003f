/** Two provider blocks of one organization are two processes: what the one takes over, the other does not remove. */
import { expect, onTestFinished } from 'vitest';
import { connectionTo, readPlain } from '../../connector/connections.ts';
import { itWithTerraform } from '../available.ts';
import { stage } from './stage.ts';

itWithTerraform(
  'a key that passes from one alias to another is never removed',
  async () => {
    const world = await stage({ on: 'lumoauth', seed: { organization: 'acme' } });
    onTestFinished(() => world.close());
    const live = async () => Object.keys(await readPlain(connectionTo(world.sandbox))).sort();
    // Written in another way, it is the same place.
    const two = `provider "bylaw" {\n  alias        = "two"\n  url          = "${world.sandbox.url}/"\n  organization = "acme"\n  remote       = "acme"\n  platform     = "lumoauth"\n}`;
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
  },
  300_000,
);
