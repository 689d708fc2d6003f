import { describe, expect, onTestFinished, test } from 'vitest';
import { applyStack } from '../../../src/command/apply/apply-organization.ts';
import { fitPlan, type RunLimits } from '../../../src/command/apply/fit-plan.ts';
import { createConcurrencyLimits } from '../../../src/command/session/concurrency.ts';
import { readAndPlan } from '../../../src/command/session/plan-organization.ts';
import type { Desired } from '../../../src/compile/desired.ts';
import { openWriter } from '../../../src/connector/connect.ts';
import type { LiveWriter } from '../../../src/connector/connector.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { plannedWrites } from '../../../src/plan/write/change-writes.ts';
import { planText } from '../../../src/report/plan/plan-text.ts';
import { plain } from '../../../src/report/text/text-style.ts';
import { GithubClock } from '../../../src/sandbox/github/world/github-clock.ts';
import type { GithubSeedOrganization } from '../../../src/sandbox/github/world/github-seed.ts';
import type { Outcome } from '../../../src/source/outcome.ts';
import { must } from '../../connector/connections.ts';
import { fastTime } from '../../connector/fast-time.ts';
import { fastGithub, githubConnection, githubPlatform } from '../../connector/github/github-connections.ts';
import { desiredOf, written } from '../../plan/fixtures.ts';
import { openGithubStandIn } from '../../sandbox/github/open-github-stand-in.ts';
import { EMBEDDED, memoryStore } from '../../terraform/run/harness.ts';
import { aloneIn } from '../../terraform/run/one.ts';

const HOUR = 3_600_000;
const WHOLE: RunLimits = { withinMs: HOUR, inParts: false };
const PARTS: RunLimits = { withinMs: HOUR, inParts: true };

const newcomers = Array.from({ length: 60 }, (_, at) => `new-${at}`);

/** A young organization, free of charge: 50 invitations a day. */
async function acme(more: Partial<GithubSeedOrganization> = {}, settlesAfter = 0) {
  const time = fastTime(Date.UTC(2026, 10, 29, 12));
  const github = await openGithubStandIn({
    limits: 'github',
    clock: new GithubClock(() => time.now()),
    settlesAfter,
    seed: {
      users: newcomers.map((login) => ({ login })),
      organizations: [
        {
          login: 'acme',
          plan: 'free',
          createdAt: '2026-11-20T12:00:00Z',
          owners: ['octavia'],
          members: ['ana', 'leaver'],
          teams: [{ name: 'qa', members: ['leaver', 'ana'] }],
          repositories: [{ name: 'web', collaborators: { leaver: 'write' } }],
          ...more,
        },
      ],
    },
  });
  onTestFinished(() => github.close());
  const notices: string[] = [];
  const writer = openWriter(
    fastGithub(time),
    githubConnection(github, {}, { onWait: ({ text }) => notices.push(text) }),
  );
  return { github, writer, time, notices };
}

const wanted = (people: readonly string[]): Desired =>
  desiredOf(githubPlatform, [
    written.scope('acme', 'organization', 'acme'),
    written.scope('acme/repositories/web', 'repository', 'web'),
    ...['octavia', 'ana', ...people].map((name) => written.member(name)),
    written.group('acme/qa', { members: ['ana', ...people] }),
    written.given('acme', 'member:octavia', ['owner']),
  ]);

async function applied(desired: Desired, writer: LiveWriter, limits: RunLimits) {
  const plan: Outcome<Plan> = await readAndPlan(desired, writer);
  const fitted = await fitPlan(must(plan), writer, limits);
  if (!fitted.ok) return { plan: must(plan), fitted, made: null };
  const made = await applyStack({
    parts: [{ plan: fitted.value, writer, onDone: () => {} }],
    engine: EMBEDDED,
    run: { stack: aloneIn('acme'), store: memoryStore(), environment: {}, secrets: [] },
    stopped: () => false,
    lanes: createConcurrencyLimits(2),
  });
  return { plan: must(plan), fitted, made: made.get('acme') ?? null };
}

describe('an apply that cannot be finished', () => {
  test('is refused before anything is sent, and says what there is too little of', async () => {
    const { github, writer } = await acme();
    const { plan, fitted } = await applied(wanted(newcomers), writer, WHOLE);
    expect(plan.cost?.allowances).toMatchObject([{ of: 'invitations', needed: 60, left: 50, most: 50 }]);
    expect(fitted).toMatchObject({ ok: false, diagnostics: [{ code: 'over-quota' }] });
    expect(fitted.diagnostics[0]?.message).toContain('60 invitations, at most 50 left today');
    expect(github.requests().filter(({ method, path }) => method !== 'GET' && path !== '/graphql')).toEqual(
      [],
    );
    expect(planText([plan], plain)).toContain('60 invitations, at most 50 left today: the rest has to wait');
  });

  test('in parts: revocations first, then what fits; the plan afterwards is exactly the rest', async () => {
    const { github, writer, time } = await acme();
    const desired = wanted(newcomers);
    const { fitted, made } = await applied(desired, writer, PARTS);
    expect(fitted).toMatchObject({ ok: true });
    expect(made).toMatchObject({ result: 'part' });
    expect(github.organization('acme').invitations.size).toBe(50);
    expect(github.organization('acme').members.size).toBe(2);
    const writes = github.requests().filter(({ method, path }) => method !== 'GET' && path !== '/graphql');
    const methods = writes.map(({ method }) => method);
    const taken = methods.filter((method) => method === 'DELETE').length;
    expect(taken).toBeGreaterThan(0);
    expect(methods.slice(0, taken).every((method) => method === 'DELETE')).toBe(true);
    expect(writes.slice(0, taken).map(({ path }) => path)).toContain('/orgs/acme/memberships/leaver');
    expect(writes.filter(({ status }) => status >= 400)).toEqual([]);
    const rest = must(await readAndPlan(desired, writer));
    const invited = plannedWrites(rest.changes).filter(({ write }) => write === 'add-member');
    expect(invited).toHaveLength(10);
    // On the same day nothing more can be done; a day later the rest is.
    const again = await applied(desired, writer, PARTS);
    expect(again.fitted).toMatchObject({ ok: false, diagnostics: [{ code: 'over-quota' }] });
    await time.sleep(25 * HOUR);
    const next = await applied(desired, writer, WHOLE);
    expect(next.made).toMatchObject({ result: 'proven' });
    expect(github.organization('acme').invitations.size).toBe(60);
  }, 60_000);

  test('seats are counted where GitHub shows them, and what nobody shows refuses nothing', async () => {
    const few = await acme({ plan: 'team', seats: 5 });
    const short = await applied(wanted(newcomers.slice(0, 3)), few.writer, WHOLE);
    expect(short.plan.cost?.allowances).toMatchObject([
      { of: 'invitations', needed: 3, left: 500 },
      { of: 'seats', needed: 3, left: 2, most: 5 },
    ]);
    expect(short.fitted).toMatchObject({ ok: false, diagnostics: [{ code: 'over-quota' }] });
    const unknown = await acme({ plan: 'team' });
    const { plan, fitted } = await applied(wanted(newcomers.slice(0, 3)), unknown.writer, WHOLE);
    expect(plan.cost?.allowances).toMatchObject([{ left: 500 }, { of: 'seats', left: null }]);
    expect(fitted.ok).toBe(true);
  });

  test('longer than somebody waits is refused too, unless that is what they give it', async () => {
    const { writer } = await acme();
    const desired = wanted(newcomers.slice(0, 20));
    const short = await applied(desired, writer, { withinMs: 10_000, inParts: false });
    expect(short.fitted.diagnostics[0]?.hint).toContain('--within');
    const { made } = await applied(desired, writer, WHOLE);
    expect(made).toMatchObject({ result: 'proven' });
  });
});

describe('a platform that goes on in the background', () => {
  test('is waited for: what ends after 20 seconds is proven', async () => {
    const { writer, notices } = await acme({}, 20);
    const { made } = await applied(wanted([]), writer, WHOLE);
    expect(made).toMatchObject({ result: 'proven' });
    expect(notices.join('\n')).toContain('still at work');
  });

  test('and not for ever: then nothing is said to be proven, and nothing to be wrong', async () => {
    const { writer } = await acme({}, 1_000_000);
    const { made } = await applied(wanted([]), writer, WHOLE);
    expect(made?.result).toBe('unproven');
    expect(made?.diagnostics.map(({ hint }) => hint).join('\n')).toContain('may still be at work');
  });
});
