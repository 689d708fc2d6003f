import { readFileSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { PLATFORMS } from '../sandbox/start.ts';
import { type Engine, itOnBothEngines } from './bylaw.ts';
import { acceptEverything, listAll } from './live.ts';
import { organization, type Stage, stageOf } from './workspaces.ts';

const BEFORE = '2090-01-31T23:59:59Z';
const ON = '2090-02-01T00:00:00Z';
const AFTER = '2090-02-02T00:00:00Z';
const EXPECTATIONS = 'apiVersion: bylaw/v1\nkind: Expectations\norganization: acme\nexpectations:\n';

interface Case {
  readonly on: 'lumoauth' | 'gorules' | 'appcircle' | 'atrium';
  readonly body: string;
  readonly expectations: string;
}

/** A platform on which the documents have been applied as of the day before, and everybody has accepted. */
async function theDayBefore({ on, body, expectations }: Case, { words }: Engine) {
  const made = organization(body);
  made.write('access/acme.yaml', made.read('access/acme.yaml').replace('lumoauth', on));
  made.write('access/expectations.yaml', `${EXPECTATIONS}${expectations}`);
  if (on === 'atrium') {
    made.write('atrium.yaml', readFileSync(PLATFORMS.atrium));
    made.write('bylaw.yaml', `${made.read('bylaw.yaml')}platforms: [atrium.yaml]\n`);
  }
  const stage = await stageOf(made, { on });
  const run = (at: string, command: string, ...more: readonly string[]) =>
    stage.run(command, ...more, ...(command === 'drift' ? [] : words), '--at', at);
  for (const _ of ['invited', 'accepted']) {
    const applied = await run(BEFORE, 'apply');
    expect(applied.status).toBe(0);
    await acceptEverything(stage);
  }
  return {
    stage,
    made,
    run,
    check: (at: string, ...more: readonly string[]) => made.run('check', '--at', at, ...more),
  };
}

async function people(stage: Stage): Promise<string> {
  const members = await listAll(stage, '/members');
  return members
    .map(({ key }) => String(key).replace(/@.*/, ''))
    .sort()
    .join(' ');
}

const CAN: Case = {
  on: 'lumoauth',
  body: `members:
  ana@acme.example: { roles: [admin] }
  dan@acme.example: { roles: [viewer], until: 2090-01-31 }
groups:
  g: { title: G, roles: [viewer], members: [{ member: ana@acme.example, until: 2090-01-31 }] }
`,
  expectations: `  dan reads:
    members: dan@acme.example
    can: "documents:read"
    on: acme
  g reads:
    groups: g
    can: "documents:read"
    on: acme
`,
};

describe('an expectation that somebody can, on the day of the end', () => {
  itOnBothEngines('refuses no apply, and is told before, then and after', async (engine) => {
    const { stage, run, check } = await theDayBefore(CAN, engine);
    const before = await check(BEFORE);
    expect(before.status).toBe(0);
    expect(before.out.split('warning[expectation-ahead]').length).toBe(3);
    expect((await run(BEFORE, 'plan')).status).toBe(0);

    const there = await check(ON);
    expect(there.status).toBe(0);
    expect(there.out).toContain(
      'warning[expectation-ended]: The expectation "dan reads" holds except for what has ended: dan@acme.example lacks documents:read on acme',
    );
    expect(there.out).toContain('access/expectations.yaml:5:3');
    const report = JSON.parse((await check(ON, '--json')).out);
    expect(report.organizations[0].expectations).toMatchObject({ hold: 0, ended: 2, fail: 0 });
    const junit = (await check(ON, '--junit', '-')).out;
    expect(junit).toContain('tests="2" failures="0"');
    expect(junit).toContain('<system-out>Ended: dan@acme.example lacks documents:read on acme');
    const plan = await run(ON, 'plan');
    expect(plan.status).toBe(2);
    expect(plan.out).toContain('expectation-ended');
    expect(plan.out).not.toContain('expectation-failed');
    expect((await run(ON, 'drift')).status).toBe(2);
    const applied = await run(ON, 'apply');
    expect(applied.status).toBe(0);
    expect(applied.out).toContain('expectation-ended');
    expect(await people(stage)).toBe('ana');

    for (const command of ['plan', 'drift', 'apply']) expect((await run(AFTER, command)).status).toBe(0);
    expect((await check(AFTER)).status).toBe(0);
    expect((await check(AFTER, '--live', '--url', stage.platform.url)).status).toBe(0);
  });

  itOnBothEngines('a plan of before is stale after, one of the day holds the day after', async (engine) => {
    const { stage, run } = await theDayBefore(CAN, engine);
    expect((await run(BEFORE, 'plan', '--out', 'before.plan')).status).toBe(0);
    const stale = await run(ON, 'apply', 'before.plan');
    expect(stale.status).toBe(1);
    expect(stale.err).toContain('plan-file-stale');
    expect(await people(stage)).toBe('ana dan');
    expect((await run(ON, 'plan', '--out', 'on.plan')).status).toBe(2);
    expect((await run(AFTER, 'apply', 'on.plan')).status).toBe(0);
    expect(await people(stage)).toBe('ana');
  });

  itOnBothEngines('any other failing expectation still refuses', async (engine) => {
    const { stage, made, run } = await theDayBefore(CAN, engine);
    const text = made.read('access/expectations.yaml');
    made.write(
      'access/expectations.yaml',
      text
        .replace('members: dan@', 'members: [dan@acme.example, ana@')
        .replace('ana@acme.example\n', 'ana@acme.example]\n')
        .replace('can: "documents:read"', 'cannot: "roles:assign"'),
    );
    const refused = await run(ON, 'apply');
    expect(refused.status).toBe(1);
    expect(refused.err).toContain('expectation-failed');
    expect(await people(stage)).toBe('ana dan');
  });
});

describe('the last owner whose window ends', () => {
  const LAST: Case = {
    on: 'gorules',
    body: `members:
  olivia@acme.example: { roles: [owner], until: 2090-01-31 }
  dan@acme.example: { until: 2090-01-31 }
  eve@acme.example:
`,
    expectations:
      '  olivia owns:\n    members: olivia@acme.example\n    can: "project:manage"\n    on: acme\n',
  };

  itOnBothEngines('is held back and said, and everybody else goes', async (engine) => {
    const { stage, made, run, check } = await theDayBefore(LAST, engine);
    expect((await check(BEFORE)).out).toContain('from 2090-02-01T00:00:00Z on');
    const there = await check(ON);
    expect(there.status).toBe(0);
    expect(there.out).toContain('warning[invariant-broken]');
    const plan = await run(ON, 'plan', '--out', 'on.plan');
    expect(plan.status).toBe(2);
    expect(plan.out).toContain('olivia@acme.example would be the last to go as owner on acme');
    const drift = await run(ON, 'drift');
    expect(drift.status).toBe(2);
    expect(drift.out).toContain('waits for somebody else being owner on acme');
    const applied = await run(ON, 'apply', 'on.plan');
    expect(applied.status).toBe(2);
    expect(applied.out).toContain('waits for somebody else being owner on acme');
    expect(await people(stage)).toBe('eve olivia');

    for (const command of ['plan', 'drift', 'apply']) expect((await run(AFTER, command)).status).toBe(2);
    expect(await people(stage)).toBe('eve olivia');
    // Somebody who is there follows: the next apply takes the rest.
    const text = made.read('access/acme.yaml');
    made.write('access/acme.yaml', text.replace('eve@acme.example:', 'eve@acme.example: { roles: [owner] }'));
    expect((await run(AFTER, 'apply')).status).toBe(0);
    expect(await people(stage)).toBe('eve');
    for (const command of ['plan', 'drift']) expect((await run(AFTER, command)).status).toBe(0);
  });
});

describe('an end that gives what an expectation rules out', () => {
  const NARROW: Case = {
    on: 'appcircle',
    body: `members:
  ana@acme.example: { roles: [owner] }
  bob@acme.example: { roles: { build: manager } }
  dan@acme.example: { roles: { build: viewer }, until: 2090-01-31 }
sub-organizations:
  mobile:
    title: Mobile
    members:
      bob@acme.example: { roles: { build: viewer }, until: 2090-01-31 }
`,
    expectations:
      '  bob builds nothing there:\n    members: bob@acme.example\n    cannot: "build:run"\n    on: acme/sub-organizations/mobile\n',
  };

  itOnBothEngines('is an error that holds back that end alone', async (engine) => {
    const { stage, run, check } = await theDayBefore(NARROW, engine);
    expect((await check(BEFORE)).out).toContain('warning[expectation-ahead]');
    expect((await check(ON)).status).toBe(2);
    const plan = await run(ON, 'plan');
    expect(plan.status).toBe(2);
    expect(plan.out).toContain('expectation-broken-by-end');
    expect((await run(ON, 'drift')).status).toBe(2);
    for (const at of [ON, AFTER]) {
      const applied = await run(at, 'apply');
      expect(applied.status).toBe(1);
      expect(applied.out).toContain('error[expectation-broken-by-end]');
      expect(applied.out).toContain('waits for the expectation "bob builds nothing there"');
      expect(await people(stage)).toBe('ana bob');
      const why = ['why', 'bob@acme.example', 'build:run', 'acme/sub-organizations/mobile', '--live'];
      expect((await stage.run('access', ...why)).out).toMatch(/^no/);
    }
    // Whoever says so lets it give what it gives.
    expect((await run(AFTER, 'apply', '--allow-failed-expectations')).status).toBe(0);
  });
});

describe('a scope that is written, not live, and not for Bylaw to make', () => {
  const GONE: Case = {
    on: 'atrium',
    body: `members:
  ana@acme.example: { roles: [owner] }
  dan@acme.example: { roles: [signer], until: 2090-01-31 }
`,
    expectations: '  ana owns:\n    members: ana@acme.example\n    can: "members:write"\n    on: acme\n',
  };

  itOnBothEngines('waits for somebody to make it, and the end beside it is taken', async (engine) => {
    const { stage, made, run } = await theDayBefore(GONE, engine);
    const text = made.read('access/acme.yaml');
    made.write('access/acme.yaml', `${text}archives:\n  old: { members: { ana@acme.example: {} } }\n`);
    const plan = await run(ON, 'plan');
    expect(plan.status).toBe(2);
    expect(plan.out).toContain('warning[unknown-scope]');
    const drift = await run(ON, 'drift');
    expect(drift.status).toBe(2);
    expect(drift.out).toContain('acme/archives/old being on the platform');
    const applied = await run(ON, 'apply');
    expect(applied.status).toBe(2);
    expect(applied.out).toContain('acme/archives/old being on the platform');
    expect(await people(stage)).toBe('ana');
    for (const command of ['plan', 'drift', 'apply']) expect((await run(AFTER, command)).status).toBe(2);
    made.write('access/acme.yaml', text);
    for (const command of ['plan', 'drift', 'apply']) expect((await run(AFTER, command)).status).toBe(0);
  });
});
