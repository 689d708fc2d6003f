import { expect, it } from 'vitest';
import { workflowFiles } from '../../src/command/initializing/workflow-templates.ts';

const filterOf = (folder: string): string | undefined => {
  const files = workflowFiles('github', { folder, branch: 'main', tokenVariable: 'BYLAW_TOKEN' });
  const apply = files.find(({ path }) => path.endsWith('/bylaw-apply.yml'));
  return /paths: .*/.exec(apply?.text ?? '')?.[0];
};

it.each([
  ['.', 'paths: ["**"]'],
  ['access', 'paths: ["access/**", ".github/**"]'],
  ['infra/access of acme', 'paths: ["infra/access of acme/**", ".github/**"]'],
  // GitHub would read a pattern out of them, and an apply that nobody starts is told by nobody.
  ['c++/access', 'paths: ["**"]'],
  ['teams/[eu]', 'paths: ["**"]'],
  ['!important', 'paths: ["**"]'],
])('an apply is started by what changes in %j', (folder, filter) => {
  expect(filterOf(folder)).toBe(filter);
});
