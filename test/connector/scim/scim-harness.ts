/** Live systems behind SCIM: the server of these tests, and a proxy before it that spoils. */
import { onTestFinished } from 'vitest';
import type { Connection } from '../../../src/connector/connector.ts';
import { RETRY_RULES } from '../../../src/connector/http/retry.ts';
import { scimWith } from '../../../src/connector/scim/scim-connector.ts';
import { SCIM_SETTINGS } from '../../../src/connector/scim/scim-settings.ts';
import { withDefaults } from '../../../src/connector/settings.ts';
import { splitGroupPath } from '../../../src/resource/identifiers.ts';
import type { Resource } from '../../../src/resource/resource.ts';
import { startMeddler } from '../../faults/meddler.ts';
import { live, written } from '../../plan/fixtures.ts';
import { given, group, joins, person, role, updated } from '../attributes.ts';
import type { ContractHarness, ContractStory, LiveSystem } from '../contract.ts';
import { fastTime } from '../fast-time.ts';
import { scim } from '../platforms.ts';
import { SCIM_FAULTS } from './scim-faults.ts';
import { type ScimServer, startScimServer } from './scim-server.ts';
import { dialectFor, PLAIN_SERVER, type ServerDialect } from './server-dialect.ts';

export const SECRET = 'scim-contract-7f3a';
/** A real time, of which no result depends. */
const TIMEOUT = 250;
const RETRY = { ...RETRY_RULES, attempts: 3, silence: 3 * TIMEOUT };

export const fastScim = () => scimWith({ time: fastTime(), retry: RETRY });

/** A connection to a server of these tests, in the dialect that it speaks. */
export function scimConnection(
  url: string,
  server: ServerDialect,
  dialect: Record<string, string | number | boolean> = {},
): Connection {
  const written = { url, base: '/{organization}/scim/v2', dialect: { ...dialectFor(server), ...dialect } };
  return {
    organization: 'acme',
    remote: 'acme',
    settings: withDefaults(SCIM_SETTINGS, written),
    secrets: { 'token-env': SECRET },
    platform: scim,
    timeout: 60_000,
  };
}

const FOUND: readonly Resource[] = [
  live.scope('acme', 'organization', 'acme'),
  ...['ana', 'bo', 'cy', 'di'].map((name) => live.member(`${name}@acme.com`)),
  live.group('acme/qa', { members: ['ana@acme.com', 'bo@acme.com'] }),
  live.group('acme/ops', { members: ['cy@acme.com'] }),
];

/** One person is taken out of a group, everything else is added. */
const WANTED: readonly Resource[] = [
  written.scope('acme', 'organization', 'acme'),
  ...['ana', 'bo', 'cy', 'di', 'eve'].map((name) => written.member(`${name}@acme.com`)),
  written.group('acme/qa', { members: ['ana@acme.com', 'eve@acme.com'], groups: ['acme/docs'] }),
  written.group('acme/ops', { members: ['cy@acme.com', 'di@acme.com'] }),
  written.group('acme/docs', { members: ['eve@acme.com'] }),
];

const STORY: ContractStory = {
  found: FOUND,
  wanted: WANTED,
  asked: new Set(['group:acme/qa members bo@acme.com']),
  joiner: 'di@acme.com',
  newcomer: 'eve@acme.com',
  writes: [
    { write: 'create-role', role: role('writer', ['documents:write']) },
    joins('eve@acme.com'),
    { write: 'set-member-state', scope: 'acme', member: 'di@acme.com', state: 'deactivated' },
    { write: 'set-member-state', scope: 'acme', member: 'di@acme.com', state: 'active' },
    { write: 'resend-invitation', scope: 'acme', member: 'di@acme.com' },
    { write: 'create-group', group: group('docs') },
    updated('acme/docs', { title: 'Docs' }),
    updated('acme/docs', { title: 'Docs', description: 'They write.' }),
    { write: 'add-group-member', group: 'acme/docs', member: 'eve@acme.com' },
    { write: 'nest-group', group: 'acme/qa', child: 'acme/docs' },
    { write: 'put-assignment', assignment: given('acme', person('eve@acme.com'), ['viewer']) },
    { write: 'unnest-group', group: 'acme/qa', child: 'acme/docs' },
    { write: 'remove-group-member', group: 'acme/docs', member: 'eve@acme.com' },
    { write: 'delete-group', group: 'acme/docs' },
    { write: 'remove-member', scope: 'acme', member: 'eve@acme.com' },
  ],
};

export const scimHarness: ContractHarness = {
  story: STORY,
  connector: fastScim(),
  platform: scim,
  secret: SECRET,
  faults: SCIM_FAULTS.map(({ name, lies, hangs }) => ({
    name,
    ...(lies === undefined ? {} : { lies }),
    ...(hangs === undefined ? {} : { hangs }),
  })),
  start: async (resources) => {
    const server = await startScimServer(SECRET);
    seed(server, resources);
    const meddler = await startMeddler();
    onTestFinished(async () => {
      await meddler.close();
      await server.close();
    });
    return systemOf(server, meddler);
  },
};

/** Puts resources into a server past its API. */
export function seed({ world }: ScimServer, resources: readonly Resource[]): void {
  for (const one of resources) {
    if (one.type === 'member') world.addUser(one.attributes.display, one.attributes.state === 'active');
  }
  for (const one of resources) if (one.type === 'group') world.addGroup(one.attributes.title);
  for (const one of resources) {
    if (one.type !== 'group') continue;
    const { title, members, groups } = one.attributes;
    const ids = [
      ...[...members.keys()].map((member) => world.userNamed(member)?.id),
      ...[...groups.keys()].map((path) => world.groupNamed(titleOf(resources, path))?.id),
    ];
    const found = world.groupNamed(title);
    if (found !== undefined) world.setMembers(found, ids.map(String));
  }
}

function titleOf(resources: readonly Resource[], path: string): string {
  const found = resources.find((one) => one.address === `group:${path}`);
  return found?.type === 'group' ? found.attributes.title : path;
}

function systemOf(server: ScimServer, meddler: Awaited<ReturnType<typeof startMeddler>>): LiveSystem {
  const idle = (): void =>
    meddler.set(
      server.url,
      () => null,
      () => {},
    );
  idle();
  const named = (path: string) => {
    const found = server.world.groupNamed(splitGroupPath(path).name);
    if (found === undefined) throw new Error(`no group ${path}`);
    return found;
  };
  return {
    connection: { ...scimConnection(meddler.url, PLAIN_SERVER), timeout: TIMEOUT },
    clean: scimConnection(server.url, PLAIN_SERVER),
    somebody: 'sam',
    rename: async (path, name) => {
      named(path).displayName = name;
    },
    put: async (member, path) => {
      const found = named(path);
      server.world.setMembers(found, [...found.members, String(server.world.userNamed(member)?.id)]);
    },
    spoil: ({ name }, { nth, times }) => {
      const fault = SCIM_FAULTS.find((one) => one.name === name);
      if (fault === undefined) throw new Error(`no fault ${name}`);
      let fitting = 0;
      meddler.set(
        server.url,
        (method, path) => {
          if (!fault.strikes(method, path)) return null;
          fitting += 1;
          return fitting >= nth && fitting < nth + times ? fault.meddling() : null;
        },
        () => {},
      );
    },
    heal: idle,
    struck: () => meddler.struck(),
  };
}
