import { describe, expect, it } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import type { Desired } from '../../src/compile/desired.ts';
import { bindExpectations } from '../../src/expectation/bind-expectations.ts';
import { evaluate } from '../../src/expectation/evaluate.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { EXPECTATION_VERBS } from '../../src/policy/document-types.ts';
import { modelOf } from '../../src/resource/organization-model.ts';
import { loadWorkspace, type Workspace } from '../../src/workspace/workspace.ts';
import { failures } from '../expectation/expectations.ts';
import { got } from '../policy/fixture.ts';
import { shown } from '../source/shown.ts';
import { playground } from './playground.ts';
import { NAMES } from './shipped.ts';

const INSTANT = '2026-11-22T12:00:00Z';

function example(name: string): Workspace {
  const workspace = loadWorkspace(`examples/${name}`, INSTANT);
  expect(workspace.diagnostics.map(shown)).toEqual([]);
  if (!workspace.ok) throw new Error('no workspace');
  expect(workspace.value.lint().map(shown), 'lint').toEqual([]);
  return workspace.value;
}

function peopleOf({ resources }: Desired): ReadonlySet<string> {
  return new Set(
    modelOf(resources)
      .all('member')
      .map(({ attributes }) => attributes.member),
  );
}

/** Applied to a platform of its own, everybody accepting in between, until a plan has nothing to do. */
async function expectAppliesTo(desired: Desired): Promise<void> {
  const platform = await playground(desired);
  try {
    expect(await platform.apply(desired)).toEqual([]);
    await platform.acceptAll();
    expect(await platform.apply(desired)).toEqual([]);
    expect(buildPlan(desired, await platform.read()).changes).toEqual([]);
  } finally {
    await platform.close();
  }
}

describe.each(NAMES)('the example of %s', (name) => {
  it('passes the check and the lint without a word, and is of a size', () => {
    const [organization, ...more] = example(name).organizations;
    if (organization === undefined) throw new Error('no organization');
    expect(more).toEqual([]);
    expect(organization.platform.name).toBe(name);
    expect(peopleOf(organization).size).toBeGreaterThanOrEqual(15);
    expect(peopleOf(organization).size).toBeLessThanOrEqual(40);
  });

  it('is what a platform takes', async () => {
    for (const organization of example(name).organizations) await expectAppliesTo(organization);
  });
});

describe('the example of a holding', () => {
  it('is three organizations on three platforms, with people who work for several', () => {
    const { organizations } = example('holding');
    expect(new Set(organizations.map(({ platform }) => platform.name)).size).toBe(3);
    const everybody = organizations.map((one) => [...peopleOf(one)].map((key) => key.replace(/@.*/, '')));
    expect(new Set(everybody.flat()).size).toBeGreaterThanOrEqual(15);
    const [first = [], ...others] = everybody;
    for (const other of others)
      expect(other.filter((name) => first.includes(name)).length).toBeGreaterThan(5);
  });

  it('is what three platforms take', async () => {
    for (const organization of example('holding').organizations) await expectAppliesTo(organization);
  });

  it('documents the commands that start them, with the ports it names', () => {
    const { document } = example('holding');
    const urls = document.organizations.map(({ url }) => url?.value);
    expect(urls).toEqual([7071, 7072, 7073].map((port) => `http://127.0.0.1:${port}`));
  });
});

it.each(NAMES)('the expectations of the example of %s hold, some of each sort', (name) => {
  const workspace = example(name);
  for (const desired of workspace.organizations) {
    const written = workspace.expectations.get(desired.organization) ?? [];
    for (const verb of EXPECTATION_VERBS) {
      expect(
        written.some((one) => one.verbs[verb].length > 0),
        verb,
      ).toBe(true);
    }
    const { platform, resources } = desired;
    const bound = got(bindExpectations(written, desired, null));
    const findings = evaluate(bound, { platform, resources, access: buildAccess(platform, resources) });
    expect(failures(findings)).toEqual([]);
    expect(findings.every(({ checks }) => checks > 0)).toBe(true);
  }
});
