import { describe, expect, it } from 'vitest';
import { itOnBothEngines } from './bylaw.ts';
import { everything } from './live.ts';
import { organization, stageOf } from './workspaces.ts';

const WRITTEN = `members:
  ana@acme.example:
    roles:
      - { role: admin, from: 2040-03-01, until: 2040-03-31, reason: "INC-1" }
  bo@acme.example: { until: 2040-06-30 }
groups:
  oncall:
    members:
      - { member: bo@acme.example, from: 2040-02-01T12:00:00Z, until: 2040-02-02T12:00:00Z }
    roles: [auditor]
`;

/** Instants around the windows, and who has what then. */
const INSTANTS = [
  { at: '2040-02-01T11:59:59Z', admin: false, oncall: false, bo: true },
  { at: '2040-02-01T12:00:00Z', admin: false, oncall: true, bo: true },
  { at: '2040-02-02T12:00:00Z', admin: false, oncall: false, bo: true },
  { at: '2040-03-01', admin: true, oncall: false, bo: true },
  // A date holds to its end.
  { at: '2040-03-31T23:59:59Z', admin: true, oncall: false, bo: true },
  { at: '2040-04-01', admin: false, oncall: false, bo: true },
  { at: '2040-07-01', admin: false, oncall: false, bo: false },
] as const;

describe('grants with a window', () => {
  it.each(INSTANTS)('as of $at', async ({ at, admin, oncall, bo }) => {
    const workspace = organization(WRITTEN);
    const [ana, boSays] = await Promise.all([
      workspace.run('access', 'why', 'ana@acme.example', 'documents:delete', 'acme', '--at', at),
      workspace.run('access', 'what', 'bo@acme.example', '--at', at),
    ]);
    expect([ana.status, boSays.status]).toEqual([0, 0]);
    expect([
      ana.out.startsWith('yes'),
      boSays.out.includes('audit-logs:read'),
      !boSays.out.includes('not a member'),
    ]).toEqual([admin, oncall, bo]);
  });

  itOnBothEngines(
    'are given by the first apply inside and taken by the first apply after',
    async (engine) => {
      const stage = await stageOf(organization(WRITTEN));
      // Somebody keeps the organization when ana no longer does.
      stage.write(
        'access/keeper.yaml',
        'apiVersion: bylaw/v1\nkind: Organization\nname: acme\nmembers:\n  root@acme.example: { roles: [admin] }\n',
      );
      const applyAt = async (at: string) => {
        expect(await stage.run('apply', ...engine.words, '--at', at)).toMatchObject({ status: 0, err: '' });
        const { members, memberships, assignments } = await everything(stage);
        return [members.length, memberships.length, assignments.filter((a) => a.includes('ana@')).length];
      };
      expect(await applyAt('2040-01-15')).toEqual([3, 0, 0]);
      expect(await applyAt('2040-02-02')).toEqual([3, 1, 0]);
      const after = await stage.run('plan', ...engine.words, '--at', '2040-02-03');
      expect(after.status).toBe(2);
      expect(after.out).toMatch(/- bo@acme\.example +access\/acme\.yaml:14:71 +its `until` has passed/);
      expect(after.out).toMatch(/lose .*audit-logs:read.*bo@acme\.example/);
      const drifted = await stage.run('drift', '--at', '2040-02-03');
      expect(drifted.status).toBe(2);
      expect(await applyAt('2040-03-31T12:00:00Z')).toEqual([3, 0, 1]);
      expect(await applyAt('2040-04-01')).toEqual([3, 0, 0]);
      expect(await applyAt('2040-07-01')).toEqual([2, 0, 0]);
    },
  );

  it('that end soon are told by check and by plan', async () => {
    const stage = await stageOf(organization(WRITTEN));
    for (const command of ['check', 'plan']) {
      const { out } = await stage.run(
        command,
        '--at',
        '2040-03-25',
        ...(command === 'plan' ? ['--engine', 'embedded'] : []),
      );
      expect(out, command).toMatch(/grant-ending.*admin/);
      expect(out, command).toContain('access/acme.yaml:9:');
    }
    const checked = await stage.run('check', '--at', '2040-03-25');
    expect(checked.out).toMatch(
      /ends 2040-04-01T00:00:00Z \(in 7 days\) .*admin for ana@acme\.example.*INC-1/,
    );
    const over = await stage.run('check', '--at', '2040-05-01');
    expect(over.status).toBe(0);
    expect(over.out).toMatch(/grant-expired/);
  });

  const ends = (out: string): readonly string[] =>
    [...out.matchAll(/(20\d\d-\d\d-\d\dT[\d:]+Z)\S* \(?(?:in \d+ day|within a day)/g)].map(
      ([, at = '']) => at,
    );

  it.each([
    // Windows that end on 2040-02-02 at noon, at the end of 2040-03-31 and at the end of 2040-06-30.
    ['90 days when nothing is said', '', '2040-01-02', ['2040-02-02T12:00:00Z', '2040-04-01T00:00:00Z']],
    ['not a day more', '', '2040-01-01T23:59:59Z', ['2040-02-02T12:00:00Z']],
    [
      'as many as the workspace says',
      'windows: { announce-days: 31 }\n',
      '2040-06-01',
      ['2040-07-01T00:00:00Z'],
    ],
    ['none where it says 0', 'windows: { announce-days: 0 }\n', '2040-01-15', []],
  ])('check lists windows that end within %s', async (_name, setting, at, expected) => {
    const stage = await stageOf(organization(WRITTEN));
    stage.write('bylaw.yaml', `${stage.read('bylaw.yaml').trimEnd()}\n${setting}`);
    const [text, markdown, json] = await Promise.all([
      stage.run('check', '--at', at),
      stage.run('check', '--at', at, '--markdown'),
      stage.run('check', '--at', at, '--json'),
    ]);
    expect(ends(text.out)).toEqual(expected);
    expect(ends(markdown.out)).toEqual(expected);
    expect(JSON.parse(json.out).organizations[0].windows).toHaveLength(3);
  });
});
