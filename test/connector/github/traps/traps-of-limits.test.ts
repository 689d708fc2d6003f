import { expect, test } from 'vitest';
import { fitPlan } from '../../../../src/command/apply/fit-plan.ts';
import { GithubClock } from '../../../../src/sandbox/github/world/github-clock.ts';
import type { GithubSeedOrganization } from '../../../../src/sandbox/github/world/github-seed.ts';
import { fastTime } from '../../fast-time.ts';
import { trap } from '../named-for.ts';
import { acme, rehearse } from '../rehearsal.ts';

const HOUR = 3_600_000;
const people = (count: number) => Array.from({ length: count }, (_, n) => `person-${n}`);

trap('an-hour', () => {
  test('520 writes are told to take more than an hour, are refused to who waits no longer, and take what was told', async () => {
    const time = fastTime(Date.UTC(2026, 10, 29, 12));
    const all = people(520);
    const { plan, apply, writer, standIn } = await rehearse(
      acme({ members: all, teams: [{ name: 'Everybody' }] }),
      { time, clock: new GithubClock(() => time.now()), limits: 'github' },
    );
    const documents = `members: { octavia: { roles: [owner] }, ${all.map((one) => `${one}: `).join(', ')} }
groups: { everybody: { title: Everybody, members: [${all.join(', ')}] } }
`;
    const planned = await plan(documents);
    const told = planned.cost?.time;
    if (told === undefined || told === null) throw new Error('no time was told');
    expect(told.limit).toBe('500 an hour');
    expect(told.milliseconds).toBeGreaterThanOrEqual(HOUR);
    const fitted = await fitPlan(planned, writer, { withinMs: HOUR, inParts: false });
    expect(fitted).toMatchObject({ ok: false, diagnostics: [{ code: 'over-quota' }] });
    expect((await fitPlan(planned, writer, { withinMs: 2 * HOUR, inParts: false })).ok).toBe(true);
    const before = time.now();
    const { outcome, sent } = await apply(documents);
    expect(outcome.ok).toBe(true);
    expect(sent).toHaveLength(520);
    // GitHub never had to say no.
    expect(standIn.exchanges.filter(({ status }) => status === 403 || status === 429)).toEqual([]);
    expect(time.now() - before).toBeGreaterThanOrEqual(told.milliseconds - 1000);
    expect(time.now() - before).toBeLessThan(told.milliseconds + 60_000);
  }, 120_000);
});

trap('a-day', () => {
  const YOUNG = '2026-11-20T12:00:00Z';
  const OLD = '2026-10-01T12:00:00Z';
  const sent = (count: number, createdAt: string) =>
    people(count).map((one) => ({ login: `asked-${one}`, createdAt }));

  test.each<readonly [string, Partial<GithubSeedOrganization>, object]>([
    ['young and free', { plan: 'free', createdAt: YOUNG }, { invitations: [50, 50] }],
    ['older than a month', { plan: 'free', createdAt: OLD }, { invitations: [500, 500] }],
    [
      'on a paid plan',
      { plan: 'team', createdAt: YOUNG, seats: 7 },
      { invitations: [500, 500], seats: [6, 7] },
    ],
    [
      'on a paid plan without a free seat',
      { plan: 'team', seats: 1 },
      { invitations: [500, 500], seats: [0, 1] },
    ],
    [
      'with 8 that were sent today',
      { plan: 'free', createdAt: YOUNG, invitations: sent(8, '2026-11-29T02:00:00Z') },
      { invitations: [42, 50] },
    ],
    [
      'with 8 that were sent the day before',
      { plan: 'free', createdAt: YOUNG, invitations: sent(8, '2026-11-28T02:00:00Z') },
      { invitations: [50, 50] },
    ],
  ])('an organization that is %s', async (_, organization, expected) => {
    const { read, writer } = await rehearse(acme(organization));
    await read();
    const left = writer.quota?.()?.allowances.map(({ of, left, most }) => [of, [left, most]] as const);
    expect(Object.fromEntries(left === undefined ? [] : left)).toEqual(expected);
  });

  test('more than a day takes, or more than there are licences for, is not begun', async () => {
    for (const [organization, count] of [
      [{ plan: 'free', createdAt: YOUNG }, 51],
      [{ plan: 'team', seats: 3 }, 3],
    ] as const) {
      const newcomers = people(count);
      const { plan, writer, standIn } = await rehearse(
        acme(organization, { users: newcomers.map((login) => ({ login })) }),
      );
      const documents = (some: readonly string[]) =>
        `members: { octavia: { roles: [owner] }, ${some.map((one) => `${one}: `).join(', ')} }\n`;
      const limits = { withinMs: HOUR, inParts: false };
      const fitted = await fitPlan(await plan(documents(newcomers)), writer, limits);
      expect(fitted).toMatchObject({ ok: false, diagnostics: [{ code: 'over-quota' }] });
      expect((await fitPlan(await plan(documents(newcomers.slice(1))), writer, limits)).ok).toBe(true);
      expect(standIn.organization('acme').invitations.size).toBe(0);
    }
  });
});
