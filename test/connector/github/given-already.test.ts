import { expect, test } from 'vitest';
import { performPlan } from '../../../src/command/apply/perform-plan.ts';
import { openWriter } from '../../../src/connector/connect.ts';
import type { LiveWriter } from '../../../src/connector/connector.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { hasOutstandingChanges } from '../../../src/plan/outstanding-changes.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import type { Resource } from '../../../src/resource/resource.ts';
import type { GithubSeed } from '../../../src/sandbox/github/world/github-seed.ts';
import { desiredOf, written as line } from '../../plan/fixtures.ts';
import type { GithubStandInForTests } from '../../sandbox/github/open-github-stand-in.ts';
import { must } from '../connections.ts';
import { fastGithub, githubConnection, githubOf, githubPlatform } from './github-connections.ts';

/** A child team that is given no more than its parent has: GitHub shows no such grant, and no plan asks for it again. */

const REPOSITORY = 'acme/repositories/web';
const TEAMS = ['acme/top', 'acme/middle', 'acme/bottom'] as const;

/** Three teams, each below the one before, with what each was given on `web`. */
function seed(grants: readonly (string | null)[]): GithubSeed {
  return {
    organizations: [
      {
        login: 'acme',
        owners: ['octavia'],
        members: ['ben', 'chi'],
        repositories: [{ name: 'web' }],
        teams: ['Top', 'Middle', 'Bottom'].map((name, at) => ({
          name,
          ...(at === 0 ? {} : { parent: ['Top', 'Middle'][at - 1] ?? '' }),
          members: ['ben', 'chi', 'ben'].slice(at, at + 1),
          repositories: typeof grants[at] === 'string' ? { web: grants[at] } : {},
        })),
      },
    ],
  };
}

interface Scene {
  readonly standIn: GithubStandInForTests;
  readonly writer: LiveWriter;
  readonly planned: (grants: readonly (string | null)[], more?: Change) => Promise<Plan>;
  readonly applied: (plan: Plan) => Promise<readonly string[]>;
  readonly own: () => readonly (string | null)[];
}

type Change = (resources: readonly Resource[]) => readonly Resource[];

async function scene(grants: readonly (string | null)[]): Promise<Scene> {
  const standIn = await githubOf({ seed: seed(grants) });
  const writer = openWriter(fastGithub(), githubConnection(standIn));
  return {
    standIn,
    writer,
    planned: async (wanted, more = (resources) => resources) => {
      const found = must(await writer.read());
      const kept = found.resources.filter(
        ({ address }) => !address.startsWith(`assignment:${REPOSITORY}|group`),
      );
      const written = wanted.flatMap((role, at) =>
        role === null ? [] : [line.given(REPOSITORY, `group:${TEAMS[at]}`, [role])],
      );
      return buildPlan(desiredOf(githubPlatform, more([...kept, ...written])), found, writer.supports);
    },
    applied: async (plan) => {
      standIn.resetRequests();
      const made = await performPlan(
        plan,
        writer,
        () => {},
        () => false,
      );
      must(made);
      return standIn
        .requests()
        .filter(({ method, path }) => method !== 'GET' && !path.startsWith('/graphql'))
        .map(
          ({ method, path }) =>
            `${method} ${path.replace('/orgs/acme/teams/', '').replace('/repos/acme/web', '')}`,
        );
    },
    own: () => {
      const acme = standIn.organization('acme');
      return ['top', 'middle', 'bottom'].map((slug) => {
        const team = [...acme.teams.values()].find((one) => one.slug === slug);
        return [...(team?.repositories.values() ?? [])][0] ?? null;
      });
    },
  };
}

const codes = (plan: Plan) => plan.diagnostics.map(({ code, severity }) => `${code} ${severity}`);

const SATISFIED: readonly (readonly [readonly (string | null)[], readonly (string | null)[], number])[] = [
  [['write', null, null], ['write', 'write', null], 1],
  [['write', null, null], ['write', 'read', null], 1],
  [['write', null, null], ['write', null, 'triage'], 1],
  [['write', null, null], ['write', 'write', 'write'], 2],
  [['write', 'write', 'write'], ['write', 'write', 'write'], 2],
  [['write', 'admin', null], ['write', 'admin', 'maintain'], 1],
  [[null, 'write', null], [null, 'write', 'write'], 1],
];

test.each(SATISFIED)('live %j, written %j: nothing to do, and a note', async (live, written, notes) => {
  const { planned } = await scene(live);
  const plan = await planned(written);
  expect(plan.changes).toEqual([]);
  expect(hasOutstandingChanges(plan)).toBe(false);
  expect(codes(plan)).toEqual(Array.from({ length: notes }, () => 'given-already info'));
  expect(plan.delta.lost).toEqual([]);
  expect(plan.delta.gained).toEqual([]);
});

test('the note says whose it is, at the line that asks for it', async () => {
  const { planned } = await scene(['write', null, null]);
  const [found] = (await planned(['write', null, 'write'])).diagnostics;
  expect(found?.message).toBe(
    'roles of group bottom on acme/repositories/web: nothing is sent. The team Bottom has write on web already through its parent Top, and GitHub shows nothing less beside it.',
  );
  expect(found?.origin?.from).toBe('file');
});

/** Live, written, what is sent, and what each team has of its own in the end. */
const MADE: readonly (readonly [
  readonly (string | null)[],
  readonly (string | null)[],
  readonly string[],
  readonly (string | null)[],
])[] = [
  // What gave it goes: it is made, and first.
  [
    ['write', null, null],
    [null, 'write', null],
    ['PUT middle', 'DELETE top'],
    [null, 'write', null],
  ],
  [
    ['write', null, null],
    [null, null, 'write'],
    ['PUT bottom', 'DELETE top'],
    [null, null, 'write'],
  ],
  [
    ['write', 'write', null],
    [null, 'write', null],
    ['PUT middle', 'DELETE top'],
    [null, 'write', null],
  ],
  // What gave it becomes less.
  [
    ['admin', null, null],
    ['read', 'write', null],
    ['PUT middle', 'PUT top'],
    ['read', 'write', null],
  ],
  // Another of those above stays: nothing would be seen of it. Of two above, the farthest is looked at.
  [['write', 'admin', null], ['write', null, 'write'], ['DELETE middle'], ['write', null, null]],
  // More than what is above.
  [['write', null, null], ['write', 'admin', null], ['PUT middle'], ['write', 'admin', null]],
  // Less than it has now, and no more than what is above: it has to be taken from it.
  [['write', 'admin', null], ['write', 'write', null], ['PUT middle'], ['write', 'write', null]],
  // Both new.
  [
    [null, null, null],
    ['write', 'write', null],
    ['PUT middle', 'PUT top'],
    ['write', 'write', null],
  ],
];

test.each(MADE)('live %j, written %j: sent %j', async (live, written, sent, own) => {
  const { planned, applied, own: stored } = await scene(live);
  expect([...(await applied(await planned(written)))].sort()).toEqual([...sent].sort());
  expect(stored()).toEqual(own);
  const again = await planned(written);
  expect(again.changes).toEqual([]);
  expect(hasOutstandingChanges(again)).toBe(false);
});

test('nobody is without it between the two requests', async () => {
  const { planned, applied } = await scene(['write', null, null]);
  expect(await applied(await planned([null, 'write', null]))).toEqual(['PUT middle', 'DELETE top']);
});

test('a team that leaves its parent is given what it had through it', async () => {
  const { planned, applied, own } = await scene(['write', null, null]);
  const alone: Change = (resources) =>
    resources.map((one) =>
      one.address === 'group:acme/top' && one.type === 'group'
        ? { ...one, attributes: { ...one.attributes, groups: new Map() } }
        : one,
    );
  const plan = await planned(['write', 'write', null], alone);
  const sent = await applied(plan);
  expect(sent[0]).toBe('PUT middle');
  expect(own()).toEqual(['write', 'write', null]);
  expect((await planned(['write', 'write', null], alone)).changes).toEqual([]);
});

test('a role of the organization gives it: no grant beside it, until the role goes', async () => {
  const { planned, standIn, applied, own } = await scene([null, null, null]);
  const { body } = await standIn.ask('GET', '/orgs/acme/organization-roles');
  const reads = body.roles.find(({ name }: { readonly name: string }) => name === 'all_repo_read');
  expect((await standIn.ask('PUT', `/orgs/acme/organization-roles/teams/top/${reads.id}`)).status).toBe(204);
  const satisfied = await planned([null, 'read', null]);
  expect(satisfied.changes).toEqual([]);
  expect(codes(satisfied)).toEqual(['given-already info']);
  const without: Change = (resources) =>
    resources.filter(({ address }) => address !== 'assignment:acme|group:acme/top');
  await applied(await planned([null, 'read', null], without));
  expect(own()).toEqual([null, 'read', null]);
  expect((await planned([null, 'read', null], without)).changes).toEqual([]);
});
