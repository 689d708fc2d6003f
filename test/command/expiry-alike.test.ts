/** One end, judged by every command the second before it, at it and the second after: all of them have to agree. */
import { describe, expect, it } from 'vitest';
import { EMBEDDED, itOnBothEngines } from './bylaw.ts';
import { everything, writesSeen } from './live.ts';
import { document, organization, type Stage, stageOf } from './workspaces.ts';

const END = '2090-03-31T18:00:00Z';
const MOMENTS = [
  { when: 'the second before', at: '2090-03-31T17:59:59Z', isOver: false },
  { when: 'at', at: END, isOver: true },
  { when: 'the second after', at: '2090-03-31T18:00:01Z', isOver: true },
] as const;
const [{ at: BEFORE }] = MOMENTS;

/** A membership, a role of a person, a place in a group, a place of a group in a group, an assignment of a group. */
const BODY = `members:
  ana@acme.example: { roles: [admin] }
  bo@acme.example: { roles: [viewer, { role: admin, until: ${END} }] }
  cy@acme.example: { roles: [viewer], until: ${END} }
groups:
  oncall: { members: [{ member: bo@acme.example, until: ${END} }], roles: [auditor] }
  night: { members: [ana@acme.example], groups: [{ group: oncall, until: ${END} }] }
  day: { members: [ana@acme.example], roles: [{ role: editor, until: ${END} }] }
`;
const ENDS = 5;

/** How many of the grants a command's JSON holds for ended, or tells as ending. */
const codesIn = (out: string, code: string): number =>
  JSON.parse(out).diagnostics.filter((one: { readonly code: string }) => one.code === code).length;

async function judged(stage: Stage, at: string, words: readonly string[]) {
  const asked = ['--at', at, '--json'];
  const check = await stage.run('check', ...asked);
  const shard = await stage.run('check', ...asked, '--shard', '1/1');
  stage.write('shard.json', shard.out);
  const merged = await stage.run('report', '--merge', 'shard.json', '--json');
  const expiring = await stage.run('expiring', ...asked, '--within', '1d');
  const plan = await stage.run('plan', ...words, ...asked);
  const drift = await stage.run('drift', ...asked);
  const why = await stage.run('access', 'why', 'bo@acme.example', 'documents:delete', 'acme', '--at', at);
  return {
    check: codesIn(check.out, 'grant-expired'),
    checkAhead: codesIn(check.out, 'grant-ending'),
    merged: codesIn(merged.out, 'grant-expired'),
    expiring: JSON.parse(expiring.out).entries.length,
    planCodes: codesIn(plan.out, 'grant-expired'),
    plan: plan.status,
    drift: drift.status,
    admin: why.out.startsWith('yes'),
  };
}

itOnBothEngines(
  'an `until` is judged alike by check, report, expiring, plan, drift, access and apply',
  async (engine) => {
    const stage = await stageOf(organization(BODY));
    expect((await stage.run('apply', ...engine.words, '--at', BEFORE)).status).toBe(0);
    for (const { at, isOver, when } of MOMENTS) {
      const { admin, ...seen } = await judged(stage, at, engine.words);
      expect(seen, when).toEqual({
        check: isOver ? ENDS : 0,
        checkAhead: isOver ? 0 : ENDS,
        merged: isOver ? ENDS : 0,
        expiring: isOver ? 0 : ENDS,
        planCodes: isOver ? ENDS : 0,
        plan: isOver ? 2 : 0,
        drift: isOver ? 2 : 0,
      });
      expect(admin, when).toBe(!isOver);
    }
    const writes = writesSeen(stage).length;
    expect((await stage.run('apply', ...engine.words, '--at', BEFORE)).status).toBe(0);
    expect(writesSeen(stage).length).toBe(writes);
    expect((await stage.run('apply', ...engine.words, '--at', END)).status).toBe(0);
    const { members, memberships } = await everything(stage);
    expect([members.length, memberships.filter((one) => one.includes('bo@')).length]).toEqual([2, 0]);
    for (const command of ['plan', 'drift'])
      expect((await stage.run(command, '--at', END)).status, command).toBe(0);
  },
);

describe('a plan in a file that gives what ends', () => {
  itOnBothEngines('is applied before the end and refused from it on', async (engine) => {
    for (const { at, isOver, when } of MOMENTS) {
      const stage = await stageOf(organization('members:\n  ana@acme.example: { roles: [admin] }\n'));
      expect((await stage.run('apply', ...engine.words, '--at', BEFORE)).status).toBe(0);
      stage.write('access/acme.yaml', document(BODY));
      expect((await stage.run('plan', ...engine.words, '--at', BEFORE, '--out', 'p.bylaw')).status).toBe(2);
      const writes = writesSeen(stage).length;
      const { status, err } = await stage.run('apply', 'p.bylaw', ...engine.words, '--at', at);
      expect([status, when], err).toEqual([isOver ? 1 : 0, when]);
      if (isOver) {
        expect(err).toMatch(/error\[plan-(file-)?stale\]|error\[plan-/);
        expect(writesSeen(stage).length).toBe(writes);
      }
    }
  });
});

const MANY = ['da', 'ed', 'fy', 'gu', 'hy', 'io', 'jo', 'ky', 'lu', 'my', 'ny', 'oz'];
const CROWD = `members:\n  ana@acme.example: { roles: [admin] }\n${MANY.map((one) => `  ${one}@acme.example: { roles: [viewer] }\n`).join('')}`;
const RAILS = `apiVersion: bylaw/v1
kind: Guardrails
organizations: [acme]
exceptions:
  they leave: { limits: { members: 99, assignments: 99, access: 99, each-scope: 99 }, reason: CHG-1, owner: ana@acme.example, until: ${END} }
`;

describe('an exception of a guard rail', () => {
  it.each(MOMENTS)('$when its end, for check, plan, a plan file and apply', async ({ at, isOver }) => {
    const stage = await stageOf(organization(CROWD));
    const { words } = EMBEDDED;
    expect((await stage.run('apply', ...words, '--at', BEFORE)).status).toBe(0);
    stage.write('access/acme.yaml', document('members:\n  ana@acme.example: { roles: [admin] }\n'));
    stage.write('access/rails.yaml', RAILS);
    const planned = await stage.run('plan', ...words, '--at', BEFORE, '--out', 'p.bylaw', '--json');
    expect([planned.status, codesIn(planned.out, 'removal-limit')]).toEqual([2, 0]);
    const plan = await stage.run('plan', ...words, '--at', at, '--json');
    expect(codesIn(plan.out, 'removal-limit') > 0).toBe(isOver);
    const check = await stage.run('check', '--at', at, '--json');
    expect(codesIn(check.out, 'exception-over') > 0).toBe(isOver);
    const writes = writesSeen(stage).length;
    if (isOver) {
      for (const file of [['p.bylaw'], []]) {
        const refused = await stage.run('apply', ...file, ...words, '--at', at);
        expect([refused.status, refused.err]).toEqual([1, expect.stringContaining('removal-limit')]);
      }
      expect(writesSeen(stage).length).toBe(writes);
    } else expect((await stage.run('apply', 'p.bylaw', ...words, '--at', at)).status).toBe(0);
  });
});
