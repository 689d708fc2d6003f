/** What somebody with an app of their own does: synthesize, and then terraform alone, on two platforms. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { behindTheBack, connectionTo, idOf, readPlain } from '../connector/connections.ts';
import { gorules, lumoauth } from '../connector/platforms.ts';
import { itWithTerraform, terraform } from '../terraform/available.ts';
import { TOKEN } from '../terraform/standalone/stage.ts';
import { type App, app } from './app.ts';

const TERRAFORM = terraform?.path ?? 'terraform';
const STACKS = ['sign-in', 'rules'] as const;
type Stack = (typeof STACKS)[number];
const folderOf = (stack: Stack) => `cdktf.out/stacks/${stack}`;

/** Actions by address, without no-ops. */
async function plan(world: App, stack: Stack): Promise<Readonly<Record<string, string>>> {
  await world.succeed(TERRAFORM, ['plan', '-no-color', '-out=plan'], folderOf(stack));
  const shown = JSON.parse(await world.succeed(TERRAFORM, ['show', '-json', 'plan'], folderOf(stack))) as {
    resource_changes?: readonly { mode: string; address: string; change: { actions: readonly string[] } }[];
  };
  return Object.fromEntries(
    (shown.resource_changes ?? [])
      .filter(({ mode, change }) => mode === 'managed' && change.actions.join() !== 'no-op')
      .map(({ address, change }) => [address.replace(/_[0-9a-f]{10}$/, ''), change.actions.join('+')]),
  );
}

const apply = (world: App, stack: Stack) =>
  world.succeed(TERRAFORM, ['apply', '-no-color', 'plan'], folderOf(stack));

async function both<T>(work: (stack: Stack) => Promise<T>): Promise<readonly T[]> {
  return Promise.all(STACKS.map(work));
}

const roleId = (world: App, name: string) => idOf(world.acme, 'roles', name);

itWithTerraform(
  'an app of one’s own: documents and constructs in one stack, from nothing to everything and back on two platforms',
  async () => {
    const world = await app();
    onTestFinished(() => world.close());
    const synth = () => world.succeed(process.execPath, ['main.mjs']);
    const live = {
      'sign-in': () => readPlain(connectionTo(world.acme, lumoauth)),
      rules: () =>
        readPlain(connectionTo(world.lendwell, gorules, { organization: 'lendwell', remote: 'lendwell' })),
    };
    await synth();
    await both(async (stack) => {
      await world.succeed(TERRAFORM, ['init', '-no-color'], folderOf(stack));
      const validated = await world.succeed(TERRAFORM, ['validate', '-json'], folderOf(stack));
      expect(JSON.parse(validated)).toMatchObject({ valid: true, error_count: 0, warning_count: 0 });
    });
    const planned = await both((stack) => plan(world, stack));
    expect(planned.map((one) => Object.keys(one).length)).toEqual([10, 6]);
    for (const action of planned.flatMap((one) => Object.values(one))) expect(action).toBe('create');
    await both((stack) => apply(world, stack));
    expect(await both((stack) => plan(world, stack))).toEqual([{}, {}]);

    const outputs = await world.succeed(TERRAFORM, ['output', '-json'], folderOf('sign-in'));
    expect(JSON.parse(outputs)).toMatchObject({
      'platform-group': { value: 'acme/platform' },
      'gives-roles': { value: ['ada@acme.example'] },
      'dan-gives-roles': { value: false },
    });
    expect(await live['sign-in']()).toMatchObject({
      'group:acme/platform': {
        title: 'Platform team (as code)',
        members: ['dan@acme.example', 'kim@acme.example'],
      },
      'group:acme/on-call': { title: 'On call this week', members: ['dan@acme.example'] },
      'assignment:acme|group:acme/support': { roles: ['support'] },
    });
    expect(await live.rules()).toMatchObject({
      'group:lendwell/projects/pricing/analysts': { members: ['pim@lendwell.example'] },
      'assignment:lendwell/projects/pricing|member:olga@lendwell.example': { roles: ['owner'] },
    });
    for (const stack of STACKS)
      expect(readFileSync(join(world.folder, `terraform.${stack}.tfstate`), 'utf8')).not.toContain(TOKEN);

    // Somebody meddles. What is owned in full is seen whoever it is about, what is declared where it is written.
    const support = await idOf(world.acme, 'groups', 'support');
    const dan = await idOf(world.acme, 'members', 'dan@acme.example');
    await behindTheBack(world.acme, 'POST', `/groups/${support}/members`, { userId: dan });
    const [organization, viewer] = [await idOf(world.acme, 'scopes', 'acme'), await roleId(world, 'viewer')];
    await behindTheBack(world.acme, 'PUT', `/scopes/${organization}/assignments/member/${dan}`, {
      roleIds: [viewer],
    });
    const analysts = await idOf(world.lendwell, 'groups', 'analysts');
    const pim = await idOf(world.lendwell, 'members', 'pim@lendwell.example');
    await behindTheBack(world.lendwell, 'DELETE', `/groups/${analysts}/members/${pim}`);
    expect(await both((stack) => plan(world, stack))).toEqual([
      { 'bylaw_group.acme_support': 'update', 'bylaw_roster.acme': 'update' },
      { 'bylaw_group.lendwell_projects_pricing_analysts': 'update' },
    ]);
    await both((stack) => apply(world, stack));

    // Somebody leaves, by the documents: out of the group and the roster first, then out of the organization.
    world.edit('access/acme.yaml', (text) =>
      text
        .replace('  eve@acme.example:\n', '')
        .replace('members: [eve@acme.example]', 'members: [dan@acme.example]'),
    );
    await synth();
    expect(await plan(world, 'sign-in')).toEqual({
      'bylaw_group.acme_support': 'update',
      'bylaw_member.acme_eve_acme_example': 'delete',
    });
    const left = await apply(world, 'sign-in');
    expect(left.indexOf('bylaw_group.acme_support')).toBeLessThan(left.indexOf('bylaw_member.acme_eve'));
    expect(await plan(world, 'sign-in')).toEqual({});

    // What must not go by a slip stays until somebody says so.
    const kept = await world.run(TERRAFORM, ['destroy', '-no-color', '-auto-approve'], folderOf('sign-in'));
    expect(kept.status).toBe(1);
    expect(kept.output).toContain('Instance cannot be destroyed');
    world.environment.TEAR_DOWN = 'yes';
    await synth();
    const destroy = ['destroy', '-no-color', '-auto-approve'] as const;
    await world.succeed(TERRAFORM, destroy, folderOf('rules'));
    // The last administrator stays on the platform, and the way out that the refusal names works.
    const last = await world.run(TERRAFORM, destroy, folderOf('sign-in'));
    expect(last.status).toBe(1);
    expect(last.output).toContain('nobody who can do all that admin can');
    const rows = (await world.succeed(TERRAFORM, ['state', 'list'], folderOf('sign-in'))).split('\n');
    const held = rows.filter((row) => /^bylaw_(roster|member)\.acme_(ada_|[0-9a-f]+$)/.test(row));
    expect(held).toHaveLength(2);
    await world.succeed(TERRAFORM, ['state', 'rm', ...held], folderOf('sign-in'));
    // A role that the roster gave to a group may be asked for before the group is gone; then it takes a second time.
    const once = await world.run(TERRAFORM, destroy, folderOf('sign-in'));
    if (once.status !== 0) {
      expect(once.output).toContain('role-in-use');
      await world.succeed(TERRAFORM, destroy, folderOf('sign-in'));
    }
    expect(Object.keys(await live['sign-in']()).sort()).toEqual([
      'assignment:acme|member:ada@acme.example',
      'member:acme/ada@acme.example',
      'scope:acme',
    ]);
    expect(Object.keys(await live.rules())).toEqual(['scope:lendwell']);
  },
);
