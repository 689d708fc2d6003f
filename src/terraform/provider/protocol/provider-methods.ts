/** The methods of Terraform's plugin protocol, answered out of a provider definition. */
import { dataMethods, signatures } from './data-source-methods.ts';
import type { GrpcCaller, GrpcMethod } from './grpc.ts';
import * as protocol from './messages.ts';
import { msgpackBytes, problemsResponse, registerMethodsIn } from './method-registry.ts';
import { hasError, RequestRefusal, toDiagnostics } from './protocol-diagnostics.ts';
import { toSchema } from './provider-schema.ts';
import { identitySchema } from './resource-identity.ts';
import type { ProviderDefinition } from './row.ts';
import { NULL_BYTES, rowCodec } from './row-codec.ts';
import { type RowService, rowService } from './row-service.ts';

const CAPABILITIES = { planDestroy: true, getProviderSchemaOptional: true };

/**
 * Methods by path. Sessions are kept for each connection: two aliases of this provider are two connections to this
 * one server, and must never share a configuration.
 */
export function providerMethods<Session>(
  definition: ProviderDefinition<Session>,
  onStop: () => void,
): ReadonlyMap<string, GrpcMethod> {
  const sessions = new WeakMap<GrpcCaller, Session>();
  const rows = new Map(definition.rows.map((type) => [type.name, rowService(type)]));
  const settings = rowCodec('provider', definition.attributes);
  const methods = new Map<string, GrpcMethod>();

  const method = registerMethodsIn(methods);

  function rowsOf(typeName: string | undefined): RowService<Session> {
    const service = typeName === undefined ? undefined : rows.get(typeName);
    if (service !== undefined) return service;
    throw new RequestRefusal(
      'Unknown resource type',
      `${definition.address} has no resource type "${typeName}".`,
    );
  }

  function sessionOf(connection: GrpcCaller): () => Session {
    return () => {
      const session = sessions.get(connection);
      if (session !== undefined) return session;
      const detail = `${definition.address} has not been configured, so it cannot reach its platform.`;
      throw new RequestRefusal('Provider not configured', detail);
    };
  }

  method(
    'GetMetadata',
    protocol.GetMetadata,
    () => ({
      serverCapabilities: CAPABILITIES,
      resources: definition.rows.map(({ name }) => ({ typeName: name })),
      dataSources: definition.data?.map(({ name }) => ({ typeName: name })),
      functions: definition.functions?.map(({ name }) => ({ name })),
    }),
    problemsResponse,
  );

  method(
    'GetProviderSchema',
    protocol.GetProviderSchema,
    () => ({
      provider: toSchema(definition.attributes),
      resourceSchemas: new Map(
        definition.rows.map(({ name, attributes, version, description }) => [
          name,
          toSchema(attributes, version, description),
        ]),
      ),
      dataSourceSchemas: new Map(
        definition.data.map(({ name, attributes, description }) => [
          name,
          toSchema(attributes, 0, description),
        ]),
      ),
      functions: signatures(definition.functions),
      serverCapabilities: CAPABILITIES,
    }),
    problemsResponse,
  );

  method(
    'GetResourceIdentitySchemas',
    protocol.GetResourceIdentitySchemas,
    () => ({
      schemas: new Map(
        definition.rows
          .filter(({ identity }) => identity !== undefined)
          .map((type) => [type.name, identitySchema(type)]),
      ),
    }),
    problemsResponse,
  );

  method(
    'UpgradeResourceIdentity',
    protocol.UpgradeResourceIdentity,
    ({ typeName, rawIdentity }) => {
      const json = Buffer.from(rawIdentity?.json ?? 'null').toString();
      const msgpack = rowsOf(typeName).upgradeIdentity(JSON.parse(json));
      return { upgradedIdentity: { data: { msgpack } } };
    },
    problemsResponse,
  );

  method(
    'ValidateProviderConfig',
    protocol.ValidateProviderConfig,
    async (request) =>
      problemsResponse(await definition.validate?.(settings.decodeBlock(msgpackBytes(request.config)))),
    problemsResponse,
  );

  method(
    'ConfigureProvider',
    protocol.ConfigureProvider,
    async (request, connection) => {
      const { session, problems } = await definition.configure(
        settings.decodeBlock(msgpackBytes(request.config)),
      );
      if (session !== null && !hasError(problems)) sessions.set(connection, session);
      return problemsResponse(problems);
    },
    problemsResponse,
  );

  method(
    'ValidateResourceConfig',
    protocol.ValidateResourceConfig,
    (request) => problemsResponse(rowsOf(request.typeName).validate(msgpackBytes(request.config))),
    problemsResponse,
  );

  method(
    'UpgradeResourceState',
    protocol.UpgradeResourceState,
    ({ typeName, version, rawState }, connection) => {
      const json = rawState?.json ?? Buffer.from('null');
      const msgpack = rowsOf(typeName).upgrade(version ?? 0, json, sessions.get(connection) ?? null);
      return { upgradedState: { msgpack } };
    },
    problemsResponse,
  );

  method(
    'ReadResource',
    protocol.ReadResource,
    async ({ typeName, currentState, private: kept }, connection) => {
      const read = await rowsOf(typeName).read(
        msgpackBytes(currentState),
        sessionOf(connection),
        noteOf(kept),
      );
      return {
        newState: { msgpack: read.bytes },
        diagnostics: toDiagnostics(read.problems),
        newIdentity: read.identity,
        private: bytesOf(read.note),
      };
    },
    (problems, { currentState, private: kept }) => ({
      newState: currentState,
      private: kept,
      ...problemsResponse(problems),
    }),
  );

  method(
    'PlanResourceChange',
    protocol.PlanResourceChange,
    ({ typeName, priorState, proposedNewState, config, priorPrivate }, connection) => {
      const proposal = {
        prior: msgpackBytes(priorState),
        proposed: msgpackBytes(proposedNewState),
        config: msgpackBytes(config),
        note: noteOf(priorPrivate),
      };
      const planned = rowsOf(typeName).plan(proposal, sessionOf(connection));
      return {
        plannedState: { msgpack: planned.bytes },
        requiresReplace: planned.replace.map((name) => ({ steps: [{ attributeName: name }] })),
        diagnostics: toDiagnostics(planned.problems),
        plannedIdentity: planned.identity,
        plannedPrivate: bytesOf(planned.note),
      };
    },
    problemsResponse,
  );

  method(
    'ApplyResourceChange',
    protocol.ApplyResourceChange,
    async ({ typeName, priorState, plannedState, plannedPrivate }, connection) => {
      const [prior, planned] = [msgpackBytes(priorState), msgpackBytes(plannedState)];
      const note = noteOf(plannedPrivate);
      const applied = await rowsOf(typeName).apply(prior, planned, sessionOf(connection), note);
      return {
        newState: { msgpack: applied.bytes },
        diagnostics: toDiagnostics(applied.problems),
        newIdentity: applied.identity,
        private: bytesOf(applied.note),
      };
    },
    (problems, { priorState }) => ({ newState: priorState, ...problemsResponse(problems) }),
  );

  method(
    'ImportResourceState',
    protocol.ImportResourceState,
    async ({ typeName = '', id: given = '', identity: known }, connection) => {
      const service = rowsOf(typeName);
      const session = sessionOf(connection);
      const id = given === '' && known?.data ? service.idOf(msgpackBytes(known.data), session) : given;
      const { bytes, problems, identity } = await service.import(id, session);
      if (hasError(problems)) return problemsResponse(problems);
      if (bytes === NULL_BYTES)
        throw new RequestRefusal('Nothing to import', `There is no ${typeName} "${id}".`);
      return {
        importedResources: [{ typeName, state: { msgpack: bytes }, identity }],
        diagnostics: toDiagnostics(problems),
      };
    },
    problemsResponse,
  );

  dataMethods(definition, method, sessionOf);

  method(
    'StopProvider',
    protocol.StopProvider,
    () => {
      onStop();
      definition.stop?.();
      return {};
    },
    ([problem]) => ({ error: problem?.detail }),
  );

  return methods;
}

function bytesOf(note: string | undefined): Uint8Array | undefined {
  return note === undefined ? undefined : Buffer.from(note);
}

function noteOf(bytes: Uint8Array | undefined): string | null {
  return bytes === undefined || bytes.length === 0 ? null : Buffer.from(bytes).toString();
}
