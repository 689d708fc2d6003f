/** Rules beyond `check`: what a plan tells before the change, what an apply holds back, what drift finds. */
import { describe, expect, it } from 'vitest';
import { EMBEDDED, itOnBothEngines } from './bylaw.ts';
import { writesSeen } from './live.ts';
import { organization, type Stage, stageOf } from './workspaces.ts';

const RULES = `apiVersion: bylaw/v1
kind: Rules
organizations: "*"
rules:
  two do it: { rule: separation-of-duties, either: [users:write], or: [roles:assign] }
`;
const KNOWN = `acknowledged:
  for now: { rule: two do it, organization: acme, person: bo@acme.example, scope: acme, permissions: [users:write, roles:assign], reason: CHG-1, owner: bo, until: 2099-12-31 }
`;
const ANA = '  ana@acme.example: { roles: [admin] }\n';
const BO = (role: string) => `  bo@acme.example: { roles: [${role}] }\n`;
const CY = '  cy@acme.example: { roles: [viewer] }\n';
const members = (...lines: readonly string[]) => `members:\n${lines.join('')}`;
const BROKEN = 'can do both sides of "two do it" on acme';

/** Ana, who can do both, is there before there is a rule. */
async function stageBefore(...lines: readonly string[]): Promise<Stage> {
  const stage = await stageOf(organization(members(ANA, ...lines)));
  expect((await stage.run('apply', ...EMBEDDED.words)).status).toBe(0);
  stage.write('access/rules.yaml', RULES);
  return stage;
}

const ask = (stage: Stage, ...lines: readonly string[]) =>
  stage.write('access/acme.yaml', organization(members(...lines)).read('access/acme.yaml'));

describe('plan', () => {
  it('tells what the change would bring as an error, and shows the plan all the same', async () => {
    const stage = await stageBefore(BO('viewer'));
    ask(stage, ANA, BO('admin'));
    const { status, out } = await stage.run('plan', ...EMBEDDED.words);
    expect(status).toBe(1);
    expect(out).toContain(`error[rule-broken]: bo@acme.example ${BROKEN}`);
    expect(out).toContain('acme: 1 change');
  });

  it('tells what stands already as a warning, also where nothing changes', async () => {
    const stage = await stageBefore(BO('viewer'));
    const { status, out } = await stage.run('plan', ...EMBEDDED.words);
    expect(out).toContain(`warning[rule-broken]: ana@acme.example ${BROKEN}`);
    expect(out).toContain('It is so on the platform already, and this makes it no worse.');
    expect(status).toBe(0);
  });

  it('shows what is acknowledged', async () => {
    const stage = await stageBefore(BO('viewer'));
    ask(stage, ANA, BO('admin'));
    stage.write('access/rules.yaml', `${RULES}${KNOWN}`);
    const { status, out } = await stage.run('plan', ...EMBEDDED.words);
    expect(status).toBe(2);
    expect(out).toContain(`note[rule-acknowledged]: bo@acme.example ${BROKEN}`);
  });

  it('judges the documents where it cannot read', async () => {
    const stage = await stageBefore(BO('viewer'));
    const { status, err } = await stage.with({ BYLAW_TOKEN: 'wrong' }).run('plan', ...EMBEDDED.words);
    expect(status).toBe(1);
    expect(err).toContain(`error[rule-broken]: ana@acme.example ${BROKEN}`);
  });

  it('is an error where the rules cannot be judged', async () => {
    const stage = await stageBefore(BO('viewer'));
    stage.write('access/rules.yaml', RULES.replace('users:write', 'users:wrote'));
    const { status, out } = await stage.run('plan', ...EMBEDDED.words);
    expect(status).toBe(1);
    expect(out).toContain('error[unknown-permission]');
  });
});

describe('apply', () => {
  itOnBothEngines('holds back what a rule forbids, and makes the removal beside it', async (engine) => {
    const stage = await stageBefore(BO('viewer'), CY);
    ask(stage, ANA, BO('admin'));
    const { status, out } = await stage.run('apply', ...engine.words);
    expect(out).toContain(`error[rule-broken]: bo@acme.example ${BROKEN}`);
    expect(status).toBe(1);
    const { out: plan } = await stage.run('plan', ...EMBEDDED.words);
    expect(plan).not.toContain('cy@acme.example');
    expect(plan).toContain('bo@acme.example');
  });

  itOnBothEngines('takes a role from somebody in exchange for a smaller one beside it', async (engine) => {
    const stage = await stageBefore(BO('viewer'), CY.replace('viewer', 'admin'));
    ask(stage, ANA, BO('admin'), CY);
    const { status, out } = await stage.run('apply', ...engine.words);
    expect(out).toContain(`error[rule-broken]: bo@acme.example ${BROKEN}`);
    expect(status).toBe(1);
    const { out: plan } = await stage.run('plan', ...EMBEDDED.words);
    expect(plan).not.toContain('cy@acme.example');
    expect(plan).toContain('bo@acme.example');
  });

  itOnBothEngines('passes whole where it only takes away', async (engine) => {
    const stage = await stageBefore(BO('viewer'), CY);
    ask(stage, ANA, CY);
    const { status, out } = await stage.run('apply', ...engine.words);
    expect(out).toContain('warning[rule-broken]: ana@acme.example');
    expect(status).toBe(0);
  });

  itOnBothEngines('sends nothing where nothing is taken away', async (engine) => {
    const stage = await stageBefore(BO('viewer'));
    ask(stage, ANA, BO('admin'));
    const before = writesSeen(stage).length;
    const { status, err } = await stage.run('apply', ...engine.words);
    expect(status).toBe(1);
    expect(err).toContain(`error[rule-broken]: bo@acme.example ${BROKEN}`);
    expect(writesSeen(stage).length).toBe(before);
  });

  itOnBothEngines('makes a change beside what stands already', async (engine) => {
    const stage = await stageBefore();
    ask(stage, ANA, BO('viewer'));
    const { status, out } = await stage.run('apply', ...engine.words);
    expect(status).toBe(0);
    expect(out).toContain(`warning[rule-broken]: ana@acme.example ${BROKEN}`);
  });

  itOnBothEngines('refuses a saved plan by the rules of now', async (engine) => {
    const stage = await stageBefore(BO('viewer'));
    ask(stage, ANA, BO('admin'));
    stage.write('access/rules.yaml', `${RULES}${KNOWN}`);
    expect((await stage.run('plan', ...engine.words, '--out', 'plan.json')).status).toBe(2);
    const applied = await stage.run('apply', 'plan.json', ...engine.words, '--at', '2100-01-02');
    expect(applied.status).toBe(1);
    expect(applied.err).toContain('error[rule-broken]');
  });
});

describe('drift', () => {
  it('finds what is live, whoever made it so', async () => {
    const stage = await stageBefore(BO('viewer'));
    const { status, out } = await stage.run('drift');
    expect(status).toBe(1);
    expect(out).toContain(`error[rule-broken]: ana@acme.example ${BROKEN}`);
    expect(out).not.toContain(`bo@acme.example ${BROKEN}`);
  });
});

describe('check', () => {
  it('asks at each end of a window ahead', async () => {
    const stage = await stageOf(
      organization(
        members(
          '  ana@acme.example: { roles: [viewer] }\n',
          '  bo@acme.example: { roles: [viewer, { role: admin, from: 2098-01-01, until: 2099-01-01 }] }\n',
        ),
      ),
    );
    stage.write('access/rules.yaml', RULES);
    const { status, out } = await stage.run('check');
    expect(status).toBe(0);
    expect(out).toContain(`warning[rule-broken]: From 2098-01-01T00:00:00Z on: bo@acme.example ${BROKEN}`);
    expect(out.match(/warning\[rule-broken\]/g)).toHaveLength(1);
    expect(out).toContain('a window turns here, at 2098-01-01T00:00:00Z');
  });
});
