/** Decisions of reviews: written as small patches, applied like any end, and closed only by what is live. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { EMBEDDED, itOnBothEngines } from './bylaw.ts';
import { everything, meddle } from './live.ts';
import { document, organization, type Stage, stageOf, type Workspace } from './workspaces.ts';

const isReport = new Ajv2020({ allErrors: true, strict: false }).compile(
  JSON.parse(readFileSync('schemas/report.schema.json', 'utf8')),
);

const BODY = `# Who is here
members:
  ana@acme.example: { roles: [admin] }   # the owner
  bo@acme.example: { roles: [viewer, editor] }
  cy@acme.example: { roles: [viewer] }
groups:
  qa:
    review: { every: 3 months, owners: [ana@acme.example, cy@acme.example], from: 2026-01-15 }
    # the testers
    members:
      - bo@acme.example
      - { member: cy@acme.example, until: 2090-12-31 }
    roles: [auditor]
`;
const AT = ['--at', '2026-03-20'];
const BY_ANA = ['--by', 'ana@acme.example'];
const PLACE = 'bo@acme.example in group qa';

/** As somebody pipes the patch on. */
function gitApply({ folder }: Workspace, patch: string): void {
  const applied = spawnSync('git', ['apply', '-'], { cwd: folder, input: patch, encoding: 'utf8' });
  expect([applied.status, applied.stderr]).toEqual([0, '']);
}

async function listed(one: Workspace, ...words: readonly string[]) {
  const { status, out } = await one.run('reviews', '--json', ...words);
  const report = JSON.parse(out);
  expect(isReport(report), JSON.stringify(isReport.errors)).toBe(true);
  const entries = report.entries as readonly Record<string, unknown>[];
  return { status, entries: entries.map((e) => [e.standing, e.grant, e.due, e.remediation]) };
}

it('reviews lists by owner what is due, what is overdue and what was decided', async () => {
  const one = organization(BODY);
  const due = await one.run('reviews', ...AT, '--within', '30d');
  expect(due.status).toBe(2);
  expect(due.out).toMatch(/^ana@acme\.example, cy@acme\.example$/m);
  expect(due.out).toMatch(
    /due +acme: bo@acme\.example in group qa +access\/acme\.yaml:16:9 +due 2026-04-15 \(in 26 days\); never decided/,
  );
  expect(due.out).toContain('3 reviews due within 30d');
  expect((await listed(one, ...AT, '--within', '25d')).status).toBe(0);
  expect((await listed(one, ...AT, '--within', '26d')).entries.length).toBe(3);
  expect((await listed(one, '--at', '2026-04-16', '--within', '0d')).entries.map(([s]) => s)).toEqual([
    'overdue',
    'overdue',
    'overdue',
  ]);
  expect((await one.run('reviews', '--at', '2026-04-16')).out).toContain('3 reviews overdue');
  expect((await listed(one, ...AT, '--owner', 'cy@acme.example')).entries.length).toBe(3);
  expect((await listed(one, ...AT, '--owner', 'bo@acme.example')).entries.length).toBe(0);
  expect((await one.run('reviews', ...AT, '--markdown')).out).toContain('`bo@acme.example` in group qa');
  const none = organization('members:\n  ana@acme.example: { roles: [admin] }\n');
  expect(await none.run('reviews')).toMatchObject({ status: 0, out: 'no review is due within 90d\n' });
});

describe('decide', () => {
  it('prints a small patch that git takes, and the decision counts', async () => {
    const one = organization(BODY);
    const { status, out, err } = await one.run(
      'decide',
      'keep',
      PLACE,
      ...BY_ANA,
      ...AT,
      '--note',
      'still: a tester',
    );
    expect([status, err]).toEqual([0, '']);
    expect(one.read('access/acme.yaml')).toBe(document(BODY));
    expect(
      out.split('\n').filter((line) => /^[-+] /.test(line) && !/^(---|\+\+\+)/.test(line)).length,
    ).toBeLessThan(9);
    gitApply(one, out);
    const written = one.read('access/acme.yaml');
    expect(written.startsWith(document(BODY))).toBe(true);
    expect((await listed(one, ...AT, '--within', '200d')).entries).toContainEqual([
      'kept',
      PLACE,
      '2026-07-15',
      null,
    ]);
    // The same by its line, written at once; of all three nothing is due.
    for (const grant of ['access/acme.yaml:17', 'group qa on acme']) {
      const by = grant.startsWith('group') ? ['--by', 'ana@acme.example'] : BY_ANA;
      expect((await one.run('decide', 'keep', grant, ...by, ...AT, '--write')).status).toBe(0);
    }
    expect((await listed(one, ...AT, '--within', '30d')).status).toBe(0);
    expect((await one.run('check', '--at', '2026-07-15')).status).toBe(0);
    expect(one.read('access/acme.yaml')).toContain('# the testers\n');
    // A decision stands wherever its grant stands: reordered and reformatted it counts.
    const lines = one
      .read('access/acme.yaml')
      .replace('      - bo@acme.example\n', '')
      .replace('    # the testers\n', '');
    one.write(
      'access/acme.yaml',
      lines.replace('    roles: [auditor]\n', '      - { member: bo@acme.example }\n    roles: [auditor]\n'),
    );
    expect((await listed(one, ...AT, '--within', '30d')).status).toBe(0);
  });

  it('json tells the patch and the files', async () => {
    const { out } = await organization(BODY).run('decide', 'revoke', PLACE, ...BY_ANA, ...AT, '--json');
    const report = JSON.parse(out);
    expect(isReport(report), JSON.stringify(isReport.errors)).toBe(true);
    expect([report.wrote, report.files.length]).toEqual([false, 1]);
  });

  it.each([
    ['by nobody', ['keep', PLACE], 'usage'],
    ['a third thing', ['drop', PLACE, ...BY_ANA], 'usage'],
    ['no such grant', ['keep', 'bo@acme.example in group qb', ...BY_ANA], 'usage'],
    ['by no owner', ['keep', PLACE, '--by', 'eve@acme.example'], 'review-not-by-owner'],
    ['of oneself', ['keep', 'cy@acme.example in group qa', '--by', 'cy@acme.example'], 'review-by-self'],
    [
      'of oneself, in other letters',
      ['keep', 'cy@acme.example in group qa', '--by', 'CY@acme.example'],
      'review-by-self',
    ],
    ['of a group that one is in', ['keep', 'group qa on acme', '--by', 'cy@acme.example'], 'review-by-self'],
  ])('%s is refused, and writes nothing', async (_, words, code) => {
    const one = organization(BODY);
    const { status, err } = await one.run('decide', ...words, ...AT, '--write');
    expect([status, err]).toEqual([1, expect.stringContaining(`error[${code}]`)]);
    expect(one.read('access/acme.yaml')).toBe(document(BODY));
  });
});

describe('extend', () => {
  it('moves an end by a patch, and nothing else', async () => {
    const one = organization(BODY);
    const words = ['extend', 'cy@acme.example in group qa', '--until', '2091-06-30'];
    const { status, out } = await one.run(...words);
    expect(status).toBe(0);
    gitApply(one, out);
    expect(one.read('access/acme.yaml')).toBe(document(BODY).replace('2090-12-31', '"2091-06-30"'));
    expect((await one.run(...words)).err).toContain('error[invalid-date]');
  });

  it.each([
    ['no end', ['extend', 'cy@acme.example in group qa'], 'usage'],
    ['a grant that does not end', ['extend', PLACE, '--until', '2091-01-01'], 'usage'],
    [
      'an end that has passed',
      ['extend', 'cy@acme.example in group qa', '--until', '2020-01-01'],
      'invalid-date',
    ],
    ['an earlier end', ['extend', 'cy@acme.example in group qa', '--until', '2090-12-30'], 'invalid-date'],
  ])('%s is refused', async (_, words, code) => {
    const { status, err } = await organization(BODY).run(...words);
    expect([status, err]).toEqual([1, expect.stringContaining(`error[${code}]`)]);
  });
});

const places = async (stage: Stage) =>
  (await everything(stage)).memberships.filter((m) => m.includes('bo@')).length;
const url = (stage: Stage) => ['--url', stage.platform.url];

describe('what was revoked', () => {
  itOnBothEngines('has ended for every command, and is done once it is not live', async (engine) => {
    const stage = await stageOf(organization(BODY));
    expect((await stage.run('apply', ...engine.words, ...AT)).status).toBe(0);
    expect(await places(stage)).toBe(1);
    expect(
      (await stage.run('decide', 'revoke', PLACE, ...BY_ANA, ...AT, '--write', '--note', 'left the team'))
        .status,
    ).toBe(0);
    const revoked = (remediation: string) => ['revoked', PLACE, '2026-03-20', remediation];
    expect((await listed(stage, ...AT)).entries).toContainEqual(revoked('unread'));
    const open = await listed(stage, ...AT, '--live', ...url(stage));
    expect([open.status, open.entries.at(-1)]).toEqual([2, revoked('open')]);
    // The day before, it is still there.
    expect((await stage.run('plan', ...engine.words, '--at', '2026-03-19T23:59:59Z')).status).toBe(0);
    const plan = await stage.run('plan', ...engine.words, ...AT);
    expect(plan.status).toBe(2);
    expect(plan.out).toMatch(/- bo@acme\.example +access\/acme\.yaml:\d+:\d+ +revoked in a review/);
    const drift = await stage.run('drift', ...AT);
    expect([drift.status, drift.out]).toEqual([2, expect.stringContaining('revoked in a review')]);
    expect((await stage.run('check', ...AT)).out).toContain('revoked in a review on 2026-03-20');
    expect((await stage.run('apply', ...engine.words, ...AT)).status).toBe(0);
    expect(await places(stage)).toBe(0);
    expect((await stage.run('history')).out).toContain('revoked in a review');
    expect((await listed(stage, ...AT, '--live', ...url(stage))).entries.at(-1)).toEqual(revoked('done'));
    // Somebody puts them back by hand: not done any more, and the next apply removes it again.
    await meddle(stage, 'POST', '/groups/{groups/qa}/members', { userId: '{members/bo@acme.example}' });
    expect((await listed(stage, ...AT, '--live', ...url(stage))).entries.at(-1)).toEqual(revoked('open'));
    expect((await stage.run('apply', ...engine.words, ...AT)).status).toBe(0);
    // The line is gone, and the decision still tells what became of it.
    stage.write('access/acme.yaml', stage.read('access/acme.yaml').replace('      - bo@acme.example\n', ''));
    const last = (await listed(stage, ...AT, '--live', ...url(stage))).entries.at(-1);
    expect(last?.slice(2)).toEqual(['2026-03-20', 'done']);
    expect((await stage.run('plan', ...engine.words, ...AT)).status).toBe(0);
  });

  it('does not come back because the grant grows, but because an owner decides again', async () => {
    const one = organization(BODY);
    expect((await one.run('decide', 'revoke', PLACE, ...BY_ANA, ...AT, '--write')).status).toBe(0);
    const can = async (at: string) =>
      (await one.run('access', 'what', 'bo@acme.example', '--at', at)).out.includes('audit-logs:read');
    expect([await can('2026-03-19'), await can('2026-03-20')]).toEqual([true, false]);
    one.write(
      'access/acme.yaml',
      one.read('access/acme.yaml').replace('roles: [auditor]', 'roles: [auditor, editor]'),
    );
    expect(await can('2026-03-20')).toBe(false);
    expect((await one.run('decide', 'keep', PLACE, ...BY_ANA, '--at', '2026-03-22', '--write')).status).toBe(
      0,
    );
    expect([await can('2026-03-22'), await can('2026-03-23')]).toEqual([true, true]);
  });

  it('by somebody who may not is not revoked', async () => {
    const decision = `decisions:\n  - { member: bo@acme.example, in: qa, decision: revoked, day: 2026-03-01, by: bo@acme.example }\n`;
    const one = organization(`${BODY}${decision}`);
    expect((await one.run('check', ...AT)).err).toContain('error[review-by-self]');
    const { out } = await one.run('access', 'what', 'bo@acme.example', ...AT);
    expect(out).toContain('audit-logs:read');
  });

  it('is failed where the platform refused it', async () => {
    const stage = await stageOf(organization(BODY));
    const { words } = EMBEDDED;
    expect((await stage.run('apply', ...words, ...AT)).status).toBe(0);
    expect((await stage.run('decide', 'revoke', PLACE, ...BY_ANA, ...AT, '--write')).status).toBe(0);
    stage.platform.setFaults([{ kind: 'status', status: 403, match: { operationId: 'removeGroupMember' } }]);
    expect((await stage.run('apply', ...words, ...AT)).status).toBe(1);
    const found = await listed(stage, ...AT, '--live', ...url(stage));
    expect([found.status, found.entries.at(-1)?.at(3)]).toEqual([2, 'failed']);
  });
});
