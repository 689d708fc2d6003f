/** Findings in every format: each written rule by its own name, and what is acknowledged is shown in all of them. */
import { describe, expect, it } from 'vitest';
import { EMBEDDED } from './bylaw.ts';
import { organization, type Stage, stageOf } from './workspaces.ts';

const RULES = `apiVersion: bylaw/v1
kind: Rules
organizations: "*"
rules:
  two do it: { rule: separation-of-duties, either: [users:write], or: [roles:assign] }
  ours: { rule: email-domains, severity: warning, domains: [acme.example] }
acknowledged:
  for now: { rule: two do it, organization: acme, person: ana@acme.example, scope: acme, permissions: [users:write, roles:assign], reason: CHG-1, owner: bo, until: 2099-12-31 }
`;
const MEMBERS =
  'members:\n  ana@acme.example: { roles: [admin] }\n  bo@acme.example: { roles: [admin] }\n  cy@other.example: { roles: [viewer] }\n';

/** Ana is acknowledged, Bo is not, and Cy is of another domain. */
async function stageWithRules(): Promise<Stage> {
  const stage = await stageOf(organization(MEMBERS));
  expect((await stage.run('apply', ...EMBEDDED.words)).status).toBe(0);
  stage.write('access/rules.yaml', RULES);
  return stage;
}

/** Where the same things live already, a plan tells them as warnings. */
const COMMANDS = [
  ['check', [], 'open', 'error'],
  ['plan', EMBEDDED.words, 'stands', 'warning'],
  ['drift', [], 'open', 'error'],
] as const;

describe.each(COMMANDS)('%s', (command, words, state, level) => {
  it('has the parts of each finding in JSON', async () => {
    const stage = await stageWithRules();
    const report = JSON.parse((await stage.run(command, ...words, '--json')).out);
    const found = report.diagnostics.flatMap((one: { readonly finding?: object }) => one.finding ?? []);
    expect(found).toHaveLength(3);
    expect(found).toContainEqual({
      rule: 'two do it',
      check: 'separation-of-duties',
      state,
      organization: 'acme',
      person: 'bo@acme.example',
      group: null,
      role: null,
      scope: 'acme',
      permissions: ['users:write', 'roles:assign'],
      acknowledged: null,
    });
    expect(found).toContainEqual(
      expect.objectContaining({
        person: 'ana@acme.example',
        state: 'acknowledged',
        acknowledged: { name: 'for now', reason: 'CHG-1', owner: 'bo', until: '2099-12-31' },
      }),
    );
  });

  it('has each rule by its name in SARIF, and no suppression', async () => {
    const stage = await stageWithRules();
    const { out } = await stage.run(command, ...words, '--format', 'sarif');
    const [run] = JSON.parse(out).runs;
    const ids = run.tool.driver.rules.map(({ id }: { readonly id: string }) => id);
    expect(ids).toContain('separation-of-duties/two do it');
    expect(ids).toContain('email-domains/ours');
    const results = run.results.filter(
      ({ ruleId }: { readonly ruleId: string }) => ruleId === 'separation-of-duties/two do it',
    );
    expect(results.map((one: { readonly level: string }) => one.level)).toEqual(
      expect.arrayContaining([level, 'note']),
    );
    expect(results).toHaveLength(2);
    for (const { ruleIndex, ruleId } of run.results) expect(ids[ruleIndex]).toBe(ruleId);
    expect(out).not.toContain('suppressions');
    expect(out).toContain('"for now"');
  });

  it('has a case for each finding in JUnit', async () => {
    const stage = await stageWithRules();
    const { out } = await stage.run(command, ...words, '--format', 'junit');
    const failures = level === 'error' ? 1 : 0;
    expect(out).toContain(`<testsuite name="rules" tests="3" failures="${failures}" errors="0">`);
    expect(out).toContain('name="two do it: ana@acme.example can do both sides');
    expect(out).not.toContain('<testsuite name="documents"');
  });

  it.each(['text', 'markdown'])('shows what is acknowledged in %s', async (format) => {
    const stage = await stageWithRules();
    const { out } = await stage.run(command, ...words, '--format', format);
    expect(out).toMatch(/It is acknowledged until `?2099-12-31`? as "for now"/);
  });
});

it('tells weakening and guard rails in suites of their own', async () => {
  const stage = await stageWithRules();
  stage.write('old/bylaw.yaml', stage.read('bylaw.yaml'));
  stage.write('old/access/acme.yaml', stage.read('access/acme.yaml'));
  stage.write('old/access/rules.yaml', RULES.slice(0, RULES.indexOf('acknowledged:')));
  const { out } = await stage.run('check', '--base', './old', '--format', 'junit');
  expect(out).toContain('<testsuite name="weakening" tests="1" failures="1" errors="0">');
  stage.write(
    'access/acme.yaml',
    organization('members:\n  ana@acme.example: { roles: [admin] }\n').read('access/acme.yaml'),
  );
  stage.write(
    'access/rails.yaml',
    'apiVersion: bylaw/v1\nkind: Guardrails\norganizations: "*"\nlimits: { members: { count: 1 } }\n',
  );
  const planned = await stage.run('plan', ...EMBEDDED.words, '--format', 'junit');
  expect(planned.out).toContain('<testsuite name="guard rails"');
  expect(planned.out).toContain('<testsuite name="acme (plan)" tests="1" failures="0" errors="0">');
});
