import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished } from 'vitest';
import type { Engine } from '../../../src/command/session/engine.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { memberAddress } from '../../../src/resource/address.ts';
import type { Resource } from '../../../src/resource/resource.ts';
import { success } from '../../../src/source/outcome.ts';
import { behindTheBack, codesOf, idOf } from '../../connector/connections.ts';
import { atrium, lumoauth } from '../../connector/platforms.ts';
import { desiredOf, facts, live, written } from '../../plan/fixtures.ts';
import { itWithTerraform, terraform } from '../available.ts';
import { EMBEDDED, inOwnTemporaryFolder, TOKEN, terraformAt, type World, world } from './harness.ts';
import { confirmByTerraform, type RunOptions, withTerraform } from './one.ts';

const acme = written.scope('acme', 'organization', 'Acme');
const people = ['ada', 'bob', 'cyd'].map((name) => written.member(`${name}@acme.com`));
const FOUND = [
  live.scope('acme', 'organization', 'Acme'),
  ...['ada', 'bob', 'leaver'].map((name) => live.member(`${name}@acme.com`)),
  live.group('acme/eng', { members: ['ada@acme.com', 'leaver@acme.com'] }),
  live.group('acme/old', { members: ['bob@acme.com'] }),
  live.group('acme/aside', { title: 'Aside', members: ['bob@acme.com'] }),
  live.given('acme', 'member:ada@acme.com', ['admin']),
  live.given('acme', 'group:acme/old', ['viewer']),
];
const WANTED = desiredOf(lumoauth, [
  acme,
  ...people,
  written.group('acme/eng', { title: 'Eng', members: ['ada@acme.com', 'bob@acme.com', 'cyd@acme.com'] }),
  written.group('acme/new', { members: ['cyd@acme.com'] }),
  written.group('acme/aside', { title: 'Aside', members: ['bob@acme.com'] }),
  written.given('acme', 'member:ada@acme.com', ['admin']),
  written.given('acme', 'group:acme/new', ['editor']),
]);

const ENGINES: readonly (readonly [string, () => Engine])[] = [
  ['terraform', () => terraformAt()],
  ['embedded', () => EMBEDDED],
];

/** A script in terraform's place, which ends by being the real one. */
function instead(script: string): Engine {
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-wrapper-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'terraform');
  writeFileSync(file, `#!/bin/sh\n${script}\nexec ${terraform?.path} "$@"\n`);
  chmodSync(file, 0o755);
  return terraformAt(file);
}

function runOf(one: World, plan: Plan, engine: Engine, more: Partial<RunOptions> = {}): RunOptions {
  if (engine.binary === null) throw new Error('not an engine to run');
  return {
    binary: engine.binary,
    plan,
    store: one.store,
    writer: one.writer,
    environment: process.env,
    secrets: [],
    onDone: () => {},
    ...more,
  };
}

const writesSent = (one: World) => one.sandbox.requests().filter(({ method }) => method !== 'GET');

describe.each(ENGINES)('with the %s engine', (_name, engine) => {
  for (const operationId of [
    'createGroup',
    'addGroupMember',
    'putAssignment',
    'deleteGroup',
    'deleteMember',
    'createMember',
  ]) {
    itWithTerraform(
      `${operationId} answered with 500 for ever: told as it is, and finished later`,
      async () => {
        const one = await world('lumoauth', FOUND);
        const before = await one.live();
        one.sandbox.setFaults([{ kind: 'status', status: 500, match: { operationId } }]);
        const applyResult = await one.apply(WANTED, engine());
        expect(applyResult.result).toBe('incomplete');
        const codes = applyResult.diagnostics.map((d) => d.code);
        expect(codes).toContain('connector-server-error');
        expect(codes.filter((code) => code !== 'connector-server-error')).toEqual(['apply-incomplete']);
        one.sandbox.setFaults([]);
        // What was done is live; what the plan did not speak of is as it was.
        const after = await one.live();
        const firstFacts = facts(applyResult.plan.changes);
        const plan = await one.plan(WANTED);
        for (const fact of facts(plan.changes)) {
          const [verb, address] = fact.split(' ');
          expect(
            firstFacts.some((f) => f.includes(address ?? '')),
            `${verb} ${address} was planned`,
          ).toBe(true);
        }
        for (const untouched of ['group:acme/aside', 'member:acme/ada@acme.com', 'scope:acme']) {
          expect(after[untouched]).toEqual(before[untouched]);
        }
        expect(applyResult.second === null ? [] : facts(applyResult.second.changes)).toEqual(
          facts(plan.changes),
        );
        expect((await one.apply(WANTED, engine())).result).toBe('proven');
      },
    );
  }

  itWithTerraform('somebody changes a group between plan and apply: it is left as they made it', async () => {
    const one = await world('lumoauth', FOUND);
    const plan = await one.plan(WANTED);
    const eng = await idOf(one.sandbox, 'groups', 'eng');
    await behindTheBack(one.sandbox, 'PATCH', `/groups/${eng}`, { description: 'mine' });
    const applyResult = await one.apply(WANTED, engine(), { plan });
    expect(applyResult.result).toBe('incomplete');
    expect(applyResult.diagnostics.map((d) => d.code)).toContain('live-changed');
    expect((await one.live())['group:acme/eng']).toMatchObject({
      description: 'mine',
      title: 'eng',
      members: ['ada@acme.com', 'leaver@acme.com'],
    });
    const next = await one.plan(WANTED);
    expect(facts(next.changes)).toContain('set group:acme/eng description ""');
    expect((await one.apply(WANTED, engine())).result).toBe('proven');
  });

  itWithTerraform(
    'who moves from one group to another loses nothing when the other cannot be entered',
    async () => {
      const one = await world('lumoauth', [
        live.scope('acme', 'organization', 'Acme'),
        live.member('bob@acme.com'),
        live.group('acme/aa', { members: ['bob@acme.com'] }),
        live.group('acme/zz'),
      ]);
      const desired = desiredOf(lumoauth, [
        acme,
        written.member('bob@acme.com'),
        written.group('acme/aa'),
        written.group('acme/zz', { members: ['bob@acme.com'] }),
      ]);
      one.sandbox.setFaults([
        { kind: 'status', status: 500, every: 1, match: { operationId: 'addGroupMember' } },
      ]);
      expect((await one.apply(desired, engine())).result).toBe('incomplete');
      expect((await one.live())['group:acme/aa']).toMatchObject({ members: ['bob@acme.com'] });
      one.sandbox.setFaults([]);
      expect((await one.apply(desired, engine())).result).toBe('proven');
    },
  );

  const OLD = 'member:old@acme.com';
  const NEW = 'member:new@acme.com';
  const OWNERS = 'group:acme/owners';
  const both = [written.member('old@acme.com'), written.member('new@acme.com')];
  const ownersOf = (members: readonly string[]) => [
    live.group('acme/owners', { members }),
    live.given('acme', OWNERS, ['owner']),
  ];
  const EXCHANGES: readonly (readonly [
    how: string,
    found: readonly Resource[],
    wanted: readonly Resource[],
  ])[] = [
    [
      'leaves the organization as another is made one',
      [live.given('acme', OLD, ['owner'])],
      [written.member('new@acme.com'), written.given('acme', NEW, ['owner'])],
    ],
    [
      'is exchanged within the group that holds the role',
      ownersOf(['old@acme.com']),
      [
        written.member('new@acme.com'),
        written.group('acme/owners', { members: ['new@acme.com'] }),
        written.given('acme', OWNERS, ['owner']),
      ],
    ],
    [
      'leaves the group that made him one as another is made one directly',
      ownersOf(['old@acme.com']),
      [
        ...both,
        written.group('acme/owners'),
        written.given('acme', OWNERS, ['owner']),
        written.given('acme', NEW, ['owner']),
      ],
    ],
    [
      'is deactivated as another takes over',
      [live.given('acme', OLD, ['owner'])],
      [
        written.member('old@acme.com', 'deactivated'),
        written.member('new@acme.com'),
        written.given('acme', NEW, ['owner']),
        written.given('acme', OLD, ['owner']),
      ],
    ],
  ];
  for (const [how, found, wanted] of EXCHANGES) {
    itWithTerraform(`the last owner ${how}`, async () => {
      const one = await world('atrium', [
        live.scope('acme', 'organization', 'Acme'),
        live.member('old@acme.com'),
        live.member('new@acme.com'),
        ...found,
      ]);
      const applyResult = await one.apply(desiredOf(atrium, [acme, ...wanted]), engine());
      expect(applyResult.diagnostics).toEqual([]);
      expect(applyResult.result).toBe('proven');
    });
  }
});

itWithTerraform('a plan by terraform sends no request and writes no state', async () => {
  const one = await world('lumoauth', FOUND);
  const plan = await one.plan(WANTED);
  one.sandbox.resetRequests();
  const made = await confirmByTerraform(plan, terraformAt(), {
    store: one.store,
    environment: process.env,
    secrets: [],
  });
  expect(codesOf(made)).toEqual([]);
  expect(one.sandbox.requests()).toEqual([]);
  expect(one.store.saved).toEqual([]);
});

itWithTerraform('a run without a writer cannot apply', async () => {
  const one = await world('lumoauth', FOUND);
  const plan = await one.plan(WANTED);
  one.sandbox.resetRequests();
  const applied = await withTerraform(runOf(one, plan, terraformAt(), { writer: null }), (made) =>
    made.apply(),
  );
  expect(codesOf(applied)).toContain('engine-failed');
  expect(one.sandbox.requests()).toEqual([]);
  expect(one.store.saved).toEqual([]);
});

itWithTerraform('a plan tampered with is not applied', async () => {
  const one = await world('lumoauth', FOUND);
  const plan = await one.plan(WANTED);
  const before = await one.live();
  const spoiled: Readonly<Record<string, Plan>> = {
    'a change missing': { ...plan, changes: plan.changes.filter((c) => c.address !== 'group:acme/new') },
    'an update missing': { ...plan, changes: plan.changes.filter((c) => c.address !== 'group:acme/eng') },
    'an entry missing': {
      ...plan,
      changes: plan.changes.map((c) =>
        c.action !== 'update' ? c : { ...c, fields: c.fields.filter((f) => f.field !== 'members') },
      ),
    },
    'a change too many': {
      ...plan,
      changes: [
        ...plan.changes,
        ...plan.changes.slice(0, 1).map((c) => ({ ...c, address: memberAddress('acme', 'eve@acme.com') })),
      ],
    },
    'a wish too many': { ...plan, wanted: [...plan.wanted, written.member('eve@acme.com')] },
    'a wish withheld': { ...plan, wanted: plan.wanted.filter((r) => r.address !== 'group:acme/new') },
  };
  one.sandbox.resetRequests();
  for (const [name, tampered] of Object.entries(spoiled)) {
    let used = false;
    const made = await withTerraform(runOf(one, tampered, terraformAt()), async () => {
      used = true;
      return success(null);
    });
    expect([name, codesOf(made), used]).toEqual([name, ['engine-disagrees'], false]);
  }
  expect(writesSent(one)).toEqual([]);
  expect(one.store.saved).toEqual([]);
  expect(await one.live()).toEqual(before);
});

describe('a child that does not do its work', () => {
  for (const [what, code, script] of [
    ['killed while it plans', 'engine-killed', 'if [ "$1" = plan ]; then kill -9 $$; fi'],
    ['ended by itself at once', 'engine-failed', 'exit 3'],
    ['killed before it shows', 'engine-killed', 'if [ "$1" = show ]; then kill -TERM $$; fi'],
    ['talking nonsense', 'engine-failed', 'if [ "$1" = show ]; then echo nonsense; exit 0; fi'],
  ] as const) {
    itWithTerraform(`${what} fails the engine and touches nothing`, async () => {
      const one = await world('lumoauth', FOUND);
      const plan = await one.plan(WANTED);
      one.sandbox.resetRequests();
      const made = await withTerraform(runOf(one, plan, instead(script)), (run) => run.apply());
      expect(codesOf(made)).toEqual([code]);
      expect(writesSent(one)).toEqual([]);
    });
  }

  itWithTerraform('not to be started at all', async () => {
    const one = await world('lumoauth', FOUND);
    const plan = await one.plan(WANTED);
    const made = await withTerraform(runOf(one, plan, terraformAt('/nowhere/terraform')), (run) =>
      run.apply(),
    );
    expect(codesOf(made)).toEqual(['engine-missing']);
  });

  itWithTerraform(
    'killed in the middle of an apply: what was done is live, the next apply finishes',
    async () => {
      const one = await world('lumoauth', FOUND);
      const folder = mkdtempSync(join(tmpdir(), 'bylaw-pid-'));
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
      const pid = join(folder, 'pid');
      let done = 0;
      const applyResult = await one.apply(WANTED, instead(`echo $$ > ${pid}`), {
        onDone: () => {
          done += 1;
          if (done === 2) process.kill(Number(readFileSync(pid, 'utf8')), 'SIGKILL');
        },
      });
      expect(applyResult.result).toBe('incomplete');
      expect(applyResult.diagnostics.map((d) => d.code)).toEqual(['engine-killed', 'apply-incomplete']);
      expect(applyResult.writes).toBeGreaterThanOrEqual(2);
      const next = await one.apply(WANTED, terraformAt());
      expect(next.diagnostics).toEqual([]);
      expect(next.result).toBe('proven');
    },
  );
});

describe('a terraform that somebody has stopped', () => {
  const STOPPED = 'if [ "$1" = plan ]; then kill -STOP $$; fi';

  itWithTerraform('is told of with the way to let it go on, and goes on', async () => {
    const one = await world('lumoauth', FOUND);
    const plan = await one.plan(WANTED);
    const told: string[] = [];
    const options = runOf(one, plan, instead(STOPPED), {
      patience: { tellAfterMs: 300, endAfterMs: 20_000 },
      onNotice: (text) => {
        told.push(text);
        const pid = /\(process (\d+) is/.exec(text)?.[1];
        if (pid !== undefined) process.kill(Number(pid), 'SIGCONT');
      },
    });
    const made = await withTerraform(options, (run) => run.apply());
    expect(codesOf(made)).toEqual([]);
    expect(told[0]).toMatch(/^acme: terraform plan has printed nothing for \d s .* it will be ended\.$/);
    expect((await one.plan(WANTED)).changes).toEqual([]);
  });

  itWithTerraform('while it only plans is not waited for without end', async () => {
    const one = await world('lumoauth', FOUND);
    const plan = await one.plan(WANTED);
    one.sandbox.resetRequests();
    const options = runOf(one, plan, instead(STOPPED), {
      patience: { tellAfterMs: 300, endAfterMs: 1500 },
    });
    const made = await withTerraform(options, (run) => run.apply());
    expect(codesOf(made)).toEqual(['engine-silent']);
    expect(one.sandbox.requests()).toEqual([]);
  });
});

/** Everything under a folder that is an ordinary file. */
function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile());
}

itWithTerraform(
  'the user’s environment does not bend terraform, secrets reach neither it nor any file, nothing is left',
  async () => {
    const one = await world('lumoauth', FOUND);
    const outside = mkdtempSync(join(tmpdir(), 'bylaw-outside-'));
    const inside = mkdtempSync(join(tmpdir(), 'bylaw-inside-'));
    onTestFinished(() => {
      for (const folder of [outside, inside]) rmSync(folder, { recursive: true, force: true });
    });
    inOwnTemporaryFolder(inside);
    const dump = join(outside, 'environment');
    const wrapper = join(outside, 'terraform');
    writeFileSync(wrapper, `#!/bin/sh\nenv >> ${dump}\nexec ${terraform?.path} "$@"\n`);
    chmodSync(wrapper, 0o755);
    const environment = {
      ...process.env,
      TF_CLI_ARGS: '-no-such-flag',
      TF_CLI_ARGS_plan: '-destroy',
      TF_CLI_ARGS_apply: '-target=bylaw_group.none',
      TF_WORKSPACE: 'elsewhere',
      TF_DATA_DIR: join(outside, 'data'),
      TF_LOG: 'TRACE',
      TF_LOG_PATH: join(outside, 'log'),
      TF_VAR_members: '{}',
      TF_PLUGIN_CACHE_DIR: join(outside, 'cache'),
      TF_REATTACH_PROVIDERS: '{}',
      TF_HTTP_ADDRESS: 'http://127.0.0.1:1/',
      BYLAW_TOKEN: TOKEN,
      ACME_SECRET: 'secret-of-another-name',
      KEPT: 'yes',
    };
    const plan = await one.plan(WANTED);
    const options = runOf(one, plan, terraformAt(wrapper), { environment, secrets: ['ACME_SECRET'] });
    let searched = 0;
    const made = await withTerraform(options, async (run) => {
      const handed = readFileSync(dump, 'utf8');
      const password = /^TF_HTTP_PASSWORD=(.+)$/m.exec(handed)?.[1] ?? '';
      expect(password.length).toBeGreaterThan(20);
      const applied = await run.apply();
      for (const file of filesBelow(inside)) {
        const bytes = readFileSync(file);
        searched += 1;
        for (const secret of [TOKEN, password, 'secret-of-another-name', one.sandbox.url]) {
          expect(bytes.includes(secret), `${file} holds ${secret}`).toBe(false);
        }
        expect(statSync(join(file, '..')).mode & 0o077 && !file.includes('stacks'), file).toBeFalsy();
      }
      return applied;
    });
    expect(made.diagnostics).toEqual([]);
    expect(made.ok).toBe(true);
    expect(searched).toBeGreaterThan(3);
    const handed = readFileSync(dump, 'utf8');
    expect(handed).toContain('KEPT=yes');
    const names = [...handed.matchAll(/^((?:TF|BYLAW|ACME|CHECKPOINT)_[A-Za-z_]*)=/gm)].map(
      ([, name]) => name,
    );
    expect([...new Set(names)].sort()).toEqual([
      'CHECKPOINT_DISABLE',
      'TF_CLI_CONFIG_FILE',
      'TF_HTTP_ADDRESS',
      'TF_HTTP_LOCK_ADDRESS',
      'TF_HTTP_LOCK_METHOD',
      'TF_HTTP_PASSWORD',
      'TF_HTTP_UNLOCK_ADDRESS',
      'TF_HTTP_UNLOCK_METHOD',
      'TF_HTTP_USERNAME',
      'TF_INPUT',
      'TF_IN_AUTOMATION',
      'TF_REATTACH_PROVIDERS',
    ]);
    expect(handed).not.toContain(TOKEN);
    expect(one.store.saved.length).toBeGreaterThan(0);
    for (const text of one.store.saved) {
      for (const secret of [TOKEN, 'secret-of-another-name', one.sandbox.url])
        expect(text).not.toContain(secret);
    }
    expect(readdirSync(outside).sort()).toEqual(['environment', 'terraform']);
    expect(readdirSync(inside)).toEqual([]);
  },
);
