import { expect, onTestFinished, test } from 'vitest';
import { openWriter } from '../../../src/connector/connect.ts';
import { performWrites } from '../../../src/connector/perform.ts';
import type { Write } from '../../../src/plan/write/write.ts';
import { OWNER_TOKEN } from '../../../src/sandbox/github/door/github-tokens.ts';
import { startGithubStandIn } from '../../../src/sandbox/github/github-stand-in.ts';
import { GithubClock } from '../../../src/sandbox/github/world/github-clock.ts';
import { joins } from '../attributes.ts';
import { must } from '../connections.ts';
import { fastTime } from '../fast-time.ts';
import { fastGithub, githubConnection, githubPlatform } from './github-connections.ts';

/** The stand-in refuses beyond GitHub's limits, by the clock that the connector sleeps by: it never has to. */

const HOUR = 3_600_000;
const people = Array.from({ length: 520 }, (_, at) => `p${at}`);
/** Of one team the writes take turns. */
const teams = Array.from({ length: 10 }, (_, at) => `team-${at}`);
const newcomers = Array.from({ length: 30 }, (_, at) => `new-${at}`);

test('more than an hour of content goes through without one refusal; invitations are three seconds apart', async () => {
  const time = fastTime(Date.UTC(2026, 10, 29, 12));
  // Requests of these forms are held to GitHub's descriptions elsewhere.
  const github = await startGithubStandIn({
    clock: new GithubClock(() => time.now()),
    seed: {
      users: newcomers.map((login) => ({ login })),
      organizations: [
        {
          login: 'acme',
          owners: ['octavia'],
          members: [...people, 'leaver'],
          teams: teams.map((name) => ({ name, members: ['leaver'] })),
        },
      ],
    },
  });
  onTestFinished(() => github.close());
  const notices: string[] = [];
  const writer = openWriter(
    fastGithub(time),
    githubConnection(
      { url: github.url, token: OWNER_TOKEN },
      {},
      { onWait: ({ text }) => notices.push(text) },
    ),
  );
  must(await writer.read());
  const begun = time.now();
  const writes: readonly Write[] = [
    ...newcomers.map((login) => joins(login)),
    ...people.map(
      (member, at): Write => ({ write: 'add-group-member', group: `acme/team-${at % teams.length}`, member }),
    ),
    { write: 'remove-group-member', group: 'acme/team-0', member: 'leaver' },
  ];
  const made = await performWrites(writes, writer, githubPlatform);
  expect(made.failed).toEqual([]);
  expect(made.done).toHaveLength(writes.length);
  const refused = github.requests().filter(({ status }) => status === 429 || status === 403);
  expect(refused).toEqual([]);
  const sent = github.requests().filter(({ method, path }) => method !== 'GET' && path !== '/graphql');
  expect(sent).toHaveLength(writes.length);
  expect(time.now() - begun).toBeGreaterThanOrEqual(HOUR);
  const invited = sent.filter(({ path }) => path.includes('/memberships/new-') && !path.includes('/teams/'));
  expect(invited).toHaveLength(newcomers.length);
  for (const [at, { at: instant }] of invited.slice(1).entries()) {
    const before = Date.parse(invited[at]?.at ?? '');
    expect(Date.parse(instant) - before).toBeGreaterThanOrEqual(3000);
  }
  expect(notices.join('\n')).toContain('takes 500 an hour: going on at');
});
