/** Several organizations of one workspace, which one terraform carries out: what stops one stops no other. */
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { apply } from '../../src/command/apply-command.ts';
import { optionsOf } from '../../src/command/format-option.ts';
import { readArguments } from '../../src/command/options.ts';
import type { InjectedFault } from '../../src/sandbox/sandbox.ts';
import { must } from '../connector/connections.ts';
import { PLATFORMS, startTestSandbox, type TestSandbox } from '../sandbox/start.ts';
import { itWithTerraform } from '../terraform/available.ts';
import { auditLog, meddle } from './live.ts';
import { descendantsOf, killAll, untilGone } from './processes.ts';
import { expectNothingLeftIn, STRANGER, TOKEN, type Workspace, workspaceOf } from './workspaces.ts';

const NAMES = ['corp', 'acme', 'beta'] as const;
type Name = (typeof NAMES)[number];

const documentOf = (name: Name, groups: readonly string[]): string => {
  const [platform, owner] = name === 'corp' ? ['atrium', 'owner'] : ['lumoauth', 'admin'];
  return `apiVersion: bylaw/v1
kind: Organization
name: ${name}
platform: ${platform}
authority: full
members:
  ada@acme.example: { roles: [${owner}] }
groups:
${groups.map((group) => `  ${group}: { members: [ada@acme.example] }`).join('\n')}
`;
};

interface Holding extends Workspace {
  readonly sandboxes: { readonly lumoauth: TestSandbox; readonly atrium: TestSandbox };
  /** As somebody else sees one organization. */
  at(name: Name): { readonly platform: TestSandbox };
}

async function holding(): Promise<Holding> {
  const open = async (names: readonly Name[], on: 'lumoauth' | 'atrium'): Promise<TestSandbox> => {
    const sandbox = await startTestSandbox({
      platformFile: PLATFORMS[on],
      token: { value: TOKEN, name: 'bylaw' },
      tokens: [{ value: STRANGER, name: 'pat' }],
      organizations: names.map((slug) => ({ slug, name: slug })),
      seed: names.map((organization) => ({
        organization,
        members: [{ key: 'ada@acme.example', state: 'active' as const }],
        assignments: [
          {
            principal: { type: 'member' as const, name: 'ada@acme.example' },
            roles: [on === 'atrium' ? 'owner' : 'admin'],
          },
        ],
      })),
    });
    onTestFinished(() => sandbox.close());
    return sandbox;
  };
  const lumoauth = await open(['acme', 'beta'], 'lumoauth');
  const atrium = await open(['corp'], 'atrium');
  const connected = NAMES.map((name) => {
    const { url } = name === 'corp' ? atrium : lumoauth;
    return `  ${name}: { connector: access-api, url: "${url}"${name === 'corp' ? ', token-env: CORP_TOKEN' : ''} }`;
  });
  const workspace = workspaceOf({
    'bylaw.yaml': `apiVersion: bylaw/v1
kind: Workspace
files: ["access/*.yaml"]
platforms: [atrium.yaml]
organizations:
${connected.join('\n')}
`,
    ...Object.fromEntries(NAMES.map((name, at) => [`access/${at}.yaml`, documentOf(name, ['crew'])])),
  }).with({ CORP_TOKEN: TOKEN });
  cpSync(PLATFORMS.atrium, join(workspace.folder, 'atrium.yaml'));
  return {
    ...workspace,
    sandboxes: { lumoauth, atrium },
    at: (name) => {
      const sandbox = name === 'corp' ? atrium : lumoauth;
      return { platform: { ...sandbox, api: `${sandbox.url}/orgs/${name}/api/v1` } };
    },
  };
}

interface Report {
  readonly diagnostics: readonly { readonly code: string; readonly message: string }[];
  readonly organizations: readonly { readonly organization: string; readonly outcome: string }[];
}

async function applied(
  workspace: Workspace,
  ...words: readonly string[]
): Promise<Report & { status: number | null }> {
  const { status, out } = await workspace.run('apply', ...words, '--json');
  return { ...(JSON.parse(out) as Report), status };
}

const outcomes = ({ organizations }: Report) =>
  organizations.map(({ organization, outcome }) => `${organization} ${outcome}`);

const codes = ({ diagnostics }: Report) => diagnostics.map(({ code }) => code);

/** The ids of rows that the kept state knows of an organization. */
function known(workspace: Workspace, name: Name): readonly string[] {
  const state = JSON.parse(workspace.read('.bylaw/_stack.tfstate')) as {
    readonly resources: readonly {
      readonly type: string;
      readonly instances: readonly [{ readonly attributes: { readonly id: string } }];
    }[];
  };
  return state.resources
    .map(({ type, instances }) => `${type} ${instances[0].attributes.id}`)
    .filter((row) => row.split(' ')[1]?.split('/')[0] === name);
}

describe('three organizations on two platforms, one terraform', () => {
  itWithTerraform('what stops one stops no other, also out of a plan file', async () => {
    const one = await holding();
    const planned = await one.run('plan', '--out', 'plan.bylaw');
    expect(planned.status).toBe(2);
    const inOrder = NAMES.map((name) => planned.out.indexOf(`${name}: 1 change`));
    expect(inOrder.every((at) => at >= 0)).toBe(true);
    expect(readdirSync(one.folder)).not.toContain('.bylaw');

    // Since the plan was made somebody has changed one: of that nothing is sent, and the others are as planned.
    await meddle(one.at('beta'), 'POST', '/members', { key: 'intruder@evil.example' });
    const first = await applied(one, 'plan.bylaw');
    expect(first.status).toBe(1);
    expect(outcomes(first)).toEqual(['corp proven', 'acme proven'].sort());
    expect(codes(first)).toEqual(['plan-file-stale']);
    expect(first.diagnostics[0]?.message).toContain('member:beta/intruder@evil.example is new');
    expect(known(one, 'beta')).toEqual([]);

    const second = await applied(one);
    expect([second.status, outcomes(second)]).toEqual([
      0,
      ['acme unchanged', 'beta proven', 'corp unchanged'],
    ]);
    expect(readdirSync(join(one.folder, '.bylaw'))).toEqual([
      '_stack.tfstate',
      'acme.place.json',
      'beta.place.json',
      'corp.place.json',
      'journal',
    ]);

    // One without a token, one with something to do, one with nothing to do.
    one.write('access/1.yaml', documentOf('acme', ['crew', 'night']));
    const before = known(one, 'corp');
    expect(before.length).toBeGreaterThan(3);
    const third = await applied(one.with({ CORP_TOKEN: '' }));
    expect([third.status, outcomes(third), codes(third)]).toEqual([
      1,
      ['acme proven', 'beta unchanged'],
      ['token-missing'],
    ]);
    expect(known(one, 'corp')).toEqual(before);
    expect(await one.run('plan')).toMatchObject({ status: 0, err: '' });

    // A plan in a file that is as it was is applied as it is, all of it.
    for (const [at, name] of NAMES.entries())
      one.write(`access/${at}.yaml`, documentOf(name, ['crew', 'late']));
    expect((await one.run('plan', '--out', 'plan.bylaw')).status).toBe(2);
    const fourth = await applied(one, 'plan.bylaw');
    expect([fourth.status, outcomes(fourth)]).toEqual([0, ['acme proven', 'beta proven', 'corp proven']]);
    expectNothingLeftIn(one);
  });

  itWithTerraform('killed in the middle, the next apply finishes, and nothing is done twice', async () => {
    const one = await holding();
    const slow: readonly InjectedFault[] = [{ kind: 'latency', ms: 100, match: { method: 'POST' } }];
    one.sandboxes.lumoauth.setFaults(slow);
    one.sandboxes.atrium.setFaults(slow);
    const groups = Array.from({ length: 12 }, (_, at) => `group-${at}`);
    for (const [at, name] of NAMES.entries()) one.write(`access/${at}.yaml`, documentOf(name, groups));
    const writes = () =>
      [...one.sandboxes.lumoauth.requests(), ...one.sandboxes.atrium.requests()].filter(
        ({ method }) => method !== 'GET',
      ).length;
    for (const more of [5, 20]) {
      const target = writes() + more;
      const running = one.start('apply');
      let over = false;
      void running.done.then(() => {
        over = true;
      });
      while (writes() < target && !over) await new Promise((resolve) => setTimeout(resolve, 10));
      const family = descendantsOf(running.pid);
      killAll([running.pid, ...family]);
      await running.done;
      await untilGone(family);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    one.sandboxes.lumoauth.setFaults([]);
    one.sandboxes.atrium.setFaults([]);
    const last = await applied(one);
    // Who was through before the kill has nothing left to do.
    expect([last.status, outcomes(last).map((one) => one.replace('unchanged', 'proven'))]).toEqual([
      0,
      ['acme proven', 'beta proven', 'corp proven'],
    ]);
    for (const name of NAMES) {
      const log = (await auditLog(one.at(name))).filter((event) => event.startsWith('group.'));
      expect(new Set(log).size).toBe(log.length);
      expect(log.length).toBe(2 * groups.length);
      expect(log.filter((event) => /deleted|removed/.test(event))).toEqual([]);
    }
  });

  it('--parallel is a number', async () => {
    const one = await holding();
    for (const bad of ['0', '1.5']) {
      const { status, err } = await one.run('plan', `--parallel=${bad}`, '--engine', 'embedded');
      expect(status).toBe(1);
      expect(err).toContain(`error[usage]: --parallel "${bad}" is not a number from 1 to 64.`);
    }
    const narrow = await one.run('plan', '--parallel', '1', '--engine', 'embedded');
    const wide = await one.run('plan', '--parallel', '16', '--engine', 'embedded');
    expect(narrow.status).toBe(2);
    expect(wide).toEqual(narrow);
  });
});

/** The apply command in this process, with somebody to ask. */
async function asked(
  one: Holding,
  answer: (question: string) => boolean,
  ...more: readonly string[]
): Promise<{ status: number; out: string }> {
  let out = '';
  const words = ['--workspace', one.folder, '--engine', 'embedded', '--json', ...more];
  const status = await apply.run({
    args: must(readArguments('apply', words, optionsOf(apply))),
    format: 'json' as const,
    console: {
      out: (text) => {
        out += text;
      },
      err: () => {},
      progress: () => {},
      colour: false,
      ask: async (question) => answer(question),
      hide: () => {},
    },
    environment: one.environment,
    now: () => new Date(),
    run: async () => 1,
  });
  return { status, out };
}

it('a person is asked for every organization before anything is written, and only a yes is one', async () => {
  const one = await holding();
  const writes = () =>
    [...one.sandboxes.lumoauth.requests(), ...one.sandboxes.atrium.requests()].filter(
      ({ method }) => method !== 'GET',
    );
  const questions: string[] = [];
  const { status, out } = await asked(one, (question) => {
    questions.push(question);
    expect(writes()).toEqual([]);
    return !question.includes('beta');
  });
  // In the order of the documents, whatever was read first.
  expect(questions).toEqual(NAMES.map((name) => `Apply this to ${name}?`));
  expect(status).toBe(1);
  expect(outcomes(JSON.parse(out) as Report)).toEqual(['acme proven', 'corp proven']);
  expect(writes().filter(({ path }) => path.includes('/orgs/beta/'))).toEqual([]);
  // What was not agreed to is locked no more.
  const again = await asked(one, () => true);
  expect([again.status, outcomes(JSON.parse(again.out) as Report)]).toEqual([
    0,
    ['acme unchanged', 'beta proven', 'corp unchanged'],
  ]);
});

it('two that hold all locks while somebody is asked wait for each other, never both', async () => {
  const one = await holding();
  const both = await Promise.all([1, 2].map(() => asked(one, () => true, '--lock-timeout', '60s')));
  expect(both.map(({ status }) => status)).toEqual([0, 0]);
  const results = both.map(({ out }) => outcomes(JSON.parse(out) as Report)).sort();
  const names = [...NAMES].sort();
  expect(results).toEqual([names.map((name) => `${name} proven`), names.map((name) => `${name} unchanged`)]);
});
