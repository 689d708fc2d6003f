import { expect, onTestFinished, test } from 'vitest';
import { performPlan } from '../../../../src/command/apply/perform-plan.ts';
import { openWriter } from '../../../../src/connector/connect.ts';
import { buildPlan } from '../../../../src/plan/build-plan.ts';
import type { Resource } from '../../../../src/resource/resource.ts';
import { desiredOf, written } from '../../../plan/fixtures.ts';
import { openEmulate } from '../../../sandbox/github/open-emulate.ts';
import { codesOf, must, plain } from '../../connections.ts';
import { fastGithub, githubConnection, githubPlatform } from '../github-connections.ts';
import { aroundEmulate } from './around-emulate.ts';
import { type AskEmulate, EMULATE_FAULTS, EMULATE_LACKS } from './emulate-faults.ts';

/** A round trip with a server that none of us wrote, by the reader that does without GraphQL. */

async function opened() {
  const emulate = await openEmulate();
  onTestFinished(() => emulate.close());
  const around = await aroundEmulate(emulate);
  const connection = githubConnection({ url: around.url, token: emulate.token }, { graphql: false });
  const writer = openWriter(fastGithub(), connection);
  return { around, writer };
}

/** What the way around it tells in its place. */
const TOLD_AROUND = /acme\/repos$|invitations$/;

/** As it is there: with the team of its own making, and without owners, whom no list of roles could tell of. */
const FOUND = {
  'scope:acme': expect.anything(),
  'scope:acme/repositories/web': expect.anything(),
  'member:acme/octavia': expect.objectContaining({ state: 'active' }),
  'member:acme/ben': expect.objectContaining({ state: 'active' }),
  'member:acme/chi': expect.objectContaining({ state: 'active' }),
  'group:acme/members': expect.objectContaining({ members: ['ben', 'chi', 'octavia'] }),
  'assignment:acme|member:octavia': expect.objectContaining({ roles: ['owner'] }),
};

test('read, plan, apply, read again: emulate 0.12.2 takes what the connector sends, and has then what was wanted', async () => {
  const { around, writer } = await opened();
  const found = must(await writer.read());
  expect(plain(found.resources)).toEqual(FOUND);
  // What it does not have is unknown, and not absent.
  const lacked = around.asked.filter((one) => one.endsWith(' 404')).map((one) => one.replace(/ 404$/, ''));
  expect([...new Set(lacked)].sort()).toEqual(EMULATE_LACKS.filter((one) => !TOLD_AROUND.test(one)).sort());
  expect(found.unknown?.map(({ name }) => name)).toEqual(['roles of organization acme']);

  const applied = async (wanted: readonly Resource[]) => {
    const before = must(await writer.read());
    const plan = buildPlan(desiredOf(githubPlatform, wanted), before, writer.supports);
    const sent = around.asked.length;
    must(
      await performPlan(
        plan,
        writer,
        () => {},
        () => false,
      ),
    );
    return around.asked.slice(sent).filter((one) => !one.startsWith('GET'));
  };

  const kept = found.resources;
  const first = [
    ...kept,
    written.member('dan'),
    written.group('acme/docs', {
      title: 'docs',
      members: ['ben', 'dan'],
      membershipRoles: ['ben=maintainer'],
    }),
    written.given('acme/repositories/web', 'group:acme/docs', ['maintain']),
  ];
  expect(await applied(first)).toEqual([
    'PUT /orgs/acme/memberships/dan 200',
    'POST /orgs/acme/teams 201',
    'PUT /orgs/acme/teams/docs/memberships/ben 200',
    'PUT /orgs/acme/teams/docs/memberships/dan 200',
    'PUT /orgs/acme/teams/docs/repos/acme/web 204',
  ]);
  const again = must(await writer.read());
  expect(plain(again.resources)).toMatchObject({
    'member:acme/dan': { state: 'active' },
    'group:acme/docs': { members: ['ben', 'dan'], membershipRoles: ['ben=maintainer'] },
    'assignment:acme/repositories/web|group:acme/docs': { roles: ['maintain'] },
  });

  const [own] = kept.filter(({ address }) => address === 'group:acme/members');
  const second = [
    ...again.resources.filter(({ address }) => !/docs|dan|members$/.test(address)),
    // The team of its own making loses who leaves.
    ...(own === undefined ? [] : [own]),
    written.group('acme/docs', { title: 'docs', members: ['chi'] }),
    written.given('acme/repositories/web', 'group:acme/docs', ['write']),
  ];
  expect((await applied(second)).sort()).toEqual([
    'DELETE /orgs/acme/memberships/dan 204',
    'DELETE /orgs/acme/teams/docs/memberships/ben 204',
    'DELETE /orgs/acme/teams/docs/memberships/dan 204',
    'DELETE /orgs/acme/teams/members/memberships/dan 204',
    'PUT /orgs/acme/teams/docs/memberships/chi 200',
    'PUT /orgs/acme/teams/docs/repos/acme/web 204',
  ]);
  const last = plain(must(await writer.read()).resources);
  expect(last).toEqual({
    ...FOUND,
    'group:acme/docs': expect.objectContaining({ members: ['chi'], membershipRoles: [] }),
    'assignment:acme/repositories/web|group:acme/docs': expect.objectContaining({ roles: ['write'] }),
  });
  expect(await applied(second)).toEqual([]);
  // Teams below a team are no list that it has: nobody knows what else would go, and so the team stays.
  const third = second.filter(({ address }) => !address.includes('docs'));
  const gone = must(await writer.read());
  const plan = buildPlan(desiredOf(githubPlatform, third), gone, writer.supports);
  expect(plan.changes.map(({ address }) => address)).toContain('group:acme/docs');
  expect(codesOf(await writer.write({ write: 'delete-group', group: 'acme/docs' }))).toEqual([
    'token-forbidden',
  ]);
  expect(plain(must(await writer.read()).resources)).toHaveProperty(['group:acme/docs']);
});

test('its known faults are twenty-four', () => {
  expect(EMULATE_FAULTS).toHaveLength(24);
});

test.each(EMULATE_FAULTS.flatMap(({ fault, seen }) => (seen === undefined ? [] : [[fault, seen] as const])))(
  'known of it, and there still: %s',
  async (_, seen) => {
    const emulate = await openEmulate();
    onTestFinished(() => emulate.close());
    const ask: AskEmulate = async (method, path, body, headers) => {
      const response = await fetch(`${emulate.url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${emulate.token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, text: await response.text() };
    };
    expect(await seen(ask)).toBe(true);
  },
);
