/**
 * One table, every resource: what people do with a resource of any provider, done with ours by the real terraform that
 * starts it as a process of its own, against a live platform.
 */
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { type InjectedFault, parseFault, type SandboxSeed } from '../../../src/sandbox/sandbox.ts';
import type { TypeName } from '../../../src/terraform/standalone/schema/resource-tables.ts';
import { behindTheBack, connectionTo, idOf, readPlain } from '../../connector/connections.ts';
import { atrium } from '../../connector/platforms.ts';
import type { TestSandbox } from '../../sandbox/start.ts';
import { itWithTerraform, terraform } from '../available.ts';
import { type Stage, stage } from './stage.ts';

const SEED: SandboxSeed = {
  organization: 'acme',
  scopes: [{ path: 'emea', kind: 'unit', name: 'EMEA' }],
  members: ['olga', 'dan', 'eve', 'pat', 'gus'].map((name) => ({ key: `${name}@acme.com`, state: 'active' })),
  groups: [
    { slug: 'old', name: 'Old' },
    { slug: 'child', name: 'Child' },
  ],
  assignments: [
    { principal: { type: 'member', name: 'olga@acme.com' }, roles: ['owner'] },
    { scope: 'emea', principal: { type: 'group', name: 'child' }, roles: ['build-viewer'] },
  ],
};

interface Row {
  readonly resource: TypeName;
  /** The block to begin with, what it is changed to in place, and what it is changed to where that cannot be. */
  readonly create: string;
  readonly update: string;
  readonly replace: string;
  /** Address in what a reader of the platform sees, before and after the replacement. */
  readonly at: string;
  readonly thereafter: string;
  /** The natural id before and after. */
  readonly id: string;
  readonly newId: string;
  /** What is live after the update, in part. */
  readonly updated: object;
  /** What has to happen on the platform before it can be changed. */
  readonly first?: (sandbox: TestSandbox) => Promise<void>;
  /** Somebody else changes what the update made. */
  readonly drift: (sandbox: TestSandbox) => Promise<void>;
  /** Attributes of a state of version 0. */
  readonly old: Readonly<Record<string, unknown>>;
  /** A block of which only a part can be done, and the fault that sees to it where a block alone cannot. */
  readonly partial: { readonly block: string; readonly fault?: string; readonly says: RegExp };
  /** What of the partial update stays in the state, in part. */
  readonly kept: object;
}

const patch = async (
  sandbox: TestSandbox,
  list: 'groups' | 'members' | 'roles' | 'scopes',
  name: string,
  body: unknown,
) => {
  await behindTheBack(sandbox, 'PATCH', `/${list}/${await idOf(sandbox, list, name)}`, body);
};

const ROWS: readonly Row[] = [
  {
    resource: 'bylaw_scope',
    create: 'path = "acme/units/apac"',
    update: 'path = "acme/units/apac"\n  title = "Asia and the Pacific"',
    replace: 'path = "acme/units/apac2"\n  title = "Asia"',
    at: 'scope:acme/units/apac',
    thereafter: 'scope:acme/units/apac2',
    id: 'acme/units/apac',
    newId: 'acme/units/apac2',
    updated: { title: 'Asia and the Pacific', kind: 'unit', parent: 'acme' },
    drift: (sandbox) => patch(sandbox, 'scopes', 'apac', { name: 'Elsewhere' }),
    old: { id: 'acme/units/apac', path: 'acme/units/apac', kind: 'unit', title: 'Before', parent: 'acme' },
    partial: { block: 'path = "acme/units/apac"\n  title = "No"', fault: '403:method=PATCH', says: /title/ },
    kept: { title: 'Asia and the Pacific' },
  },
  {
    resource: 'bylaw_role',
    create: 'name = "release"\n  permissions = ["build:*"]',
    update: 'name = "release"\n  permissions = ["build:*", "signing:view"]\n  includes = ["build-viewer"]',
    replace: 'name = "releases"\n  permissions = ["build:view"]',
    at: 'role:acme/release',
    thereafter: 'role:acme/releases',
    id: 'acme/release',
    newId: 'acme/releases',
    updated: { permissions: ['build:run', 'build:view', 'signing:view'], includes: ['build-viewer'] },
    drift: (sandbox) => patch(sandbox, 'roles', 'release', { permissions: ['members:read'] }),
    old: {
      id: 'acme/release',
      home: 'acme',
      name: 'release',
      title: 'release',
      description: '',
      permissions: { 'build:view': '' },
      includes: {},
    },
    partial: {
      block: 'name = "release"\n  permissions = ["build:run"]',
      fault: '403:method=PATCH',
      says: /name/,
    },
    kept: { permissions: ['build:*', 'signing:view'] },
  },
  {
    resource: 'bylaw_group',
    create: 'name = "qa"\n  members = { "Dan@Acme.com" = "", "pat@acme.com" = "" }',
    update:
      'name = "qa"\n  title = "QA"\n  members = { "Dan@Acme.com" = "", "eve@acme.com" = "" }\n  groups = ["acme/child"]\n  permissions = ["build:*"]',
    replace: 'name = "quality"\n  home = "acme/units/emea"\n  members = { "dan@acme.com" = "" }',
    at: 'group:acme/qa',
    thereafter: 'group:acme/units/emea/quality',
    id: 'acme/qa',
    newId: 'acme/units/emea/quality',
    updated: {
      title: 'QA',
      members: ['dan@acme.com', 'eve@acme.com'],
      groups: ['acme/child'],
      permissions: ['build:run', 'build:view'],
    },
    drift: async (sandbox) => {
      const group = await idOf(sandbox, 'groups', 'qa');
      await behindTheBack(
        sandbox,
        'DELETE',
        `/groups/${group}/members/${await idOf(sandbox, 'members', 'eve@acme.com')}`,
      );
      await behindTheBack(sandbox, 'POST', `/groups/${group}/members`, {
        userId: await idOf(sandbox, 'members', 'gus@acme.com'),
      });
    },
    old: {
      id: 'acme/qa',
      home: 'acme',
      name: 'qa',
      title: 'QA',
      description: '',
      members: { 'dan@acme.com': '' },
      groups: { 'acme/child': '' },
      permissions: { 'build:view': '', 'build:run': '' },
    },
    partial: {
      block:
        'name = "qa"\n  title = "QA"\n  members = { "dan@acme.com" = "", "eve@acme.com" = "", "pat@acme.com" = "", "ghost@acme.com" = "" }',
      says: /ghost@acme\.com/,
    },
    kept: { members: { 'Dan@Acme.com': '', 'eve@acme.com': '', 'pat@acme.com': '' } },
  },
  {
    resource: 'bylaw_member',
    create: 'member = "Zoe@Acme.com"',
    update: 'member = "zoe@acme.com"\n  state = "deactivated"',
    replace: 'member = "zoey@acme.com"',
    at: 'member:acme/zoe@acme.com',
    thereafter: 'member:acme/zoey@acme.com',
    id: 'acme|zoe@acme.com',
    newId: 'acme|zoey@acme.com',
    updated: { state: 'deactivated' },
    first: async (sandbox) => {
      await behindTheBack(
        sandbox,
        'POST',
        `/members/${await idOf(sandbox, 'members', 'zoe@acme.com')}/accept`,
      );
    },
    drift: (sandbox) => patch(sandbox, 'members', 'zoe@acme.com', { state: 'active' }),
    old: { id: 'acme/zoe@acme.com', scope: 'acme', member: 'zoe@acme.com', state: 'active' },
    partial: {
      block: 'member = "zoe@acme.com"\n  state = "active"',
      fault: '403:method=PATCH',
      says: /state/,
    },
    kept: { state: 'deactivated' },
  },
  {
    resource: 'bylaw_assignment',
    create: 'scope = "acme"\n  principal = "member:Dan@acme.com"\n  roles = ["build-viewer"]',
    update: 'scope = "acme"\n  principal = "member:dan@acme.com"\n  roles = ["build-operator", "signer"]',
    replace: 'scope = "acme/units/emea"\n  principal = "member:dan@acme.com"\n  roles = ["signer"]',
    at: 'assignment:acme|member:dan@acme.com',
    thereafter: 'assignment:acme/units/emea|member:dan@acme.com',
    id: 'acme|member:dan@acme.com',
    newId: 'acme/units/emea|member:dan@acme.com',
    updated: { roles: ['build-operator', 'signer'] },
    drift: async (sandbox) => {
      const page = await behindTheBack(sandbox, 'GET', '/scopes');
      const root = (page.items as { id: string; parentId: string | null }[]).find(
        (one) => one.parentId === null,
      );
      const dan = await idOf(sandbox, 'members', 'dan@acme.com');
      await behindTheBack(sandbox, 'PUT', `/scopes/${root?.id}/assignments/member/${dan}`, {
        roleIds: [await idOf(sandbox, 'roles', 'steward')],
      });
    },
    old: { id: 'x', scope: 'acme', principal: 'member:dan@acme.com', roles: { signer: '' } },
    partial: {
      block: 'scope = "acme"\n  principal = "member:dan@acme.com"\n  roles = ["release-captain"]',
      says: /release-captain/,
    },
    kept: { roles: ['build-operator', 'signer'] },
  },
  {
    resource: 'bylaw_roster',
    create:
      'scope = "acme/units/emea"\n  roles = { "group:acme/child" = "build-viewer", "member:Dan@acme.com" = "" }',
    update:
      'scope = "acme/units/emea"\n  roles = { "group:acme/old" = "signer, build-viewer", "member:dan@acme.com" = "steward" }',
    replace: 'scope = acme_apac\n  roles = { "member:dan@acme.com" = "signer" }',
    at: 'assignment:acme/units/emea|group:acme/old',
    thereafter: 'assignment:acme/units/apac|member:dan@acme.com',
    id: 'acme/units/emea',
    newId: 'acme/units/apac',
    updated: { roles: ['build-viewer', 'signer'] },
    drift: async (sandbox) => {
      const emea = await idOf(sandbox, 'scopes', 'emea');
      await behindTheBack(
        sandbox,
        'PUT',
        `/scopes/${emea}/assignments/member/${await idOf(sandbox, 'members', 'gus@acme.com')}`,
        {
          roleIds: [],
        },
      );
    },
    old: { id: 'acme/units/emea', scope: 'acme/units/emea', roles: { 'member:dan@acme.com': 'steward' } },
    partial: {
      block:
        'scope = "acme/units/emea"\n  roles = { "group:acme/old" = "signer,build-viewer", "member:dan@acme.com" = "steward", "member:eve@acme.com" = "signer", "member:ghost@acme.com" = "signer" }',
      says: /ghost@acme\.com/,
    },
    kept: {
      roles: {
        'member:dan@acme.com': 'steward',
        'member:eve@acme.com': 'signer',
      },
    },
  },
];

/** What people do with these resources, one test a deed. `settings`: more of the provider block. */
export function acceptance(resources: readonly Row['resource'][], settings = ''): void {
  const rows = ROWS.filter(({ resource }) => resources.includes(resource));
  describe.each(rows)('$resource', (row) => {
    let world: Stage;
    const address = `${row.resource}.it`;
    const block = (body: string) =>
      `resource "${row.resource}" "it" {\n  ${body.replace('acme_apac', '"acme/units/apac"')}\n}`;
    // The roster moves to another scope, which has to be there.
    const around =
      row.resource === 'bylaw_roster'
        ? ['resource "bylaw_scope" "apac" {\n  path = "acme/units/apac"\n}']
        : [];
    const configure = (body: string) => world.configure(...around, block(body));
    const live = async () =>
      (await readPlain(
        connectionTo({ url: world.sandbox.url, token: world.sandbox.token }, atrium),
      )) as Record<string, object>;
    const expectUntainted = async () => {
      for (const instance of Object.values(await world.instances())) expect(instance.status).toBeUndefined();
    };

    beforeAll(async () => {
      if (terraform === null) return;
      world = await stage({ on: 'atrium', seed: SEED, settings });
      configure(row.create);
      await world.succeed('init', '-no-color');
    });
    afterAll(() => world?.close());

    itWithTerraform('a creation that fails leaves nothing tainted, and the next one goes on', async () => {
      world.sandbox.setFaults([fault('403:method=POST'), fault('403:method=PUT')]);
      const failed = await world.run('apply', '-no-color', '-auto-approve');
      expect(failed.status).toBe(1);
      expect(await world.instances()).not.toHaveProperty([address]);
      await expectUntainted();
      world.sandbox.setFaults([]);
      await world.apply();
      expect(await world.instances()).toHaveProperty([address]);
      await expectUntainted();
      await world.expectNoChanges();
    });

    itWithTerraform('is read: a refresh alone changes nothing', async () => {
      await row.first?.(world.sandbox);
      const before = (await world.instances())[address]?.attributes;
      await world.succeed('apply', '-refresh-only', '-auto-approve', '-no-color');
      expect((await world.instances())[address]?.attributes).toEqual(before);
    });

    itWithTerraform('is updated in place', async () => {
      configure(row.update);
      expect((await world.plan()).actions).toEqual({ [address]: 'update' });
      await world.applyPlanned();
      expect((await live())[row.at]).toMatchObject(row.updated);
      await world.expectNoChanges();
    });

    itWithTerraform('drifts: what somebody else did is told and undone', async () => {
      await row.drift(world.sandbox);
      const plan = await world.plan();
      expect(plan.drift.map((one) => one.address)).toEqual([address]);
      expect(plan.actions).toEqual({ [address]: 'update' });
      await world.applyPlanned();
      expect((await live())[row.at]).toMatchObject(row.updated);
      await world.expectNoChanges();
    });

    itWithTerraform('fails in part: what was done is in the state, what was not is said', async () => {
      if (row.partial.fault !== undefined) world.sandbox.setFaults([fault(row.partial.fault)]);
      configure(row.partial.block);
      const failed = await world.run('apply', '-no-color', '-auto-approve');
      expect(failed.status).toBe(1);
      expect(failed.output).toMatch(row.partial.says);
      // At the attribute, in the user's own file.
      expect(failed.output).toMatch(/on main\.tf line \d+, in resource "bylaw_/);
      const instance = (await world.instances())[address];
      expect(instance?.attributes).toMatchObject(row.kept);
      await expectUntainted();
      world.sandbox.setFaults([]);
      configure(row.update);
      await world.apply();
      await world.expectNoChanges();
    });

    itWithTerraform('is imported by its natural id, and by nothing that is not one', async () => {
      await world.succeed('state', 'rm', address);
      const wrong = await world.run('import', '-no-color', address, '');
      expect(wrong.status).toBe(1);
      const absent = await world.run('import', '-no-color', address, row.id.replace(/e/g, 'x'));
      expect(absent.status).toBe(1);
      await world.succeed('import', '-no-color', address, row.id);
      await world.expectNoChanges();
      // An import block beside the resource block does the same in a plan.
      await world.succeed('state', 'rm', address);
      world.configure(...around, block(row.update), `import {\n  to = ${address}\n  id = "${row.id}"\n}`);
      const plan = await world.plan();
      expect(plan.actions).toEqual({});
      expect(plan.changes.find((one) => one.address === address)?.change.importing).toEqual({ id: row.id });
      await world.applyPlanned();
      configure(row.update);
      await world.expectNoChanges();
    });

    itWithTerraform('takes up a state of an older version', async () => {
      await world.edit((state) => {
        const found = state.resources.find(({ type, mode }) => type === row.resource && mode === 'managed');
        for (const instance of found?.instances ?? []) {
          instance.schema_version = 0;
          instance.attributes = { ...row.old, gone_since: 'whatever' };
        }
      });
      await world.expectNoChanges();
      await world.apply();
      expect((await world.instances())[address]).toMatchObject({ schema_version: 1 });
    });

    itWithTerraform('is replaced only where the platform cannot rename', async () => {
      configure(row.replace);
      const plan = await world.plan();
      expect(plan.actions).toEqual({ [address]: 'delete+create' });
      await world.applyPlanned();
      const now = await live();
      expect(now).toHaveProperty([row.thereafter]);
      expect(now).not.toHaveProperty([row.at]);
      expect((await world.instances())[address]?.attributes.id).toBe(row.newId);
      await world.expectNoChanges();
    });

    itWithTerraform('is deleted, and what was there before is there still', async () => {
      await world.succeed('destroy', '-no-color', '-auto-approve');
      const now = await live();
      expect(now).not.toHaveProperty([row.thereafter]);
      for (const address of [
        'member:acme/olga@acme.com',
        'assignment:acme|member:olga@acme.com',
        'group:acme/old',
      ])
        expect(now).toHaveProperty([address]);
      expect(await world.instances()).toEqual({});
    });
  });
}

function fault(text: string): InjectedFault {
  const parsed = parseFault(text);
  if (typeof parsed === 'string') throw new Error(parsed);
  return parsed;
}
