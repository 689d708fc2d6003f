import { expect, it } from 'vitest';
import { performPlan } from '../../../src/command/apply/perform-plan.ts';
import { openWriter } from '../../../src/connector/connect.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { desiredOf } from '../../plan/fixtures.ts';
import { codesOf, must } from '../connections.ts';
import { fastTime } from '../fast-time.ts';
import { platformOf } from '../platforms.ts';
import { fastGithub, githubConnection, githubOf } from './github-connections.ts';

const SEED = {
  organizations: [
    {
      login: 'acme',
      owners: ['octavia'],
      members: ['ben', 'chi'],
      teams: [{ name: 'Docs', members: ['ben'] }],
      repositories: [{ name: 'web', collaborators: { chi: 'read' } }],
    },
  ],
};

it('a repository that the documents do not have stays, and who was given something there loses it', async () => {
  const standIn = await githubOf({ seed: SEED });
  const writer = openWriter(fastGithub(fastTime(Date.UTC(2026, 10, 29, 12))), githubConnection(standIn));
  const found = must(await writer.read());
  const kept = found.resources.filter(({ address }) => !address.includes('repositories/web'));
  const plan = buildPlan(desiredOf(platformOf('github'), kept), found, writer.supports);
  expect(plan.diagnostics.map(({ code }) => code)).toContain('not-supported');
  standIn.resetRequests();
  must(
    await performPlan(
      plan,
      writer,
      () => {},
      () => false,
    ),
  );
  const sent = standIn
    .requests()
    .filter(({ method, path }) => method !== 'GET' && !path.startsWith('/graphql'));
  expect(sent.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'DELETE /repos/acme/web/collaborators/chi',
  ]);
  const after = must(await writer.read()).resources.map(({ address }) => address);
  expect(after).toContain('scope:acme/repositories/web');
});

it('nor does the connector delete one that it is told to', async () => {
  const standIn = await githubOf({ seed: SEED });
  const writer = openWriter(fastGithub(fastTime(Date.UTC(2026, 10, 29, 12))), githubConnection(standIn));
  must(await writer.read());
  expect(codesOf(await writer.write({ write: 'delete-scope', path: 'acme/repositories/web' }))).toEqual([
    'not-supported',
  ]);
});
