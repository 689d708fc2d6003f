/** Plain HCL through a connector file, by the real terraform, against a platform that nobody wrote a connector for. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import {
  WRITABLE,
  type WritablePlatform,
  writablePlatform,
} from '../../connector/described/writable-platform.ts';
import { itWithTerraform } from '../available.ts';
import { type Stage, stage, VERSION } from './stage.ts';

const KEY = 'key-7Yq2-that-nobody-may-see';

interface Described {
  readonly world: Stage;
  readonly platform: WritablePlatform;
  /** Writes the provider block and these blocks. */
  configure(...blocks: readonly string[]): void;
}

/** The file asks for a secret by a name that does not sound like one. */
const BY_KEY = WRITABLE.replace(
  'auth: { bearer: BYLAW_TOKEN }',
  'auth: { header: X-Api-Key, variable: ORCHARD }',
);

async function described(file = BY_KEY): Promise<Described> {
  const platform = await writablePlatform();
  const world = await stage();
  onTestFinished(() => world.close());
  const url = String(platform.connection.settings.url);
  world.environment.ORCHARD = KEY;
  world.write('orchard.yaml', file);
  const configure = (...blocks: readonly string[]) =>
    world.write(
      'main.tf',
      [
        `terraform {\n  required_providers {\n    bylaw = { source = "bylaw/bylaw", version = "${VERSION}" }\n  }\n}`,
        `provider "bylaw" {\n  connector    = "./orchard.yaml"\n  url          = "${url}"\n  organization = "acme"\n  platform     = "lumoauth"\n}`,
        ...blocks,
      ].join('\n\n'),
    );
  configure();
  await world.succeed('init', '-no-color');
  return { world, platform, configure };
}

const lineOf = (text: string): number => BY_KEY.slice(0, BY_KEY.indexOf(text)).split('\n').length;

const DI = 'resource "bylaw_member" "di" {\n  member = "di@acme.com"\n}';
const docs = (members: string, more = '') =>
  `resource "bylaw_group" "docs" {\n  name = "docs"\n  members = ${members}\n  depends_on = [bylaw_member.di]${more}\n}`;
const given = (roles: string) =>
  `resource "bylaw_assignment" "docs" {\n  scope = "acme"\n  principal = "group:\${bylaw_group.docs.id}"\n  roles = ${roles}\n}`;

itWithTerraform(
  'people, groups and roles are made, changed, healed, imported and deleted; each plan after it is empty, and no key is in any file',
  async () => {
    const { world, platform, configure } = await described();
    const { rows } = platform;
    const grants = () => rows.grants.filter(({ holder }) => holder !== 'g1').map(({ role }) => role);
    const people = () => rows.groups.find(({ name }) => name === 'docs')?.users;

    configure(DI, docs('{ "di@acme.com" = "", "ana@acme.com" = "" }'), given('["editor"]'));
    await world.apply();
    const di = rows.users.find(({ email }) => email === 'di@acme.com')?.id;
    expect(people()).toEqual(expect.arrayContaining([1, di]));
    expect(grants()).toEqual(['editor']);
    await world.expectNoChanges();

    configure(DI, docs('{ "di@acme.com" = "", "bo@acme.com" = "" }'), given('["viewer", "auditor"]'));
    expect((await world.plan()).actions).toEqual({
      'bylaw_group.docs': 'update',
      'bylaw_assignment.docs': 'update',
    });
    await world.applyPlanned();
    expect(people()).toEqual(expect.arrayContaining([2, di]));
    expect(grants().sort()).toEqual(['auditor', 'viewer']);
    await world.expectNoChanges();

    // What somebody does on the platform is drift, and undone.
    const group = rows.groups.find(({ name }) => name === 'docs');
    if (group !== undefined) group.users = [1, 2, di];
    const drifted = await world.plan();
    expect(drifted.drift.map(({ address }) => address)).toEqual(['bylaw_group.docs']);
    await world.applyPlanned();
    expect(people()).toEqual([2, di]);

    for (const [address, id] of [
      ['bylaw_group.docs', 'acme/docs'],
      ['bylaw_assignment.docs', 'acme|group:acme/docs'],
      ['bylaw_member.di', 'acme|di@acme.com'],
    ] as const) {
      await world.succeed('state', 'rm', address);
      await world.succeed('import', '-no-color', address, id);
    }
    await world.expectNoChanges();
    await world.succeed('apply', '-refresh-only', '-auto-approve', '-no-color');

    world.environment.TF_LOG = 'TRACE';
    const logged = await world.run('plan', '-no-color', '-out=plan');
    delete world.environment.TF_LOG;
    expect(logged.status).toBe(0);
    const shown = await world.succeed('show', '-json', 'plan');
    const files = ['terraform.tfstate', 'terraform.tfstate.backup', 'plan']
      .map((name) => join(world.folder, name))
      .filter(existsSync);
    for (const text of [logged.output, shown.output, ...files.map((file) => readFileSync(file, 'latin1'))])
      expect(text).not.toContain(KEY);

    await world.succeed('destroy', '-no-color', '-auto-approve');
    expect(rows.groups.map(({ name }) => name)).toEqual(['qa', 'ops']);
    expect(rows.users.map(({ email }) => email)).not.toContain('di@acme.com');
    expect(grants()).toEqual([]);
  },
);

itWithTerraform('what the file does not describe is refused by the plan, and nothing is sent', async () => {
  const { world, platform, configure } = await described();
  const refused = async (...blocks: readonly string[]): Promise<string> => {
    configure(...blocks);
    const { status, output } = await world.run('plan', '-no-color');
    expect(status).toBe(1);
    return output.replace(/\s+/g, ' ');
  };
  configure(DI, docs('{ "di@acme.com" = "" }'), given('["editor"]'));
  await world.apply();
  platform.written.length = 0;

  // Changed in place: a title, of which the file says nothing.
  const titled = await refused(DI, docs('{ "di@acme.com" = "" }', '\n  title = "Docs"'), given('["editor"]'));
  expect(titled).toContain('The connector file writable describes no update-group.');
  expect(titled).toMatch(/on main\.tf line \d+, in resource "bylaw_group" "docs"/);
  expect(titled).toContain('Code: not-supported');
  // Created.
  const single =
    'resource "bylaw_assignment" "di" {\n  scope = "acme"\n  principal = "member:di@acme.com"\n  roles = ["editor"]\n}';
  expect(await refused(DI, docs('{ "di@acme.com" = "" }'), given('["editor"]'), single)).toContain(
    'The connector file writable describes no way of put-assignment that fits this one.',
  );
  // Known while it is written, and not yet by whom it is held: the apply says it.
  expect(platform.written).toEqual([]);

  // Deleted, also where it is made again under another name.
  world.write('orchard.yaml', BY_KEY.replace(/ {2}delete-group:\n.*\n/, ''));
  const renamed = docs('{ "di@acme.com" = "" }').replace('name = "docs"', 'name = "texts"');
  expect(await refused(DI, renamed, given('["editor"]'))).toContain('describes no delete-group');
  configure(DI, docs('{ "di@acme.com" = "" }'), given('["editor"]'));
  const destroyed = await world.run('plan', '-destroy', '-no-color');
  expect(destroyed.status).toBe(1);
  expect(destroyed.output.replace(/\s+/g, ' ')).toContain(
    'bylaw_group "acme/docs": The connector file writable describes no delete-group.',
  );
  expect(platform.written).toEqual([]);
  await world.expectNoChanges();
});

itWithTerraform(
  'what is wrong with the file or the key is told at the block, and where in the file',
  async () => {
    const { world, configure } = await described();
    configure('data "bylaw_platform" "it" {}');
    const told = async (): Promise<readonly unknown[]> => {
      const { output } = await world.run('validate', '-json');
      const { diagnostics } = JSON.parse(output) as {
        readonly diagnostics: readonly {
          summary: string;
          detail: string;
          range: { start: { line: number } };
        }[];
      };
      return diagnostics.map(({ summary, detail, range }) => [
        summary,
        detail.replace(/\s+/g, ' '),
        range.start.line,
      ]);
    };
    const AT = 8;
    expect(await told()).toEqual([]);

    // By the schema, and by what the schema cannot say: one for each fault.
    world.write('orchard.yaml', BY_KEY.replace('whole: unpaged', 'hole: unpaged'));
    const line = lineOf('users: { get');
    expect(await told()).toEqual([
      ['`users` needs the key `whole`.', `Add the key. (./orchard.yaml:${line}:3) Code: missing-key`, AT],
      [
        '"hole" is not a key of a list.',
        `Did you mean \`whole\`? (./orchard.yaml:${line}:58) Code: unknown-key`,
        AT,
      ],
    ]);
    world.write('orchard.yaml', BY_KEY.replace('ref: groups, by: holder', 'ref: grups, by: holder'));
    expect(await told()).toEqual([
      [
        expect.stringContaining('grups'),
        expect.stringMatching(
          new RegExp(`orchard\\.yaml:${lineOf('by: holder')}:\\d+\\) Code: connector-invalid`),
        ),
        AT,
      ],
    ]);
    world.write('orchard.yaml', 'lists: [');
    expect(await told()).toEqual([
      [expect.anything(), expect.stringMatching(/orchard\.yaml:\d+:\d+\) Code: yaml-syntax/), AT],
    ]);
    world.write('orchard.yaml', '');
    expect(await told()).toEqual([[expect.anything(), expect.stringContaining('Code: no-documents'), AT]]);
    world.write('orchard.yaml', 'apiVersion: bylaw/v1\nkind: Platform\nname: x\n');
    expect(await told()).toEqual([[expect.anything(), expect.stringContaining('orchard.yaml:2:7'), AT]]);

    // What is read is held against the file, which is named.
    world.write('orchard.yaml', BY_KEY.replace('key: email, state', 'key: mail, state'));
    const unread = await world.run('plan', '-no-color');
    expect(unread.output.replace(/\s+/g, ' ')).toMatch(/List users: .* \(rule (closed-row|value)\)/);

    world.write('orchard.yaml', BY_KEY);
    delete world.environment.ORCHARD;
    const without = await world.run('plan', '-no-color');
    expect(without.status).toBe(1);
    expect(without.output.replace(/\s+/g, ' ')).toContain(
      'The environment variable ORCHARD holds no token for acme.',
    );
  },
);
