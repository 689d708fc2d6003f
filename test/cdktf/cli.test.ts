/** The command line of CDKTF itself, as people type it, on the example. */
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { connectionTo, readPlain } from '../connector/connections.ts';
import { installedFromLock } from '../installed-from-lock.ts';
import { itWithTerraform } from '../terraform/available.ts';
import { app } from './app.ts';

/** 423 MB that nobody else needs. */
function cdktf(): string {
  const program = 'node_modules/.bin/cdktf';
  return join(installedFromLock(new URL('cli/', import.meta.url), 'cdktf-cli', program), program);
}

itWithTerraform('cdktf synth, diff and deploy, by the real command line', async () => {
  const program = cdktf();
  const world = await app();
  onTestFinished(() => world.close());
  // The lock of a provider in a mirror is made by init; the step this skips would ask the public registry for it.
  const run = (...args: readonly string[]) => world.succeed(program, [...args, '--skip-provider-lock']);
  expect(await world.succeed(program, ['synth'])).toMatch(
    /Generated Terraform code for the stacks: rules, sign-in/,
  );
  expect(await run('diff', 'sign-in')).toContain('Plan: 10 to add, 0 to change, 0 to destroy.');
  const deployed = await run('deploy', 'sign-in', 'rules', '--auto-approve');
  expect(deployed).toContain('Resources: 10 added, 0 changed, 0 destroyed.');
  expect(deployed).toContain('Resources: 6 added, 0 changed, 0 destroyed.');
  expect(deployed).toMatch(/analysts = lendwell\/projects\/pricing\/analysts/);
  expect(await run('diff', 'sign-in')).toContain(
    'No changes. Your infrastructure matches the configuration.',
  );
  expect(Object.keys(await readPlain(connectionTo(world.acme)))).toContain('group:acme/on-call');
});
