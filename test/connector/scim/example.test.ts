/** The example, applied to a server that leaves people out of its lists, until a plan has nothing to do. */
import { expect, onTestFinished, test } from 'vitest';
import { effectiveChanges } from '../../../src/command/apply/perform-plan.ts';
import { readAndPlan } from '../../../src/command/session/plan-organization.ts';
import { openWriter } from '../../../src/connector/connect.ts';
import { performWrites } from '../../../src/connector/perform.ts';
import { writesOf } from '../../../src/plan/write/change-writes.ts';
import { known } from '../../../src/source/known.ts';
import { loadWorkspace } from '../../../src/workspace/workspace.ts';
import { shown } from '../../source/shown.ts';
import { must } from '../connections.ts';
import { scim } from '../platforms.ts';
import { fastScim, SECRET, scimConnection } from './scim-harness.ts';
import { startScimServer } from './scim-server.ts';
import { PLAIN_SERVER } from './server-dialect.ts';

test('the example passes the check, and is applied', async () => {
  const workspace = loadWorkspace('examples/scim', '2026-11-22T12:00:00Z');
  if (!workspace.ok) throw new Error(workspace.diagnostics.map(shown).join('\n'));
  expect([...workspace.diagnostics, ...workspace.value.lint()].map(shown)).toEqual([]);
  const desired = known(workspace.value.organizations[0], 'the organization of the example');
  const dialect = { ...PLAIN_SERVER, members: 'group', nobody: 'absent' } as const;
  const server = await startScimServer(SECRET, dialect);
  onTestFinished(() => server.close());
  const connection = { ...scimConnection(server.url, dialect), organization: desired.organization };
  const writes = async (): Promise<readonly string[]> => {
    const writer = openWriter(fastScim(), connection);
    const plan = must(await readAndPlan(desired, writer));
    const made = await performWrites(effectiveChanges(plan).flatMap(writesOf), writer, scim);
    expect([made.failed, made.left]).toEqual([[], []]);
    return made.done.map(({ write }) => write);
  };
  expect(new Set(await writes())).toEqual(
    new Set(['add-member', 'set-member-state', 'create-group', 'add-group-member', 'nest-group']),
  );
  expect(await writes()).toEqual([]);
});
