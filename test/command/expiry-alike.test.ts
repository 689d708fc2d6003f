/**
 * One end, judged by every command the second before it, at it and the second after: all of them have to agree. Of grants,
 * of what a review has revoked, of exceptions of guard rails and of acknowledgements of findings.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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
/** The same without what ends, to compare with. */
const BASE = `members:
  ana@acme.example: { roles: [admin] }
  bo@acme.example: { roles: [viewer] }
groups:
  oncall: { members: [], roles: [auditor] }
  night: { members: [ana@acme.example], groups: [] }
  day: { members: [ana@acme.example] }
`;

function writeBase(stage: Stage, body: string): void {
  stage.write('base/bylaw.yaml', stage.read('bylaw.yaml'));
  stage.write('base/access/acme.yaml', document(body));
}

/** What a table of the report says of a row that begins so. */
async function tableRow(stage: Stage, table: string, at: string, row: string): Promise<string | null> {
  const { out } = await stage.run('report', '--format', 'csv', '--table', table, '--at', at);
  return out.split('\n').find((line) => line.startsWith(row)) ?? null;
}

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
  const diff = await stage.run('diff', '--base', 'base', '--at', at);
  const why = await stage.run('access', 'why', 'bo@acme.example', 'documents:delete', 'acme', '--at', at);
  return {
    check: codesIn(check.out, 'grant-expired'),
    checkAhead: codesIn(check.out, 'grant-ending'),
    merged: codesIn(merged.out, 'grant-expired'),
    expiring: JSON.parse(expiring.out).entries.length,
    planCodes: codesIn(plan.out, 'grant-expired'),
    plan: plan.status,
    drift: drift.status,
    diff: diff.status,
    report: (await tableRow(stage, 'people', at, 'acme,cy@')) !== null,
    admin: why.out.startsWith('yes'),
  };
}

itOnBothEngines(
  'an `until` is judged alike by check, report, expiring, diff, plan, drift, access and apply',
  async (engine) => {
    const stage = await stageOf(organization(BODY));
    writeBase(stage, BASE);
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
        diff: isOver ? 0 : 2,
        report: !isOver,
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
    expect(await tableRow(stage, 'exceptions', at, 'acme,they leave,guard rail,')).toContain(
      isOver ? ',over,' : ',in force,',
    );
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

const RULE = `apiVersion: bylaw/v1
kind: Rules
organizations: [acme]
rules:
  two do it: { rule: separation-of-duties, either: [users:write], or: [roles:assign], within: scope }
acknowledged:
  ana: { rule: two do it, organization: acme, person: ana@acme.example, scope: acme, permissions: [users:write, roles:assign], reason: CHG-1, owner: ana, until: 2099-12-31 }
  bo: { rule: two do it, organization: acme, person: bo@acme.example, scope: acme, permissions: [users:write, roles:assign], reason: CHG-2, owner: ana, until: ${END} }
`;
const withBo = (role: string) =>
  `members:\n  ana@acme.example: { roles: [admin] }\n  bo@acme.example: { roles: [${role}] }\n`;

describe('an acknowledgement of a finding', () => {
  const found = (out: string) => [codesIn(out, 'rule-broken'), codesIn(out, 'rule-acknowledged')];

  it.each(MOMENTS)('$when its end, for check, plan, a plan file, apply and drift', async ({ at, isOver }) => {
    const stage = await stageOf(organization(withBo('viewer')));
    const { words } = EMBEDDED;
    stage.write('access/rules.yaml', RULE);
    expect((await stage.run('apply', ...words, '--at', BEFORE)).status).toBe(0);
    stage.write('access/acme.yaml', document(withBo('admin')));
    const planned = await stage.run('plan', ...words, '--at', BEFORE, '--out', 'p.bylaw', '--json');
    expect([planned.status, ...found(planned.out)]).toEqual([2, 0, 2]);
    const check = await stage.run('check', '--at', at, '--json');
    expect([check.status, ...found(check.out)]).toEqual(isOver ? [1, 1, 1] : [0, 0, 2]);
    expect(codesIn(check.out, 'acknowledgement-over')).toBe(isOver ? 1 : 0);
    expect(await tableRow(stage, 'exceptions', at, 'acme,bo,rule,')).toContain(
      isOver ? ',over,' : ',in force,',
    );
    const plan = await stage.run('plan', ...words, '--at', at, '--json');
    expect([plan.status, ...found(plan.out)]).toEqual(isOver ? [1, 1, 1] : [2, 0, 2]);
    const writes = writesSeen(stage).length;
    if (isOver) {
      for (const file of [['p.bylaw'], []]) {
        const refused = await stage.run('apply', ...file, ...words, '--at', at);
        expect([refused.status, refused.err]).toEqual([1, expect.stringContaining('rule-broken')]);
      }
      expect(writesSeen(stage).length).toBe(writes);
    }
    expect((await stage.run('apply', 'p.bylaw', ...words, '--at', BEFORE)).status).toBe(0);
    // It is live now: drift tells it, and a plan that changes nothing only warns.
    const drift = await stage.run('drift', '--at', at, '--json');
    expect([drift.status, ...found(drift.out)]).toEqual(isOver ? [1, 1, 1] : [0, 0, 2]);
    const none = await stage.run('plan', ...words, '--at', at, '--json');
    expect([none.status, ...found(none.out)]).toEqual(isOver ? [0, 1, 1] : [0, 0, 2]);
  });
});

describe('what a review has revoked', () => {
  const DAY = '2090-04-01';
  const AROUND = [
    { when: 'the second before', at: '2090-03-31T23:59:59Z', isOver: false },
    { when: 'at', at: `${DAY}T00:00:00Z`, isOver: true },
    { when: 'the second after', at: `${DAY}T00:00:01Z`, isOver: true },
  ] as const;
  const reviewed = (decisions: string) => `members:
  ana@acme.example: { roles: [admin] }
  bo@acme.example: { roles: [admin], review: { every: 1 year, owners: [ana@acme.example], from: 2090-01-01 } }
  cy@acme.example: { roles: [viewer] }
${decisions}`;
  const REVOKED = `decisions:\n  - { member: bo@acme.example, decision: revoked, day: ${DAY}, by: ana@acme.example }\n`;

  itOnBothEngines('has ended with the beginning of the day, for every command', async (engine) => {
    const stage = await stageOf(organization(reviewed('')));
    const [{ at: before }] = AROUND;
    expect((await stage.run('apply', ...engine.words, '--at', before)).status).toBe(0);
    writeBase(stage, reviewed('').replace(/^ {2}bo@.*\n/m, ''));
    stage.write('access/acme.yaml', document(reviewed(REVOKED)));
    for (const { at, isOver, when } of AROUND) {
      const asked = ['--at', at, '--json'];
      const { out } = await stage.run('reviews', ...asked, '--within', '999d');
      const { entries }: { entries: readonly { standing: string }[] } = JSON.parse(out);
      const { admin, expiring, checkAhead, ...seen } = await judged(stage, at, engine.words);
      expect({ ...seen, reviews: entries.map(({ standing }) => standing) }, when).toEqual({
        check: isOver ? 1 : 0,
        merged: isOver ? 1 : 0,
        planCodes: isOver ? 1 : 0,
        plan: isOver ? 2 : 0,
        drift: isOver ? 2 : 0,
        diff: isOver ? 0 : 2,
        report: true,
        reviews: [isOver ? 'revoked' : 'due'],
      });
      expect([admin, (await tableRow(stage, 'people', at, 'acme,bo@')) !== null], when).toEqual([
        !isOver,
        !isOver,
      ]);
      expect(checkAhead, when).toBe(isOver ? 0 : 1);
      expect(expiring > 0, when).toBe(!isOver);
    }
    const [, { at: end }] = AROUND;
    expect((await stage.run('apply', ...engine.words, '--at', before)).status).toBe(0);
    expect((await everything(stage)).members.length).toBe(3);
    expect((await stage.run('apply', ...engine.words, '--at', end)).status).toBe(0);
    expect((await everything(stage)).members.length).toBe(2);
  });
});

it('one file says when an exception or an acknowledgement ends, and when a day does', () => {
  const rooms = ['guardrail', 'rule', 'custom-rule', 'plan', 'assertion', 'page', 'diff'];
  const asking = rooms.flatMap((room) =>
    readdirSync(`src/${room}`, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join('src', room, name))
      .filter((file) => /\b(startOfBound|endOfBound|parseInstant)\b/.test(readFileSync(file, 'utf8'))),
  );
  expect(asking).toEqual([]);
});
