/** Live systems on GitHub: the stand-in, and a proxy before it that spoils. */
import { onTestFinished } from 'vitest';
import type { Connection, Connector } from '../../src/connector/connector.ts';
import { githubWith } from '../../src/connector/github/github-connector.ts';
import { GITHUB_SETTINGS } from '../../src/connector/github/github-settings.ts';
import { RETRY_RULES } from '../../src/connector/http/retry.ts';
import { withDefaults } from '../../src/connector/settings.ts';
import type { Write } from '../../src/plan/write/write.ts';
import { splitGroupPath } from '../../src/resource/identifiers.ts';
import type { Resource } from '../../src/resource/resource.ts';
import type { GithubSeed } from '../../src/sandbox/github/world/github-seed.ts';
import { startMeddler } from '../faults/meddler.ts';
import { live, written } from '../plan/fixtures.ts';
import { type GithubStandInForTests, openGithubStandIn } from '../sandbox/github/open-github-stand-in.ts';
import { given, group, joins, person, role, team, updated } from './attributes.ts';
import type { ContractHarness, ContractStory, LiveSystem } from './contract.ts';
import { fastTime } from './fast-time.ts';
import { GITHUB_FAULTS } from './github/github-faults.ts';
import { platformOf } from './platforms.ts';

const SECRET = 'ghp_contract7f3a';
/** A real time, of which no result depends. */
const TIMEOUT = 250;
const RETRY = { ...RETRY_RULES, attempts: 3, silence: 3 * TIMEOUT };
const WEB = 'acme/repositories/web';

/** What a team is set to where nobody says it. */
const SET = ['notifications=enabled', 'privacy=closed'];

const FOUND: readonly Resource[] = [
  live.scope('acme', 'organization', 'Acme', ['base-permission=read']),
  live.scope(WEB, 'repository', 'web'),
  ...['sam', 'ana', 'bo', 'cy', 'di'].map((name) => live.member(name)),
  live.group('acme/qa', { members: ['ana', 'bo'], settings: SET }),
  live.group('acme/ops', { members: ['cy'], settings: SET }),
  live.given('acme', 'member:sam', ['owner']),
  live.given('acme', 'member:bo', ['ci_cd_admin', 'security_manager']),
  live.given(WEB, 'member:cy', ['write']),
  live.given(WEB, 'group:acme/qa', ['triage']),
];

/** One person is taken out of a team and one role away, everything else is added. */
const WANTED: readonly Resource[] = [
  written.scope('acme', 'organization', 'Acme', ['base-permission=read']),
  written.scope(WEB, 'repository', 'web'),
  ...['sam', 'ana', 'bo', 'cy', 'di', 'Eve'].map((name) => written.member(name)),
  written.group('acme/qa', { members: ['ana', 'eve'], groups: ['acme/docs'], settings: SET }),
  written.group('acme/ops', { members: ['cy', 'di'], settings: SET }),
  written.group('acme/docs', { members: ['eve'], settings: SET }),
  written.given('acme', 'member:sam', ['owner']),
  written.given('acme', 'member:bo', ['ci_cd_admin']),
  written.given(WEB, 'member:cy', ['write']),
  written.given(WEB, 'group:acme/qa', ['triage']),
  written.given(WEB, 'group:acme/docs', ['write']),
];

const WRITES: readonly Write[] = [
  { write: 'create-role', role: role('writer', ['contents:write']) },
  joins('Eve'),
  { write: 'set-member-state', scope: 'acme', member: 'di', state: 'deactivated' },
  { write: 'resend-invitation', scope: 'acme', member: 'di' },
  {
    write: 'create-scope',
    scope: {
      path: 'acme/repositories/attic',
      kind: 'repository',
      title: 'Attic',
      settings: new Map(),
      parent: 'acme',
    },
  },
  { write: 'create-group', group: group('docs') },
  updated('acme/docs', { title: 'Docs', description: 'They write.' }),
  { write: 'add-group-member', group: 'acme/docs', member: 'eve' },
  { write: 'nest-group', group: 'acme/qa', child: 'acme/docs' },
  { write: 'put-assignment', assignment: given(WEB, team('acme/docs'), ['write']) },
  { write: 'put-assignment', assignment: given(WEB, team('acme/docs'), ['maintain']) },
  { write: 'put-assignment', assignment: given(WEB, team('acme/docs'), ['read']) },
  { write: 'put-assignment', assignment: given(WEB, person('eve'), ['read', 'write']) },
  { write: 'put-assignment', assignment: given(WEB, person('eve'), ['read']) },
  { write: 'put-assignment', assignment: given(WEB, person('eve'), ['admin']) },
  { write: 'put-assignment', assignment: given('acme', person('eve'), ['owner', 'moderator']) },
  { write: 'put-assignment', assignment: given('acme', person('eve'), ['moderator']), shrinks: true },
  { write: 'put-assignment', assignment: given('acme', team('acme/docs'), ['security_manager']) },
  { write: 'delete-assignment', scope: 'acme', principal: team('acme/docs') },
  { write: 'delete-assignment', scope: 'acme', principal: person('eve') },
  { write: 'delete-assignment', scope: WEB, principal: person('eve') },
  { write: 'delete-assignment', scope: WEB, principal: team('acme/docs') },
  { write: 'unnest-group', group: 'acme/qa', child: 'acme/docs' },
  { write: 'remove-group-member', group: 'acme/docs', member: 'eve' },
  { write: 'delete-group', group: 'acme/docs' },
  { write: 'remove-member', scope: 'acme', member: 'eve' },
];

const STORY: ContractStory = {
  found: FOUND,
  wanted: WANTED,
  asked: new Set(['group:acme/qa members bo', 'assignment:acme|member:bo roles security_manager']),
  writes: WRITES,
  stays: ['scope:acme/repositories/attic'],
  joiner: 'di',
  newcomer: 'eve',
};

const fresh = (): Connector => githubWith({ time: fastTime(Date.UTC(2026, 10, 29, 12)), retry: RETRY });

/**
 * By address, one for each live system: a port may be one that another system had before, and its connector would still
 * wait there for the hour that that one asked for.
 */
const connectors = new Map<unknown, Connector>();

function connectorAt({ settings }: Connection): Connector {
  const connector = connectors.get(settings.url);
  if (connector === undefined) throw new Error('a connection to no system of this harness');
  return connector;
}

/** The connector naming one version of GitHub's API. */
export const githubHarnessUnder = (version: string): ContractHarness => ({
  connector: {
    ...fresh(),
    openReader: (connection) => connectorAt(connection).openReader(connection),
    openWriter: (connection) => connectorAt(connection).openWriter(connection),
  },
  platform: platformOf('github'),
  secret: SECRET,
  story: STORY,
  faults: GITHUB_FAULTS.map(({ name, lies, hangs }) => ({
    name,
    ...(lies === undefined ? {} : { lies }),
    ...(hangs === undefined ? {} : { hangs }),
  })),
  start: async () => {
    const standIn = await openGithubStandIn({ seed: SEED });
    const meddler = await startMeddler();
    onTestFinished(async () => {
      await meddler.close();
      await standIn.close();
    });
    for (const { url } of [standIn, meddler]) connectors.set(url, fresh());
    return systemOf(standIn, meddler, version);
  },
});

/** What is found, as GitHub has it: accounts of an enterprise, so that nobody has to accept anything. */
const SEED: GithubSeed = {
  users: [
    ...['sam', 'ana', 'bo', 'cy', 'di'].map((login) => ({ login, managedBy: 'acme-corp' })),
    { login: 'Eve', managedBy: 'acme-corp' },
  ],
  tokens: [{ value: SECRET, login: 'sam', scopes: ['admin:org', 'repo', 'delete_repo', 'read:audit_log'] }],
  organizations: [
    {
      login: 'acme',
      name: 'Acme',
      plan: 'enterprise',
      managedUsers: 'acme-corp',
      owners: ['sam'],
      members: ['ana', 'bo', 'cy', 'di'],
      teams: [
        { name: 'qa', members: ['ana', 'bo'], repositories: { web: 'triage' } },
        { name: 'ops', members: ['cy'] },
      ],
      repositories: [{ name: 'web', collaborators: { cy: 'write' } }],
      roleAssignments: { ci_cd_admin: { users: ['bo'] }, security_manager: { users: ['bo'] } },
    },
  ],
};

function systemOf(
  standIn: GithubStandInForTests,
  meddler: Awaited<ReturnType<typeof startMeddler>>,
  version: string,
): LiveSystem {
  const to = (url: string, timeout: number): Connection => ({
    organization: 'acme',
    remote: 'acme',
    settings: withDefaults(GITHUB_SETTINGS, { url, 'api-version': version }),
    secrets: { 'token-env': SECRET },
    platform: platformOf('github'),
    timeout,
  });
  const ask = async (method: string, path: string, body: object): Promise<void> => {
    const { status, body: answer } = await standIn.ask(method, path, body);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(answer)}`);
  };
  meddler.set(
    standIn.url,
    () => null,
    () => {},
  );
  return {
    connection: to(meddler.url, TIMEOUT),
    clean: to(standIn.url, 60_000),
    somebody: 'sam',
    rename: (path, name) => ask('PATCH', `/orgs/acme/teams/${splitGroupPath(path).name}`, { name }),
    put: (member, path) =>
      ask('PUT', `/orgs/acme/teams/${splitGroupPath(path).name}/memberships/${member}`, { role: 'member' }),
    spoil: ({ name }, { nth, times }) => {
      const fault = GITHUB_FAULTS.find((one) => one.name === name);
      if (fault === undefined) throw new Error(`no fault ${name}`);
      let fitting = 0;
      meddler.set(
        standIn.url,
        (method, path) => {
          if (!fault.strikes(method, path)) return null;
          fitting += 1;
          return fitting >= nth && fitting < nth + times ? fault.meddling() : null;
        },
        () => {},
      );
    },
    heal: () =>
      meddler.set(
        standIn.url,
        () => null,
        () => {},
      ),
    struck: () => meddler.struck(),
  };
}
