import { expect, it } from 'vitest';
import { buildAccess } from '../../src/access/build.ts';
import { loadWorkspace } from '../../src/command/workspace.ts';
import { bindExpectations } from '../../src/expectation/bind.ts';
import { evaluate } from '../../src/expectation/evaluate.ts';
import { EXPECTATION_VERBS } from '../../src/policy/documents.ts';
import { resourcesOf } from '../../src/resource/resource.ts';
import { failures } from '../expectation/expectations.ts';
import { got } from '../policy/fixture.ts';
import { shown } from '../source/shown.ts';
import { NAMES } from './shipped.ts';

it.each(NAMES)('the example of %s passes the check without a word', (name) => {
  const workspace = loadWorkspace(`examples/${name}`, '2026-11-22T12:00:00Z');
  expect(workspace.diagnostics.map(shown)).toEqual([]);
  if (!workspace.ok) throw new Error('no workspace');
  const [organization, ...more] = workspace.value.organizations;
  expect(more).toEqual([]);
  expect(organization?.platform.name).toBe(name);
  const people = new Set(
    resourcesOf(organization?.resources ?? [], 'member').map(({ attributes }) => attributes.member),
  );
  expect(people.size).toBeGreaterThan(11);
});

it.each(NAMES)('the expectations of the example of %s hold, some of each sort', (name) => {
  const workspace = loadWorkspace(`examples/${name}`, '2026-11-22T12:00:00Z');
  if (!workspace.ok) throw new Error('no workspace');
  for (const desired of workspace.value.organizations) {
    const written = workspace.value.expectations.get(desired.organization) ?? [];
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
