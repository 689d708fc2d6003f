import { expect, test } from 'vitest';
import { applyStack } from '../../../../src/command/apply/apply-organization.ts';
import { createConcurrencyLimits } from '../../../../src/command/session/concurrency.ts';
import { GITHUB_WINDOWS } from '../../../../src/connector/github/github-windows.ts';
import { planText } from '../../../../src/report/plan/plan-text.ts';
import { plain } from '../../../../src/report/text/text-style.ts';
import { GithubClock } from '../../../../src/sandbox/github/world/github-clock.ts';
import { EMBEDDED, memoryStore } from '../../../terraform/run/harness.ts';
import { aloneIn } from '../../../terraform/run/one.ts';
import { fastTime } from '../../fast-time.ts';
import { demand } from '../named-for.ts';
import { acme, rehearse } from '../rehearsal.ts';

const people = (count: number) => Array.from({ length: count }, (_, n) => `person-${n}`);
const users = (logins: readonly string[]) => ({ users: logins.map((login) => ({ login })) });
const membersOf = (logins: readonly string[]) =>
  `members: { octavia: { roles: [owner] }, ${logins.map((one) => `${one}: `).join(', ')} }\n`;

demand('cost', () => {
  test.each([
    [
      { plan: 'free', createdAt: '2026-11-20T12:00:00Z' },
      60,
      ['60 invitations, at most 50 left today: the rest has to wait until 24 hours after those were sent.'],
    ],
    [
      { plan: 'team', seats: 5 },
      6,
      [
        '6 invitations, at most 500 left today.',
        '6 seats, 4 free: the rest has to wait until seats are free or bought.',
      ],
    ],
    [{ plan: 'team', seats: 9 }, 6, ['6 invitations, at most 500 left today.', '6 seats, 8 free.']],
    [{ plan: 'team' }, 6, ['6 seats; how many are free is not known']],
  ] as const)(
    '%o tells %i people how many invitations and seats there are',
    async (organization, count, lines) => {
      const newcomers = people(count);
      const { plan } = await rehearse(acme(organization, users(newcomers)));
      const text = planText([await plan(membersOf(newcomers))], plain).replace(/\s+/g, ' ');
      for (const line of lines) expect(text).toContain(line);
    },
  );

  test.each([
    [1, 0, 'less than a minute'],
    // Three seconds between invitations.
    [41, 0, 'about 2 min (one invitation in three seconds)'],
    // A second between writes.
    [0, 121, 'about 2 min (one write a second)'],
    [20, 60, 'about 2 min'],
    [0, 501, 'about 1 h'],
    [0, 1002, 'about 2 h'],
  ])(
    '%i invitations and %i people for a team: %s',
    async (invited, added, said) => {
      const [newcomers, members] = [people(invited).map((one) => `new-${one}`), people(added)];
      const { plan } = await rehearse(
        acme({ plan: 'team', seats: 5000, members, teams: [{ name: 'Everybody' }] }, users(newcomers)),
      );
      const planned = await plan(`${membersOf([...newcomers, ...members])}groups:
  everybody: { title: Everybody, members: [${members.join(', ')}] }
`);
      expect(planned.cost?.writes).toBe(invited + added);
      expect(planText([planned], plain)).toContain(`${invited + added} write`);
      expect(planText([planned], plain)).toContain(said);
    },
    60_000,
  );

  test('80 a minute and 500 an hour are of the table by which it is counted', () => {
    const most = Object.fromEntries(GITHUB_WINDOWS.map((window) => [window.name, window.most]));
    expect(most).toMatchObject({ '80 a minute': 80, '500 an hour': 500 });
  });
});

demand('destroys', () => {
  const SEED = acme({
    members: ['ben', 'leaver'],
    repositories: [{ name: 'web', collaborators: { 'hired-pen': 'write', leaver: 'read' } }],
    teams: [{ name: 'Old', members: ['ben'] }],
  });
  const DOCUMENTS = `members: { octavia: { roles: [owner] }, ben: }
repositories: { web: }
`;

  test('a plan names it, and whom it happens to', async () => {
    const { plan } = await rehearse(SEED);
    const text = planText([await plan(DOCUMENTS)], plain);
    expect(text).toContain('Ended beside access');
    for (const line of [
      /1 person leaves the organization \(leaver\): forks of its private repositories are lost/,
      /1 person is removed from a repository \(hired-pen\): their forks of it are deleted; their assignments to issues end/,
      /access to packages and projects changes/,
      /1 team is deleted \(old\): all teams below are deleted too/,
    ]) {
      expect(text.replace(/\s+/g, ' ')).toMatch(line);
    }
  });

  test('what removes nothing ends nothing', async () => {
    const { plan } = await rehearse(SEED);
    const all = `members: { octavia: { roles: [owner] }, ben: , leaver: }
groups: { old: { title: Old, members: [ben] } }
repositories: { web: { members: { hired-pen: { roles: [write] }, leaver: { roles: [write] } } } }
`;
    const planned = await plan(all);
    expect(planned.endings).toEqual([]);
    expect(planText([planned], plain)).not.toContain('Ended beside access');
  });

  test.each([
    [20, 'proven'],
    [100, 'proven'],
    [1_000_000, 'unproven'],
  ])('the proof waits for what GitHub does %i seconds later: %s', async (settlesAfter, result) => {
    const time = fastTime(Date.UTC(2026, 10, 29, 12));
    const { plan, writer } = await rehearse(SEED, {
      time,
      clock: new GithubClock(() => time.now()),
      settlesAfter,
    });
    const planned = await plan(DOCUMENTS);
    const made = await applyStack({
      parts: [{ plan: planned, writer, onDone: () => {} }],
      engine: EMBEDDED,
      run: { stack: aloneIn('acme'), store: memoryStore(), environment: {}, secrets: [] },
      stopped: () => false,
      lanes: createConcurrencyLimits(2),
    });
    expect(made.get('acme')?.result).toBe(result);
  });
});
