/** What somebody with a clean machine, plain HCL and no `bylaw` command does, on two platforms. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { h1 } from '../../../src/terraform/standalone/package/checksum.ts';
import { packageContents } from '../../../src/terraform/standalone/package/contents.ts';
import { behindTheBack, connectionTo, idOf, readPlain } from '../../connector/connections.ts';
import { atrium, lumoauth } from '../../connector/platforms.ts';
import { itWithTerraform } from '../available.ts';
import { stateText } from '../state-text.ts';
import { BUILT, type Stage, type StageOptions, stage, TOKEN, VERSION } from './stage.ts';

async function opened(options: StageOptions): Promise<Stage> {
  const world = await stage(options);
  onTestFinished(() => world.close());
  return world;
}

const PEOPLE = ['dan', 'eve', 'pat'].map((name) => `${name}@acme.com`);

itWithTerraform('from nothing to everything and back, on lumoauth', async () => {
  const world = await opened({
    on: 'lumoauth',
    seed: { organization: 'acme', members: [{ key: 'old@acme.com', state: 'active' }] },
  });
  world.configure(
    `locals {\n  people = ${JSON.stringify(PEOPLE)}\n}`,
    'resource "bylaw_member" "people" {\n  for_each = toset(local.people)\n  member   = each.key\n}',
    'resource "bylaw_role" "writer" {\n  name        = "writer"\n  permissions = ["documents:*"]\n}',
    'resource "bylaw_group" "docs" {\n  name    = "docs"\n  members = { for key, one in bylaw_member.people : one.member => "" if key != "pat@acme.com" }\n}',
    'resource "bylaw_assignment" "docs" {\n  scope     = "acme"\n  principal = "group:${bylaw_group.docs.id}"\n  roles     = [bylaw_role.writer.name]\n}',
    'data "bylaw_access" "all" {\n  scope      = "acme"\n  depends_on = [bylaw_assignment.docs, bylaw_group.docs]\n}',
    'data "bylaw_access" "why" {\n  scope      = "acme"\n  member     = "DAN@acme.com"\n  permission = "documents:read"\n  depends_on = [bylaw_assignment.docs, bylaw_group.docs]\n}',
    'data "bylaw_group" "docs" {\n  name       = bylaw_group.docs.name\n}',
    'data "bylaw_member" "dan" {\n  member     = "dan@acme.com"\n  depends_on = [bylaw_assignment.docs, bylaw_group.docs]\n}',
    'data "bylaw_platform" "here" {}',
    'output "dan" {\n  value = provider::bylaw::can(data.bylaw_access.all.grants, "dan@acme.com", "documents:read")\n}',
    'output "pat" {\n  value = provider::bylaw::can(data.bylaw_access.all.grants, "pat@acme.com", "documents:read")\n}',
    'output "why" {\n  value = data.bylaw_access.why\n}',
    'output "groups" {\n  value = data.bylaw_member.dan.groups\n}',
    'output "members" {\n  value = data.bylaw_group.docs.members\n}',
    'output "title" {\n  value = data.bylaw_platform.here.title\n}',
  );
  await world.succeed('init', '-no-color');
  const lock = readFileSync(join(world.folder, '.terraform.lock.hcl'), 'utf8');
  expect(lock).toContain('provider "registry.terraform.io/bylaw/bylaw"');
  expect(lock).toContain(`"${h1(packageContents(BUILT, VERSION))}"`);
  const validated = JSON.parse((await world.succeed('validate', '-json')).output);
  expect(validated).toMatchObject({ valid: true, error_count: 0, warning_count: 0 });

  expect(Object.values((await world.plan()).actions)).toEqual(Array(6).fill('create'));
  await world.succeed('apply', '-no-color', 'plan');
  await world.expectNoChanges();
  const outputs = JSON.parse((await world.succeed('output', '-json')).output);
  expect(outputs).toMatchObject({
    dan: { value: true },
    pat: { value: false },
    why: { value: { allowed: true } },
    groups: { value: ['acme/docs'] },
    members: { value: ['dan@acme.com', 'eve@acme.com'] },
    title: { value: lumoauth.title },
  });
  expect(outputs.why.value.because.join('\n')).toMatch(/dan@acme\.com → group docs .* role writer on acme/);
  expect(readFileSync(join(world.folder, 'terraform.tfstate'), 'utf8')).not.toContain(TOKEN);

  // Somebody meddles; the plan says so, and apply heals it.
  const docs = await idOf(world.sandbox, 'groups', 'docs');
  await behindTheBack(world.sandbox, 'POST', `/groups/${docs}/members`, {
    userId: await idOf(world.sandbox, 'members', 'pat@acme.com'),
  });
  const drifted = await world.plan();
  expect(drifted.actions).toEqual({ 'bylaw_group.docs': 'update' });
  await world.apply();
  await world.expectNoChanges();

  // The state is lost: the same files find everything again by import blocks, one of them for many.
  rmSync(join(world.folder, 'terraform.tfstate'));
  world.write(
    'import.tf',
    [
      'import {\n  for_each = toset(local.people)\n  to       = bylaw_member.people[each.key]\n  id       = "acme|${each.key}"\n}',
      'import {\n  to = bylaw_group.docs\n  id = "acme/docs"\n}',
      'import {\n  to = bylaw_role.writer\n  id = "acme/writer"\n}',
      'import {\n  to = bylaw_assignment.docs\n  id = "acme|group:acme/docs"\n}',
    ].join('\n'),
  );
  const imported = await world.plan();
  expect(imported.actions).toEqual({});
  expect(imported.changes.filter(({ change }) => change.importing !== undefined)).toHaveLength(6);
  await world.apply();

  await world.succeed('destroy', '-no-color', '-auto-approve');
  const left = Object.keys(
    await readPlain(connectionTo({ url: world.sandbox.url, token: world.sandbox.token })),
  );
  expect(left.sort()).toEqual(['member:acme/old@acme.com', 'scope:acme']);
});

itWithTerraform(
  'a tree of scopes, rosters and a platform file of one’s own, without a state between',
  async () => {
    const world = await opened({
      on: 'atrium',
      seed: {
        organization: 'acme',
        members: PEOPLE.map((key) => ({ key, state: 'active' })),
        assignments: [{ principal: { type: 'member', name: 'dan@acme.com' }, roles: ['owner'] }],
      },
    });
    const blocks = [
      'resource "bylaw_scope" "unit" {\n  path = "acme/units/emea"\n}',
      'resource "bylaw_scope" "shop" {\n  path  = "${bylaw_scope.unit.path}/workspaces/shop"\n  title = "Shop"\n}',
      'resource "bylaw_group" "qa" {\n  home    = bylaw_scope.unit.path\n  name    = "qa"\n  members = { "eve@acme.com" = "" }\n}',
      'resource "bylaw_roster" "shop" {\n  scope = bylaw_scope.shop.path\n  roles = {\n    "group:${bylaw_group.qa.id}" = "editor"\n    "member:pat@acme.com"      = ""\n  }\n}',
    ];
    world.configure(...blocks);
    await world.succeed('init', '-no-color');
    await world.apply();
    await world.expectNoChanges();
    const live = await readPlain(
      connectionTo({ url: world.sandbox.url, token: world.sandbox.token }, atrium),
    );
    expect(live).toMatchObject({
      'assignment:acme/units/emea/workspaces/shop|group:acme/units/emea/qa': { roles: ['editor'] },
      'assignment:acme/units/emea/workspaces/shop|member:pat@acme.com': { roles: [] },
    });

    // A lost state and no import block: creating takes over what is there, says so, and takes nothing away.
    rmSync(join(world.folder, 'terraform.tfstate'));
    const again = await world.succeed('apply', '-no-color', '-auto-approve');
    expect(again.output.match(/is there already/g)?.length).toBeGreaterThanOrEqual(4);
    await world.expectNoChanges();
    expect(
      await readPlain(connectionTo({ url: world.sandbox.url, token: world.sandbox.token }, atrium)),
    ).toEqual(live);

    // What a creation would have to take away, it refuses at plan.
    world.configure(
      ...blocks,
      'resource "bylaw_roster" "root" {\n  scope = "acme"\n  roles = { "member:eve@acme.com" = "signer" }\n}',
    );
    const refused = await world.run('plan', '-no-color');
    expect(refused.status).toBe(1);
    expect(refused.output).toContain('member:dan@acme.com holds owner');
    expect(refused.output).toContain('id = "acme"');

    world.configure(...blocks);
    await world.succeed('destroy', '-no-color', '-auto-approve');
    const left = Object.keys(
      await readPlain(connectionTo({ url: world.sandbox.url, token: world.sandbox.token }, atrium)),
    );
    expect(left.filter((one) => one.includes('units'))).toEqual([]);
  },
);

const HOSTILE = [
  '${bylaw_member.x}',
  '%{ if true }x%{ endif }',
  '$${twice} %%{twice}',
  'say "hello" \\ and \'so\'',
  'two\nlines',
  'Ünïcødé 日本語 العربية',
  'emoji 🙂👩‍👩‍👧',
  'right\u200fto\u200eleft',
  '<<EOF\nx\nEOF',
  'null',
];

const oneLine = (text: string) => text.replaceAll('\n', ' ');

/** HCL in its JSON form, where only the two template signs need care. */
const literal = (text: string) => text.replaceAll(/[$%](?=\{)/g, (sign) => sign + sign);

itWithTerraform(
  'hostile texts and names that are nearly alike survive an apply, and the plan after it is empty',
  async () => {
    const world = await opened({ on: 'lumoauth' });
    const people = [
      'a.b@acme.com',
      'ab@acme.com',
      'équipe@acme.com',
      'equipe@acme.com',
      'e\u0301t@acme.com',
      "o'brien+x@acme.com",
      '日本@acme.com',
    ];
    const group = (name: string, text: string) => ({
      name,
      title: literal(oneLine(text)),
      description: literal(text),
      members: {},
    });
    world.configure();
    world.write(
      'hostile.tf.json',
      JSON.stringify({
        resource: {
          bylaw_member: Object.fromEntries(
            people.map((member, at) => [`m${at}`, { member: literal(member) }]),
          ),
          bylaw_group: Object.fromEntries([
            ...HOSTILE.map((text, at) => [`g${at}`, group(`g${at}`, text)]),
            [
              'dots',
              {
                name: 'a.b',
                members: Object.fromEntries(people.map((_, at) => [`\${bylaw_member.m${at}.member}`, ''])),
              },
            ],
            ['nodots', { name: 'ab' }],
          ]),
        },
      }),
    );
    await world.succeed('init', '-no-color');
    await world.apply();
    await world.expectNoChanges();
    const live = await readPlain(connectionTo({ url: world.sandbox.url, token: world.sandbox.token }));
    HOSTILE.forEach((text, at) => {
      expect(live[`group:acme/g${at}`]).toMatchObject({ title: oneLine(text), description: text });
    });
    expect(live['group:acme/a.b']).toMatchObject({
      members: people.map((one) => one.normalize('NFC')).sort(),
    });
    expect(live['group:acme/ab']).toMatchObject({ members: [] });
  },
);

itWithTerraform('two aliases are two organizations, and what is wrong is shown at its line', async () => {
  const world = await opened({
    organizations: [
      { slug: 'acme', name: 'Acme' },
      { slug: 'umbrella', name: 'Umbrella' },
    ],
  });
  const other = `provider "bylaw" {\n  alias        = "umbrella"\n  url          = "${world.sandbox.url}"\n  organization = "umbrella"\n  platform     = "lumoauth"\n}`;
  world.configure(
    other,
    'resource "bylaw_member" "dan" {\n  member = "dan@acme.com"\n}',
    'resource "bylaw_member" "umbrella" {\n  provider = bylaw.umbrella\n  member   = "dan@umbrella.com"\n}',
  );
  await world.succeed('init', '-no-color');
  await world.apply();
  await world.expectNoChanges();
  const of = (organization: string) =>
    readPlain(
      connectionTo({ url: world.sandbox.url, token: world.sandbox.token }, lumoauth, {
        organization,
        remote: organization,
      }),
    );
  expect(Object.keys(await of('acme'))).toContain('member:acme/dan@acme.com');
  expect(Object.keys(await of('umbrella'))).toEqual(
    expect.arrayContaining(['member:umbrella/dan@umbrella.com']),
  );
  expect(Object.keys(await of('umbrella'))).not.toContain('member:umbrella/dan@acme.com');

  world.configure(
    'resource "bylaw_group" "bad" {\n  name    = "Not A Slug"\n  members = {\n    "dan@acme.com" = "A lead"\n  }\n}',
  );
  const { output } = await world.run('validate', '-json');
  expect(JSON.parse(output)).toMatchObject({
    valid: false,
    diagnostics: [
      { summary: 'Not a name', range: { filename: 'main.tf', start: { line: 15 } } },
      { summary: 'Not an empty text', range: { filename: 'main.tf', start: { line: 17 } } },
    ],
  });
});

itWithTerraform(
  'refreshing a thousand resources asks the platform for its pages and nothing else',
  async () => {
    const keys = Array.from({ length: 1000 }, (_, at) => `p${String(at).padStart(4, '0')}@acme.com`);
    const world = await opened({
      seed: { organization: 'acme', members: keys.map((key) => ({ key, state: 'active' })) },
    });
    world.configure();
    world.write(
      'people.tf.json',
      JSON.stringify({
        resource: { bylaw_member: Object.fromEntries(keys.map((member, at) => [`p${at}`, { member }])) },
      }),
    );
    await world.succeed('init', '-no-color');
    const rows = keys.map((member, at): [string, object] => [
      `p${at}`,
      { id: `acme|${member}`, scope: 'acme', member, state: 'active' },
    ]);
    world.write(
      'terraform.tfstate',
      stateText('bylaw_member', 'registry.terraform.io/bylaw/bylaw', new Map(rows), 1),
    );
    world.sandbox.resetRequests();
    await world.expectNoChanges();
    const requests = world.sandbox.requests();
    expect(requests.map(({ method }) => method)).toEqual(requests.map(() => 'GET'));
    // Ten pages of people, and one of each other list.
    expect(requests.filter(({ path }) => path.includes('/members?'))).toHaveLength(
      1000 / lumoauth.capabilities.pageSize,
    );
    expect(requests).toHaveLength(1000 / lumoauth.capabilities.pageSize + 5);
  },
);
