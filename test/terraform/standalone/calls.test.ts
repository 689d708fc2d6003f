/** What no terraform here asks yet, or asks only in passing: the provider's answers to a client of our own. */
import { expect, onTestFinished, test } from 'vitest';
import type { SandboxSeed } from '../../../src/sandbox/sandbox.ts';
import * as protocol from '../../../src/terraform/provider/protocol/messages.ts';
import {
  decodeMessage,
  encodeMessage,
  type Message,
  type MessageFields,
  type Value,
} from '../../../src/terraform/provider/protocol/protobuf.ts';
import { serveReattached } from '../../../src/terraform/provider/protocol/reattach.ts';
import { type Attributes, type Row, UNKNOWN } from '../../../src/terraform/provider/protocol/row.ts';
import { decodeValue, encodeValue, rowCodec } from '../../../src/terraform/provider/protocol/row-codec.ts';
import { DATA_SOURCES } from '../../../src/terraform/standalone/data-sources.ts';
import { attributesOf } from '../../../src/terraform/standalone/schema/resource-tables.ts';
import { openPlatformStore } from '../../../src/terraform/standalone/session/bundled-platforms.ts';
import { openConnectorStore } from '../../../src/terraform/standalone/session/connector-store.ts';
import { PROVIDER_ATTRIBUTES } from '../../../src/terraform/standalone/session/provider-settings.ts';
import { standaloneProvider } from '../../../src/terraform/standalone/standalone-provider.ts';
import { behindTheBack, idOf } from '../../connector/connections.ts';
import { PLATFORMS, startTestSandbox } from '../../sandbox/start.ts';
import { client } from '../protocol/client.ts';
import { BUILT } from './stage.ts';

const SEED: SandboxSeed = {
  organization: 'acme',
  scopes: [{ path: 'emea', kind: 'unit' }],
  members: [{ key: 'dan@acme.com', state: 'active' }],
  groups: [{ slug: 'qa', name: 'QA', members: ['dan@acme.com'] }],
  assignments: [{ principal: { type: 'group', name: 'qa' }, roles: ['build-viewer'] }],
};

const identityCodec = (names: readonly string[]) =>
  rowCodec(
    'identity',
    Object.fromEntries(
      names.map((name) => [name, { type: 'string', mode: 'required', description: '' } as const]),
    ),
  );
const pack = (attributes: Attributes, row: Row | null) => ({
  msgpack: rowCodec('row', attributes).encode(row),
});
const unpack = (attributes: Attributes, value: { readonly msgpack?: Uint8Array | undefined } | undefined) =>
  rowCodec('row', attributes).decode(value?.msgpack ?? new Uint8Array());

type Rpc<Q extends MessageFields, A extends MessageFields> = { request: Message<Q>; response: Message<A> };

async function provider(more: Row = {}) {
  const sandbox = await startTestSandbox({ platformFile: PLATFORMS.atrium, seed: SEED });
  const served = await serveReattached(
    standaloneProvider({
      environment: { BYLAW_TOKEN: sandbox.token },
      platforms: openPlatformStore(BUILT),
      connectors: openConnectorStore(BUILT),
      log: () => {},
    }),
  );
  onTestFinished(async () => {
    await served.close();
    await sandbox.close();
  });
  const [config] = Object.values(JSON.parse(served.environment.TF_REATTACH_PROVIDERS)) as {
    Addr: { String: string };
  }[];
  const { call } = client(config?.Addr.String ?? '');
  const ask = async <Q extends MessageFields, A extends MessageFields>(
    name: string,
    rpc: Rpc<Q, A>,
    request: Value<Q>,
  ) =>
    decodeMessage(
      rpc.response,
      await call(`/tfplugin6.Provider/${name}`, encodeMessage(rpc.request, request)),
    );
  const settings: Row = { url: sandbox.url, organization: 'acme', platform: PLATFORMS.atrium, ...more };
  const configured = await ask('ConfigureProvider', protocol.ConfigureProvider, {
    config: pack(PROVIDER_ATTRIBUTES, settings),
  });
  expect(configured.diagnostics ?? []).toEqual([]);
  return { ask, sandbox };
}

test('a resource is imported by its identity, what is left out of it is the organization, and it comes back', async () => {
  const { ask } = await provider();
  const codec = identityCodec(['home', 'name']);
  const by = (identity: Row) =>
    ask('ImportResourceState', protocol.ImportResourceState, {
      typeName: 'bylaw_group',
      id: '',
      identity: { data: { msgpack: codec.encode(identity) } },
    });
  for (const identity of [
    { home: 'acme', name: 'qa' },
    { home: null, name: 'qa' },
  ]) {
    const { importedResources: [imported] = [], diagnostics } = await by(identity);
    expect(diagnostics ?? []).toEqual([]);
    expect(unpack(attributesOf('bylaw_group'), imported?.state)).toMatchObject({
      id: 'acme/qa',
      members: { 'dan@acme.com': '' },
    });
    expect(codec.decode(imported?.identity?.data?.msgpack ?? new Uint8Array())).toEqual({
      home: 'acme',
      name: 'qa',
    });
  }
  expect((await by({ home: 'acme', name: 'none' })).diagnostics).toMatchObject([
    { summary: 'Nothing to import' },
  ]);
});

test('an identity is read back from a state as it was', async () => {
  const { ask } = await provider();
  const codec = identityCodec(['scope', 'principal']);
  const identity = { scope: 'acme', principal: 'group:acme/qa' };
  const { upgradedIdentity } = await ask('UpgradeResourceIdentity', protocol.UpgradeResourceIdentity, {
    typeName: 'bylaw_assignment',
    version: 0,
    rawIdentity: { json: Buffer.from(JSON.stringify(identity)) },
  });
  expect(codec.decode(upgradedIdentity?.data?.msgpack ?? new Uint8Array())).toEqual(identity);
});

test.each([
  ['bylaw_scope', 'acme', 'is no resource'],
  ['bylaw_scope', 'umbrella/units/x', 'No such scope'],
  ['bylaw_group', 'qa', 'is not an id'],
  ['bylaw_member', 'acme/dan@acme.com', 'is not an id'],
  ['bylaw_assignment', 'acme|', 'is not an id'],
  ['bylaw_assignment', 'acme|group:acme/none', 'Nothing to import'],
  ['bylaw_roster', 'acme/units/none', 'Nothing to import'],
])('%s is not imported by %j', async (typeName, id, said) => {
  const { ask } = await provider();
  const { diagnostics = [], importedResources } = await ask(
    'ImportResourceState',
    protocol.ImportResourceState,
    { typeName, id },
  );
  expect(importedResources).toBeUndefined();
  expect(diagnostics.map(({ summary }) => summary).join()).toContain(said);
});

test('a function that is asked nonsense says which argument it is', async () => {
  const { ask } = await provider();
  const can = async (...args: Parameters<typeof encodeValue>[0][]) =>
    ask('CallFunction', protocol.CallFunction, {
      name: 'can',
      arguments: args.map((one) => ({ msgpack: encodeValue(one) })),
    });
  const held = await can({ 'dan@acme.com': 'build:view' }, 'dan@acme.com', 'build:view');
  expect(decodeValue(held.result?.msgpack ?? new Uint8Array())).toBe(true);
  expect((await can({}, 'dan@acme.com', 'build:*')).error).toMatchObject({ argument: 2 });
  expect((await ask('CallFunction', protocol.CallFunction, { name: 'cannot' })).error?.text).toContain(
    'cannot',
  );
});

const access = DATA_SOURCES.find(({ name }) => name === 'bylaw_access')?.attributes ?? {};

test.each([
  ['a scope that is not there', { scope: 'acme/units/apac' }, 'scope'],
  ['a permission that is none', { scope: 'acme', permission: 'build:veiw' }, 'permission'],
])('data of %s is an error at its attribute, not an empty answer', async (_what, config, name) => {
  const { ask } = await provider();
  const { diagnostics } = await ask('ReadDataSource', protocol.ReadDataSource, {
    typeName: 'bylaw_access',
    config: pack(access, config),
  });
  expect(diagnostics).toMatchObject([{ severity: 1, attribute: { steps: [{ attributeName: name }] } }]);
});

test('who, what, why and all of it', async () => {
  const { ask } = await provider();
  const read = async (config: Row) => {
    const { state, diagnostics } = await ask('ReadDataSource', protocol.ReadDataSource, {
      typeName: 'bylaw_access',
      config: pack(access, config),
    });
    expect(diagnostics ?? []).toEqual([]);
    return unpack(access, state);
  };
  expect(await read({ scope: 'acme', permission: 'build:view' })).toMatchObject({
    members: ['dan@acme.com'],
    allowed: null,
    grants: null,
  });
  expect(await read({ scope: 'acme', member: 'dan@acme.com' })).toMatchObject({
    permissions: ['build:view'],
    because: null,
  });
  expect(await read({ scope: 'acme', member: 'DAN@acme.com', permission: 'build:view' })).toMatchObject({
    allowed: true,
    because: ['dan@acme.com → group qa → role build-viewer on acme → build:view'],
  });
  expect(await read({ scope: 'acme', member: 'dan@acme.com', permission: 'build:run' })).toMatchObject({
    allowed: false,
    because: [],
  });
  expect(await read({ scope: 'acme' })).toMatchObject({ grants: { 'dan@acme.com': 'build:view' } });
});

test('while the provider waits for its own values nothing is lost and nothing is written', async () => {
  const { ask } = await provider({ url: UNKNOWN });
  const table = attributesOf('bylaw_group');
  const row: Row = {
    id: 'acme/qa',
    home: 'acme',
    name: 'qa',
    title: 'QA',
    description: '',
    members: {},
    groups: [],
    permissions: [],
  };
  const read = await ask('ReadResource', protocol.ReadResource, {
    typeName: 'bylaw_group',
    currentState: pack(table, row),
  });
  expect(unpack(table, read.newState)).toMatchObject(row);
  const planned = await ask('PlanResourceChange', protocol.PlanResourceChange, {
    typeName: 'bylaw_group',
    priorState: pack(table, null),
    proposedNewState: pack(table, { name: 'qa' }),
  });
  expect(unpack(table, planned.plannedState)).toMatchObject({ name: 'qa', id: UNKNOWN, title: UNKNOWN });
  const applied = await ask('ApplyResourceChange', protocol.ApplyResourceChange, {
    typeName: 'bylaw_group',
    priorState: pack(table, null),
    plannedState: pack(table, row),
  });
  expect(applied.diagnostics).toMatchObject([{ summary: 'The provider is not configured yet' }]);
  expect(unpack(table, applied.newState)).toBeNull();
});

test('what changed between plan and apply stops the resource it would run over, at its attribute', async () => {
  const { ask, sandbox } = await provider();
  const table = attributesOf('bylaw_assignment');
  const row = (roles: string[]): Row => ({
    id: 'acme|group:acme/qa',
    scope: 'acme',
    principal: 'group:acme/qa',
    roles,
  });
  // As read when it was planned: signer alone. Live by now: build-viewer.
  const { diagnostics, newState } = await ask('ApplyResourceChange', protocol.ApplyResourceChange, {
    typeName: 'bylaw_assignment',
    priorState: pack(table, row(['signer'])),
    plannedState: pack(table, row(['signer', 'build-operator'])),
  });
  expect(diagnostics).toMatchObject([
    {
      summary: expect.stringContaining('has changed since this was planned'),
      attribute: { steps: [{ attributeName: 'roles' }] },
    },
  ]);
  expect(unpack(table, newState)).toMatchObject({ roles: ['build-viewer'] });
  expect(sandbox.requests().filter(({ method }) => method !== 'GET')).toEqual([]);
});

test('a write that the platform has moved under is refused, and told at the person it is about', async () => {
  const { ask, sandbox } = await provider();
  const table = attributesOf('bylaw_group');
  const row = (members: Record<string, string>): Row => ({
    id: 'acme/qa',
    home: 'acme',
    name: 'qa',
    title: 'QA',
    description: '',
    members,
    groups: [],
    permissions: [],
  });
  const group = await idOf(sandbox, 'groups', 'qa');
  await behindTheBack(sandbox, 'PATCH', `/groups/${group}`, { name: 'Renamed meanwhile' });
  const { diagnostics, newState } = await ask('ApplyResourceChange', protocol.ApplyResourceChange, {
    typeName: 'bylaw_group',
    priorState: pack(table, row({ 'dan@acme.com': '' })),
    plannedState: pack(table, row({})),
  });
  expect(diagnostics).toMatchObject([
    {
      attribute: { steps: [{ attributeName: 'members' }, { elementKey: 'dan@acme.com' }] },
      detail: expect.stringContaining('live-changed'),
    },
  ]);
  expect(unpack(table, newState)).toMatchObject({ members: { 'dan@acme.com': '' } });
});
