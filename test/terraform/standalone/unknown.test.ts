/** Values that terraform learns during apply, in attributes that could also be left out. */
import { expect, test } from 'vitest';
import { type Row, type RowValue, UNKNOWN } from '../../../src/terraform/provider/protocol/row.ts';
import { attributesOf, type TypeName } from '../../../src/terraform/standalone/schema/resource-tables.ts';
import { itWithTerraform } from '../available.ts';
import { asked } from './asked.ts';
import { stage } from './stage.ts';

const EMPTY = { string: 'x', map: {}, set: [], list: [], bool: false, number: 0 };
const permissions = ['build:view'];

test.each<[TypeName, Row, readonly string[]]>([
  ['bylaw_scope', { path: 'acme/units/a' }, ['title', 'kind', 'parent']],
  ['bylaw_role', { name: 'r', permissions }, ['title', 'description', 'includes', 'permissions', 'home']],
  ['bylaw_group', { name: 'g' }, ['title', 'description', 'members', 'groups', 'permissions', 'home']],
  ['bylaw_member', { member: 'zoe@acme.com' }, ['state', 'scope']],
  ['bylaw_assignment', { scope: 'acme', principal: 'member:zoe@acme.com' }, ['roles']],
  ['bylaw_roster', { scope: 'acme' }, ['roles']],
])(
  '%s: unknown stays unknown, what is left out does not, in a creation and in a change',
  async (type, config, open) => {
    const { plan } = await asked();
    const whole = Object.fromEntries(open.map((name): [string, RowValue] => [name, UNKNOWN]));
    const created = await plan(type, null, { ...config, ...whole });
    expect(created.told).toEqual([]);
    for (const name of open) expect([name, created.row?.[name]]).toEqual([name, UNKNOWN]);
    // What follows from the key and the provider is known all the same.
    const leftOut = await plan(type, null, config);
    for (const name of ['home', 'scope', 'parent', 'kind'])
      if (name in (leftOut.row ?? {})) expect(leftOut.row?.[name]).not.toBe(UNKNOWN);
    const prior = Object.fromEntries(
      Object.entries(leftOut.row ?? {}).map(([name, value]): [string, RowValue] => [
        name,
        value === UNKNOWN || value === null ? EMPTY[attributesOf(type)[name]?.type ?? 'string'] : value,
      ]),
    );
    for (const name of open) {
      const changed = await plan(type, prior, { ...config, [name]: UNKNOWN });
      expect([name, changed.row?.[name]]).toEqual([name, UNKNOWN]);
    }
  },
);

itWithTerraform('what other resources make known during apply is written then', async () => {
  const world = await stage();
  try {
    world.configure(
      'resource "terraform_data" "n" {\n  input = "b"\n}',
      'resource "bylaw_member" "b" {\n  member = "${terraform_data.n.output}@acme.com"\n}',
      'resource "bylaw_group" "g" {\n  name = "g"\n  description = "of ${terraform_data.n.output}"\n  members = { (bylaw_member.b.member) = "" }\n}',
    );
    await world.succeed('init', '-no-color');
    await world.apply();
    await world.expectNoChanges();
    await world.succeed('apply', '-no-color', '-auto-approve', '-replace=terraform_data.n');
    const group = (await world.instances())['bylaw_group.g'];
    expect(group?.attributes).toMatchObject({ description: 'of b', members: { 'b@acme.com': '' } });
  } finally {
    await world.close();
  }
});
