/** A day in the life of a temporary admin: until 18:00, and what every command says and does at 18:01. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EMBEDDED, type Engine, itOnBothEngines } from './bylaw.ts';
import { auditLog, everything } from './live.ts';
import { document, organization, type Stage, stageOf } from './workspaces.ts';

const BODY = `members:
  ana@acme.example: { roles: [admin] }   # always
  bo@acme.example:
    roles:
      - viewer
      # INC-7: the night shift
      - { role: admin, until: 2026-03-31T18:00:00Z, reason: INC-7 }
  cy@acme.example: { until: 2026-03-31T18:00:00Z, roles: [editor] }
groups:
  oncall:
    members: [ana@acme.example, { member: bo@acme.example, until: 2026-03-31T18:00:00Z }]
    roles: [auditor]
`;
const BEFORE = '2026-03-31T17:59:59Z';
const AFTER = '2026-03-31T18:01:00Z';

const lastJournal = ({ folder }: Stage): string => {
  const journals = join(folder, '.bylaw/journal/acme');
  return join(journals, readdirSync(journals).sort().at(-1) ?? '');
};

/** The morning is applied, then the evening. */
async function evening({ words }: Engine): Promise<Stage> {
  const stage = await stageOf(organization(BODY));
  expect((await stage.run('apply', ...words, '--at', BEFORE)).status).toBe(0);
  return stage;
}

/** Who holds what, as the platform has it. */
async function holders(stage: Stage): Promise<readonly string[]> {
  const { members, assignments, memberships } = await everything(stage);
  return [
    ...members.map((one) => `member ${JSON.parse(one).key}`),
    ...assignments.map((one) => {
      const { principal, roleKeys, roles, roleIds } = JSON.parse(one);
      return `gives ${JSON.stringify(principal)} ${JSON.stringify(roleKeys ?? roles ?? roleIds)}`;
    }),
    ...memberships.map((one) => `place ${one}`),
  ].sort();
}

itOnBothEngines(
  'who was admin until 18:00 is told, removed, remembered and not brought back',
  async (engine) => {
    const stage = await evening(engine);
    const atNoon = await holders(stage);
    expect((await stage.run('plan', ...engine.words, '--at', BEFORE)).status).toBe(0);
    expect((await stage.run('drift', '--at', BEFORE)).status).toBe(0);

    const planned = await stage.run('plan', ...engine.words, '--at', AFTER);
    expect(planned.status).toBe(2);
    expect(planned.out).toMatch(/- admin +access\/acme\.yaml:12:\d+ +its `until` has passed/);
    const drifted = await stage.run('drift', '--at', AFTER);
    expect(drifted.status).toBe(2);
    expect(drifted.out).toMatch(
      /role admin is still given to bo@acme\.example on acme: its `until` has passed/,
    );
    expect((await stage.run('apply', ...engine.words, '--at', AFTER)).status).toBe(0);
    const atNight = await holders(stage);
    expect(atNight).not.toEqual(atNoon);
    expect((await stage.run('drift', '--at', AFTER)).status).toBe(0);

    const { out: history } = await stage.run('history');
    expect(history).toMatch(
      /- member cy@acme\.example: member cy@acme\.example: its `until` has passed +access\/acme\.yaml:13:/,
    );
    expect(history).toMatch(/~ roles of bo@.*: admin: its `until` has passed +access\/acme\.yaml:12:/);
    expect(history).toMatch(/~ group oncall: .*: bo@.*: its `until` has passed +access\/acme\.yaml:16:/);
  },
);

const url = (stage: Stage) => ['--url', stage.platform.url];

describe('undo of what has ended', () => {
  it('restores nothing without a new end, says so, and writes nothing', async () => {
    const stage = await evening(EMBEDDED);
    expect((await stage.run('apply', ...EMBEDDED.words, '--at', AFTER)).status).toBe(0);
    const journal = lastJournal(stage);
    const logged = await auditLog(stage);
    for (const apply of [[], ['--apply']]) {
      const { status, out } = await stage.run('undo', journal, ...url(stage), ...apply);
      expect(status).toBe(2);
      expect(out).toContain('is not taken back: its time has ended');
      expect(out).toContain('--until');
      expect(out).not.toMatch(/^ *\+ /m);
    }
    expect(await auditLog(stage)).toEqual(logged);
    expect(stage.read('access/acme.yaml')).toBe(document(BODY));
  });

  itOnBothEngines('brings it back with a new end, live and in the documents', async (engine) => {
    const stage = await evening(engine);
    const atNoon = await holders(stage);
    expect((await stage.run('apply', ...engine.words, '--at', AFTER)).status).toBe(0);
    const journal = lastJournal(stage);
    const until = ['--until', '2099-01-31T18:00:00Z'];
    const logged = await auditLog(stage);
    const shown = await stage.run('undo', journal, ...url(stage), ...until);
    expect([shown.status, shown.err]).toEqual([2, '']);
    expect(shown.out).toMatch(/info\[end-moved\]|note\[end-moved\]/);
    expect(shown.out).not.toContain('not taken back');
    expect(await auditLog(stage)).toEqual(logged);
    expect(stage.read('access/acme.yaml')).toBe(document(BODY));

    const undone = await stage.run('undo', journal, ...url(stage), ...until, '--apply');
    expect([undone.status, undone.err]).toEqual([0, expect.anything()]);
    expect(await holders(stage)).toEqual(atNoon);
    // Nothing but the three ends differs, comments and all.
    expect(stage.read('access/acme.yaml')).toBe(
      document(BODY).replaceAll('until: 2026-03-31T18:00:00Z', 'until: "2099-01-31T18:00:00Z"'),
    );
    expect((await stage.run('plan', ...engine.words)).status).toBe(0);
    expect((await stage.run('plan', ...engine.words, '--at', '2099-02-01')).status).toBe(2);
  });

  it('leaves alone what is written no more, and takes no end that has passed', async () => {
    const stage = await evening(EMBEDDED);
    expect((await stage.run('apply', ...EMBEDDED.words, '--at', AFTER)).status).toBe(0);
    const journal = lastJournal(stage);
    for (const [until, code] of [
      ['2026-03-31', 'invalid-date'],
      ['2099-02-30', 'invalid-date'],
      ['soon', 'invalid-date'],
      ['', 'invalid-date'],
    ] as const) {
      const { status, err } = await stage.run('undo', journal, ...url(stage), '--until', until);
      expect([status, err], until).toEqual([1, expect.stringContaining(`error[${code}]`)]);
    }
    stage.write('access/acme.yaml', document('members:\n  ana@acme.example: { roles: [admin] }\n'));
    const gone = await stage.run('undo', journal, ...url(stage), '--until', '2099-01-01');
    expect([gone.status, gone.err]).toEqual([1, expect.stringContaining('not-undone')]);
  });
});
