import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import { gorules } from '../compile/platforms.ts';
import { desired } from '../compile/said.ts';

const page = readFileSync('docs/access-model.md', 'utf8');
const yaml = /^## Windows\n[\s\S]*?```yaml\n([\s\S]*?)```/m.exec(page)?.[1] ?? '';

it.each([
  ['2099-01-31T23:59:59Z', ['documents:edit-content', 'documents:view-content']],
  ['2099-02-01T00:00:00Z', ['documents:view-content']],
  ['2099-06-30T23:59:59Z', ['documents:view-content']],
  ['2099-07-01T00:00:00Z', []],
])('the windows of the page, at %s', (at, expected) => {
  const effectiveAccess = buildAccess(gorules, desired(gorules, yaml, at).resources);
  const held = effectiveAccess.permissions('hugo@acme.example', 'acme/projects/pricing');
  expect(held.filter((permission) => permission.startsWith('documents:')).toSorted()).toEqual(expected);
});
