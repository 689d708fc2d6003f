import { expect, it } from 'vitest';
import { loadWorkspace } from '../../src/command/workspace.ts';
import { resourcesOf } from '../../src/resource/resource.ts';
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
