/** `terraform test`: what its runs have made is destroyed in the end, whatever was refused; and a provider that is none. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { MOCK_NOTES } from '../../../build/pages/provider-behaviour.ts';
import { connectionTo, readPlain } from '../../connector/connections.ts';
import { itWithTerraform } from '../available.ts';
import { stage } from './stage.ts';

itWithTerraform(
  'nobody is left on the platform after a run that failed, and the page’s mock_provider works',
  async () => {
    const world = await stage({ on: 'lumoauth', seed: { organization: 'acme' } });
    onTestFinished(() => world.close());
    const live = () => readPlain(connectionTo(world.sandbox));
    const before = await live();
    world.configure(
      'variable "role" {\n  default = "viewer"\n}',
      'variable "scope" {\n  default = "acme"\n}',
      'variable "stop" {\n  default = false\n}',
      'resource "bylaw_member" "dan" {\n  member = "dan@acme.com"\n}',
      'resource "bylaw_group" "qa" {\n  name    = "qa"\n  members = { (bylaw_member.dan.member) = "" }\n}',
      'resource "bylaw_assignment" "qa" {\n  scope     = var.scope\n  principal = "group:${bylaw_group.qa.id}"\n  roles     = [var.role]\n  lifecycle {\n    precondition {\n      condition     = !var.stop\n      error_message = "Stopped."\n    }\n  }\n}',
    );
    const made =
      'run "makes" {\n  assert {\n    condition     = bylaw_group.qa.id == "acme/qa"\n    error_message = "Another."\n  }\n}\n';
    const refused = (variables: string) =>
      `${made}run "refused" {\n  variables {\n    ${variables}\n  }\n}\n`;
    mkdirSync(join(world.folder, 'tests'));
    world.write('tests/by-the-provider.tftest.hcl', refused('role = "no-such-role"'));
    world.write(
      'tests/by-a-plan.tftest.hcl',
      `${made}run "refused" {\n  command = plan\n  variables {\n    scope = "acme/elsewhere"\n  }\n}\n`,
    );
    // Of this the provider hears nothing: it is not asked, and not ended either.
    world.write('tests/by-terraform.tftest.hcl', refused('stop = true'));
    world.write('tests/mocked.tftest.hcl', MOCK_NOTES);
    await world.succeed('init', '-no-color');
    const tested = await world.run('test', '-no-color');
    expect(await live()).toEqual(before);
    expect(tested.output).not.toContain('destroyed by one block');
    expect(tested.output).toContain('4 passed, 3 failed');
    expect(tested.output).toMatch(/run "qa_reads"\.\.\. pass/);
    expect(tested.status).toBe(1);
  },
);
