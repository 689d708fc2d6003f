import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished } from 'vitest';
import { applyStack } from '../../../src/command/apply/apply-organization.ts';
import { createConcurrencyLimits } from '../../../src/command/session/concurrency.ts';
import type { Engine } from '../../../src/command/session/engine.ts';
import { readAndPlan } from '../../../src/command/session/plan-organization.ts';
import type { Desired } from '../../../src/compile/desired.ts';
import type { LiveWriter } from '../../../src/connector/connector.ts';
import type { ApplyResult } from '../../../src/plan/apply-result.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import type { PlatformDefinition } from '../../../src/platform/platform-definition.ts';
import type { Resource } from '../../../src/resource/resource.ts';
import { connectionTo, fast, must, sandboxOf } from '../../connector/connections.ts';
import { atrium, lumoauth } from '../../connector/platforms.ts';
import { desiredOf, facts, written } from '../../plan/fixtures.ts';
import { caller } from '../../sandbox/caller.ts';
import type { TestSandbox } from '../../sandbox/start.ts';
import { itWithTerraform, terraform } from '../available.ts';
import { type MemoryStore, memoryStore, TOKEN, terraformAt } from './harness.ts';

/** Three organizations on two platforms, in one stack. */
const STACK = { name: '_stack', organizations: ['acme', 'beta', 'corp'] };

/** What the documents of an organization ask for: three people, a group with two of them, and what it may. */
function asked(name: string, kind: 'lumoauth' | 'atrium', title = 'Crew', more: readonly Resource[] = []) {
  const [owner, role] = kind === 'lumoauth' ? ['auditor', 'viewer'] : ['owner', 'build-viewer'];
  const platform: PlatformDefinition = kind === 'lumoauth' ? lumoauth : atrium;
  const resources = [
    written.scope(name, 'organization', name),
    ...['ada', 'bob'].map((who) => written.member(`${who}@acme.com`, 'active', { scope: name })),
    written.group(`${name}/crew`, { title, members: ['ada@acme.com'] }),
    written.given(name, 'member:ada@acme.com', [owner ?? '']),
    written.given(name, `group:${name}/crew`, [role ?? '']),
    ...more,
  ];
  return { ...desiredOf(platform, resources), organization: name };
}

interface Holding {
  readonly sandboxes: { readonly lumoauth: TestSandbox; readonly atrium: TestSandbox };
  readonly store: MemoryStore;
  plan(desired: Desired): Promise<Plan>;
  /** Applies plans, made now unless given. */
  apply(
    wanted: readonly Desired[],
    engine?: Engine,
    plans?: (plan: Plan) => Plan,
  ): Promise<ReadonlyMap<string, ApplyResult>>;
}

async function holding(): Promise<Holding> {
  const owner = (name: string) => ({
    organization: name,
    members: [{ key: 'ada@acme.com', state: 'active' as const }, { key: 'bob@acme.com' }],
  });
  const sandboxes = {
    lumoauth: await sandboxOf('lumoauth', {
      token: TOKEN,
      organizations: ['acme', 'beta'].map((slug) => ({ slug, name: slug })),
      seed: [owner('acme'), owner('beta')],
    }),
    atrium: await sandboxOf('atrium', {
      token: TOKEN,
      organizations: [{ slug: 'corp', name: 'corp' }],
      seed: {
        ...owner('corp'),
        assignments: [{ principal: { type: 'member', name: 'ada@acme.com' }, roles: ['owner'] }],
      },
    }),
  };
  const store = memoryStore();
  const connector = fast();
  const writerOf = ({ organization, platform }: Desired): LiveWriter => {
    const sandbox = platform === atrium ? sandboxes.atrium : sandboxes.lumoauth;
    return connector.openWriter(connectionTo(sandbox, platform, { organization, remote: organization }));
  };
  return {
    sandboxes,
    store,
    plan: async (desired) => must(await readAndPlan(desired, writerOf(desired))),
    apply: async (wanted, engine = terraformAt(), plans = (plan) => plan) => {
      const parts = wanted.map(async (desired) => {
        const writer = writerOf(desired);
        const plan = plans(must(await readAndPlan(desired, writer)));
        return { plan, writer, onDone: () => {} };
      });
      return applyStack({
        parts: await Promise.all(parts),
        engine,
        run: { stack: STACK, store, environment: process.env, secrets: [] },
        stopped: () => false,
        lanes: createConcurrencyLimits(2),
      });
    },
  };
}

const results = (applied: ReadonlyMap<string, ApplyResult>): Record<string, ApplyResult['result']> =>
  Object.fromEntries([...applied].map(([name, { result }]) => [name, result]));

const codes = (applied: ApplyResult | undefined): readonly string[] =>
  (applied?.diagnostics ?? []).map(({ code }) => code);

/** What the kept state says of one organization. */
async function known({ store }: Holding, organization: string): Promise<readonly unknown[]> {
  const kept = await store.load();
  const state = JSON.parse((kept.ok ? kept.value : null) ?? '{"resources":[]}') as {
    readonly resources: readonly { readonly instances: readonly { readonly attributes: { id: string } }[] }[];
  };
  return state.resources.filter(
    ({ instances }) => instances[0]?.attributes.id.split('/')[0] === organization,
  );
}

/** Writes that reached an organization, as method and operation. */
const writesTo = ({ sandboxes }: Holding, organization: string): readonly string[] =>
  [...sandboxes.lumoauth.requests(), ...sandboxes.atrium.requests()]
    .filter(({ method, path }) => method !== 'GET' && path.includes(`/orgs/${organization}/`))
    .map(({ method, path }) => `${method} ${path}`);

function forget({ sandboxes }: Holding): void {
  sandboxes.lumoauth.resetRequests();
  sandboxes.atrium.resetRequests();
}

/** A script in terraform's place, which ends by being the real one. */
function instead(script: string): Engine {
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-wrapper-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'terraform');
  writeFileSync(file, `#!/bin/sh\n${script}\nexec ${terraform?.path} "$@"\n`);
  chmodSync(file, 0o755);
  return terraformAt(file);
}

const ALL = [asked('acme', 'lumoauth'), asked('beta', 'lumoauth'), asked('corp', 'atrium')];
const [ACME, BETA, CORP] = ALL as [Desired, Desired, Desired];

describe('organizations of one stack', () => {
  itWithTerraform(
    'are made together, and what a run leaves out is neither touched nor forgotten',
    async () => {
      const one = await holding();
      expect(results(await one.apply(ALL))).toEqual({ acme: 'proven', beta: 'proven', corp: 'proven' });
      for (const desired of ALL) {
        expect(facts((await one.plan(desired)).changes)).toEqual([]);
        expect((await known(one, desired.organization)).length).toBeGreaterThan(3);
      }
      forget(one);
      expect(results(await one.apply(ALL))).toEqual({
        acme: 'unchanged',
        beta: 'unchanged',
        corp: 'unchanged',
      });

      // One alone: of the others nothing is planned, sent or forgotten, though documents of theirs have changed too.
      const before = [await known(one, 'beta'), await known(one, 'corp')];
      const alone = await one.apply([asked('acme', 'lumoauth', 'Crew of Acme')]);
      expect(results(alone)).toEqual({ acme: 'proven' });
      expect(facts(alone.get('acme')?.plan.changes ?? [])).toEqual([
        'set group:acme/crew title "Crew of Acme"',
      ]);
      expect([await known(one, 'beta'), await known(one, 'corp')]).toEqual(before);
      expect([writesTo(one, 'beta'), writesTo(one, 'corp')]).toEqual([[], []]);
      expect(writesTo(one, 'acme').length).toBe(1);

      // Removing all there is of one, its group and its people, removes nothing of the others.
      forget(one);
      const emptied = {
        ...desiredOf(lumoauth, [written.scope('beta', 'organization', 'beta')]),
        organization: 'beta',
      };
      expect(results(await one.apply([emptied]))).toEqual({ beta: 'proven' });
      expect(writesTo(one, 'beta').length).toBeGreaterThan(3);
      expect([writesTo(one, 'acme'), writesTo(one, 'corp')]).toEqual([[], []]);
      expect(await known(one, 'corp')).toEqual(before[1]);
      expect(results(await one.apply([ACME, BETA, CORP]))).toEqual({
        acme: 'proven',
        beta: 'proven',
        corp: 'unchanged',
      });
    },
  );

  itWithTerraform(
    'drift of one is healed and the others are left alone; one that the platform refuses stops none',
    async () => {
      const one = await holding();
      await one.apply(ALL);
      const call = caller(() => ({
        ...one.sandboxes.lumoauth,
        api: `${one.sandboxes.lumoauth.url}/orgs/beta/api/v1`,
      }));
      const made = await call('POST', '/groups', { slug: 'backdoor', name: 'Backdoor' }, { token: TOKEN });
      expect(made.status).toBe(201);
      forget(one);
      expect(results(await one.apply(ALL))).toEqual({ acme: 'unchanged', beta: 'proven', corp: 'unchanged' });
      expect(writesTo(one, 'beta').map((write) => write.split(' ')[0])).toEqual(['DELETE']);
      expect([writesTo(one, 'acme'), writesTo(one, 'corp')]).toEqual([[], []]);

      // Something to add and something to remove in each; beta is refused what it adds, so nothing of it is removed.
      const next = (name: string, kind: 'lumoauth' | 'atrium') => {
        const { resources, ...rest } = asked(name, kind, 'Crew', [
          written.group(`${name}/new`, { members: ['ada@acme.com'] }),
        ]);
        return { ...rest, resources: resources.filter(({ address }) => !address.includes('bob@')) };
      };
      const wanted = [next('acme', 'lumoauth'), next('beta', 'lumoauth'), next('corp', 'atrium')];
      one.sandboxes.lumoauth.setFaults([
        { kind: 'status', status: 500, every: 1, match: { operationId: 'createGroup', path: '/orgs/beta/' } },
      ]);
      forget(one);
      const applied = await one.apply(wanted);
      expect(results(applied)).toEqual({ acme: 'proven', beta: 'incomplete', corp: 'proven' });
      expect(codes(applied.get('beta'))).toEqual(['connector-server-error', 'apply-incomplete']);
      expect([codes(applied.get('acme')), codes(applied.get('corp'))]).toEqual([[], []]);
      expect(writesTo(one, 'beta').filter((write) => write.startsWith('DELETE'))).toEqual([]);
      one.sandboxes.lumoauth.setFaults([]);
      expect(results(await one.apply(wanted))).toEqual({
        acme: 'unchanged',
        beta: 'proven',
        corp: 'unchanged',
      });
    },
  );

  itWithTerraform(
    'one on which the plans do not agree is told so, and the others are planned without it',
    async () => {
      const one = await holding();
      await one.apply(ALL);
      const before = await known(one, 'beta');
      const wanted = (['acme', 'beta'] as const)
        .map((name) => asked(name, 'lumoauth', 'Renamed'))
        .concat(asked('corp', 'atrium', 'Renamed'));
      forget(one);
      // What is reviewed of beta is not what it wants.
      const applied = await one.apply(wanted, terraformAt(), (plan) =>
        plan.organization === 'beta' ? { ...plan, changes: [] } : plan,
      );
      expect(codes(applied.get('beta'))).toContain('engine-disagrees');
      expect(applied.get('beta')?.result).not.toBe('proven');
      expect([applied.get('acme')?.result, applied.get('corp')?.result]).toEqual(['proven', 'proven']);
      expect(writesTo(one, 'beta')).toEqual([]);
      expect(await known(one, 'beta')).toEqual(before);
    },
  );

  itWithTerraform(
    'all fail where terraform says of none what is wrong, and only the one whose rows it names',
    async () => {
      const one = await holding();
      const dying = await one.apply(ALL, instead('if [ "$1" = plan ]; then kill -9 $$; fi'));
      expect([...dying.values()].map(({ result }) => result)).toEqual(Array(3).fill('incomplete'));
      expect([...dying.values()].map((applyResult) => codes(applyResult)[0])).toEqual(
        Array(3).fill('engine-killed'),
      );

      // The first plan fails with a word about a row of acme's; after that terraform is itself.
      const said = JSON.stringify({
        '@level': 'error',
        type: 'diagnostic',
        diagnostic: { severity: 'error', summary: 'No such luck', detail: '', address: 'ADDRESS' },
      }).replace('ADDRESS', '\'"$row"\'');
      const script = `if [ "$1" = plan ] && grep -q acme_crew cdk.tf.json; then
  row=bylaw_group.$(grep -o 'acme_crew_[0-9a-f]*' cdk.tf.json | head -1)
  echo '${said}'
  exit 1
fi`;
      const applied = await one.apply(ALL, instead(script));
      expect(results(applied)).toEqual({ acme: 'incomplete', beta: 'proven', corp: 'proven' });
      expect(applied.get('acme')?.diagnostics[0]?.message).toContain('No such luck');
      expect(codes(applied.get('beta'))).toEqual([]);
      expect(writesTo(one, 'acme')).toEqual([]);

      // Killed while it applies: who had nothing to do has nothing to hear of it.
      const killed = await one.apply(ALL, instead('if [ "$1" = apply ]; then kill -9 $$; fi'));
      expect(results(killed)).toEqual({ acme: 'incomplete', beta: 'unchanged', corp: 'unchanged' });
      expect(codes(killed.get('acme'))).toEqual(['engine-killed', 'apply-incomplete']);
      expect([codes(killed.get('beta')), codes(killed.get('corp'))]).toEqual([[], []]);
    },
  );
});
