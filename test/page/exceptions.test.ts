/** What somebody has let past, as the review of access shows it: from guard rails, rules and the report of drift. */
import { expect, it } from 'vitest';
import { document, organization, type Workspace } from '../command/workspaces.ts';

const RULES = `apiVersion: bylaw/v1
kind: Rules
organizations: ["ac*"]
rules:
  two do it: { rule: separation-of-duties, either: [users:write], or: [roles:assign] }
acknowledged:
  ana: { rule: two do it, organization: acme, person: ana@acme.example, permissions: [users:write], reason: small team, owner: bo@acme.example, until: 2026-12-31 }
acknowledged-drift:
  qa: { fact: "group:acme/qa#title", kind: changed, live: QA, reason: CHG-7, owner: bo@acme.example, from: 2026-02-01, until: 2026-07-01 }
`;

const AT = ['--at', '2026-01-15T12:00:00Z'];

function workspace(): Workspace {
  const made = organization('members:\n  ana@acme.example: { roles: [admin] }\n');
  made.write('access/rules.yaml', RULES);
  return made;
}

async function exceptions(made: Workspace): Promise<readonly string[]> {
  const { out } = await made.run('report', '--format', 'csv', '--table', 'exceptions', ...AT);
  return out.split('\n').filter((line) => line.startsWith('acme,'));
}

it('lists what rules and drift let stand, held or not, with owner and end', async () => {
  expect(await exceptions(workspace())).toEqual([
    'acme,ana,rule,in force,"two do it, organization acme, person ana@acme.example, users:write",bo@acme.example,small team,,2026-12-31,access/rules.yaml:7:3',
    'acme,qa,drift,not yet,"changed group:acme/qa#title, as QA",bo@acme.example,CHG-7,2026-02-01,2026-07-01,access/rules.yaml:9:3',
  ]);
});

it('has none of documents that speak of another organization', async () => {
  const made = workspace();
  made.write('access/rules.yaml', RULES.replace('"ac*"', 'beta'));
  made.write('access/beta.yaml', document('').replace('name: acme', 'name: beta'));
  const asked = await made.run('report', 'acme', '--format', 'csv', '--table', 'exceptions', ...AT);
  expect(asked.out.split('\n').filter((line) => line.startsWith('acme,'))).toEqual([]);
});

it('is not shown without them where they cannot be read', async () => {
  const made = workspace();
  made.write('access/rules.yaml', RULES.replace('acknowledged-drift:', 'acknowledge-drift:'));
  const { status, err } = await made.run('report', '--format', 'html', ...AT);
  expect([status, err]).toEqual([1, expect.stringContaining('access/rules.yaml:8:1')]);
});
